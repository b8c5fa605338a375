"""The checkerboard: where it comes from, what avoids it, how much of it a generator has. Post 6549."""
