"""The canvas as a view: zoom and pan, maps over the picture, what it refuses, its name."""

from __future__ import annotations

import numpy as np
import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtTest import QTest

from tests.widgets.codes.conftest import LEFT, MIDDLE, NONE, B, Ear, K, M, move, spot, wheel
from widgets.codes.canvas import CodeCanvas


@pytest.mark.parametrize("steps", [-7, 0, 13])
@pytest.mark.parametrize("pan", [(0, 0), (-57, 31)])
def test_the_widget_hits_what_it_shows(canvas: CodeCanvas, steps: int, pan: tuple[int, int]):
    canvas.zoom(steps, QPointF(200, 300))
    canvas.pan(*pan)
    for row, col in ((0, 0), (7, 9), (15, 15)):
        rect = canvas.cell_rect(row, col)
        for place in (rect.topLeft(), rect.center(), rect.bottomRight()):
            assert canvas.cell_at(place) == (row, col)
        assert canvas.cell_at(rect.topLeft() - QPoint(1, 1)) == ((row - 1, col - 1) if row else None)


def test_the_wheel_zooms_about_the_pointer_and_zero_fits(canvas: CodeCanvas, ear: Ear):
    start, place = canvas.view, spot(canvas, 5, 11)
    wheel(canvas, place, 120)
    wheel(canvas, place, 60)
    assert canvas.view.scale == start.scale + 1
    wheel(canvas, place, 60)
    assert canvas.view.scale == start.scale + 2
    assert canvas.cell_at(place) == (5, 11)
    wheel(canvas, place, -120)
    assert [words[1] for words in ear.take("zoomed")] == [11, 12, 11]
    QTest.keyClick(canvas, K.Key_0)
    assert canvas.view == start
    QTest.keyClick(canvas, K.Key_Plus, M.ControlModifier)
    QTest.keyClick(canvas, K.Key_Minus, M.ControlModifier)
    assert canvas.view.scale == start.scale


def test_a_fitted_picture_stays_fitted_and_a_zoomed_one_zoomed(canvas: CodeCanvas):
    canvas.resize(400, 400)
    assert canvas.view.scale == 6
    canvas.zoom(2)
    canvas.resize(660, 660)
    assert canvas.view.scale == 8


@pytest.mark.parametrize("way", ["middle", "space", "hand"])
def test_three_ways_to_pan(canvas: CodeCanvas, ear: Ear, way: str):
    before, start, button = canvas.view, QPoint(300, 300), MIDDLE if way == "middle" else LEFT
    if way == "space":
        QTest.keyPress(canvas, K.Key_Space)
    if way == "hand":
        canvas.set_tool("hand")
    QTest.mousePress(canvas, button, NONE, start)
    assert canvas.cursor().shape() == Qt.CursorShape.ClosedHandCursor
    move(canvas, start + QPoint(30, -12), button)
    QTest.mouseRelease(canvas, button, NONE, start + QPoint(30, -12))
    assert (canvas.view.left - before.left, canvas.view.top - before.top) == (30, -12)
    if way == "space":
        QTest.keyRelease(canvas, K.Key_Space)
    assert ear.take("stroke_began", "command") == []


def test_of_three_maps_the_last_wins(canvas: CodeCanvas, ear: Ear):
    canvas.set_heat(np.eye(16), "Surprise")
    canvas.set_heat(np.eye(16), "Entropy", name="entropy")
    canvas.set_overlay("surprise", True)
    canvas.set_overlay("entropy", True)
    assert (canvas.overlay("surprise"), canvas.overlay("entropy"), canvas.overlay("grid")) == (
        False,
        True,
        True,
    )
    assert ear.take() == [
        ("overlay_changed", "surprise", True),
        ("overlay_changed", "surprise", False),
        ("overlay_changed", "entropy", True),
    ]
    assert not canvas.key_rect().isEmpty()
    before = canvas.key_rect()
    move(canvas, before.center(), B.NoButton)
    assert not canvas.key_rect().intersects(before)
    with pytest.raises(KeyError):
        canvas.set_overlay("fog", True)
    with pytest.raises(ValueError):
        canvas.set_heat(np.eye(3))


def test_what_is_no_grid_or_picture_is_refused(canvas: CodeCanvas):
    good = np.zeros((4, 4), int)
    for codes, mask in (
        (good, np.zeros((4, 5), bool)),
        (good.astype(float), good > 0),
        (good[0], good[0] > 0),
    ):
        with pytest.raises(ValueError):
            canvas.set_grid(codes, mask)
    with pytest.raises(ValueError):
        canvas.set_picture(np.zeros((4, 4, 2), np.uint8))
    assert canvas.codes().shape == (16, 16)


def test_before_the_first_picture_nothing_happens(show, shout):
    canvas = show(CodeCanvas("Nothing to paint on yet"))
    ear, blank = Ear(canvas), canvas.grab().toImage()
    QTest.mouseClick(canvas, LEFT)
    wheel(canvas, QPoint(50, 50), 120)
    for key in (K.Key_Return, K.Key_Down, K.Key_0, K.Key_Plus):
        QTest.keyClick(canvas, key)
    assert ear.take("stroke_began", "hovered", "zoomed") == []
    shout(canvas)
    assert canvas.grab().toImage() != blank
    assert canvas.cell_rect(0, 0).isEmpty()


def test_it_has_a_name_and_a_cursor(canvas: CodeCanvas):
    assert canvas.accessibleName() == "Painting"
    assert canvas.cursor().shape() == Qt.CursorShape.CrossCursor
