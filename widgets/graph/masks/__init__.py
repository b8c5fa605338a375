"""What padding does to a batch: its cells, how far results are from the truth, where attention goes."""
