"""Eight Gaussians with everything there is to see of them, for demonstrations, tests and benchmarks."""

from __future__ import annotations

import numpy as np

from widgets.plane.arrows import Arrows
from widgets.plane.cloud import Cloud
from widgets.plane.contours import Contours
from widgets.plane.field import VectorField
from widgets.plane.heat import HeatMap
from widgets.plane.layer import Layer
from widgets.plane.mesh import Mesh
from widgets.plane.particles import Particles
from widgets.plane.path import Path
from widgets.plane.square import Square

_AT = np.linspace(0, 2 * np.pi, 8, endpoint=False)
CENTRES = 1.6 * np.stack([np.cos(_AT), np.sin(_AT)], 1)
SQUARE = Square(0, 0, 2.6)


def density(square: Square, count: int, sigma: float = 0.22) -> tuple[np.ndarray, np.ndarray]:
    """Log density (count, count) and score (2, count, count) of eight equal Gaussians, on a square."""
    x, y = np.meshgrid(*square.nodes(count))
    away = CENTRES[:, :, None, None] - (x, y)  # (8, 2, count, count)
    power = -(away**2).sum(1) / (2 * sigma**2)
    most = power.max(0)
    weight = np.exp(power - most)
    total = weight.sum(0)
    score = (weight[:, None] * away).sum(0) / total / sigma**2
    log = most + np.log(total / (16 * np.pi * sigma**2))
    return log.astype(np.float32), score.astype(np.float32)


def draws(count: int, sigma: float = 0.22, seed: int = 0) -> np.ndarray:
    """float32 (count, 2) of the eight Gaussians."""
    random = np.random.default_rng(seed)
    return (CENTRES[random.integers(8, size=count)] + sigma * random.normal(size=(count, 2))).astype(
        np.float32
    )


def bent(count: int = 20, turn: float = 1.4) -> np.ndarray:
    """float32 (count, count, 2): a grid of noise that a generator might have bent onto a ring."""
    x, y = np.meshgrid(*Square(0, 0, 1).nodes(count))
    far, angle = np.hypot(x, y), np.arctan2(y, x)
    far, angle = 1.7 * np.tanh(1.6 * far), angle + turn * np.exp(-3 * far)
    return np.stack([far * np.cos(angle), far * np.sin(angle)], -1).astype(np.float32)


def layers() -> dict[str, Layer]:
    """One of each kind."""
    log, score = density(SQUARE, 128, 0.3)
    walk = np.cumsum(0.1 * np.random.default_rng(3).normal(size=(60, 2)), 0)
    return {
        "energy": HeatMap(log, SQUARE, "Log density", low=-8.0),
        "contours": Contours(log, SQUARE, (-6.0, -4.0, -3.0, -2.0)),
        "score": Arrows(VectorField(score, SQUARE), "Score"),
        "grid": Mesh(bent(), "Generator's grid"),
        "real": Cloud(draws(400), "Real", "real"),
        "fake": Cloud(draws(400, 0.5, 1), "Fake", "fake", "square"),
        "path": Path(walk, "Pointer"),
    }


def crowd(count: int = 6_000, trail: int = 12) -> Particles:
    """Particles ready to walk to the eight."""
    particles = Particles(count, SQUARE, seed=5, trail=trail)
    particles.field = VectorField(density(SQUARE, 256, 0.3)[1], SQUARE)
    return particles
