"""The ellipse lab."""
