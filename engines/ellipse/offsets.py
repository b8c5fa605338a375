"""Offsets of the second sheet along the seam, in quarters of the perimeter."""

from __future__ import annotations


def reduced(offset: float) -> float:
    """The same body's offset from 0 (flat) to 1 (a quarter turn): sheets may be mirrored and turned by
    half."""
    rest = abs(offset) % 2.0
    return 2.0 - rest if rest > 1.0 else rest
