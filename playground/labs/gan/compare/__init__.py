"""The page Compare: two runs in lockstep, and a table of architectures."""
