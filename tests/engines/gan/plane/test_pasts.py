"""The plane of earlier steps is that of then, outlives its file, and training goes on from there exactly."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from engines import gan
from engines.gan.plane import film, queries
from engines.gan.plane.snapshot import Field
from engines.ground.branches import Branches
from engines.ground.problem import FileProblem, Problem
from tests.engines.pictures import advance, frozen, same

Make = Callable[..., Any]
PARTS = ("heat", "mesh", "fake", "push", "noise")


@pytest.fixture
def run(make: Make) -> tuple[Any, Field, dict[str, Any]]:
    """At step 45, with the plane and the whole state as they were at step 20."""
    engine = make(spectral_norm=True, regulariser="r1")
    engine.branches = Branches(every=20)
    advance(engine, 20)
    then, state = queries.look(engine), frozen(engine)
    advance(engine, 25)
    return engine, then, state


def test_a_step_looked_back_on_shows_the_plane_of_then(run: tuple[Any, Field, dict[str, Any]]) -> None:
    engine, then, _ = run
    now, before = queries.look(engine), frozen(engine)
    assert {0, 20, 40} <= set(engine.snapshot().kept)
    assert engine.look_back(22) == 20
    seen = queries.look(engine)
    assert (seen.step, seen.turn) == (20, "d")
    for name in PARTS:
        want = getattr(then, name)
        np.testing.assert_allclose(getattr(seen, name), want, atol=5e-3 * np.abs(want).max())
        if name != "noise":
            assert np.abs(getattr(now, name) - want).max() > 2e-2 * np.abs(want).max()
    spot = queries.spot_of(engine, 3)
    assert spot.point == pytest.approx(seen.fake[3].tolist(), abs=1e-6)
    assert queries.spot(engine, *spot.noise).score == pytest.approx(spot.score, abs=1e-6)
    assert same(before, frozen(engine))  # looking changes nothing
    advance(engine, 1)
    assert np.array_equal(queries.look(engine).mesh, seen.mesh)  # training goes on beneath
    engine.look_back(None)
    assert queries.look(engine).step == 46


def test_training_goes_on_from_there_bit_for_bit(run: tuple[Any, Field, dict[str, Any]]) -> None:
    engine, _, then = run
    engine.look_back(20)
    end = frozen(engine)
    assert engine.branch(39) == 20
    assert same(frozen(engine), then)
    assert engine.snapshot().kept[-1] == 20
    assert queries.look(engine).step == 20  # the present again
    advance(engine, 25)
    assert same(frozen(engine), end)


def test_it_outlives_a_file_and_the_best_is_where_the_points_were_nearest(
    make: Make, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("engines.gan.plane.engine.due", lambda step: step % 7 == 0)
    monkeypatch.setattr("engines.gan.plane.engine.distance_due", lambda step: step % 7 == 0)
    engine = make()
    advance(engine, 30)
    steps, distance = engine.history.points()["wasserstein"]
    best = engine.snapshot().best
    assert best == steps[np.argmin(distance)]
    engine.look_back(best)
    seen = queries.look(engine)
    engine.save(tmp_path / "run.safetensors")
    again = gan.open_checkpoint(tmp_path / "run.safetensors", device="cpu")
    assert again.snapshot().kept == engine.snapshot().kept
    again.look_back(best)
    assert np.array_equal(queries.look(again).heat, seen.heat)
    again.close()


def test_a_film_shows_the_plane_at_every_kept_step(run: tuple[Any, Field, dict[str, Any]]) -> None:
    engine, then, _ = run
    engine.look_back(40)
    found = list(film.frames(engine))
    assert len(found) == len(engine.pasts.line.steps)
    assert all(picture.shape == (film.EDGE, film.EDGE, 3) for picture in found)
    assert engine.pasts.at == 40  # what was looked at still is
    at = engine.pasts.line.steps.index(20)
    want = film.drawn(then, engine.points.train[: len(engine.noise)])
    assert np.abs(found[at].astype(int) - want).mean() < 2  # half precision
    assert np.abs(found[0].astype(int) - want).mean() > 2
    assert film.drawn(replace(then, fake=then.fake * np.nan), then.fake).shape == want.shape


def test_nothing_to_look_back_on_is_said_and_a_spoiled_past_refused(make: Make) -> None:
    engine = make()
    with pytest.raises(Problem, match="look back"):
        engine.look_back(3)
    advance(engine, 1)
    (meta, arrays), (held, more) = engine.state(), engine.past()
    weight = next(name for name in more if name.startswith("past.kept.0.w.d."))
    del more[weight]
    with pytest.raises(FileProblem, match="history makes no sense"):
        engine.restore(meta | held, arrays | more)
    assert engine.count == 1
