"""A saved run goes on exactly where it was, for every method; a spoiled file is refused with a sentence."""

from __future__ import annotations

import json
import random
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from engines import denoise
from engines.ground import checkpoint, spec
from engines.ground.problem import FileProblem, Problem
from tests.engines.denoise.conftest import advance
from tests.fuzz import mutants

Make = Callable[..., Any]
RUNS: list[dict[str, Any]] = [
    {"method": "energy"},
    {"method": "energy", "fourier": False, "data": "moons"},
    {"method": "score"},
    {"method": "paper", "dims": 4},
    {"method": "dde"},
]


def unequal(a: Any, b: Any) -> list[str]:
    """Names of what differs between two runs."""
    (meta_a, one), (meta_b, two) = a.state(), b.state()
    wrong = [key for key in meta_a if meta_a[key] != meta_b[key]]
    assert one.keys() == two.keys()
    return wrong + [key for key in one if not np.array_equal(one[key], two[key])]


@pytest.mark.parametrize("values", RUNS, ids=str)
def test_resume_is_bit_equal_through_live_changes(make: Make, values: dict[str, Any], tmp_path: Path):
    path = tmp_path / "run.safetensors"

    def first_half(engine: Any) -> None:
        advance(engine, 4)
        engine.set_config(spec.change(engine.config, lr=1e-3, ema=0.9))
        advance(engine, 3)

    def second_half(engine: Any) -> None:
        advance(engine, 2)
        engine.set_config(spec.change(engine.config, lr=5e-3, length=200))
        advance(engine, 22)  # a draw is among them

    unbroken, paused = make(**values), make(**values)
    first_half(unbroken)
    first_half(paused)
    paused.save(path)
    resumed = denoise.open_checkpoint(path, device="cpu")
    assert resumed.config == paused.config
    second_half(unbroken)
    second_half(resumed)
    assert unequal(unbroken, resumed) == []
    one, two = unbroken.snapshot(), resumed.snapshot()
    assert np.array_equal(one.points, two.points)
    assert all(np.array_equal(one.curves[key], two.curves[key]) for key in one.curves)
    resumed.close()


@pytest.mark.parametrize("saved_at", [99, 100, 102])
def test_a_generator_resumes_before_at_and_after_its_beginning(make: Make, saved_at: int, tmp_path: Path):
    path = tmp_path / "run.safetensors"
    engine = make(method="dde", length=100)
    advance(engine, saved_at)
    engine.save(path)
    resumed = denoise.open_checkpoint(path, device="cpu")
    for one in (engine, resumed):
        advance(one, 104 - saved_at)
    assert unequal(engine, resumed) == []
    assert np.array_equal(engine.made(50, 1), resumed.made(50, 1))
    resumed.close()


def test_a_run_that_was_opened_shows_its_samples_before_it_goes_on(make: Make, tmp_path: Path):
    engine = make()
    advance(engine, 2)
    engine.save(tmp_path / "run.safetensors")
    resumed = denoise.open_checkpoint(tmp_path / "run.safetensors", device="cpu")
    shown = resumed.snapshot()
    assert shown.step == 2
    assert shown.points.shape == (2000, 2)
    assert all(np.array_equal(shown.curves[k], v) for k, v in engine.snapshot().curves.items())
    resumed.close()


@pytest.fixture
def saved(make: Make, tmp_path: Path) -> Path:
    engine = make(method="dde")
    advance(engine, 2)
    engine.save(tmp_path / "run.safetensors")
    return tmp_path / "run.safetensors"


def changed(path: Path, change: Callable[[dict[str, Any], dict[str, np.ndarray]], None]) -> Path:
    """The same file, whole, with other contents."""
    found = checkpoint.load(path)
    meta, tensors = json.loads(json.dumps(found.meta)), {k: v.copy() for k, v in found.tensors.items()}
    change(meta, tensors)
    checkpoint.save(path, found.lab, meta, tensors)
    return path


KEY = "generator.average.trunk.layers.0.weight"


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (lambda m, t: t.pop(KEY), "is missing or has another shape"),
        (lambda m, t: t.update({KEY: t[KEY][:3]}), "is missing or has another shape"),
        (lambda m, t: t.update({KEY: t[KEY].astype(np.float64)}), "is missing or has another shape"),
        (lambda m, t: t[KEY].__setitem__((0, 0), np.nan), "is not finite"),
        (lambda m, t: m.update(step=-1), "settings make no sense"),
        (lambda m, t: m["config"].update(width=99), "does not fit its own settings"),
        (lambda m, t: m["config"].update(method="score"), "does not fit|unexpected|damaged|"),
        (lambda m, t: m["config"].update(sigma_low=50.0), "Least"),
        (lambda m, t: m.update(version=99), "version"),
        (lambda m, t: m.update(curves=[]), "makes? no sense"),
        (lambda m, t: t.update(rng=t["rng"][:10]), "history makes no sense"),
    ],
)
def test_a_file_that_does_not_fit_is_refused_with_a_sentence(saved: Path, change: Any, said: str):
    with pytest.raises(FileProblem, match=said) as e:
        denoise.open_checkpoint(changed(saved, change), device="cpu")
    assert saved.name in str(e.value)


def test_a_refused_file_leaves_the_run_as_it_was(make: Make, saved: Path):
    engine = make(method="dde")
    advance(engine, 3)
    meta, before = engine.state()
    found = checkpoint.load(saved)
    tensors = dict(found.tensors)
    tensors["own.net.trunk.layers.0.bias"] = np.full(16, np.inf, np.float32)
    with pytest.raises(FileProblem):
        engine.restore(found.meta, tensors, "x")
    now, after = engine.state()
    assert now == meta
    assert all(np.array_equal(before[key], after[key]) for key in before)


def test_mutated_files_are_read_or_refused_with_a_sentence(saved: Path, tmp_path: Path):
    refused = 0
    for seed in range(30):
        path = tmp_path / f"{seed}.safetensors"
        mutants.checkpoint_of(saved, path, random.Random(seed))
        try:
            engine = denoise.open_checkpoint(path, device="cpu")
        except Problem as e:
            refused += bool(str(e))
        else:
            advance(engine, 1)
            engine.snapshot()
            engine.close()
    assert refused > 15


def test_a_run_of_another_lab_is_refused(saved: Path):
    found = checkpoint.load(saved)
    checkpoint.save(saved, "gan", found.meta, dict(found.tensors))
    with pytest.raises(FileProblem):
        denoise.open_checkpoint(saved, device="cpu")
