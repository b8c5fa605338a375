"""A saved run goes on exactly where it was. See ``test_picture_files`` for files that do not fit."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from engines.ground import spec
from engines.ground.problem import FileProblem
from tests.engines.pictures import reopened
from tests.engines.vqvae.conftest import LAB, advance, noise

Make = Callable[..., Any]
RUNS: list[dict[str, Any]] = [
    {},
    {"quantizer": "grad", "norm": "bn", "flip": True, "restart_every": 2},
    {"quantizer": "fsq", "recon": "bce"},
    {"hierarchy": 2, "init": "kmeans", "estimator": "rotation"},
    {"quantizer": "none", "size": 28, "downs": 3},
]


@pytest.mark.parametrize("values", RUNS, ids=str)
def test_resume_is_bit_equal_through_live_changes(
    make: Make, values: dict[str, Any], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    pictures, path = noise(size=values.get("size", 32)), tmp_path / "run.safetensors"
    codes = values.get("quantizer") != "none"

    def first_half(engine: Any) -> None:
        advance(engine, 4)
        engine.set_config(spec.change(engine.config, lr=1e-3, decay=0.9, beta=0.5))
        advance(engine, 3)
        if codes:
            engine.set_config(spec.change(engine.config, phase="prior", prior_lr=2e-3))
            advance(engine, 2)

    def second_half(engine: Any) -> None:
        advance(engine, 2)
        engine.set_config(spec.change(engine.config, phase="autoencoder", restart_threshold=0.5))
        advance(engine, 3)

    unbroken, paused = make(pictures, **values), make(pictures, **values)
    first_half(unbroken)
    first_half(paused)
    paused.save(path)
    resumed = reopened(LAB, path, pictures, monkeypatch)
    assert resumed.config == paused.config
    assert resumed.version == paused.version
    second_half(unbroken)
    second_half(resumed)
    (meta_a, a), (meta_b, b) = unbroken.state(), resumed.state()
    assert meta_a == meta_b
    assert a.keys() == b.keys()
    for name in a:
        assert np.array_equal(a[name], b[name]), name
    one, two = unbroken.snapshot(), resumed.snapshot()
    assert np.array_equal(one.reconstructions, two.reconstructions)
    assert all(np.array_equal(one.curves[k][1], two.curves[k][1]) for k in one.curves)
    resumed.close()


def test_saved_before_the_first_step_and_after_codes_were_begun(
    make: Make, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    pictures, path = noise(), tmp_path / "run.safetensors"
    fresh = make(pictures)
    fresh.save(path)
    resumed = reopened(LAB, path, pictures, monkeypatch)
    advance(fresh, 3)
    advance(resumed, 3)
    assert fresh.version == resumed.version
    started = make(pictures)
    advance(started, 1)
    started.restore(
        *reopened(LAB, path, pictures, monkeypatch).state()
    )  # back to a codebook that has not begun
    advance(started, 3)
    assert started.version == fresh.version


def test_a_prior_comes_back_beside_its_floors(
    make: Make, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    pictures, path = noise(), tmp_path / "run.safetensors"
    engine = make(pictures)
    advance(engine, 1)
    engine.set_config(spec.change(engine.config, phase="prior"))
    advance(engine, 1)
    told = engine.snapshot().figures
    engine.save(path)
    resumed = reopened(LAB, path, pictures, monkeypatch)
    assert resumed.snapshot().figures["position"] == told["position"]
    meta, arrays = engine.state()
    for nonsense in ({"position": "far"}, {"position": float("nan"), "uniform": 1.0, "marginal": 1.0}, 7, {}):
        meta["priors"]["masked"][2] = nonsense
        with pytest.raises(FileProblem, match="damaged"):
            resumed.restore(meta, arrays)
