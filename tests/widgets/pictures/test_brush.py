"""Strokes on cells and the way back: exact coverage, no place inked twice, bytes that stay bounded."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from widgets.pictures.array_history import ArrayHistory
from widgets.pictures.brush import Brush, Stroke
from widgets.pictures.ink import Ink


def led(brush: Brush, *places: tuple[float, float], layer: np.ndarray | None = None) -> np.ndarray:
    layer = np.zeros((20, 30), np.float32) if layer is None else layer.copy()
    stroke = Stroke(layer, brush)
    for place in places:
        stroke.lead(*place)
    return layer


def test_a_hard_dab_is_a_disc_of_whole_cells():
    layer = led(Brush(6.0), (15.0, 10.0))
    rows, cols = np.mgrid[:20, :30]
    assert np.array_equal(layer > 0, np.hypot(cols + 0.5 - 15, rows + 0.5 - 10) <= 3)
    assert set(np.unique(layer)) == {0, 1}


@given(st.floats(0, 29.99), st.floats(0, 19.99))
def test_the_smallest_brush_always_inks_its_cell(x: float, y: float):
    for soft in (False, True):
        layer = led(Brush(1.0, soft), (x, y))
        assert layer[int(y), int(x)] > 0
        assert soft or layer.sum() <= 4


@given(st.floats(0, 29), st.floats(0, 19), st.floats(0, 29), st.floats(0, 19))
def test_a_fast_stroke_has_no_gaps(x: float, y: float, u: float, v: float):
    inked = np.argwhere(led(Brush(1.0), (x, y), (u, v)) > 0)
    reached = {tuple(inked[0])}
    edge = list(reached)
    cells = set(map(tuple, inked.tolist()))
    while edge:
        row, col = edge.pop()
        near = {(row + i, col + j) for i in (-1, 0, 1) for j in (-1, 0, 1)} & cells - reached
        reached |= near
        edge += near
    assert reached == cells


def test_going_over_it_again_in_one_stroke_inks_no_more_but_another_stroke_does():
    soft = Brush(8.0, soft=True)
    once = led(soft, (10, 10))
    assert np.array_equal(led(soft, (10, 10), (10, 10), (10, 10)), once)
    twice = led(soft, (10, 10), layer=once)
    assert once.max() < twice.max() < 1
    assert once[10, 10] > once[10, 12] > once[10, 13] > 0


def test_rubbing_out_takes_it_away():
    full = np.ones((20, 30), np.float32)
    hard = led(Brush(4.0, erase=True), (10, 10), layer=full)
    assert hard[10, 10] == 0
    assert hard[0, 0] == 1
    soft = led(Brush(8.0, soft=True, erase=True), (10, 10), layer=full)
    assert 0 < soft[10, 10] < soft[10, 13] <= 1


def test_beside_the_canvas_nothing_happens():
    stroke = Stroke(np.zeros((20, 30), np.float32), Brush(5.0))
    assert stroke.lead(-50, 10) is None
    assert stroke.box is None
    assert stroke.lead(5, 10) == (6, 0, 14, 9)  # all the way in
    with pytest.raises(ValueError):
        Brush(0.5)
    with pytest.raises(ValueError):
        Brush(np.nan)


@given(
    st.lists(
        st.tuples(st.floats(-3, 33), st.floats(-3, 23), st.booleans(), st.booleans(), st.floats(1, 9)),
        max_size=6,
    )
)
def test_undoing_all_and_doing_all_again_is_exact(strokes):
    ink = Ink(20, 30)
    states = [ink.cells.copy()]
    for x, y, soft, erase, size in strokes:
        ink.begin(Brush(size, soft, erase))
        ink.lead(x, y)
        ink.lead(y, x)
        if ink.end():
            states.append(ink.cells.copy())
    for state in reversed(states[:-1]):
        assert ink.undo()
        assert np.array_equal(ink.cells, state)
    assert not ink.undo()
    for state in states[1:]:
        assert ink.redo()
        assert np.array_equal(ink.cells, state)
    assert not ink.redo()


def test_the_past_is_bounded_in_bytes():
    history, array = ArrayHistory(cap=50_000), np.zeros((50, 50), np.float32)
    for at in range(60):
        after = array.copy()
        after[at % 50] = at + 1
        assert history.note(array, after)
        array = after
    assert 20_000 <= history.bytes <= 50_000
    steps = 0
    while history.undo(array):
        steps += 1
    assert steps == 2  # the newest ones
    assert not history.note(array, array.copy())
    whole = ArrayHistory(cap=10)
    whole.note(np.zeros((9, 9)), np.ones((9, 9)))
    assert whole.can_undo()  # the last act can always be taken back


def test_ink_refuses_what_is_no_number():
    ink = Ink(4, 4)
    ink.put(np.eye(4) * 7)
    assert ink.cells.max() == 1
    for wrong in (np.full((4, 4), np.nan), np.full((4, 4), np.inf), np.zeros(4), np.zeros((0, 4))):
        with pytest.raises(ValueError):
            ink.put(wrong)
    assert np.array_equal(ink.cells, np.eye(4))
