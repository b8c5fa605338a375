"""Runs on pictures: they learn, go on from a file bit for bit, and say what they cannot do."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest

from engines.denoise import DenoiseConfig, open_checkpoint, preset, suited
from engines.denoise.__main__ import main
from engines.ground import spec
from engines.ground.problem import Problem
from tests.engines.denoise.pictures.conftest import Make, advance, noise, tiny
from tests.engines.pictures import Set, frozen, same

RUNS: list[dict[str, Any]] = [
    {},
    {"method": "energy", "channels": 1},
    {"size": 28, "sampler": "langevin", "flip": True},
    {"size": 32, "sampler": "heun", "ema": 0.9},
]


@pytest.mark.parametrize("values", RUNS)
def test_saved_and_gone_on_is_as_unbroken(
    make: Make, values: dict[str, Any], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    config = tiny(**values)
    pictures, path = noise(60, config.size, config.channels), tmp_path / "run.safetensors"
    unbroken, paused = make(pictures, **values), make(pictures, **values)
    advance(unbroken, 3)
    unbroken.set_config(spec.change(unbroken.config, flip=True, lr=1e-3))
    advance(unbroken, 3)
    advance(paused, 3)
    paused.set_config(spec.change(paused.config, flip=True, lr=1e-3))
    paused.snapshot()
    paused.save(path)
    monkeypatch.setattr("engines.images.run.load_pictures", lambda *_: pictures)
    resumed = open_checkpoint(path, device="cpu")
    advance(resumed, 3)
    assert same(frozen(unbroken), frozen(resumed))
    resumed.close()


@pytest.mark.parametrize("method", ["score", "energy"])
def test_it_learns_more_than_the_filter(make: Make, method: str) -> None:
    """Of two pictures a filter cannot tell which one it is. The loss, 1 at first if the filter is right about
    its own error, falls."""
    engine = make(Set(noise(2, 8, 1).pixels.repeat(30, 0)), channels=1, method=method, batch=16)
    advance(engine, 100)
    losses = engine.snapshot().curves["loss"][1]
    assert np.mean(losses[:5]) == pytest.approx(1, abs=0.25)
    assert np.mean(losses[-10:]) < 0.8 * np.mean(losses[:5])


@pytest.mark.parametrize("size", [8, 16, 28, 32, 48, 64])
def test_the_sheet_walks_from_noise_to_its_end_and_begins_anew(make: Make, size: int) -> None:
    engine = make(size=size, levels=3)
    first = engine.snapshot()
    assert first.sheet.shape == (4 * size, 6 * size, 3)
    assert (first.sheet_sigma, first.drawn, first.points) == (6.0, None, None)
    seen = [engine.snapshot().sheet_sigma for _ in range(4)]
    assert seen == sorted(seen, reverse=True)
    assert seen[-1] == 0
    assert engine.snapshot().drawn is not None


def test_finish_draws_the_network_of_now(make: Make) -> None:
    engine = make()
    engine.finish()
    one = engine.snapshot().drawn
    advance(engine, 5)
    engine.finish()
    two = engine.snapshot().drawn
    assert not np.array_equal(one, two)


@pytest.mark.parametrize("method", ["paper", "dde"])
def test_methods_for_points_say_so(make: Make, method: str) -> None:
    with pytest.raises(Problem, match="points"):
        make(method=method)


@pytest.mark.parametrize("n", [1, 3, 19])
def test_fewer_pictures_than_the_batch_are_learned(make: Make, n: int) -> None:
    engine = make(noise(n, 8), batch=32)
    advance(engine, 2)
    found = engine.snapshot()
    assert found.step == 2
    assert found.data_count == n
    assert np.isfinite(found.figures["loss"])


def test_what_is_learned_is_named(make: Make) -> None:
    found = make(noise(30, 8)).snapshot()
    assert (found.data_name, found.data_count, found.licence) == ("Test pictures", 30, "none")
    assert found.data is None


@pytest.mark.parametrize("size", [8, 32])
def test_the_command_line_draws_and_scores(
    size: int, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    from PIL import Image

    sheet, run = tmp_path / "sheet.png", tmp_path / "run.safetensors"
    line = [
        "--preset", "faces", "--steps", "2", "--base", "8", "--batch", "2", "--limit", "60", "--size", str(size),
        "--levels", "2", "--sampler", "sde", "--device", "cpu", "--sheet", str(sheet), "--out", str(run),
    ]  # fmt: skip
    assert main(line) == 0
    said = capsys.readouterr().out
    assert "coverage" in said
    assert "floor" in said
    assert Image.open(sheet).size == (6 * size, 4 * size)
    assert open_checkpoint(run, device="cpu").count == 2


def test_pictures_begin_with_their_own_recipe(tmp_path: Path) -> None:
    path = tmp_path / "run.safetensors"
    line = [
        "--data",
        "shapes",
        "--limit",
        "40",
        "--base",
        "8",
        "--levels",
        "2",
        "--device",
        "cpu",
        "--out",
        str(path),
    ]
    assert main([*line, "--steps", "0"]) == 0
    run = open_checkpoint(path, device="cpu")
    assert (run.config.data, run.config.batch, run.config.method) == ("shapes", 16, "score")


def test_changing_to_pictures_and_back_is_the_default_again() -> None:
    there = spec.change(DenoiseConfig(), data="icons", **suited("icons"))
    assert (there.sampler, there.method) == ("sde", "score")
    assert spec.change(there, data="gaussians8", **suited("gaussians8")) == DenoiseConfig()


def test_the_recipe_is_for_a_cpu() -> None:
    config = preset("faces").config()
    assert isinstance(config, DenoiseConfig)
    assert (config.data, config.size, config.method) == ("faces", 32, "score")
    assert not config.plane
