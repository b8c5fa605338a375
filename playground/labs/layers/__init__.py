"""The layers lab: reuse, nesting and masks in a person's hands."""
