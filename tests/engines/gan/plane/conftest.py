"""Small runs on points."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest

from engines import gan
from engines.gan.config import GanConfig
from engines.ground import spec

TINY = {"data": "gaussians8", "hidden": 8, "depth": 2, "batch": 16, "lr_d": 1e-3, "lr_g": 1e-3}


def settings(**values: Any) -> GanConfig:
    """A config whose steps take a millisecond."""
    return spec.change(GanConfig(), **{**TINY, **values})


@pytest.fixture(autouse=True)
def few_points(monkeypatch: pytest.MonkeyPatch) -> None:
    """As many as all scores need, and no more."""
    monkeypatch.setattr("engines.points.source.TRAINED", 3000)
    monkeypatch.setattr("engines.points.source.HELD", 2500)


@pytest.fixture
def make() -> Iterator[Callable[..., Any]]:
    """Builds runs on the CPU, by config fields; closes them at the end."""
    made: list[Any] = []

    def build(**values: Any) -> Any:
        made.append(gan.build(settings(**values), device="cpu"))
        return made[-1]

    yield build
    for engine in made:
        engine.close()
