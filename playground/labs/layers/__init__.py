"""The layers lab: reuse, nesting and masks in your hands."""
