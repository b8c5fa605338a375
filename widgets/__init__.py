"""Plain Qt widgets: numpy arrays, strings and numbers in, signals out; each runs alone."""
