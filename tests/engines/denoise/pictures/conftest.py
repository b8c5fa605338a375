"""Small runs on pictures."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import numpy as np
import pytest

from engines.denoise import DenoiseConfig, build
from engines.ground import spec
from tests.engines.pictures import Set, noise, one_thread

__all__ = ("Make", "advance", "gaussian", "noise", "one_thread", "tiny")

from tests.engines.pictures import advance

Make = Callable[..., Any]


def tiny(**values: Any) -> DenoiseConfig:
    """A config whose steps take milliseconds."""
    small = {
        "data": "faces", "method": "score", "base": 8, "batch": 4, "size": 8, "sampler": "sde", "levels": 5,
        "walk": 1, "length": 100, "sigma_high": 6.0,
    }  # fmt: skip
    return spec.change(DenoiseConfig(), **{**small, **values})


def gaussian(n: int, size: int, channels: int, seed: int = 0) -> Set:
    """Pictures whose numbers are Gaussian about grey, with smooth ones likelier."""
    rng = np.random.default_rng(seed)
    x = rng.normal(size=(n, size, size, channels))
    for axis in (1, 2):
        x = x + np.roll(x, 1, axis) + np.roll(x, 2, axis)
    return Set(np.clip(np.rint(128 + 9 * x), 0, 255).astype(np.uint8))


@pytest.fixture
def make() -> Iterator[Make]:
    """Builds small runs on the CPU, by config fields; closes them at the end."""
    made: list[Any] = []

    def one(pictures: Any = None, **values: Any) -> Any:
        config = tiny(**values)
        source = pictures or noise(size=config.size, channels=config.channels)
        made.append(build(config, device="cpu", pictures=source))
        return made[-1]

    yield one
    for engine in made:
        engine.close()
