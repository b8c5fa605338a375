"""Fields, points and densities on a square of the plane.

A grid of numbers is (rows, columns) with its nodes on the square's ends: column 0 lies at the left, the last
one at the right, row 0 at the **bottom** and the last one at the top. A vector field is (2, rows, columns):
what points to the right, then what points up. Points are (n, 2), x and y.
"""
