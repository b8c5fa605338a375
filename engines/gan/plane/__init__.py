"""The same game on points of the plane, where all of it can be seen."""
