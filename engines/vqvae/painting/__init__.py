"""Painting with codes: document, tools, files, and a frozen model that decodes what changed."""
