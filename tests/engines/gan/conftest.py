"""What the shared tests need to know of the GAN engine, and small runs of it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import numpy as np
import pytest

from tests.engines.pictures import Files, Lab, Line, Set, advance, making, noise, one_thread

__all__ = ("LAB", "Set", "advance", "at", "make", "noise", "one_thread", "some_faces", "tiny")

from engines import gan
from engines.gan.config import GanConfig
from engines.gan.queries import COUNT, Look
from engines.images import faces

LAB = Lab(
    package=gan,
    config=GanConfig,
    tiny={"nz": 8, "width_g": 4, "width_d": 4, "batch": 4, "selfmod_hidden": 4, "precision": "fp32"},
    small={"nz": 24, "width_g": 8, "width_d": 8, "selfmod_hidden": 16, "batch": 6, "d_steps": 3, "g_steps": 3},
    least={
        "nz": 4, "width_g": 4, "width_d": 4, "selfmod_hidden": 2, "batch": 2, "norm_d": "none",
        "regulariser": "gp",
    },
    sections=("Data", "Model", "Loss", "Learning", "Precision and speed"),
    presets=10,
    usual={"arch": "selfmod", "data": "faces", "ogan": True},
    files=Files(
        weight="G.net.unfold.dense.weight",
        reshaped="D.head.weight",
        retyped="bank",
        poisoned="E.net.unfold.dense.bias",
        curve="curve.loss_d",
    ),
    line=Line(
        small=("--limit", "40", "--width-g", "4", "--width-d", "4", "--batch", "4", "--nz", "8"),
        live=("--lr-d", "0.001", "lr_d", 0.001),
        frozen=("--nz", "9", "Latent size"),
        too_much=("--nz", "1000000"),
        said=("steps/s", "rec "),
        sheet=(256, 256, 3),
    ),
)  # fmt: skip


def tiny(**values: Any) -> GanConfig:
    """A config whose steps take milliseconds."""
    return LAB.settings(**values)


def at(**values: Any) -> Look:
    """A sample or code with all sliders at rest, and what differs from that."""
    rest = {
        "index": None, "z": None, "label": None, "coefficients": np.zeros(COUNT, np.float32), "raw": False,
        "first": 0, "truncation": 1.0,
    }  # fmt: skip
    return Look(**{**rest, **values})


@pytest.fixture
def make() -> Iterator[Callable[..., Any]]:
    """Builds small runs on the CPU, by config fields; closes them at the end."""
    yield from making(LAB)


@pytest.fixture(scope="session")
def some_faces() -> Set:
    """Drawn faces, 32 px."""
    factors = faces.sample(2000, seed=1)
    return Set(faces.draw(factors, 32), np.asarray(factors["hair"], np.int64), "Faces")
