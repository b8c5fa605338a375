"""A run gone back to an earlier step goes on as it did the first time, bit for bit."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from engines import denoise, gan, onlstm, vqvae
from engines.ground.branches import Branches
from engines.ground.problem import Problem
from engines.ground.timeline import Timeline
from tests.engines.pictures import noise

PICTURES = noise(40)
TINY: dict[str, tuple[Any, dict[str, Any]]] = {
    "gan": (gan, {"nz": 8, "width_g": 4, "width_d": 4, "batch": 4, "selfmod_hidden": 4}),
    "vqvae": (vqvae, {"hidden": 8, "res_hidden": 4, "codes": 16, "dim": 4, "batch": 4}),
    "denoise": (denoise, {"width": 16, "batch": 16}),
    "onlstm": (onlstm, {"sentences": 60, "emb": 12, "hidden": 12, "chunk": 3, "batch": 4, "steps": 99}),
}


def made(key: str) -> Any:
    package, values = TINY[key]
    config = package.DEFAULT.config(**values)
    more = {"pictures": PICTURES} if key in ("gan", "vqvae") else {}
    engine = package.build(config, device="cpu", **more)
    engine.branches = Branches(every=2)
    return engine


def advance(engine: Any, steps: int) -> None:
    for _ in range(steps):
        for _ in engine.step():
            pass


@pytest.mark.parametrize("key", TINY)
def test_gone_back_it_goes_on_bit_for_bit(key):
    engine = made(key)
    advance(engine, 7)
    meta, arrays = engine.state()
    assert engine.branches.steps == (2, 4, 6)
    assert engine.branch(5) == 4
    assert engine.count == 4
    assert engine.branches.steps == (2, 4)
    advance(engine, 3)
    again, others = engine.state()
    for seen in (meta, again):
        seen.pop("codebook", None)  # a new name for the same codes
    assert again == meta
    assert set(others) == set(arrays)
    assert all(np.array_equal(arrays[name], others[name], equal_nan=True) for name in arrays)
    with pytest.raises(Problem, match="before step 1"):
        engine.branch(1)
    engine.close()


def test_states_too_large_for_memory_are_not_kept():
    found = Branches(memory=100, every=1)
    found.offer(1, lambda: ({}, {"a": np.zeros(60, np.uint8)}))
    found.offer(2, lambda: pytest.fail("copied"))
    assert found.steps == ()
    assert found.before(9) is None


def test_memory_bounds_them():
    found = Branches(memory=1000, every=1)
    for step in range(1, 200):
        found.offer(step, lambda: ({}, {"a": np.zeros(100, np.uint8)}))
    assert 4 <= len(found.steps) < 10
    assert found.before(150)[0] <= 150


@pytest.mark.parametrize(("most", "octave"), [(200, 32), (40, 8), (12, 8)])
def test_most_of_a_timeline_over_octaves_is_early_and_all_of_it_fits(most, octave):
    line: Timeline[int] = Timeline(1, most=most, every=10, octave=octave)
    for step in range(0, 60_000, 10):
        line.offer(step, lambda step=step: step)
        assert len(line.steps) <= most
    gaps = np.diff(line.steps)
    assert (np.diff(gaps) >= 0).all()  # they grow
    assert (gaps[1:] / np.array(line.steps)[1:-1] <= 2.0).all()
    assert (np.array(line.steps) < 6_000).mean() > 0.4  # half of them in the first tenth
    saved = line.state(lambda state: {"state": np.array([state])})
    other: Timeline[int] = Timeline(1, most=most)
    other.restore(*saved, lambda arrays: int(arrays["state"][0]))
    assert (other.steps, other.every, other.octave) == (line.steps, line.every, line.octave)
