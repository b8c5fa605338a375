"""Codes: arithmetic with them, and the directions that change pictures most."""
