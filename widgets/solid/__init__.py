"""Bodies in three dimensions: sheets that bend and close, their outline, a slice."""
