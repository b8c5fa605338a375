"""Denoisers that are known in closed form, and small runs."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import numpy as np
import pytest
import torch
from torch import Tensor

from engines import denoise
from engines.denoise.config import DenoiseConfig
from engines.denoise.denoiser import Denoiser
from engines.ground import spec
from engines.points import source
from engines.points.mixture import Mixture
from tests.engines.pictures import advance, one_thread

__all__ = ("METHODS", "advance", "one_thread", "rng", "tiny")

METHODS = ("energy", "score", "paper", "dde")
TINY = {"width": 16, "batch": 16, "length": 100, "levels": 4, "walk": 2, "q_steps": 2}


class Normal(Denoiser):
    """The exact answer for data N(mean, covariance)."""

    has_energy = True

    def __init__(self, mean: Any, covariance: Any) -> None:
        super().__init__()
        self.mean = torch.tensor(mean, dtype=torch.float64)
        self.covariance = torch.tensor(covariance, dtype=torch.float64)
        self.shape = tuple(self.mean.shape)

    def _total(self, sigma: Tensor) -> Tensor:
        return self.covariance + sigma[0].double() ** 2 * torch.eye(len(self.mean), dtype=torch.float64)

    def score(self, x: Tensor, sigma: Tensor) -> Tensor:
        return -(x - self.mean) @ torch.linalg.inv(self._total(sigma))

    def denoise(self, x: Tensor, sigma: Tensor) -> Tensor:
        return x + sigma[0] ** 2 * self.score(x, sigma)

    def energy(self, x: Tensor, sigma: Tensor) -> Tensor:
        return -((x - self.mean) * self.score(x, sigma)).sum(1) / 2


class Exact(Denoiser):
    """The exact answer for a mixture."""

    shape = (2,)

    def __init__(self, mixture: Mixture) -> None:
        super().__init__()
        self.mixture = mixture

    def denoise(self, x: Tensor, sigma: Tensor) -> Tensor:
        return torch.from_numpy(self.mixture.posterior_mean(x.numpy(), float(sigma[0]))).to(x.dtype)


def rng(seed: int = 0) -> torch.Generator:
    return torch.Generator().manual_seed(seed)


def tiny(**values: Any) -> DenoiseConfig:
    """A config whose steps take milliseconds."""
    return spec.change(DenoiseConfig(), **{**TINY, **values})


def state_of(engine: Any) -> dict[str, np.ndarray]:
    found: dict[str, np.ndarray] = engine.state()[1]
    return found


@pytest.fixture(autouse=True)
def few_points(monkeypatch: pytest.MonkeyPatch) -> None:
    """As many as tests need: runs begin in a moment."""
    monkeypatch.setattr(source, "TRAINED", 6000)
    monkeypatch.setattr(source, "HELD", 3000)


@pytest.fixture
def make() -> Iterator[Callable[..., Any]]:
    """Builds small runs on the CPU, by config fields; closes them at the end."""
    made: list[Any] = []

    def build(**values: Any) -> Any:
        made.append(denoise.build(tiny(**values), device="cpu"))
        return made[-1]

    yield build
    for engine in made:
        engine.close()
