"""A saved run goes on exactly where it was. See ``test_picture_files`` for files that do not fit."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from engines.ground import spec
from tests.engines.gan.conftest import LAB, advance, noise
from tests.engines.pictures import reopened

Make = Callable[..., Any]
RUNS: list[dict[str, Any]] = [
    {},
    {"optimiser": "rmsprop", "joint": True, "loss": "qp_square"},
    {"arch": "resnet", "spectral_norm": True, "norm_d": "none", "ogan": False, "loss": "hinge"},
    {"conditional": True, "augment": "diffaugment", "flip": True, "regulariser": "r1"},
]


@pytest.mark.parametrize("values", RUNS)
def test_resume_is_bit_equal_through_live_changes(
    make: Make, values: dict[str, Any], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    pictures, path = noise(classes=3), tmp_path / "run.safetensors"

    def first_half(engine: Any) -> None:
        advance(engine, 4)
        engine.set_config(spec.change(engine.config, lr_d=9e-4, ema=0.7, loss="lsgan"))
        advance(engine, 3)

    def second_half(engine: Any) -> None:
        advance(engine, 3)
        engine.set_config(spec.change(engine.config, loss="ragan", regulariser="gp"))
        advance(engine, 3)

    unbroken, paused = make(pictures, **values), make(pictures, **values)
    first_half(unbroken)
    first_half(paused)
    paused.directions(4)
    paused.save(path)
    resumed = reopened(LAB, path, pictures, monkeypatch)
    assert resumed.config == paused.config
    second_half(unbroken)
    second_half(resumed)
    unbroken.directions(4)
    resumed.directions(4)
    (meta_a, a), (meta_b, b) = unbroken.state(), resumed.state()
    assert meta_a == meta_b
    for name in a.keys() - {"basis", "basis.values"}:
        assert np.array_equal(a[name], b[name]), name
    one, two = unbroken.snapshot(), resumed.snapshot()
    assert np.array_equal(one.samples, two.samples)
    assert all(np.array_equal(one.curves[k][1], two.curves[k][1]) for k in one.curves)
