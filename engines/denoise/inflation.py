"""What a step of Langevin's walk that is too long does to the cloud. Imports no torch."""

from __future__ import annotations


def inflation(step_size: float) -> float:
    """How much too large the variance of the walk stays where the data is a Gaussian.

    x' = x - eta x / v + sqrt(2 eta) n with eta = c v settles at v / (1 - eta / 2v).

    Args:
        step_size: c. From 2 on the walk flies apart: infinity.
    """
    return 1 / (1 - step_size / 2) if step_size < 2 else float("inf")
