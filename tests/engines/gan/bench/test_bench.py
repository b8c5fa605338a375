"""The bench on a tiny run: refining, mixing, encoding."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from engines.gan.bench import mixing, queries
from engines.gan.bench.codes import make as code
from engines.gan.bench.refine import Refinement
from engines.ground.problem import Problem
from tests.engines.gan.conftest import noise

Make = Callable[..., Any]


def refined(engine: Any, steps: int = 12) -> Refinement:
    work = Refinement(engine.real(0), steps)
    while work.advance(engine) < 1:
        pass
    return work


def test_refining_never_ends_worse_and_is_deterministic(make: Make) -> None:
    engine = make(ogan=True)
    before = engine.state()[1]
    work, again = refined(engine), refined(engine)
    found = queries.encoded(engine, engine.real(0))
    assert work.errors[0] == pytest.approx(found.error, rel=1e-5)
    assert min(work.errors) < work.errors[0]
    assert work.errors == again.errors
    assert work.best is not None
    assert again.best is not None
    assert np.array_equal(work.best.z, again.best.z)
    drawn = queries.drawn(engine, work.best, engine.real(0))
    assert drawn.error == pytest.approx(min(work.errors), abs=2e-3)  # of rounded pixels
    after = engine.state()[1]
    assert all(np.array_equal(before[name], after[name]) for name in before)


def test_no_step_leaves_the_encoders_code(make: Make) -> None:
    engine = make(ogan=True)
    work = refined(engine, steps=0)
    assert work.best is not None
    assert len(work.errors) == 1
    assert np.array_equal(work.best.z, queries.encoded(engine, engine.real(0)).code.z)


def test_without_encoder_it_is_refused(make: Make) -> None:
    engine = make(ogan=False)
    with pytest.raises(Problem, match="no encoder"):
        refined(engine)
    with pytest.raises(Problem, match="no encoder"):
        queries.encoded(engine, engine.real(0))


@pytest.mark.parametrize("size", [28, 32])
def test_mixing_begins_and_ends_at_either_sample(make: Make, size: int) -> None:
    engine = make(arch="selfmod", size=size, channels=1)
    a, b = (queries.sampled(engine, i) for i in (2, 5))
    last = mixing.layers(engine.config)
    assert np.array_equal(mixing.mixed(engine, a.code, b.code, 0), b.shown)
    assert np.array_equal(mixing.mixed(engine, a.code, b.code, last), a.shown)
    half = mixing.mixed(engine, a.code, b.code, 1)
    assert not np.array_equal(half, a.shown)
    assert not np.array_equal(half, b.shown)
    assert np.array_equal(queries.served(engine, queries.Dish(a.code, b.code, 1)), half)


def test_without_self_modulation_mixing_is_refused(make: Make) -> None:
    engine = make(arch="dcgan")
    assert mixing.layers(engine.config) == 0
    with pytest.raises(Problem, match="SELF-MOD"):
        mixing.mixed(engine, code(np.zeros(8)), code(np.zeros(8)), 0)


def test_each_code_has_its_own_class(make: Make) -> None:
    plain = noise(size=32, channels=1)
    pictures = replace(plain, labels=np.arange(len(plain.pixels)) % 3)
    engine = make(pictures, size=32, channels=1, conditional=True, arch="selfmod", ogan=True)
    # E and E' start at 0, where all classes look alike
    condition = engine.trainer.average.net.condition
    condition.shift.weight.normal_()
    z = engine.bank.code(0)
    both = queries.pictures(engine, [code(z, 1), code(z, 2)])
    assert not np.array_equal(both[0], both[1])
    assert np.array_equal(both[1], queries.pictures(engine, [code(z, 2)])[0])
    assert np.array_equal(mixing.mixed(engine, code(z, 1), code(z, 2), 0), both[1])
    found = queries.encoded(engine, engine.real(0))
    assert found.code.label in (0, 1, 2)
    assert queries.facts(engine, queries.Dish(found.code)).nearest >= 0


def test_real_pictures_are_drawn_by_seed(make: Make) -> None:
    engine = make()
    first, again = queries.reals(engine, 3, 0), queries.reals(engine, 3, 0)
    assert all(np.array_equal(a, b) for a, b in zip(first, again, strict=True))
    assert len(queries.reals(engine, 10_000, 0)) == len(engine.deck)


def test_the_truncation_is_the_encoders() -> None:
    from engines.gan.nets import ogan

    assert queries.TRUNCATION == ogan.TRUNCATION


def test_asking_needs_no_torch() -> None:
    asked = "import engines.gan.bench.queries, engines.gan.bench.refine, engines.gan.bench.text, sys"
    done = subprocess.run([sys.executable, "-c", f"{asked}; assert 'torch' not in sys.modules"], check=False)
    assert done.returncode == 0
