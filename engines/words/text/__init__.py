"""Text as the count reads it: encodings, alphabet, dictionary, words in context."""
