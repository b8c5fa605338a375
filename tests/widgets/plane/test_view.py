"""The view: layers, what it says and shows, particles and their clock."""

from __future__ import annotations

import tracemalloc

import numpy as np
import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt, QTimer
from PySide6.QtGui import QColor, QMouseEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from tests.widgets.conftest import written_in
from tests.widgets.plane.conftest import HOME
from tests.widgets.plane.hand import place
from widgets.look import style, tokens
from widgets.plane import samples
from widgets.plane.cloud import Cloud
from widgets.plane.heat import HeatMap
from widgets.plane.particles import Particles
from widgets.plane.path import Path
from widgets.plane.square import Square
from widgets.plane.switches import LayerSwitches
from widgets.plane.view import PARTICLES, TRAILS, PlaneView

B, K, M = Qt.MouseButton, Qt.Key, Qt.KeyboardModifier
LEFT, RIGHT = B.LeftButton, B.RightButton


def test_the_reading_tells_place_and_value(full: PlaneView):
    at = place(full, 1.6, 0)
    hovered = []
    full.hovered.connect(lambda x, y: hovered.append((x, y)))
    event = QMouseEvent(QEvent.Type.MouseMove, QPointF(at), QPointF(at), B.NoButton, B.NoButton, M.NoModifier)
    QApplication.sendEvent(full, event)
    assert full.reading().startswith("x 1.6")
    assert "Log density −1." in full.reading()
    assert hovered[0] == pytest.approx((1.6, 0), abs=0.02)
    assert any("Log density −1." in text for text in written_in(full))
    full.set_visible("energy", False)
    assert "Log density" not in full.reading()
    QApplication.sendEvent(full, QEvent(QEvent.Type.Leave))
    assert full.reading() == ""


# layers


def test_every_layer_can_be_switched_and_is_seen(full: PlaneView):
    changed = []
    full.layers_changed.connect(lambda: changed.append(1))
    for name in full.names():
        shown = full.grab().toImage()
        full.set_visible(name, False)
        assert full.grab().toImage() != shown, name
        assert not full.is_visible(name)
    assert len(changed) == len(full.names()) == 9
    assert full.shown() == []
    full.set_visible("energy", False)
    assert len(changed) == 9  # nothing new


def test_layers_lie_in_their_order_whatever_came_first(view: PlaneView):
    layers = samples.layers()
    for name in reversed(layers):
        view.set_layer(name, layers[name])
    view.set_particles(samples.crowd(10))
    assert view.names() == ["energy", "contours", "grid", "score", "fake", "real", "path", TRAILS, PARTICLES]
    view.set_layer("real", None)
    assert "real" not in view.names()
    assert view.layer("real") is None
    view.set_particles(Particles(3, HOME))
    assert TRAILS not in view.names()


def test_a_path_lies_over_the_particles(view: PlaneView):
    crowd = Particles(0, HOME)
    crowd.place(np.zeros((4000, 2)))
    view.set_particles(crowd)
    at = place(view, 0, 0)
    white = view.grab().toImage().pixelColor(at)
    view.set_layer("path", Path(np.array([(-1.0, 0.0), (0.0, 0.0)])))
    assert white.lightness() > 200
    assert view.grab().toImage().pixelColor(at) == QColor(tokens.current().accent)


def test_what_is_refused_changes_nothing(full: PlaneView):
    before, layer = full.grab().toImage(), full.layer("energy")
    bad = np.full((8, 8), np.nan)
    for wrong in (
        lambda: full.set_layer("energy", HeatMap(bad, HOME)), lambda: full.set_layer("real", Cloud(bad[:, :2])),
        lambda: full.walk(np.nan), lambda: full.walk(0.1, -1), lambda: full.walk(0.1, 1, 0),
        lambda: full.set_square(Square(np.nan, 0, 1)),
    ):  # fmt: skip
        with pytest.raises(ValueError):
            wrong()
    assert full.layer("energy") is layer
    assert full.grab().toImage() == before
    assert not full.walking()


def test_the_first_extent_decides_what_is_in_sight_until_somebody_does(show):
    view = show(PlaneView(), 300, 320)
    points = np.random.default_rng(0).normal(5, 1, (2000, 2)).astype(np.float32)
    points[:5] = 1e5
    view.set_layer("real", Cloud(points))
    assert (view.square().x, view.square().y) == pytest.approx((5, 5), abs=0.3)
    assert view.square().half < 5
    view.set_layer("map", HeatMap(np.zeros((4, 4)), Square(0, 0, 50)))
    assert view.square().half < 5  # what is in sight does not jump
    view.set_layer("map", None)
    view.set_layer("more", Cloud(np.array([(-20.0, 0.0)] * 3)))
    view.fit()
    assert view.square().holds(np.array([(-20.0, 0.0), (5.0, 5.0)])).all()
    view.set_square(Square(0, 0, 1))
    view.set_home(HOME)
    assert view.square() == Square(0, 0, 1)  # who has looked elsewhere stays there


def test_it_says_what_is_seen(full: PlaneView, shout):
    assert full.accessibleName() == "The plane"
    said = full.accessibleDescription()
    for part in (
        "x from −2.60 to 2.60",
        "Log density from",
        "Real: 400",
        "500 particles, 0 out of sight",
        "Score: arrows up to",
    ):
        assert part in said
    full.set_visible("real", False)
    assert "Real" not in full.accessibleDescription()
    full.set_square(Square(0, 0, 0.1))
    assert "500 out of sight" in full.accessibleDescription()
    QTest.keyClick(full, K.Key_Left)
    assert "x −0.0" in full.accessibleDescription()
    shout(full)
    assert full.accessibleDescription().startswith("X FROM")


def test_keys_and_figures_are_written(full: PlaneView):
    said = written_in(full)
    for text in ("Log density", "−8.00", "Score", "0", "−2"):
        assert text in said, text
    full.set_square(Square(0, 0, 0.05))
    assert "−0.04" in written_in(full)
    full.set_visible("energy", False)
    assert "Log density" not in written_in(full)


# particles


def test_the_clock_runs_only_while_it_is_seen(full: PlaneView, qtbot):
    crowd = full.particles()
    full.walk(1e-3)
    assert full.walking()
    qtbot.waitUntil(lambda: crowd.steps > 3)
    full.hide()
    stood = crowd.steps
    assert not [timer for timer in full.findChildren(QTimer) if timer.isActive()]
    full.advance()
    assert crowd.steps == stood + 1
    full.show()
    qtbot.waitUntil(lambda: crowd.steps > stood + 3)
    full.halt()
    assert not [timer for timer in full.findChildren(QTimer) if timer.isActive()]
    assert not full.walking()


def test_several_steps_a_frame_and_equal_pictures_for_equal_seeds(view: PlaneView):
    pictures = []
    for _ in range(2):
        view.set_particles(samples.crowd(300, 4))
        view.walk(1e-3, 1.0, 5)
        view.halt()
        for _ in range(4):
            view.advance()
        assert view.particles().steps == 20
        pictures.append(view.picture(1))
    assert pictures[0] == pictures[1]
    view.advance()
    assert view.picture(1) != pictures[0]


def test_dropped_particles_are_seen_where_the_click_was(view: PlaneView):
    crowd = Particles(0, HOME, trail=3)
    view.set_particles(crowd)
    view.clicked.connect(lambda x, y: crowd.drop(x, y, 5, 0.0))
    at = place(view, 1, 1)
    QTest.mouseClick(view, LEFT, M.NoModifier, at)
    assert crowd.positions == pytest.approx(np.ones((5, 2)), abs=0.02)
    view.update()
    assert view.grab().toImage().pixelColor(at).lightness() > 180
    view.set_particles(None)
    assert view.grab().toImage().pixelColor(at).lightness() < 80


def test_frames_leave_nothing_behind(full: PlaneView):
    full.walk(1e-3)
    full.halt()

    def work() -> int:
        for _ in range(6):
            full.advance()
            full.set_layer("energy", samples.layers()["energy"])
            full.repaint()
        return tracemalloc.get_traced_memory()[0]

    tracemalloc.start()
    work()
    first = work()
    assert work() < first + 15_000
    tracemalloc.stop()


# the look


def test_both_themes_and_a_picture_for_a_file(full: PlaneView):
    image = full.picture()
    assert (image.width(), image.height(), image.devicePixelRatio()) == (840, 880, 2)
    dark = full.picture(1)
    tokens.use(tokens.LIGHT)
    QApplication.sendEvent(full, QEvent(QEvent.Type.PaletteChange))
    light = full.grab().toImage()
    tokens.use(tokens.DARK)
    assert dark.pixelColor(2, 2).lightness() < 60 < 240 < light.pixelColor(2, 2).lightness()


@pytest.mark.parametrize("size", [(1, 1), (40, 300), (300, 40), (130, 130), (2000, 200)])
def test_it_paints_at_any_size(full: PlaneView, size: tuple[int, int]):
    full.resize(*size)
    full.grab()
    room = full.room()
    assert room.width() == room.height() >= 1
    QTest.mouseClick(full, LEFT, M.NoModifier, QPoint(0, 0))


def test_before_the_first_layer_it_says_so(show, shout):
    view = show(PlaneView("Nothing here yet"), 300, 320)
    assert "Nothing here yet" in written_in(view)
    shout(view)
    assert "NOTHING HERE YET" in written_in(view)
    view.set_layer("real", samples.layers()["real"])
    assert "NOTHING HERE YET" not in written_in(view)


def test_with_letters_of_twice_the_size_figures_and_foot_have_room(full: PlaneView, monkeypatch):
    small = full.room()
    for role, points in style.POINTS.items():
        monkeypatch.setitem(style.POINTS, role, 2 * points)
    large = full.room()
    assert large.width() < small.width()
    assert large.left() > small.left()
    assert {"Log density", "−8.00", "−2", "0", "2"} <= set(written_in(full))
    full.resize(180, 180)
    assert full.room().width() > 160  # no figures rather than no plane


# its switches


def test_a_switch_for_every_layer_follows_and_leads(full: PlaneView, show):
    switches = LayerSwitches(full)
    switches.setObjectName("lab.layers")
    show(switches, 300, 100)
    buttons = {b.objectName(): b for b in switches.children() if b.isWidgetType()}
    assert [name.removeprefix("lab.layers.") for name in buttons] == full.names()
    real = buttons["lab.layers.real"]
    assert (real.text(), real.accessibleName(), real.isChecked()) == ("Real", "Show Real", True)
    QTest.mouseClick(real, LEFT)
    assert not full.is_visible("real")
    full.set_visible("real", True)
    assert real.isChecked()
    full.set_layer("real", None)
    full.set_layer("other", Cloud(np.zeros((1, 2)), "Other"))
    names = {b.objectName() for b in switches.children() if b.isWidgetType() and not b.isHidden()}
    assert "lab.layers.other" in names


def test_switches_take_as_many_rows_as_they_need(full: PlaneView, show, shout):
    switches = LayerSwitches(full)
    show(switches, 300, 100)
    assert switches.heightForWidth(2000) < switches.heightForWidth(300) < switches.heightForWidth(120)
    switches.resize(300, switches.heightForWidth(300))
    places = [b.geometry() for b in switches.children() if b.isWidgetType()]
    for at, one in enumerate(places):
        assert switches.rect().contains(one)
        assert not any(one.intersects(other) for other in places[at + 1 :])
    off = switches.grab().toImage()
    full.set_visible("energy", False)
    assert switches.grab().toImage() != off
    shout(switches)
    assert "LOG DENSITY" in written_in(switches)
