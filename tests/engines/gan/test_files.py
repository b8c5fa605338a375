"""A saved run goes on exactly where it was; files that do not fit are told from those that do."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from engines import checkpoint, gan, spec
from engines.gan.files import LAB
from engines.problem import FileProblem
from tests.engines.gan.conftest import advance, noise, tiny

Make = Callable[..., Any]
RUNS: list[dict[str, Any]] = [
    {},
    {"optimiser": "rmsprop", "joint": True, "loss": "qp_square"},
    {"arch": "resnet", "spectral_norm": True, "norm_d": "none", "ogan": False, "loss": "hinge"},
    {"conditional": True, "augment": "diffaugment", "flip": True, "regulariser": "r1"},
]


def reopened(path: Path, pictures: Any, monkeypatch: pytest.MonkeyPatch) -> Any:
    """As a new process would: from the file alone, with the same pictures."""
    monkeypatch.setattr("engines.images.run.load_pictures", lambda *_: pictures)
    return gan.open_checkpoint(path, device="cpu")


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
    resumed = reopened(path, pictures, monkeypatch)
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


def test_unknown_fields_are_passed_over(make: Make, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    pictures, path = noise(), tmp_path / "a.safetensors"
    meta, tensors = make(pictures).state()
    meta["config"]["from_the_future"] = 3
    checkpoint.save(path, LAB, meta, tensors)
    assert reopened(path, pictures, monkeypatch).config == tiny()


def damaged(change: Callable[[dict[str, Any], dict[str, np.ndarray]], None]) -> Any:
    return change


def _drop(meta: dict[str, Any], tensors: dict[str, np.ndarray]) -> None:
    del tensors["G.net.unfold.dense.weight"]


def _reshape(meta: dict[str, Any], tensors: dict[str, np.ndarray]) -> None:
    tensors["D.head.weight"] = tensors["D.head.weight"][:-1]


def _retype(meta: dict[str, Any], tensors: dict[str, np.ndarray]) -> None:
    tensors["bank"] = tensors["bank"].astype(np.float64)


def _poison(meta: dict[str, Any], tensors: dict[str, np.ndarray]) -> None:
    tensors["E.net.unfold.dense.bias"][0] = np.nan


def _no_step(meta: dict[str, Any], tensors: dict[str, np.ndarray]) -> None:
    del meta["step"]


def _bad_rng(meta: dict[str, Any], tensors: dict[str, np.ndarray]) -> None:
    tensors["rng"] = np.zeros(3, np.uint8)


def _bad_curve(meta: dict[str, Any], tensors: dict[str, np.ndarray]) -> None:
    tensors["curve.loss_d"] = np.zeros((2, 5))


def _bad_config(meta: dict[str, Any], tensors: dict[str, np.ndarray]) -> None:
    meta["config"]["nz"] = 10**9


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
    tensors["G.net.unfold.dense.weight"] = tensors["G.net.unfold.dense.weight"] + 1
    with pytest.raises(FileProblem):
        engine.restore(meta, tensors)
    _, after = engine.state()
    assert all(np.array_equal(after[k], before[k]) for k in before)


def test_another_lab_and_a_truncated_file(make: Make, tmp_path: Path) -> None:
    meta, tensors = make().state()
    checkpoint.save(tmp_path / "other.safetensors", "vqvae", meta, tensors)
    with pytest.raises(FileProblem, match="another lab"):
        gan.open_checkpoint(tmp_path / "other.safetensors", device="cpu")
    whole = tmp_path / "whole.safetensors"
    checkpoint.save(whole, LAB, meta, tensors)
    (tmp_path / "cut.safetensors").write_bytes(whole.read_bytes()[:-100])
    with pytest.raises(FileProblem, match="cut"):
        gan.open_checkpoint(tmp_path / "cut.safetensors", device="cpu")
    with pytest.raises(FileProblem, match="gone"):
        gan.open_checkpoint(tmp_path / "gone.safetensors", device="cpu")
