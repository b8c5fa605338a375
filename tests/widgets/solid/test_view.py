"""The view under hand and keys, in both themes, and what it tells."""

from __future__ import annotations

import numpy as np
import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QKeyEvent, QMouseEvent, QNativeGestureEvent, QPointingDevice, QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from widgets.look import tokens
from widgets.solid.gl import NoOpenGLError
from widgets.solid.legend import GapLegend
from widgets.solid.mesh import Mesh
from widgets.solid.projection import Camera
from widgets.solid.samples import two_ellipses
from widgets.solid.view import SolidView

B, K, M = Qt.MouseButton, Qt.Key, Qt.KeyboardModifier
LEFT, RIGHT = B.LeftButton, B.RightButton


@pytest.fixture
def view(show) -> SolidView:
    view = SolidView("Nothing here yet")
    body = two_ellipses(n=12)
    view.set_meshes(body.meshes)
    view.set_seam(body.seam.points, body.seam.gap, 0.5)
    return show(view, 360, 280)


def drag(view: SolidView, button: Qt.MouseButton, *places: tuple[int, int]) -> None:
    QTest.mousePress(view, button, M.NoModifier, QPoint(*places[0]))
    for place in places[1:]:
        at = QPointF(*place)
        event = QMouseEvent(QEvent.Type.MouseMove, at, view.mapToGlobal(at), B.NoButton, button, M.NoModifier)
        QApplication.sendEvent(view, event)
    QTest.mouseRelease(view, button, M.NoModifier, QPoint(*places[-1]))


def test_offscreen_it_is_software(view: SolidView):
    assert view.painter_name() == "software"


def test_a_drag_orbits_and_a_right_drag_pans(view: SolidView):
    moves = []
    view.camera_moved.connect(lambda: moves.append(view.camera()))
    before = view.camera()
    drag(view, LEFT, (100, 100), (150, 90))
    assert view.camera().azimuth == pytest.approx((before.azimuth - 20) % 360)
    assert view.camera().elevation == pytest.approx(before.elevation - 4)
    drag(view, RIGHT, (100, 100), (114, 100), (128, 86))
    assert view.camera().pan == pytest.approx((-0.2, -0.1))
    assert len(moves) == 3
    at = QPointF(50, 50)
    QApplication.sendEvent(
        view, QMouseEvent(QEvent.Type.MouseMove, at, at, B.NoButton, B.NoButton, M.NoModifier)
    )
    assert len(moves) == 3  # a mouse that only passes turns nothing


def test_wheel_and_pinch_zoom_and_a_double_click_resets(view: SolidView):
    at = QPointF(100, 100)
    wheel = QWheelEvent(
        at, at, QPoint(), QPoint(0, 240), B.NoButton, M.NoModifier, Qt.ScrollPhase.NoScrollPhase, False
    )
    QApplication.sendEvent(view, wheel)
    assert view.camera().zoom == pytest.approx(1.15**2)
    kind = Qt.NativeGestureType.ZoomNativeGesture
    device = QPointingDevice.primaryPointingDevice()
    QApplication.sendEvent(view, QNativeGestureEvent(kind, device, 2, at, at, at, 0.5, QPointF()))
    assert view.camera().zoom == pytest.approx(1.15**2 * 1.5)
    QTest.mouseDClick(view, LEFT, M.NoModifier, QPoint(50, 50))
    assert view.camera() == Camera()


def test_keys_orbit_zoom_and_reset(view: SolidView):
    start = view.camera()
    QTest.keyClick(view, K.Key_Right)
    QTest.keyClick(view, K.Key_Up, M.ShiftModifier)
    assert view.camera().azimuth == pytest.approx((start.azimuth + 6) % 360)
    assert view.camera().elevation == pytest.approx(start.elevation + 30)
    QTest.keyClick(view, K.Key_Plus)
    QTest.keyClick(view, K.Key_Plus)
    QTest.keyClick(view, K.Key_Minus)
    assert view.camera().zoom == pytest.approx(1.15)
    QTest.keyClick(view, K.Key_0)
    assert view.camera() == Camera()
    override = QKeyEvent(QEvent.Type.ShortcutOverride, K.Key_0, M.NoModifier)
    override.ignore()
    QApplication.sendEvent(view, override)
    assert override.isAccepted()  # a window's shortcut does not take it
    other = QKeyEvent(QEvent.Type.ShortcutOverride, K.Key_S, M.ControlModifier)
    other.ignore()
    QApplication.sendEvent(view, other)
    assert not other.isAccepted()


def test_it_says_what_is_seen(view: SolidView, shout):
    assert view.accessibleName() == "The body in space"
    said = view.accessibleDescription()
    assert "298° around" not in said  # -62 until it is turned
    assert "26° above" in said
    assert "gap" in said
    QTest.keyClick(view, K.Key_Left)
    assert "292° around" in view.accessibleDescription()
    shout(view)
    assert view.accessibleDescription().startswith("SEEN FROM")


def test_every_change_is_seen_and_none_emits(view: SolidView):
    moved = []
    view.camera_moved.connect(lambda: moved.append(1))
    shots = [view.grab().toImage()]
    changes = [
        lambda: view.set_options(rulings=True),
        lambda: view.set_options(wireframe=True),
        lambda: view.set_options(grid=False),
        lambda: view.set_options(exploded=True),
        lambda: view.set_slice(two_ellipses(n=12).slice_at(0.5)),
        lambda: view.set_seam(None),
        lambda: view.set_camera(Camera(10, 50, 2, (0.2, 0.1))),
        lambda: view.set_meshes(two_ellipses(b=0.3, n=12).meshes),
        lambda: view.set_meshes(()),
    ]
    for change in changes:
        change()
        shots.append(view.grab().toImage())
        assert shots[-1] != shots[-2]
    assert moved == []
    options = view.scene().options
    assert (options.rulings, options.wireframe, options.grid, options.exploded) == (True, True, False, 1.0)


def test_at_rest_the_picture_becomes_fine(view: SolidView, qtbot):
    view.set_camera(Camera(33, 20))
    view.repaint()
    quick = view.grab().toImage()
    qtbot.waitUntil(lambda: view.grab().toImage() != quick, timeout=5000)


def test_the_picture_for_a_file_is_twice_as_large_and_without_the_key(view: SolidView):
    image = view.picture()
    assert (image.width(), image.height()) == (720, 560)
    assert image.devicePixelRatio() == 2
    corner = image.pixelColor(40, 520)  # where the key lies
    assert corner != QApplication.palette().base().color()
    assert abs(corner.lightness() - image.pixelColor(680, 520).lightness()) <= 4


def test_both_themes_have_their_own_picture(view: SolidView):
    dark = view.picture(1)
    tokens.use(tokens.LIGHT)
    QApplication.sendEvent(view, QEvent(QEvent.Type.PaletteChange))
    light = view.picture(1)
    assert dark.pixelColor(3, 3).lightness() < 60
    assert light.pixelColor(3, 3).lightness() > 240


def test_what_is_refused_changes_nothing(view: SolidView):
    before, scene = view.grab().toImage(), view.scene()
    bad = np.full((4, 3), np.nan)
    for wrong in (
        lambda: view.set_seam(bad, np.zeros(4)),
        lambda: view.set_seam(np.zeros((4, 3)), np.full(4, np.nan)),
        lambda: view.set_slice(bad),
        lambda: view.set_slice(np.zeros((3, 3))),
        lambda: view.set_meshes([Mesh(bad, np.array([[0, 1, 2]]))]),
    ):
        with pytest.raises(ValueError):
            wrong()
    assert view.scene() is scene
    assert view.grab().toImage() == before


def test_before_the_first_sheets_it_says_so_and_a_tiny_one_paints(show, shout):
    view = show(SolidView("Nothing here yet"), 200, 120)
    before = view.grab().toImage()
    shout(view)
    assert view.grab().toImage() != before
    view.resize(1, 1)
    view.grab()


def test_a_lost_context_is_followed_by_software(qtbot):
    class Lost:
        name, slow = "opengl", False
        closed = 0

        def paint(self, *_: object) -> None:
            raise NoOpenGLError("lost")

        def close(self) -> None:
            self.closed += 1

    view = SolidView(painter=Lost())
    qtbot.addWidget(view)
    view.resize(360, 280)
    assert view.painter_name() == "opengl"
    assert not view.picture(1).isNull()
    assert view.painter_name() == "software"


def test_the_key_shows_the_figures_and_takes_no_clicks(view: SolidView, qapp):
    legend = view.legend
    assert legend.isVisible()
    assert view.rect().contains(legend.geometry())
    legend.set_gap(np.zeros(4), 0.5)
    assert legend.words() == "closed everywhere"
    legend.set_gap(np.array([0.0, 0.25, 0.5]), 0.5)
    assert legend.words() == "largest 0.50, mean 0.25"
    assert legend.accessibleDescription() == legend.words()
    assert legend.testAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
    view.set_seam(None)
    assert not legend.isVisible()
    GapLegend().set_gap(np.zeros(0), 1.0)
