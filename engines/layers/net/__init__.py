"""A graph as a module of torch, and back."""
