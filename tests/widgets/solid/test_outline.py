"""The outline: handles under mouse and keys, limits that cannot be left, and the slice's rectangle."""

from __future__ import annotations

import numpy as np
import pytest
from PySide6.QtCore import QEvent, QPointF, Qt
from PySide6.QtGui import QMouseEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from widgets.solid.limits import Limits
from widgets.solid.outline import EllipseOutline
from widgets.solid.slice_view import SliceView

B, K, M = Qt.MouseButton, Qt.Key, Qt.KeyboardModifier


@pytest.fixture
def outline(show) -> EllipseOutline:
    return show(EllipseOutline(Limits((0.2, 2.0), (0.1, 2.0), (0.1, 1.0))), 320, 220)


@pytest.fixture
def said(outline: EllipseOutline) -> list[tuple[float, float]]:
    heard: list[tuple[float, float]] = []
    outline.changed.connect(lambda a, b: heard.append((a, b)))
    return heard


def pull(
    outline: EllipseOutline, start: QPointF, end: QPointF, keys: Qt.KeyboardModifier = M.NoModifier
) -> None:
    QTest.mousePress(outline, B.LeftButton, M.NoModifier, start.toPoint())
    move = QMouseEvent(QEvent.Type.MouseMove, end, outline.mapToGlobal(end), B.NoButton, B.LeftButton, keys)
    QApplication.sendEvent(outline, move)
    QTest.mouseRelease(outline, B.LeftButton, M.NoModifier, end.toPoint())


def test_an_end_can_be_pulled_from_both_sides(outline: EllipseOutline, said):
    scale = outline.scale()
    pull(outline, outline.handle("a"), outline.middle() + QPointF(0.75 * scale, 30))
    assert outline.axes() == pytest.approx((0.75, 0.5), abs=0.011)
    assert said[-1] == outline.axes()
    scale, (a, _) = outline.scale(), outline.axes()
    pull(outline, outline.handle("b", -1), outline.middle() + QPointF(9, 0.333 * scale))
    assert outline.axes() == pytest.approx((a, 0.33), abs=0.011)


def test_a_drag_is_drawn_to_tenths_unless_ctrl_is_held(outline: EllipseOutline, said):
    scale = outline.scale()
    near = outline.middle() + QPointF(0.8 * scale + 2, 0)
    pull(outline, outline.handle("a"), near)
    assert outline.axes()[0] == pytest.approx(0.8)
    outline.set_axes(1.0, 0.5)
    pull(outline, outline.handle("a"), near, M.ControlModifier)
    assert outline.axes()[0] == pytest.approx(0.8 + 2 / scale, abs=0.006)
    assert outline.axes()[0] != pytest.approx(0.8)


def test_nothing_leaves_the_limits(outline: EllipseOutline, said):
    pull(outline, outline.handle("a"), outline.middle() + QPointF(9999, 0))
    assert outline.axes() == (2.0, 0.5)
    pull(outline, outline.handle("a"), outline.middle())
    assert outline.axes() == (0.5, 0.5)  # never shorter than b
    pull(outline, outline.handle("b"), outline.middle() + QPointF(0, -9999))
    assert outline.axes() == (0.5, 0.5)
    pull(outline, outline.handle("b"), outline.middle())
    assert outline.axes() == (0.5, 0.1)
    for key in (K.Key_Right, K.Key_Up, K.Key_Left, K.Key_Down):
        for _ in range(40):
            QTest.keyClick(outline, key, M.ShiftModifier)
            a, b = outline.axes()
            assert 0.2 <= a <= 2
            assert 0.1 <= b <= 2
            assert 0.1 - 1e-9 <= b / a <= 1 + 1e-9
    for a, b in said:
        assert b <= a


def test_keys_move_both_axes(outline: EllipseOutline, said):
    QTest.keyClick(outline, K.Key_Right)
    QTest.keyClick(outline, K.Key_Up, M.ShiftModifier)
    assert outline.axes() == pytest.approx((1.01, 0.6))
    QTest.keyClick(outline, K.Key_Left)
    QTest.keyClick(outline, K.Key_Down)
    assert outline.axes() == pytest.approx((1.0, 0.59))
    assert len(said) == 4
    QTest.keyClick(outline, K.Key_Tab)
    assert len(said) == 4


def test_setting_is_silent_held_within_limits_and_refuses_what_is_no_number(outline: EllipseOutline, said):
    outline.set_axes(9, 9)
    assert outline.axes() == (2.0, 2.0)
    outline.set_axes(1, 3)
    assert outline.axes() == (1.0, 1.0)
    for wrong in (np.nan, 0.0, -1.0, np.inf):
        with pytest.raises(ValueError):
            outline.set_axes(wrong, 0.5)
        with pytest.raises(ValueError):
            outline.set_axes(1.0, wrong)
    assert outline.axes() == (1.0, 1.0)
    assert said == []
    with pytest.raises(ValueError):
        Limits(a=(2, 1))


def test_a_press_beside_the_ends_pulls_nothing_and_a_double_click_goes_home(outline: EllipseOutline, said):
    pull(outline, outline.middle(), outline.middle() + QPointF(80, 20))
    assert said == []
    QTest.keyClick(outline, K.Key_Right, M.ShiftModifier)
    outline.set_home(1.2, 0.4)
    QTest.mouseDClick(outline, B.LeftButton, M.NoModifier, outline.middle().toPoint())
    assert said[-1] == outline.axes() == (1.2, 0.4)


def test_it_says_its_axes_and_all_is_in_sight(outline: EllipseOutline, shout):
    assert outline.accessibleDescription() == "half axes a 1.00 and b 0.50"
    outline.set_second((1.2, 0.3))
    assert outline.accessibleDescription().endswith("the other one a 1.20 and b 0.30")
    for width, height in ((320, 220), (170, 400), (600, 120)):
        outline.resize(width, height)
        for axis in ("a", "b"):
            for side in (1, -1):
                assert outline.rect().contains(outline.handle(axis, side).toPoint())
    shout(outline)
    assert outline.accessibleDescription().startswith("HALF AXES")


def test_the_slice_is_drawn_to_one_scale(show, shout):
    view = show(SliceView("Close it first"), 220, 160)
    assert view.rectangle().isEmpty()
    empty = view.grab().toImage()
    view.set_slice(1.0, 0.5, (1.0, 2.0))
    box = view.rectangle()
    assert box.width() / box.height() == pytest.approx(2)
    view.set_slice(0.5, 2.0, (1.0, 2.0))
    other = view.rectangle()
    assert other.width() == pytest.approx(box.width() / 2)
    assert other.height() == pytest.approx(box.height() * 4)
    assert other.center() == box.center()
    assert view.rect().contains(other.toRect())
    assert view.words() == view.accessibleDescription() == "0.500 × 2.000, area 1.000"
    assert view.grab().toImage() != empty
    view.set_slice(0.0, 0.0)
    view.grab()
    for wrong in ((np.nan, 1.0), (1.0, -1.0), (np.inf, 1.0)):
        with pytest.raises(ValueError):
            view.set_slice(*wrong)
    view.clear()
    assert view.words() == "Close it first"
    view.set_empty("Move the slider")
    assert view.words() == view.accessibleDescription() == "Move the slider"
