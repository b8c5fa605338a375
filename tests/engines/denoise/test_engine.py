"""A run: what it records and shows, how it halts, and what its live settings do."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch

from engines import denoise
from engines.denoise import PRESETS, preset
from engines.denoise.config import DenoiseConfig
from engines.ground import spec
from engines.ground.problem import Halt, Problem
from engines.points.source import KEYS
from tests.engines.denoise.conftest import METHODS, advance, state_of, tiny

Make = Callable[..., Any]
DRAWN = [key for key in KEYS if key not in ("painted", "table")]


@pytest.mark.parametrize("method", METHODS)
def test_every_method_learns_on_and_shows_what_it_makes(make: Make, method: str):
    engine = make(method=method, length=100)
    advance(engine, 3)
    shown = engine.snapshot()
    assert shown.step == 3
    assert shown.points.shape == (2000, 2)
    assert np.isfinite(shown.points).all()
    assert {"loss", "excess", "sw", "strays"} <= shown.curves.keys()
    assert shown.figures["loss"] > 0
    assert shown.figures["excess"] > 0
    assert shown.floors["sw"] < shown.floors["sw_start"]
    assert not shown.generating
    assert (shown.sheet, shown.drawn) == (None, None)


@pytest.mark.parametrize("data", DRAWN)
def test_every_set_is_learned(make: Make, data: str):
    engine = make(data=data)
    advance(engine, 2)
    assert engine.snapshot().data_name == data


def test_the_generator_takes_over_when_the_data_are_learned(make: Make):
    engine = make(method="dde", length=100)
    advance(engine, 100)
    assert engine.generating
    before = engine.made(100, 0)
    advance(engine, 3)
    shown = engine.snapshot()
    assert shown.generating
    assert {"own", "direction"} <= shown.curves.keys()
    assert len(shown.curves["loss"][0]) == 100  # no points of what was not done
    assert not np.array_equal(engine.made(100, 0), before)
    assert np.array_equal(engine.made(100, 0), engine.made(100, 0))
    own, data = (
        dict(learner.net.named_parameters()) for learner in (engine.trainer.own, engine.trainer.data)
    )
    apart = [float((own[key] - data[key]).abs().max().detach()) for key in own]
    assert 0 < max(apart) < 0.1  # it began as a copy, and has learned three times


def test_equal_seeds_learn_equal_weights(make: Make):
    one, same, other = make(seed=1), make(seed=1), make(seed=2)
    for engine in (one, same, other):
        advance(engine, 2)
    a, b, c = map(state_of, (one, same, other))
    assert all(np.array_equal(a[key], b[key]) for key in a)
    key = "data.net.trunk.layers.0.weight"
    assert not np.array_equal(a[key], c[key])


def test_snapshots_are_the_persons_own(make: Make):
    engine = make()
    advance(engine, 1)
    first = engine.snapshot()
    data, curve = first.data.copy(), first.curves["loss"][1].copy()
    first.data[:] = 0
    advance(engine, 3)
    assert np.array_equal(engine.snapshot().data, data)
    assert np.array_equal(first.curves["loss"][1], curve)


def test_the_figures_of_draws_are_those_of_the_last_one(make: Make):
    engine = make()
    advance(engine, 25)
    shown = engine.snapshot()
    assert len(shown.curves["sw"][0]) == 2
    for name in ("sw", "strays"):
        assert shown.figures[name] == shown.curves[name][1][-1]


def test_pieces_of_a_step_are_many(make: Make):
    """A step of a generator with its follow-ups lets others in between."""
    engine = make(method="dde", length=100, q_steps=5)
    advance(engine, 101)
    assert len(list(engine.step())) >= 6


def test_a_broken_number_goes_back_to_the_last_good_state_and_says_so(make: Make):
    engine = make()
    advance(engine, 100)
    kept = state_of(engine)
    advance(engine, 2)
    with torch.no_grad():
        engine.trainer.data.net.trunk.layers[0].weight.fill_(float("nan"))
    with pytest.raises(Halt, match="Step 100 is restored"):
        advance(engine, 2)
    assert engine.count == 100
    back = state_of(engine)
    assert all(np.array_equal(back[key], kept[key]) for key in kept if key.startswith("data."))
    advance(engine, 2)
    assert engine.count == 102


def test_a_generator_that_runs_away_is_told(make: Make):
    engine = make(method="dde", length=100)
    advance(engine, 101)
    with torch.no_grad():
        engine.trainer.generator.net.trunk.layers[0].weight.fill_(float("inf"))
    with pytest.raises(Halt, match="is restored"):
        advance(engine, 2)
    advance(engine, 1)


def test_live_settings_are_taken_over_and_others_are_not(make: Make):
    engine = make()
    advance(engine, 1)
    engine.set_config(spec.change(engine.config, lr=1e-4, sampler="heun", levels=7, ema=0.9))
    assert engine.trainer.config.lr == 1e-4
    advance(engine, 1)
    with pytest.raises(Problem, match="Width"):
        engine.set_config(spec.change(engine.config, width=64))
    assert engine.config.width == 16


def test_a_rate_of_nothing_moves_little(make: Make):
    still, moving = make(lr=1e-5), make(lr=1e-2)
    start = state_of(still)["data.net.trunk.layers.2.weight"].copy()
    for engine in (still, moving):
        advance(engine, 5)
    a, b = (np.abs(state_of(e)["data.net.trunk.layers.2.weight"] - start).max() for e in (still, moving))
    assert a < 0.01 * b


@pytest.mark.parametrize("limits", [(0.01, 20.0), (0.5, 0.6)])
def test_noise_at_its_limits_works(make: Make, limits: tuple[float, float]):
    for method in METHODS:
        engine = make(method=method, sigma_low=limits[0], sigma_high=limits[1])
        advance(engine, 2)
        assert np.isfinite(engine.snapshot().points).all()
        assert np.isfinite(list(engine.snapshot().figures.values())).all()


@pytest.mark.parametrize(
    "text", ["0,0\n1,1\n", "1,0\n2,0\n4,0\n", "".join(f"{i},{i * i}\n" for i in range(40))]
)
def test_a_table_of_few_points_is_learned(make: Make, tmp_path: Path, text: str):
    (tmp_path / "few.csv").write_text(text)
    engine = make(data="table", path=str(tmp_path / "few.csv"), batch=64)
    advance(engine, 3)
    shown = engine.snapshot()
    assert shown.data_count == text.count("\n")
    assert np.isfinite(shown.points).all()
    assert np.isfinite(shown.floors["sw"])


@pytest.mark.parametrize("recipe", PRESETS, ids=[p.key for p in PRESETS])
def test_presets_are_valid_and_of_points_run(make: Make, recipe: Any):
    config = recipe.config()
    assert isinstance(config, DenoiseConfig)
    if config.plane:
        engine = denoise.build(spec.change(config, width=16, batch=16), device="cpu")
        advance(engine, 1)
        engine.close()


def test_the_recipe_for_the_start_is_the_settings_as_they_come():
    assert preset("cpu").config() == DenoiseConfig()
    with pytest.raises(KeyError):
        preset("nothing")


def test_closing_lets_go(make: Make):
    engine = denoise.build(tiny(), device="cpu")
    engine.close()
    assert not hasattr(engine, "trainer")
    engine.close()
