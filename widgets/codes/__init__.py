"""Codes to look at and to paint with: canvas, palette, map."""
