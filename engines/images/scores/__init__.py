"""How like pictures samples are, without weights from elsewhere: each idea in a file, all of features (n, d).

No score means much by itself: what other real pictures reach, the floor, stands beside each.
"""
