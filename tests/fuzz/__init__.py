"""Files that lie, given to every reader: short in the suite, long by ``python -m tests.fuzz``."""
