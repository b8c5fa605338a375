"""Text with its words marked, tables of words, and a word from all sides."""
