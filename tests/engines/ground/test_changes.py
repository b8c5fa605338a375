"""Changes of settings while a run goes on: which are kept, and which are one."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated, Any, ClassVar, Literal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engines.ground import spec
from engines.ground.changes import APART, MOST, Change, Changes
from engines.ground.spec import Live, Span, Text


@dataclass(frozen=True)
class Settings:
    version: ClassVar[int] = 1
    rate: Annotated[float, Span(0.0, 1.0), Text("Rate"), Live()] = 0.5
    loss: Annotated[Literal["a", "b", "c"], Text("Loss"), Live()] = "a"


def played(*moves: tuple[int, dict[str, Any]]) -> list[Change]:
    """Settings changed so at these steps."""
    changes, config = Changes(), Settings()
    for step, values in moves:
        new = spec.change(config, **values)
        changes.note(step, config, new)
        config = new
    return list(changes)


def test_a_change_is_kept_with_its_step_and_what_was_before():
    assert played((300, {"loss": "b"})) == [Change(300, "loss", "b", "a")]


def test_before_the_first_step_nothing_has_changed():
    assert played((0, {"loss": "b"}), (300, {"loss": "c"})) == [Change(300, "loss", "c", "b")]


def test_a_slider_that_is_dragged_is_one_change():
    drag = [(100 + k, {"rate": 0.5 + k / 100}) for k in range(1, 21)]
    assert played(*drag) == [Change(101, "rate", 0.7, 0.5)]
    later = played(*drag, (101 + APART, {"rate": 0.2}))
    assert later == [Change(101, "rate", 0.7, 0.5), Change(101 + APART, "rate", 0.2, 0.7)]


def test_what_is_put_back_at_once_was_no_change():
    assert played((100, {"loss": "b"}), (110, {"loss": "a"})) == []


def test_two_settings_at_one_step_are_two():
    assert [c.field for c in played((100, {"loss": "b", "rate": 0.1}))] == ["rate", "loss"]


def test_going_back_takes_the_changes_along():
    changes = Changes()
    changes.note(100, Settings(), Settings(loss="b"))
    changes.note(400, Settings(loss="b"), Settings(loss="c"))
    changes.went_back(300)
    assert [c.step for c in changes] == [100, 300]


@given(st.lists(st.tuples(st.integers(0, 500), st.sampled_from("abc"), st.floats(0, 1)), max_size=30))
def test_saved_and_restored_they_are_equal_and_rise(moves: list[tuple[int, Any, float]]):
    changes, config = Changes(), Settings()
    for step, loss, rate in sorted(moves):
        new = Settings(rate, loss)
        changes.note(step, config, new)
        config = new
    again = Changes()
    again.restore(changes.state(), Settings)
    assert list(again) == list(changes)
    assert [c.step for c in again] == sorted(c.step for c in again)


def test_there_are_never_more_than_the_newest_few():
    moves = [(APART * k, {"loss": "abc"[k % 3]}) for k in range(1, MOST + 50)]
    found = played(*moves)
    assert len(found) == MOST
    assert found[-1].step == moves[-1][0]


def test_fields_and_values_of_another_version_are_passed_over():
    changes = Changes()
    changes.restore([[5, "gone", 1, 2], [6, "loss", "z", "a"], [7, "loss", "b", "a"]], Settings)
    assert list(changes) == [Change(7, "loss", "b", "a")]


@pytest.mark.parametrize("rows", [3, [3], [[1, 2]], {"a": 1}, [[-1, "loss", "b", "a"]], [[1, [], "b", "a"]]])
def test_nonsense_is_refused(rows: Any):
    with pytest.raises((TypeError, ValueError)):
        Changes().restore(rows, Settings)
