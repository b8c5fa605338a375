"""A saved run goes on exactly where it was; files that do not fit are told from those that do."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from engines import checkpoint, spec, vqvae
from engines.problem import FileProblem
from engines.vqvae.files import LAB
from tests.engines.vqvae.conftest import advance, noise, tiny

Make = Callable[..., Any]
RUNS: list[dict[str, Any]] = [
    {},
    {"quantizer": "grad", "norm": "bn", "flip": True, "restart_every": 2},
    {"quantizer": "fsq", "recon": "bce"},
    {"hierarchy": 2, "init": "kmeans", "estimator": "rotation"},
    {"quantizer": "none", "size": 28, "downs": 3},
]


def reopened(path: Path, pictures: Any, monkeypatch: pytest.MonkeyPatch) -> Any:
    """As a new process would: from the file alone, with the same pictures."""
    monkeypatch.setattr("engines.images.run.load_pictures", lambda *_: pictures)
    return vqvae.open_checkpoint(path, device="cpu")


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
    resumed = reopened(path, pictures, monkeypatch)
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
    resumed = reopened(path, pictures, monkeypatch)
    advance(fresh, 3)
    advance(resumed, 3)
    assert fresh.version == resumed.version
    started = make(pictures)
    advance(started, 1)
    started.restore(*reopened(path, pictures, monkeypatch).state())  # back to a codebook that has not begun
    advance(started, 3)
    assert started.version == fresh.version


def test_unknown_fields_are_passed_over(make: Make, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    pictures, path = noise(), tmp_path / "a.safetensors"
    meta, tensors = make(pictures).state()
    meta["config"]["from_the_future"] = 3
    checkpoint.save(path, LAB, meta, tensors)
    assert reopened(path, pictures, monkeypatch).config == tiny()


def damaged(change: Callable[[dict[str, Any], dict[str, np.ndarray]], None]) -> Any:
    return change


def _drop(meta: dict[str, Any], tensors: dict[str, np.ndarray]) -> None:
    del tensors["model.to_bottom.weight"]


def _reshape(meta: dict[str, Any], tensors: dict[str, np.ndarray]) -> None:
    tensors["model.to_bottom.weight"] = tensors["model.to_bottom.weight"][:-1]


def _retype(meta: dict[str, Any], tensors: dict[str, np.ndarray]) -> None:
    tensors["model.books.0.count"] = tensors["model.books.0.count"].astype(np.float64)


def _poison(meta: dict[str, Any], tensors: dict[str, np.ndarray]) -> None:
    tensors["model.books.0.embed"][0] = np.nan


def _no_step(meta: dict[str, Any], tensors: dict[str, np.ndarray]) -> None:
    del meta["step"]


def _bad_rng(meta: dict[str, Any], tensors: dict[str, np.ndarray]) -> None:
    tensors["rng"] = np.zeros(3, np.uint8)


def _bad_curve(meta: dict[str, Any], tensors: dict[str, np.ndarray]) -> None:
    tensors["curve.loss"] = np.zeros((2, 5))


def _bad_config(meta: dict[str, Any], tensors: dict[str, np.ndarray]) -> None:
    meta["config"]["codes"] = 10**9


def _no_config(meta: dict[str, Any], tensors: dict[str, np.ndarray]) -> None:
    meta["config"] = None


def _newer(meta: dict[str, Any], tensors: dict[str, np.ndarray]) -> None:
    meta["version"] = 99


@pytest.mark.parametrize(
    "change",
    [_drop, _reshape, _retype, _poison, _no_step, _bad_rng, _bad_curve, _bad_config, _no_config, _newer],
)
def test_files_that_do_not_fit_are_one_kind_of_problem(
    make: Make,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    change: Callable[[dict[str, Any], dict[str, np.ndarray]], None],
) -> None:
    pictures, path = noise(), tmp_path / "b.safetensors"
    engine = make(pictures)
    advance(engine, 2)
    meta, tensors = engine.state()
    change(meta, tensors)
    checkpoint.save(path, LAB, meta, tensors)
    with pytest.raises(FileProblem, match=r"b\.safetensors"):
        reopened(path, pictures, monkeypatch)


def test_a_refused_state_changes_nothing(make: Make) -> None:
    engine = make()
    advance(engine, 2)
    _, before = engine.state()
    meta, tensors = engine.state()
    _bad_curve(meta, tensors)
    tensors["model.to_bottom.weight"] = tensors["model.to_bottom.weight"] + 1
    with pytest.raises(FileProblem):
        engine.restore(meta, tensors)
    _, after = engine.state()
    assert all(np.array_equal(after[k], before[k]) for k in before)


def test_another_lab_and_a_truncated_file(make: Make, tmp_path: Path) -> None:
    meta, tensors = make().state()
    checkpoint.save(tmp_path / "other.safetensors", "gan", meta, tensors)
    with pytest.raises(FileProblem, match="another lab"):
        vqvae.open_checkpoint(tmp_path / "other.safetensors", device="cpu")
    whole = tmp_path / "whole.safetensors"
    checkpoint.save(whole, LAB, meta, tensors)
    (tmp_path / "cut.safetensors").write_bytes(whole.read_bytes()[:-100])
    with pytest.raises(FileProblem, match="cut"):
        vqvae.open_checkpoint(tmp_path / "cut.safetensors", device="cpu")
    with pytest.raises(FileProblem, match="gone"):
        vqvae.open_checkpoint(tmp_path / "gone.safetensors", device="cpu")
