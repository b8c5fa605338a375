"""The view under hand and keys: what is told, and what is in sight."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QKeyEvent, QNativeGestureEvent, QPointingDevice
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from tests.widgets.plane.conftest import HOME
from tests.widgets.plane.hand import drag, heard, place, wheel
from widgets.plane.view import PlaneView

B, K, M = Qt.MouseButton, Qt.Key, Qt.KeyboardModifier
LEFT, RIGHT = B.LeftButton, B.RightButton


# the hand


def test_clicks_and_drags_are_told_in_data_units(view: PlaneView):
    told = heard(view)
    drag(view, LEFT, place(view, 1, -1), place(view, 0, 2), place(view, -1, 0.5))
    assert told == [("clicked", 1, -1), ("dragged", 0, 2), ("dragged", -1, 0.5), ("released",)]
    del told[:]
    QTest.mouseClick(view, LEFT, M.NoModifier, QPoint(1, 1))  # outside the room
    drag(view, LEFT, place(view, 0, 0), QPoint(1, 1))
    assert told == [("clicked", 0, 0), ("released",)]


def test_a_right_drag_pans_and_tells_no_click(view: PlaneView):
    told = heard(view)
    drag(view, RIGHT, place(view, 0, 0), place(view, 1, 0), place(view, 1, -0.5))
    assert (view.square().x, view.square().y) == pytest.approx((-1, 0.5), abs=0.02)
    assert view.square().half == HOME.half
    assert told == [("square",), ("square",)]


def test_the_wheel_zooms_about_the_pointer_and_a_double_click_resets(view: PlaneView):
    at = place(view, 1.3, 0.7)
    wheel(view, at, 240)
    assert view.square().half == pytest.approx(HOME.half / 1.15**2)
    assert view.viewport().to_data(at.x(), at.y()) == pytest.approx((1.3, 0.7), abs=0.02)
    for _ in range(90):
        wheel(view, at, 240)
    assert view.square().half == pytest.approx(HOME.half / 100)  # and no closer
    for _ in range(120):
        wheel(view, at, -480)
    assert view.square().half == pytest.approx(HOME.half * 30)
    QTest.mouseDClick(view, LEFT, M.NoModifier, at)
    assert view.square() == HOME


def test_a_pinch_zooms(view: PlaneView):
    at, kind = QPointF(place(view, 0, 0)), Qt.NativeGestureType.ZoomNativeGesture
    device = QPointingDevice.primaryPointingDevice()
    QApplication.sendEvent(view, QNativeGestureEvent(kind, device, 2, at, at, at, 0.5, QPointF()))
    assert view.square().half == pytest.approx(HOME.half / 1.5)


def test_keys_lead_a_cursor_click_zoom_and_reset(view: PlaneView):
    told = heard(view)
    before = view.grab().toImage()
    QTest.keyClick(view, K.Key_Right)
    QTest.keyClick(view, K.Key_Up, M.ShiftModifier)
    step = 2 * HOME.half / 40
    assert view.pointer() == pytest.approx((step, 5 * step))
    assert view.grab().toImage() != before  # the cursor is seen
    QTest.keyClick(view, K.Key_Return)
    assert told == [("clicked", 0.1, 0.7), ("released",)]
    QTest.keyClick(view, K.Key_Plus)
    assert view.square().half == pytest.approx(HOME.half / 1.15)
    assert view.viewport().to_pixels(view.pointer()) == pytest.approx(
        view.viewport().to_pixels((step, 5 * step))
    )
    QTest.keyClick(view, K.Key_Right, M.ControlModifier)
    assert view.square().x > step / 10
    QTest.keyClick(view, K.Key_0)
    assert view.square() == HOME
    for _ in range(60):
        QTest.keyClick(view, K.Key_Left)
    assert view.square().left <= view.pointer()[0] < HOME.left  # the plane follows


def test_the_windows_shortcuts_do_not_take_its_keys(view: PlaneView):
    for key, held, ours in ((K.Key_0, M.NoModifier, True), (K.Key_Left, M.ControlModifier, True),
                            (K.Key_S, M.ControlModifier, False), (K.Key_0, M.ControlModifier, False)):  # fmt: skip
        override = QKeyEvent(QEvent.Type.ShortcutOverride, key, held)
        override.ignore()
        QApplication.sendEvent(view, override)
        assert override.isAccepted() == ours


def test_panning_ends_before_nobody_finds_back(view: PlaneView):
    for _ in range(400):
        QTest.keyClick(view, K.Key_Right, M.ControlModifier | M.ShiftModifier)
    assert view.square().x == pytest.approx(HOME.half * 30)
