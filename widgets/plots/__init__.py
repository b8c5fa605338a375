"""Curves, histograms and bars."""
