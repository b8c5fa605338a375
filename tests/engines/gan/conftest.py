"""Small sets of pictures and small runs. One thread, or a busy machine spins at OpenMP barriers."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
import pytest

os.environ.setdefault("SEVEN_LABS_THREADS", "1")

from engines import gan, spec
from engines.gan.config import GanConfig
from engines.images import faces

TINY: dict[str, Any] = {
    "nz": 8,
    "width_g": 4,
    "width_d": 4,
    "batch": 4,
    "selfmod_hidden": 4,
    "precision": "fp32",
}


@dataclass(frozen=True)
class Set:
    """A stand-in for ``engines.images.Images``."""

    pixels: np.ndarray
    labels: np.ndarray | None = None
    name: str = "Test pictures"
    licence: str = "none"
    skipped: tuple[object, ...] = ()


@pytest.fixture(autouse=True, scope="session")
def one_thread() -> Iterator[None]:
    import torch

    before = torch.get_num_threads()
    torch.set_num_threads(1)
    yield
    torch.set_num_threads(before)


def noise(n: int = 40, size: int = 32, channels: int = 3, classes: int = 0, seed: int = 0) -> Set:
    """Random blobs, cheap and of any size."""
    rng = np.random.default_rng(seed)
    coarse = rng.integers(0, 256, (n, 4, 4, channels), dtype=np.uint8)
    pixels = coarse.repeat(size // 4, 1).repeat(size // 4, 2)
    return Set(pixels, rng.integers(0, classes, n) if classes else None)


def tiny(**values: Any) -> GanConfig:
    """A config whose steps take milliseconds."""
    return spec.change(GanConfig(), **{**TINY, **values})


@pytest.fixture
def make() -> Iterator[Callable[..., Any]]:
    """Builds small runs on the CPU, by config fields; closes them at the end."""
    made: list[Any] = []

    def build(pictures: Set | None = None, **values: Any) -> Any:
        config = tiny(**values)
        source = pictures or noise(size=config.size, channels=config.channels)
        made.append(gan.build(config, device="cpu", pictures=source))
        return made[-1]

    yield build
    for engine in made:
        engine.close()


def advance(engine: Any, steps: int) -> None:
    for _ in range(steps):
        for _ in engine.step():
            pass


@pytest.fixture(scope="session")
def some_faces() -> Set:
    """Drawn faces, 32 px."""
    factors = faces.sample(2000, seed=1)
    return Set(faces.draw(factors, 32), np.asarray(factors["hair"], np.int64), "Faces")
