"""Looked back on, everything comes from the networks of then; training and its curves do not notice."""

from __future__ import annotations

import numpy as np
import pytest

from engines import denoise
from engines.denoise import queries
from engines.ground.problem import Problem


def made(**values):
    return denoise.build(denoise.DEFAULT.config(width=16, batch=16, **values), device="cpu")


def advance(engine, steps):
    for _ in range(steps):
        for _ in engine.step():
            pass
    return engine


def test_a_look_back_shows_field_and_samples_of_then(tmp_path):
    engine = advance(made(), 20)
    then = queries.field(engine, 0.5)
    engine.look_back(20)  # a quick draw with the networks of this very step
    points = engine.snapshot().points
    engine.look_back(None)
    advance(engine, 20)
    assert set(engine.snapshot().kept) == {0, 20, 40, engine.snapshot().best}
    now = queries.field(engine, 0.5)
    assert engine.look_back(21) == 20
    found = queries.field(engine, 0.5)
    assert np.abs(found.arrows - then.arrows).max() < 0.05 * np.abs(then.arrows - now.arrows).max()
    assert np.allclose(engine.snapshot().points, points, atol=1e-4)
    engine.look_back(None)
    assert np.array_equal(queries.field(engine, 0.5).arrows, now.arrows)
    engine.look_back(20)
    engine.save(tmp_path / "run.safetensors")
    again = denoise.open_checkpoint(tmp_path / "run.safetensors", device="cpu")
    assert again.snapshot().kept == engine.snapshot().kept
    again.look_back(20)
    assert np.array_equal(queries.field(again, 0.5).arrows, found.arrows)


def test_training_does_not_notice():
    watched, alone = advance(made(), 24), advance(made(), 24)
    watched.look_back(0)
    for engine in (watched, alone):
        advance(engine, 10)
    (meta, arrays), (other, others) = watched.state(), alone.state()
    assert meta == other
    assert all(np.array_equal(arrays[name], others[name]) for name in others)


def test_a_generator_is_looked_back_on_too():
    engine = advance(made(method="dde", length=100), 1)
    with pytest.raises(Problem, match="look back"):
        made().look_back(3)
    before = engine.made(5, 0)
    engine.look_back(0)
    assert engine.made(5, 0) is not None
    engine.look_back(None)
    assert np.array_equal(engine.made(5, 0), before)
