"""Models and algorithms. No Qt; each engine runs headless: ``python -m engines.X``."""
