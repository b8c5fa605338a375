"""Saved runs of picture engines: files that do not fit are told from those that do."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from engines.ground import checkpoint
from engines.ground.problem import FileProblem
from tests.engines.labs import LABS
from tests.engines.pictures import Lab, advance, making, noise, reopened

Make = Callable[..., Any]
Tensors = dict[str, np.ndarray]


@pytest.fixture(params=LABS, ids=lambda lab: lab.name)
def lab(request: pytest.FixtureRequest) -> Lab:
    return request.param


@pytest.fixture
def make(lab: Lab) -> Iterator[Make]:
    yield from making(lab)


def test_unknown_fields_are_passed_over(
    lab: Lab, make: Make, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    pictures, path = noise(), tmp_path / "a.safetensors"
    meta, tensors = make(pictures).state()
    meta["config"]["from_the_future"] = 3
    checkpoint.save(path, lab.name, meta, tensors)
    assert reopened(lab, path, pictures, monkeypatch).config == lab.settings()


def _drop(lab: Lab, meta: dict[str, Any], tensors: Tensors) -> None:
    del tensors[lab.files.weight]


def _reshape(lab: Lab, meta: dict[str, Any], tensors: Tensors) -> None:
    tensors[lab.files.reshaped] = tensors[lab.files.reshaped][:-1]


def _retype(lab: Lab, meta: dict[str, Any], tensors: Tensors) -> None:
    tensors[lab.files.retyped] = tensors[lab.files.retyped].astype(np.float64)


def _poison(lab: Lab, meta: dict[str, Any], tensors: Tensors) -> None:
    tensors[lab.files.poisoned][0] = np.nan


def _no_step(lab: Lab, meta: dict[str, Any], tensors: Tensors) -> None:
    del meta["step"]


def _bad_rng(lab: Lab, meta: dict[str, Any], tensors: Tensors) -> None:
    tensors["rng"] = np.zeros(3, np.uint8)


def _bad_curve(lab: Lab, meta: dict[str, Any], tensors: Tensors) -> None:
    assert lab.files.curve in tensors
    tensors[lab.files.curve] = np.zeros((2, 5))


def _bad_config(lab: Lab, meta: dict[str, Any], tensors: Tensors) -> None:
    meta["config"][lab.line.too_much[0].removeprefix("--")] = 10**9


def _no_config(lab: Lab, meta: dict[str, Any], tensors: Tensors) -> None:
    meta["config"] = None


def _newer(lab: Lab, meta: dict[str, Any], tensors: Tensors) -> None:
    meta["version"] = 99


@pytest.mark.parametrize(
    "change",
    [_drop, _reshape, _retype, _poison, _no_step, _bad_rng, _bad_curve, _bad_config, _no_config, _newer],
)
def test_files_that_do_not_fit_are_one_kind_of_problem(
    lab: Lab,
    make: Make,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    change: Callable[[Lab, dict[str, Any], Tensors], None],
) -> None:
    pictures, path = noise(), tmp_path / "b.safetensors"
    engine = make(pictures)
    advance(engine, 2)
    meta, tensors = engine.state()
    change(lab, meta, tensors)
    checkpoint.save(path, lab.name, meta, tensors)
    with pytest.raises(FileProblem, match=r"b\.safetensors"):
        reopened(lab, path, pictures, monkeypatch)


def test_a_refused_state_changes_nothing(lab: Lab, make: Make) -> None:
    engine = make()
    advance(engine, 2)
    _, before = engine.state()
    meta, tensors = engine.state()
    _bad_curve(lab, meta, tensors)
    tensors[lab.files.weight] = tensors[lab.files.weight] + 1
    with pytest.raises(FileProblem):
        engine.restore(meta, tensors)
    _, after = engine.state()
    assert all(np.array_equal(after[k], before[k]) for k in before)


def test_another_lab_and_a_truncated_file(lab: Lab, make: Make, tmp_path: Path) -> None:
    meta, tensors = make().state()
    other = next(one.name for one in LABS if one is not lab)
    checkpoint.save(tmp_path / "other.safetensors", other, meta, tensors)
    with pytest.raises(FileProblem, match="another lab"):
        lab.package.open_checkpoint(tmp_path / "other.safetensors", device="cpu")
    whole = tmp_path / "whole.safetensors"
    checkpoint.save(whole, lab.name, meta, tensors)
    (tmp_path / "cut.safetensors").write_bytes(whole.read_bytes()[:-100])
    with pytest.raises(FileProblem, match="cut"):
        lab.package.open_checkpoint(tmp_path / "cut.safetensors", device="cpu")
    with pytest.raises(FileProblem, match="gone"):
        lab.package.open_checkpoint(tmp_path / "gone.safetensors", device="cpu")


def test_the_clock_goes_on(lab: Lab, make: Make, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    pictures, path = noise(), tmp_path / "a.safetensors"
    engine = make(pictures)
    engine.seconds = 2097.0
    engine.save(path)
    assert reopened(lab, path, pictures, monkeypatch).seconds == 2097.0


def test_a_run_of_before_clocks_were_saved_begins_at_none(
    lab: Lab, make: Make, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    pictures, path = noise(), tmp_path / "a.safetensors"
    checkpoint.save(path, lab.name, *make(pictures).state())
    assert reopened(lab, path, pictures, monkeypatch).seconds == 0.0


@pytest.mark.parametrize("lie", [-1.0, 1e300, "long", None, [3], True])
def test_a_clock_that_nobody_could_have_waited_for_is_refused(
    lab: Lab, make: Make, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, lie: Any
) -> None:
    pictures, path = noise(), tmp_path / "a.safetensors"
    meta, tensors = make(pictures).state()
    checkpoint.save(path, lab.name, meta | {"seconds": lie}, tensors)
    with pytest.raises(FileProblem, match="damaged"):
        reopened(lab, path, pictures, monkeypatch)


def test_changes_of_settings_come_back(
    lab: Lab, make: Make, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    pictures, path = noise(), tmp_path / "a.safetensors"
    engine = make(pictures)
    advance(engine, 2)
    engine.set_config(replace(engine.config, flip=not engine.config.flip))
    told = engine.snapshot().changes
    assert [(c.step, c.field, c.value) for c in told] == [(2, "flip", engine.config.flip)]
    engine.save(path)
    assert reopened(lab, path, pictures, monkeypatch).snapshot().changes == told


def test_changes_that_make_no_sense_are_damage(
    lab: Lab, make: Make, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    pictures, path = noise(), tmp_path / "a.safetensors"
    meta, tensors = make(pictures).state()
    checkpoint.save(path, lab.name, meta | {"changes": [[1]]}, tensors)
    with pytest.raises(FileProblem, match="damaged"):
        reopened(lab, path, pictures, monkeypatch)
