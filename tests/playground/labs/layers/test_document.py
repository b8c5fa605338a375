"""Edits done through the window's document to a model that learns: all of them can be taken back, bit for bit."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engines.ground.problem import Problem
from engines.layers import LayersConfig, build
from engines.layers.graph import blocks, cuts, edits, ties, wires
from engines.layers.graph.document import to_json
from engines.layers.graph.node import Model
from playground.labs.layers.document import Document

SMALL = {"drawing": "thrice", "batch": 2, "compare": False}
NAMES = ("input", "into", "activation", "again", "again_1", "again_2", "answer", "output", "block")


class At:
    """A document at an engine that answers at once."""

    def __init__(self) -> None:
        self.engine = build(LayersConfig(**SMALL))
        self.refusals: list[Problem] = []
        self.document = Document(self.ask)
        self.document.refused.connect(self.refusals.append)
        self.document.begin(self.engine.snapshot().model)

    def ask(self, query: Callable[[Any], Any], then: Any = None, *, failed: Any = None, **_: Any) -> None:
        try:
            found = query(self.engine)
        except Problem as e:
            failed(e)
            return
        if then is not None:
            then(found)

    def learn(self) -> None:
        if self.engine.learner is not None:
            for _ in self.engine.step():
                pass

    @property
    def text(self) -> str:
        return to_json(self.engine.model)


ACTS: dict[str, Callable[[Model, str, str], Model]] = {
    "untie": lambda m, a, b: ties.untie(m, a),
    "tie": ties.tie,
    "again": lambda m, a, b: ties.again(m, a),
    "freeze": lambda m, a, b: ties.freeze(m, a),
    "renew": lambda m, a, b: ties.renew(m, a, 3),
    "move": lambda m, a, b: edits.move(m, {a: (1.0, 2.0)}),
    "rename": lambda m, a, b: edits.rename(m, a, "other"),
    "remove": lambda m, a, b: edits.remove(m, a),
    "connect": wires.connect,
    "insert": lambda m, a, b: wires.insert(m, a, 0, "activation", function="tanh"),
    "wider": lambda m, a, b: edits.set_options(m, a, out=7),
    "nest": lambda m, a, b: blocks.nest(m, (a, b)),
    "head": lambda m, a, b: cuts.head(m, a),
}
ROWS = st.lists(
    st.tuples(st.sampled_from(list(ACTS)), st.sampled_from(NAMES), st.sampled_from(NAMES)),
    min_size=1,
    max_size=8,
)


def test_any_row_of_edits_is_taken_back_and_done_again(long):
    rows = settings(max_examples=400 if long else 25, deadline=None)
    rows(given(ROWS)(taken_back))()


def taken_back(row: list[tuple[str, str, str]]) -> None:
    at = At()
    start = at.text
    for act, a, b in row:
        before = at.text
        refused = len(at.refusals)
        at.document.edit(act, lambda m, act=act, a=a, b=b: ACTS[act](m, a, b))
        if len(at.refusals) > refused:
            assert at.text == before
    end = at.text
    while at.document.undo_name:
        at.document.undo()
    assert at.text == start
    while at.document.redo_name:
        at.document.redo()
    assert at.text == end


@pytest.mark.parametrize("act", ["untie", "freeze", "insert", "rename"])
def test_what_is_learned_between_an_edit_and_undo_comes_back_with_redo(act):
    at = At()
    start = at.text
    at.document.edit(act, lambda m: ACTS[act](m, "again_1", ""))
    at.learn()
    learned = at.text
    at.document.undo()
    assert at.text == start
    at.learn()
    again = at.text
    at.document.redo()
    assert at.text == learned
    at.document.undo()
    assert at.text == again


def test_a_card_that_is_moved_back_keeps_what_was_learned():
    at = At()
    at.document.edit("move", lambda m: ACTS["move"](m, "into", ""))
    at.learn()
    learned = at.engine.model.weights
    at.document.undo()
    assert at.engine.model.weights == learned
