"""The sheet: where cells lie, what is hit, what is told, and that the picture is the picture."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QColor, QContextMenuEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from tests.widgets.conftest import calls
from widgets.look import tokens
from widgets.pictures.geometry import WHOLE, Geometry, best_scale
from widgets.pictures.grid import ImageGrid, Strip

LEFT, NONE, SHIFT = (
    Qt.MouseButton.LeftButton,
    Qt.KeyboardModifier.NoModifier,
    Qt.KeyboardModifier.ShiftModifier,
)


def sheet(rows: int, cols: int, cell: int = 8, channels: int = 3) -> np.ndarray:
    """Every cell in its own flat grey."""
    shades = np.arange(rows * cols, dtype=np.uint8).reshape(rows, cols) + 10
    flat = shades.repeat(cell, 0).repeat(cell, 1)
    return np.ascontiguousarray(flat[..., None].repeat(channels, 2))


@pytest.fixture
def grid(show) -> ImageGrid:
    grid = ImageGrid("Nothing yet")
    grid.set_tiles(sheet(4, 6, 16), 4, 6)
    return show(grid, 500, 400)


@given(
    st.integers(1, 9), st.integers(1, 9), st.tuples(st.integers(1, 70), st.integers(1, 70)),
    st.tuples(st.integers(50, 1500), st.integers(50, 1500)), st.sampled_from([1.0, 1.25, 1.5, 2.0, 3.0]),
)  # fmt: skip
@settings(max_examples=150)
def test_hits_are_exact(rows, cols, cell, area, ratio):
    scale = best_scale(rows, cols, cell, area, ratio)
    placed = Geometry.fit(rows, cols, cell, area, ratio, scale)
    for index in (0, rows * cols // 2, rows * cols - 1):
        x, y, width, height = placed.cell(index)
        assert (
            placed.at(x, y)
            == placed.at(x + width - 1, y + height - 1)
            == placed.at(x + width / 2, y)
            == index
        )
        assert placed.at(x - 1, y) != index
        assert placed.at(x + width, y) != index
        assert placed.at(x, y - 1) != index
        assert placed.at(x, y + height) != index
    if scale >= 1:
        assert scale == int(scale) or int(scale) < WHOLE * scale
        x, y, width, height = placed.cell(rows * cols - 1)
        assert x + width <= area[0]
        assert y + height <= area[1]
        assert (width, height) == (int(cell[0] * scale), int(cell[1] * scale))


def test_scale_is_a_whole_multiple_unless_that_leaves_much_empty():
    assert best_scale(8, 8, (32, 32), (600, 600), 1.0) == 2
    assert best_scale(8, 8, (32, 32), (534, 534), 1.0) == 2
    assert best_scale(8, 8, (32, 32), (700, 700), 1.0) == 2
    assert best_scale(8, 8, (32, 32), (370, 370), 1.0) == 1
    assert best_scale(8, 8, (32, 32), (470, 470), 1.0) == pytest.approx(1.75, abs=0.01)
    assert 0.7 < best_scale(8, 8, (64, 64), (400, 400), 1.0) < 1
    assert best_scale(8, 8, (32, 32), (1200, 1200), 2.0) == 4


def test_every_cell_shows_its_own_picture(grid: ImageGrid):
    image = grid.grab().toImage()
    for index in range(24):
        rect = grid.cell_rect(index)
        for place in (rect.topLeft(), rect.center(), rect.bottomRight()):
            assert image.pixelColor(place).red() == 10 + index
    gap = grid.cell_rect(0).topRight() + QPoint(1, 0)
    assert grid.index_at(gap) == -1
    assert image.pixelColor(gap).red() not in range(10, 34)


def test_one_channel_and_two_dimensions_are_grey(grid: ImageGrid):
    for pixels in (sheet(2, 2, 16, 1), sheet(2, 2, 16, 1)[..., 0]):
        grid.set_tiles(pixels, 2, 2)
        assert grid.grab().toImage().pixelColor(grid.cell_rect(3).center()) == QColor(13, 13, 13)


def test_rows_of_odd_width_are_not_sheared(grid: ImageGrid):
    """A QImage takes rows as padded to four bytes unless told the stride."""
    grid.set_tiles(sheet(3, 3, 7), 3, 3)
    image = grid.grab().toImage()
    assert [image.pixelColor(grid.cell_rect(i).center()).red() for i in range(9)] == list(range(10, 19))


def test_the_array_outlives_its_maker(grid: ImageGrid):
    def give() -> None:
        grid.set_tiles(sheet(4, 6, 16).copy(), 4, 6)

    give()
    junk = [np.full((64, 96, 3), 255, np.uint8) for _ in range(50)]
    assert grid.grab().toImage().pixelColor(grid.cell_rect(5).center()).red() == 15
    assert junk


@pytest.mark.parametrize(
    ("pixels", "rows", "cols"),
    [(sheet(2, 2), 3, 2), (sheet(2, 2), 0, 2), (sheet(2, 2).astype(float), 2, 2), (np.zeros((4, 4, 2), np.uint8), 2, 2),
     (np.zeros((0, 0, 3), np.uint8), 1, 1)],
)  # fmt: skip
def test_what_is_no_sheet_is_refused_and_the_old_one_stays(grid: ImageGrid, pixels, rows, cols):
    with pytest.raises(ValueError):
        grid.set_tiles(pixels, rows, cols)
    assert grid.count() == 24
    grid.grab()


def test_clicks_tell_index_and_keys(grid: ImageGrid):
    said: list[tuple[int, Qt.KeyboardModifier]] = []
    grid.clicked.connect(lambda index, keys: said.append((index, keys)))
    QTest.mouseClick(grid, LEFT, NONE, grid.cell_rect(7).center())
    QTest.mouseClick(grid, LEFT, SHIFT, grid.cell_rect(23).center())
    QTest.mouseClick(grid, LEFT, NONE, grid.cell_rect(7).topRight() + QPoint(1, 0))  # a gap
    assert said == [(7, NONE), (23, SHIFT)]
    assert grid.current() == 23


def test_hover_tells_each_cell_once(grid: ImageGrid):
    said: list[int] = []
    grid.hovered.connect(said.append)
    for index in (3, 3, 4):
        QTest.mouseMove(grid, grid.cell_rect(index).center())
        QTest.mouseMove(grid, grid.cell_rect(index).center() + QPoint(2, 2))
    QTest.mouseMove(grid, QPoint(0, 0))
    assert said == [3, 4, -1]


def test_double_click_activates(grid: ImageGrid, qtbot):
    with qtbot.waitSignal(grid.activated) as told:
        QTest.mouseDClick(grid, LEFT, NONE, grid.cell_rect(9).center())
    assert told.args == [9]


def test_arrows_walk_and_enter_selects(grid: ImageGrid):
    said: list[tuple[int, Qt.KeyboardModifier]] = []
    grid.clicked.connect(lambda index, keys: said.append((index, keys)))
    grid.set_current(0)
    for key in (Qt.Key.Key_Up, Qt.Key.Key_Left, Qt.Key.Key_Right, Qt.Key.Key_Down):
        QTest.keyClick(grid, key)
    assert grid.current() == 7
    assert grid.accessibleDescription() == "row 2, column 2"
    QTest.keyClick(grid, Qt.Key.Key_Return)
    QTest.keyClick(grid, Qt.Key.Key_Enter, SHIFT | Qt.KeyboardModifier.KeypadModifier)
    assert said == [(7, NONE), (7, SHIFT)]
    QTest.keyClick(grid, Qt.Key.Key_End)
    QTest.keyClick(grid, Qt.Key.Key_Right)
    assert grid.current() == 23
    QTest.keyClick(grid, Qt.Key.Key_Home)
    assert grid.current() == 0


def test_the_menu_is_asked_for_by_mouse_and_by_key(grid: ImageGrid):
    said: list[tuple[int, QPoint]] = []
    grid.menu_asked.connect(lambda index, place: said.append((index, place)))
    grid.set_current(5)
    spot = grid.cell_rect(8).center()
    for reason in (QContextMenuEvent.Reason.Mouse, QContextMenuEvent.Reason.Keyboard):
        QApplication.sendEvent(grid, QContextMenuEvent(reason, spot, grid.mapToGlobal(spot)))
    assert said == [(8, grid.mapToGlobal(spot)), (5, grid.mapToGlobal(grid.cell_rect(5).center()))]


def test_chosen_cells_wear_frame_and_letter(grid: ImageGrid):
    grid.set_badges({"A": 8, "B": -1, "": 10})
    assert grid.badges() == {"A": 8, "": 10}
    image, t = grid.grab().toImage(), tokens.current()
    for index in (8, 10):
        middle = grid.cell_rect(index).center().y()
        assert image.pixelColor(grid.cell_rect(index).left() - 1, middle) == QColor(t.accent)
        assert image.pixelColor(grid.cell_rect(index).left() + 1, middle) == QColor(t.stage)
    grid.set_tiles(sheet(2, 2, 16), 2, 2)
    assert grid.badges() == {}


def test_before_the_first_picture_it_says_so(show, shout):
    grid = show(ImageGrid("Nothing yet"))
    blank = show(ImageGrid())
    assert grid.grab().toImage() != blank.grab().toImage()
    assert (grid.current(), grid.index_at(QPointF(50, 50)), grid.cell_rect(0).isEmpty()) == (-1, -1, True)
    QTest.keyClick(grid, Qt.Key.Key_Return)
    QTest.mouseClick(grid, LEFT)
    before = grid.grab().toImage()
    shout(grid)
    assert grid.grab().toImage() != before


def test_clear_forgets(grid: ImageGrid):
    grid.set_badges({"A": 1})
    grid.clear()
    assert (grid.count(), grid.badges()) == (0, {})
    grid.grab()


def test_sheets_that_share_a_scale_draw_cells_alike(show):
    made, real = show(ImageGrid(), 700, 600), show(ImageGrid(), 200, 600)
    made.set_tiles(sheet(8, 8, 32), 8, 8)
    real.set_tiles(sheet(8, 4, 32), 8, 4)
    assert made.cell_rect(0).width() == 64
    real.share_scale(made)
    assert made.cell_rect(0).size() == real.cell_rect(0).size()
    real.resize(400, 600)
    assert made.cell_rect(0).size() == real.cell_rect(0).size()
    assert made.cell_rect(0).width() == 64


def test_align_moves_the_sheet_into_the_corner(grid: ImageGrid):
    assert grid.cell_rect(0).left() > 4
    grid.set_align(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop)
    assert grid.cell_rect(0).topLeft() == QPoint(4, 4)


def test_a_strip_is_as_high_as_its_pictures(show):
    strip = show(Strip(), 300, 60)
    strip.set_row(sheet(1, 7, 32), 7)
    assert strip.height() == 32 + 8
    assert strip.count() == 7
    strip.resize(700, 60)
    assert strip.height() == 64 + 8
    strip.resize(3000, 60)
    assert strip.height() == 64 + 8


def test_painting_takes_a_few_calls_a_tile(show):
    """Tiles are parts of one kept picture: drawing one is a handful of calls."""
    found = []
    for side in (2, 8):
        grid = show(ImageGrid(), 660, 660)
        sheet = np.random.default_rng(0).integers(0, 255, (64 * side, 64 * side, 3), dtype=np.uint8)
        grid.set_tiles(sheet, side, side)
        grid.repaint()
        found.append(calls(grid.repaint))
    assert found[1] - found[0] <= 5 * (64 - 4)
