"""Small sets of pictures and small runs. One thread, or a busy machine spins at OpenMP barriers."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
import pytest

os.environ.setdefault("SEVEN_LABS_THREADS", "1")

from engines import spec, vqvae
from engines.vqvae.config import VqvaeConfig

TINY: dict[str, Any] = {
    "hidden": 8,
    "res_hidden": 4,
    "n_res": 1,
    "codes": 16,
    "dim": 4,
    "levels": "4^3",
    "batch": 4,
    "prior_width": 8,
    "prior_layers": 1,
}


@dataclass(frozen=True)
class Set:
    """A stand-in for ``engines.images.Images``."""

    pixels: np.ndarray
    labels: np.ndarray | None = None
    name: str = "Test pictures"
    licence: str = "none"
    skipped: tuple[tuple[str, str], ...] = ()


@pytest.fixture(autouse=True, scope="session")
def one_thread() -> Iterator[None]:
    import torch

    before = torch.get_num_threads()
    torch.set_num_threads(1)
    yield
    torch.set_num_threads(before)


def noise(n: int = 40, size: int = 32, channels: int = 3, seed: int = 0) -> Set:
    """Random blobs, cheap and of any size."""
    rng = np.random.default_rng(seed)
    coarse = rng.integers(0, 256, (n, 4, 4, channels), dtype=np.uint8)
    return Set(coarse.repeat(size // 4, 1).repeat(size // 4, 2))


def tiny(**values: Any) -> VqvaeConfig:
    """A config whose steps take milliseconds."""
    return spec.change(VqvaeConfig(), **{**TINY, **values})


@pytest.fixture
def make() -> Iterator[Callable[..., Any]]:
    """Builds small runs on the CPU, by config fields; closes them at the end."""
    made: list[Any] = []

    def build(pictures: Set | None = None, **values: Any) -> Any:
        config = tiny(**values)
        source = pictures or noise(size=config.size, channels=config.channels)
        made.append(vqvae.build(config, device="cpu", pictures=source))
        return made[-1]

    yield build
    for engine in made:
        engine.close()


def advance(engine: Any, steps: int) -> None:
    for _ in range(steps):
        for _ in engine.step():
            pass
