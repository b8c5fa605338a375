"""Sheets of pictures, and single ones."""
