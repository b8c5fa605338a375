"""Layers that know which places of a padded sequence are real, in plain torch; and the bench to try them on.

A mask is bool (B, T), true where a place is real. Layers need torch alone: they go into exported code word
for word.
"""
