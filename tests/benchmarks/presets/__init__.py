"""Every preset of every lab beside what needs no learning: ``python -m tests.benchmarks.presets``."""
