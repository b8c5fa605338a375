"""What the shared tests need to know of the VQ-VAE engine, and small runs of it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest

from tests.engines.pictures import Files, Lab, Line, Set, advance, making, noise, one_thread

__all__ = ("LAB", "Set", "advance", "make", "noise", "one_thread", "tiny")

from engines import vqvae
from engines.ground import spec
from engines.vqvae.config import VqvaeConfig


def _walk(engine: Any, steps: int) -> None:
    for phase in ("autoencoder", "prior"):
        engine.set_config(spec.change(engine.config, phase=phase))
        advance(engine, steps)


LAB = Lab(
    package=vqvae,
    config=VqvaeConfig,
    tiny={
        "hidden": 8, "res_hidden": 4, "n_res": 1, "codes": 16, "dim": 4, "levels": "4^3", "batch": 4,
        "prior_width": 8, "prior_layers": 1,
    },
    small={
        "hidden": 16, "res_hidden": 8, "n_res": 2, "codes": 40, "dim": 8, "batch": 5, "prior_width": 16,
        "prior_layers": 2,
    },
    least={
        "hidden": 8, "res_hidden": 4, "n_res": 1, "codes": 4, "dim": 2, "batch": 2, "prior_width": 8,
        "prior_layers": 1,
    },
    sections=("Data", "Model", "Codebook", "Loss", "Learning", "Prior", "Precision and speed"),
    presets=6,
    usual={"data": "faces", "size": 32},
    files=Files(
        weight="model.to_bottom.weight",
        reshaped="model.to_bottom.weight",
        retyped="model.books.0.count",
        poisoned="model.books.0.embed",
        curve="curve.loss",
    ),
    line=Line(
        small=("--limit", "40", "--hidden", "8", "--n-res", "1", "--batch", "4", "--codes", "8"),
        live=("--lr", "0.001", "lr", 0.001),
        frozen=("--codes", "9", "Codes"),
        too_much=("--codes", "1000000"),
        said=("steps/s", "NMSE", "PSNR", "perplexity", "codes used"),
        sheet=(192, 256, 3),
    ),
    walk=_walk,
)  # fmt: skip


def tiny(**values: Any) -> VqvaeConfig:
    """A config whose steps take milliseconds."""
    return LAB.settings(**values)


@pytest.fixture
def make() -> Iterator[Callable[..., Any]]:
    """Builds small runs on the CPU, by config fields; closes them at the end."""
    yield from making(LAB)
