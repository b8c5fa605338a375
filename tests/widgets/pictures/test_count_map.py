"""A map of counts: what the pointer and the arrow keys reach, what is written and said."""

from __future__ import annotations

import numpy as np
import pytest
from PySide6.QtCore import Qt

from tests.widgets.conftest import written_in
from widgets.look import ramp, tokens
from widgets.pictures.count_map import CountMap

LINE = np.array([1, 2, 1, 2])


@pytest.fixture
def board(show) -> CountMap:
    board = CountMap("Counts")
    board.set_counts(np.multiply.outer(LINE, LINE))
    return show(board, 208, 208)


def test_each_cell_is_pointed_at_once_and_the_keyboard_stays_inside(board, qtbot):
    told: list[tuple[int, int]] = []
    board.pointed.connect(lambda row, column: told.append((row, column)))
    board.pointed.connect(lambda row, column: board.set_marked((row, column)))
    for cell in ((1, 2), (1, 2), (3, 0)):
        qtbot.mouseMove(board, board.cell_rect(*cell).center().toPoint())
    assert told == [(1, 2), (3, 0)]
    for key in (Qt.Key.Key_Up, Qt.Key.Key_Left, Qt.Key.Key_Down, Qt.Key.Key_Right):
        qtbot.keyClick(board, key)
    assert told[2:] == [(2, 0), (2, 0), (3, 0), (3, 1)]
    assert "row 4, column 2: 4" in board.accessibleDescription()


def test_numbers_are_written_where_there_is_room(board):
    assert sorted(written_in(board)) == ["1"] * 4 + ["2"] * 8 + ["4"] * 4
    board.set_counts(np.ones((40, 40), int))
    assert written_in(board) == []


def test_the_most_is_the_end_of_the_ramp_in_both_themes(board):
    board.set_counts(np.array([[0, 7], [7, 0]]))
    for theme in (tokens.DARK, tokens.LIGHT):
        tokens.use(theme)
        try:
            picture, cell = board.grab().toImage(), board.cell_rect(0, 1)
            spot = picture.pixelColor(cell.topLeft().toPoint() + cell.center().toPoint() * 0.02)
            assert spot.name() == "#{:02x}{:02x}{:02x}".format(*ramp.colours()[-1])
        finally:
            tokens.use(tokens.DARK)


def test_other_shapes_forget_the_mark(board):
    board.set_marked((3, 3))
    board.set_counts(np.multiply.outer(LINE, LINE))
    assert board.marked() == (3, 3)
    board.set_counts(np.ones((2, 2), int))
    assert board.marked() is None
    with pytest.raises(ValueError, match="shape"):
        board.set_counts(np.ones(3))
