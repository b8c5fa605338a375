"""A small picture of what a run makes, drawn when it is saved and kept in the header of its file."""
