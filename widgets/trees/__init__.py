"""Trees over words, gates and distances, in shared columns."""
