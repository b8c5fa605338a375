"""The checkerboard bench: counting, random weights, and the meter on what is being trained."""
