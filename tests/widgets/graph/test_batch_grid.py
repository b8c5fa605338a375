"""A padded batch: cells, pads, lengths, values, hover and keys."""

from __future__ import annotations

import numpy as np
import pytest
from PySide6.QtCore import QPoint
from PySide6.QtGui import QColor
from PySide6.QtTest import QTest

from tests.widgets.conftest import tip_at, written_in
from tests.widgets.graph.hand import B, K, M
from widgets.graph.masks.batch_grid import BatchGrid
from widgets.look import tokens

TOKENS = [["the", "dog", "sleeps"], ["cats", "<pad>", "<pad>"]]
REAL = np.array([[True, True, True], [True, False, False]])


@pytest.fixture
def grid(show) -> BatchGrid:
    grid = show(BatchGrid(), 400, 140)
    grid.set_batch(TOKENS, REAL)
    return grid


def spot(grid: BatchGrid, row: int, col: int) -> QPoint:
    return grid.cell_rect(row, col).center().toPoint()


def colours(grid: BatchGrid, row: int, col: int) -> set[str]:
    image, place = grid.grab().toImage(), grid.cell_rect(row, col).toRect().adjusted(4, 3, -4, -12)
    return {
        image.pixelColor(x, y).name()
        for x in range(place.left(), place.right())
        for y in range(place.top(), place.bottom())
    }


def test_words_positions_and_lengths_are_written(grid: BatchGrid):
    said = written_in(grid)
    for text in ("the", "dog", "cats", "<pad>", "1", "2", "3", "length"):
        assert text in said, text
    assert said.count("1") == 2  # a position and the length of the second line


def test_pads_are_hatched_and_words_are_not(grid: BatchGrid):
    t = tokens.current()
    assert QColor(t.raised).name() in colours(grid, 0, 1)
    assert QColor(t.raised).name() not in colours(grid, 1, 1)
    assert len(colours(grid, 1, 2)) > 3  # lines of the hatching, and what it lies on
    before = grid.grab().toImage()
    grid.set_batch(TOKENS, REAL[:, ::-1].copy())  # padded in front
    assert grid.grab().toImage() != before


def test_values_are_written_below_and_nan_says_so(grid: BatchGrid):
    grid.set_batch(TOKENS, REAL, np.array([[0.5, -1.25, 2.0], [3.0, 37.0, np.nan]]))
    said = written_in(grid)
    for text in ("0.50", "−1.25", "2", "37", "NaN"):
        assert text in said, text


def test_hover_tells_the_cell_once(grid: BatchGrid):
    heard = []
    grid.hovered.connect(heard.append)
    for at in (spot(grid, 0, 1), spot(grid, 0, 1) + QPoint(3, 2), spot(grid, 1, 2), QPoint(1, 1)):
        QTest.mouseMove(grid, at)
    assert heard == [1, 5, -1]
    assert tip_at(grid, spot(grid, 0, 1)) == "line 1, position 2: dog"
    assert tip_at(grid, spot(grid, 1, 2)) == "line 2, position 3: pad"


def test_arrows_move_a_cursor_that_speaks(grid: BatchGrid, shout):
    heard = []
    QTest.mouseClick(grid, B.LeftButton, M.NoModifier, spot(grid, 0, 0))
    grid.hovered.connect(heard.append)
    assert grid.accessibleDescription() == "2 lines of 3, 2 pads"
    for key in (K.Key_Right, K.Key_Down, K.Key_Down, K.Key_Right, K.Key_Right):
        QTest.keyClick(grid, key)
    assert heard == [1, 4, 5]
    assert grid.accessibleDescription().startswith("line 2, position 3: pad; ")
    shout(grid)
    assert grid.accessibleDescription().startswith("LINE 2")
    QTest.mouseClick(grid, B.LeftButton, M.NoModifier, spot(grid, 0, 0))
    QTest.keyClick(grid, K.Key_Right)
    assert heard[-1] == 1


def test_a_shorter_batch_takes_cursor_and_hover_along(grid: BatchGrid):
    heard = []
    QTest.mouseMove(grid, spot(grid, 1, 2))
    QTest.keyClick(grid, K.Key_Right)
    grid.hovered.connect(heard.append)
    grid.set_batch([["one"]], np.array([[True]]))
    assert heard == [-1]
    QTest.keyClick(grid, K.Key_Down)
    grid.grab()


@pytest.mark.parametrize("wrong", [
    (TOKENS, REAL[:1], None), (TOKENS, REAL[:, :2], None), (TOKENS[:1], REAL, None), (TOKENS, REAL, np.zeros((3, 2))),
    (TOKENS, REAL[0], None),
])  # fmt: skip
def test_what_does_not_fit_is_refused_and_changes_nothing(grid: BatchGrid, wrong):
    before = grid.grab().toImage()
    with pytest.raises(ValueError):
        grid.set_batch(*wrong)
    assert grid.grab().toImage() == before


def test_without_lines_it_says_so(show, shout):
    grid = show(BatchGrid(), 300, 100)
    assert "No lines yet" in written_in(grid)
    QTest.keyClick(grid, K.Key_Right)
    shout(grid)
    assert "NO LINES YET" in written_in(grid)


@pytest.mark.parametrize("size", [(1, 1), (60, 400), (2000, 30)])
def test_it_paints_long_batches_at_any_size(grid: BatchGrid, size: tuple[int, int]):
    grid.set_batch([["w"] * 200] * 16, np.ones((16, 200), bool))
    grid.resize(*size)
    grid.grab()
    QTest.mouseMove(grid, QPoint(0, 0))
