"""Eight sets of points in the plane that the field draws. Each has mean 0 and variance 1 over both axes."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final, Literal

import numpy as np

from engines.points.mixture import Mixture

SetKey = Literal[
    "gaussians8", "gaussians25", "moons", "spirals", "checkerboard", "swissroll", "circles", "line"
]

RING: Final = np.stack([np.cos(np.arange(8) * np.pi / 4), np.sin(np.arange(8) * np.pi / 4)], 1)
LATTICE: Final = np.stack(np.meshgrid(np.arange(-2.0, 3.0), np.arange(-2.0, 3.0)), -1).reshape(-1, 2)

Draw = Callable[[int, np.random.Generator], np.ndarray]


def _ring_of_gaussians() -> Mixture:
    """Eight on a circle; their spread is a tenth of its radius."""
    return _unit(RING, 0.1)


def _lattice_of_gaussians() -> Mixture:
    return _unit(LATTICE, 0.05)


def _unit(means: np.ndarray, spread: float) -> Mixture:
    """Scaled to variance 1."""
    scale = float(np.sqrt(means.var() + spread**2))
    return Mixture(means / scale, np.full(len(means), spread / scale))


def _moons(n: int, rng: np.random.Generator) -> np.ndarray:
    """Two half circles that hold each other."""
    angle, upper = rng.uniform(0, np.pi, n), rng.integers(0, 2, n) == 1
    x = np.where(upper, np.cos(angle), 1 - np.cos(angle))
    y = np.where(upper, np.sin(angle), 0.5 - np.sin(angle))
    return np.stack([x, y], 1) + rng.normal(0, 0.05, (n, 2))


def _spirals(n: int, rng: np.random.Generator) -> np.ndarray:
    """Two arms of one and a half turns."""
    angle = np.sqrt(rng.uniform(0, 1, n)) * 3 * np.pi
    side = rng.integers(0, 2, n) * 2 - 1
    points = np.stack([-np.cos(angle) * angle, np.sin(angle) * angle], 1) * side[:, None]
    return points + rng.normal(0, 0.15, (n, 2))


def _checkerboard(n: int, rng: np.random.Generator) -> np.ndarray:
    """Eight of sixteen squares."""
    x = rng.uniform(-2, 2, n)
    y = rng.uniform(0, 1, n) - rng.integers(0, 2, n) * 2 + np.floor(x) % 2
    return np.stack([x, y], 1)


def _swissroll(n: int, rng: np.random.Generator) -> np.ndarray:
    """One arm of a turn and a half."""
    angle = 1.5 * np.pi * (1 + 2 * rng.uniform(0, 1, n))
    return np.stack([angle * np.cos(angle), angle * np.sin(angle)], 1) + rng.normal(0, 0.25, (n, 2))


def _circles(n: int, rng: np.random.Generator) -> np.ndarray:
    """One within the other."""
    angle = rng.uniform(0, 2 * np.pi, n)
    radius = np.where(rng.integers(0, 2, n) == 1, 1.0, 0.45)
    return np.stack([np.cos(angle), np.sin(angle)], 1) * radius[:, None] + rng.normal(0, 0.03, (n, 2))


def _line(n: int, rng: np.random.Generator) -> np.ndarray:
    """A stroke from lower left to upper right: data on a set of lower dimension, but for a little width."""
    along = rng.uniform(-1, 1, n)
    return np.stack([along, 0.5 * along], 1) + rng.normal(0, 0.02, (n, 2))


MIXTURES: Final[dict[str, Mixture]] = {
    "gaussians8": _ring_of_gaussians(),
    "gaussians25": _lattice_of_gaussians(),
}
DRAWN: Final[dict[str, Draw]] = {
    "moons": _moons, "spirals": _spirals, "checkerboard": _checkerboard, "swissroll": _swissroll,
    "circles": _circles, "line": _line,
}  # fmt: skip
_MANY: Final = 400_000


def _frame(draw: Draw) -> tuple[np.ndarray, float]:
    """Mean, and standard deviation over both axes, of a set; the same each time."""
    points = draw(_MANY, np.random.default_rng(0))
    return points.mean(0), float((points - points.mean(0)).std())


_frames: dict[str, tuple[np.ndarray, float]] = {}


def draw(key: str, n: int, rng: np.random.Generator) -> np.ndarray:
    """n points of the set ``key``: float32 (n, 2). KeyError for one that there is not."""
    if key in MIXTURES:
        return MIXTURES[key].sample(n, rng)
    if key not in _frames:
        _frames[key] = _frame(DRAWN[key])
    mean, std = _frames[key]
    return ((DRAWN[key](n, rng) - mean) / std).astype(np.float32)
