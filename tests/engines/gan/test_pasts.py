"""Looking back: sheets and pictures of earlier steps are those of then, and outlive file and branch."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from engines import gan
from engines.gan import queries
from engines.ground import checkpoint
from engines.ground.branches import Branches
from engines.ground.problem import FileProblem, Problem
from engines.images.pasts import kept
from engines.images.pasts.line import MEMORY, MOST
from tests.engines.gan.conftest import advance, at


@pytest.fixture
def run(make):
    """At step 40, with the sheet as it was at step 20, and the picture of a code."""
    engine = make()
    engine.branches = Branches(every=20)
    advance(engine, 20)
    then = engine.snapshot().samples, queries.edited(engine, at(3))
    advance(engine, 20)
    return engine, then


def test_a_step_looked_back_on_shows_what_it_showed_then(run):
    engine, (sheet, picture) = run
    assert engine.pasts.line.steps == (0, 20, 40)
    step, found = queries.sheet_of(engine, 22)
    assert step == 20
    assert np.array_equal(found, sheet)
    seen = queries.edited(engine, replace(at(3), at=22))
    assert np.abs(seen.astype(int) - picture).max() <= 2  # half precision
    assert not np.array_equal(queries.edited(engine, at(3)), picture)


def test_it_outlives_a_file(run, tmp_path):
    engine, (sheet, _) = run
    engine.save(tmp_path / "run.safetensors")
    again = gan.open_checkpoint(tmp_path / "run.safetensors", device="cpu")
    assert again.pasts.line.steps == (0, 20, 40)
    assert np.array_equal(queries.sheet_of(again, 20)[1], sheet)
    again.close()


def test_what_came_after_a_branch_is_gone(run):
    engine, _ = run
    assert engine.branch(39) == 20
    assert engine.snapshot().step == 20
    assert engine.snapshot().kept == (0, 20)
    assert engine.snapshot().branches == (20,)


def test_nothing_to_look_back_on_is_said(make):
    with pytest.raises(Problem, match="look back"):
        queries.sheet_of(make(), 3)


@pytest.mark.parametrize("spoil", ["sheet", "weight", "missing", "steps"])
def test_a_spoiled_past_is_refused_and_nothing_changes(run, tmp_path, spoil):
    engine, _ = run
    (meta, arrays), (held, more) = engine.state(), engine.past()
    weight = next(name for name in more if name.startswith("past.kept.20.w."))
    if spoil == "sheet":
        more["past.kept.20.sheet"] = more["past.kept.20.sheet"][:40]
    elif spoil == "weight":
        more[weight] = np.full_like(more[weight], np.nan)
    elif spoil == "missing":
        del more[weight]
    else:
        held["past"]["steps"].append(35)
    path = tmp_path / "run.safetensors"
    checkpoint.save(path, "gan", meta | held, arrays | more)
    with pytest.raises(FileProblem, match="history makes no sense"):
        engine.restore(meta | held, arrays | more, path.name)
    assert engine.count == 40


def test_two_hundred_steps_at_32_px_stay_under_the_cap(make):
    engine = make(width_g=24, nz=64)
    line = engine.pasts.line
    assert line.most == MOST
    size = sum(a.nbytes for a in kept.halved(engine.trainer.average.net).values())
    assert size * MOST < MEMORY
