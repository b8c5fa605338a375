"""Undo and redo: states come back exactly, whatever an edit looks like; what is dropped, and when."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engines.ground.undo import UndoStack


class Number:
    """The smallest thing one can edit: a state that is replaced, its edit the pair of before and after."""

    def __init__(self, cap: int = 500) -> None:
        self.value = 0
        self.stack: UndoStack[int, tuple[int, int]] = UndoStack(
            lambda: self.value, self._compare, self._write, cap
        )

    def _compare(self, before: int) -> tuple[int, int] | None:
        return (before, self.value) if before != self.value else None

    def _write(self, edit: tuple[int, int], back: bool) -> None:
        self.value = edit[0] if back else edit[1]

    def do(self, value: int, name: str = "Set") -> bool:
        self.stack.begin(name)
        self.value = value
        return self.stack.end()


class Letters:
    """A state changed in place, its edit the places that differ."""

    def __init__(self) -> None:
        self.cells = list("aaaa")
        self.stack: UndoStack[list[str], dict[int, tuple[str, str]]] = UndoStack(
            lambda: list(self.cells), self._compare, self._write
        )

    def _compare(self, before: list[str]) -> dict[int, tuple[str, str]] | None:
        pairs = enumerate(zip(before, self.cells, strict=True))
        return {i: pair for i, pair in pairs if pair[0] != pair[1]} or None

    def _write(self, edit: dict[int, tuple[str, str]], back: bool) -> None:
        for place, (old, new) in edit.items():
            self.cells[place] = old if back else new


def test_nothing_done_is_nothing_to_take_back() -> None:
    number = Number()
    assert (number.stack.undo_name, number.stack.redo_name) == ("", "")
    assert not number.stack.undo()
    assert not number.stack.redo()
    assert not number.stack.end()


def test_done_taken_back_and_done_again() -> None:
    number = Number()
    assert number.do(3, "Three")
    assert number.do(5, "Five")
    assert number.stack.undo_name == "Five"
    assert number.stack.undo()
    assert (number.value, number.stack.undo_name, number.stack.redo_name) == (3, "Three", "Five")
    assert number.stack.undo()
    assert (number.value, number.stack.undo_name, number.stack.redo_name) == (0, "", "Three")
    assert number.stack.redo()
    assert number.stack.redo()
    assert (number.value, number.stack.redo_name) == (5, "")


def test_many_small_steps_are_one_command_and_what_cancels_out_is_none() -> None:
    letters = Letters()
    letters.stack.begin("Drag")
    assert letters.stack.recording
    letters.cells[1] = "b"
    letters.cells[2] = "c"
    letters.cells[2] = "d"
    assert letters.stack.end()
    assert not letters.stack.recording
    letters.stack.begin("There and back")
    letters.cells[0] = "z"
    letters.cells[0] = "a"
    assert not letters.stack.end()
    assert letters.stack.undo_name == "Drag"
    letters.stack.undo()
    assert letters.cells == list("aaaa")
    letters.stack.redo()
    assert letters.cells == list("abda")


def test_a_command_that_changed_nothing_leaves_redo_alone_and_one_that_did_ends_it() -> None:
    number = Number()
    number.do(1)
    number.stack.undo()
    assert not number.do(0)
    assert number.stack.redo_name == "Set"
    assert number.do(2)
    assert number.stack.redo_name == ""
    assert not number.stack.redo()
    number.stack.undo()
    assert number.value == 0


@pytest.mark.parametrize("act", ["begin", "undo", "redo"])
def test_an_open_command_ends_by_whatever_comes_next(act: str) -> None:
    number = Number()
    number.stack.begin("Open")
    number.value = 7
    getattr(number.stack, act)(*(["Next"] if act == "begin" else []))
    if act == "undo":
        assert (number.value, number.stack.redo_name) == (0, "Open")
    else:
        assert (number.value, number.stack.undo_name) == (7, "Open")
    assert number.stack.recording == (act == "begin")


@pytest.mark.parametrize("cap", [1, 3, 10])
def test_beyond_the_cap_the_oldest_are_dropped(cap: int) -> None:
    number = Number(cap)
    for value in range(1, 8):
        number.do(value)
    undone = 0
    while number.stack.undo():
        undone += 1
    assert undone == min(cap, 7)
    assert number.value == 7 - undone
    while number.stack.redo():
        pass
    assert number.value == 7


@settings(max_examples=80, deadline=None, derandomize=True)
@given(
    st.lists(st.one_of(st.integers(0, 4), st.sampled_from(["undo", "redo"])), max_size=30), st.integers(1, 6)
)
def test_it_does_what_a_list_of_states_would(acts: list[int | str], cap: int) -> None:
    number, states, at = Number(cap), [0], 0
    for act in acts:
        if act == "undo":
            assert number.stack.undo() == (at > 0)
            at = max(0, at - 1)
        elif act == "redo":
            assert number.stack.redo() == (at < len(states) - 1)
            at = min(len(states) - 1, at + 1)
        else:
            assert isinstance(act, int)
            if number.do(act):
                states = [*states[: at + 1], act][-cap - 1 :]
                at = len(states) - 1
        assert number.value == states[at]
