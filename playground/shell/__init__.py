"""The window and what is in it beside the labs."""
