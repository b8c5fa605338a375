"""The settings form, its rows, and rows with sliders."""
