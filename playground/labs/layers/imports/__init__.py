"""Networks of the other labs as models."""
