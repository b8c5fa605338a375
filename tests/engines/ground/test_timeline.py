"""Which steps are kept, how they thin out, what bounds them, and that a saved timeline comes back."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from engines.ground.timeline import Timeline


def filled(steps: int, most: int = 8, every: int = 5, size: int = 1) -> Timeline[str]:
    made: Timeline[str] = Timeline(size, most=most, every=every)
    for step in range(steps + 1):
        made.offer(step, lambda step=step: f"state {step}")
    return made


def test_a_state_every_few_steps_from_the_first_on():
    found = filled(17)
    assert found.steps == (0, 5, 10, 15)
    assert [found.nearest(step) for step in found.steps] == [(s, f"state {s}") for s in (0, 5, 10, 15)]


def test_a_step_that_is_not_kept_is_not_copied():
    found: Timeline[str] = Timeline(1, every=10)
    found.offer(3, lambda: pytest.fail("copied"))
    assert found.steps == ()


def test_when_all_places_are_taken_every_other_goes():
    assert filled(30).steps == (0, 5, 10, 15, 20, 25, 30)  # seven, and a place for the best
    thinned = filled(35)
    assert (thinned.steps, thinned.every) == ((0, 10, 20, 30), 10)
    assert filled(45).steps == (0, 10, 20, 30, 40)


@given(steps=st.integers(0, 3000), most=st.integers(2, 12), every=st.integers(1, 9))
def test_however_long_the_run_few_are_kept_and_evenly(steps: int, most: int, every: int):
    found = filled(steps, most, every)
    assert found.steps[0] == 0
    assert len(found.steps) < most
    assert {b - a for a, b in pairwise(found.steps)} <= {found.every}
    assert found.every in {every << n for n in range(13)}
    assert steps - found.steps[-1] < found.every  # the newest is not far
    if found.every > every and most > 3:
        assert len(found.steps) >= most // 2  # thinned no more than needed


def test_memory_bounds_them_and_two_are_kept_in_any_case():
    assert Timeline(100, most=40, memory=1000).most == 10
    assert Timeline(10, most=40, memory=1000).most == 40
    assert Timeline(10_000, most=40, memory=1000).most == 2
    assert Timeline(0).most == 40
    assert Timeline(1, most=1).most == 2
    large = filled(100, most=2)
    large.keep_best(33, "best")
    assert large.steps == (0, 33)


def test_the_best_stands_beside_the_row():
    found = filled(12)
    found.keep_best(7, "best")
    assert found.steps == (0, 5, 7, 10)
    assert found.nearest(7) == (7, "best")
    found.keep_best(12, "better")
    assert found.steps == (0, 5, 10, 12)
    found.keep_best(10, "best of a step that is in the row")
    assert found.steps == (0, 5, 10)
    assert found.nearest(10) == (10, "state 10")


def test_the_best_stays_when_the_row_is_thinned():
    found = filled(30)
    found.keep_best(25, "best")
    found.offer(35, lambda: "state 35")
    assert found.steps == (0, 10, 20, 25, 30)
    assert found.nearest(25) == (25, "best")


@pytest.mark.parametrize(("asked", "found"), [(0, 0), (2, 0), (3, 5), (-9, 0), (999, 15), (12, 10), (13, 15)])
def test_the_nearest_is_found_for_any_step(asked: int, found: int):
    assert filled(17).nearest(asked) == (found, f"state {found}")


def test_of_two_as_near_it_is_the_earlier():
    assert filled(20, every=10).nearest(15)[0] == 10


def test_an_empty_one_has_nothing_to_look_back_on():
    with pytest.raises(KeyError):
        Timeline(1).nearest(0)


def test_what_came_after_a_step_is_forgotten():
    found = filled(20)
    found.keep_best(13, "best")
    found.forget_after(13)
    assert found.steps == (0, 5, 10, 13)
    found.forget_after(12)
    assert found.steps == (0, 5, 10)
    found.offer(15, lambda: "again")
    assert found.nearest(15) == (15, "again")


# -- files -------------------------------------------------------------------------------------------------


def write(state: str) -> dict[str, np.ndarray]:
    return {"letters.of": np.frombuffer(state.encode(), np.uint8), "length": np.array(len(state))}


def read(arrays: Mapping[str, np.ndarray]) -> str:
    if int(arrays["length"]) != len(arrays["letters.of"]):
        raise ValueError(arrays)
    return arrays["letters.of"].tobytes().decode()


def reopened(found: Timeline[str], most: int = 8) -> Timeline[str]:
    meta, arrays = found.state(write)
    again: Timeline[str] = Timeline(1, most=most)
    again.restore(meta, {**arrays, "other.letters": np.zeros(1)}, read)
    return again


@pytest.mark.parametrize("best", [None, 0, 7, 100])
@pytest.mark.parametrize("steps", [0, 12, 100, 137])
def test_a_saved_one_comes_back_and_goes_on_alike(steps: int, best: int | None):
    found = filled(steps)
    if best is not None:
        found.keep_best(best, f"best {best}")
    again = reopened(found)
    for step in range(steps + 1, steps + 90):
        for each in (found, again):
            each.offer(step, lambda step=step: f"state {step}")
    assert again.steps == found.steps
    assert again.every == found.every
    assert all(again.nearest(step) == found.nearest(step) for step in found.steps)


def test_an_empty_one_comes_back():
    assert reopened(Timeline(1)).steps == ()


def test_names_in_a_file_say_step_and_part():
    found = filled(5)
    found.keep_best(3, "x")
    meta, arrays = found.state(write)
    assert meta == {"every": 5, "octave": 0, "steps": [0, 5], "best": 3}
    assert set(arrays) == {
        f"{of}.{n}" for of in ("kept.0", "kept.5", "best") for n in ("letters.of", "length")
    }


def test_one_saved_with_more_places_is_thinned():
    again = reopened(filled(30), most=4)
    assert (again.steps, again.every) == ((0, 20), 20)


@pytest.mark.parametrize(
    "spoil",
    [
        {"steps": [0, 5, 999]}, {"steps": [0, -5]}, {"steps": ["0"]}, {"steps": [0.5]}, {"steps": None},
        {"every": 0}, {"every": "5"}, {"every": 2**60}, {"best": 3}, {"best": "0"},
    ],
    ids=str,
)  # fmt: skip
def test_one_that_makes_no_sense_changes_nothing(spoil: dict[str, object]):
    meta, arrays = filled(10).state(write)
    mine = filled(30)
    before = mine.steps, mine.every
    with pytest.raises((KeyError, TypeError, ValueError)):
        mine.restore(meta | spoil, arrays, read)
    assert (mine.steps, mine.every) == before
    del meta["every"]
    with pytest.raises(KeyError):
        mine.restore(meta, arrays, read)
    arrays["kept.5.length"] = np.array(99)
    with pytest.raises(ValueError):
        mine.restore({"every": 5, "steps": [5], "best": None}, arrays, read)
    assert (mine.steps, mine.every) == before
