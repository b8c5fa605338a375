"""Sets of points in the plane: drawn ones, painted ones, a file of them; what is exact about them; scores."""
