"""The transport strip: what it says, what it tells, and what it keeps when narrow."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget

from widgets.frame.transport import Transport

LEFT = Qt.MouseButton.LeftButton


@pytest.fixture
def strip(show) -> Transport:
    strip = Transport("gan")
    strip.set_presets([("cpu", "CPU faces", "Quick"), ("ogan", "O-GAN", "Encodes")])
    strip.set_devices([("cpu", "CPU"), ("cuda:0", "RTX")])
    strip.set_state("paused", "Paused")
    return show(strip, 1400, 49)


def part(strip: Transport, name: str) -> QWidget:
    found = strip.findChild(QWidget, f"gan.{name}")
    assert found is not None, name
    return found


def test_play_and_pause_share_one_place(strip: Transport):
    play, pause = part(strip, "play"), part(strip, "pause")
    assert (play.isVisible(), pause.isVisible()) == (True, False)
    place = play.geometry()
    play.setFocus()
    strip.set_state("running", "Training")
    assert (play.isVisible(), pause.isVisible()) == (False, True)
    strip.layout().activate()
    assert pause.geometry() == place
    assert pause.hasFocus()
    assert part(strip, "state").text() == "Training"


@pytest.mark.parametrize("name", ["play", "step", "reset", "open", "save", "export"])
def test_buttons_tell_that_they_were_clicked(strip: Transport, qtbot, name: str):
    with qtbot.waitSignal(getattr(strip, f"{name}_clicked")):
        QTest.mouseClick(part(strip, name), LEFT)


def test_pause_tells_too(strip: Transport, qtbot):
    strip.set_state("running", "Training")
    with qtbot.waitSignal(strip.pause_clicked):
        QTest.mouseClick(part(strip, "pause"), LEFT)


def test_presets(strip: Transport, qtbot):
    said: list[str] = []
    strip.preset_chosen.connect(said.append)
    strip.set_preset("ogan", edited=True)
    assert strip.preset.shown_text() == "O-GAN, edited"
    strip.set_preset("ogan")
    assert strip.preset.shown_text() == "O-GAN"
    strip.set_presets([("x", "X", ""), ("ogan", "O-GAN", "")])
    assert strip.preset.key() == "ogan"
    assert said == []
    strip.preset.setFocus()
    QTest.keyClick(strip.preset, Qt.Key.Key_Up)
    assert said == ["x"]
    strip.set_preset("nobody")
    assert strip.preset.key() == ""


def test_figures(strip: Transport, shout):
    strip.set_figures(3140, 21.4, 146)
    assert part(strip, "progress").text() == "step 3,140  21.4 steps/s  2:26"
    strip.set_figures(0, 0, 0)
    assert part(strip, "progress").text() == "step 0  0:00"
    strip.set_figures(1, 12345.6, 3600)
    assert part(strip, "progress").text() == "step 1  12,346 steps/s  1:00:00"
    shout(strip)
    assert part(strip, "progress").text().startswith("STEP 1")


@pytest.mark.parametrize("kind", ["starting", "paused", "running", "failed", "closed"])
def test_every_state_has_its_own_shape(strip: Transport, kind: str):
    def drawn(what: str) -> bytes:
        strip.set_state(what, "x")
        image = strip.state.mark.grab().toImage()
        return bytes(image.constBits())

    others = {"starting", "paused", "running", "failed"} - {kind, "starting" if kind == "closed" else ""}
    assert all(drawn(kind) != drawn(other) for other in others)


def test_speed_and_device(strip: Transport):
    said: list[object] = []
    strip.speed_chosen.connect(said.append)
    strip.device_chosen.connect(said.append)
    strip.set_speed(6)
    assert strip.speed.shown_text() == "5 steps/s"
    strip.set_device("cuda:0")
    assert said == []
    for combo, key in ((strip.speed, Qt.Key.Key_Home), (strip.device, Qt.Key.Key_Up)):
        combo.setFocus()
        QTest.keyClick(combo, key)
    assert said == [0.0, "cpu"]


def test_the_seed_is_typed_or_thrown(strip: Transport, qtbot):
    said: list[int] = []
    strip.seed_chosen.connect(said.append)
    strip.set_seed(7)
    edit = part(strip, "seed")
    assert (edit.text(), said) == ("7", [])
    edit.selectAll()
    qtbot.keyClicks(edit, "42")
    qtbot.keyClick(edit, Qt.Key.Key_Return)
    assert said == [42]
    for wrong in ("-1", "x", "1.5", "9999999999", ""):
        edit.setText(wrong)
        qtbot.keyClick(edit, Qt.Key.Key_Return)
        assert edit.property("state") == "invalid"
    assert said == [42]
    QTest.mouseClick(part(strip, "seed.dice"), LEFT)
    assert len(said) == 2
    assert edit.text() == str(said[1])
    assert edit.property("state") == ""


def test_the_line_under_the_strip_is_as_long_as_the_work_done(strip: Transport):
    from PySide6.QtGui import QColor

    from widgets.look import tokens

    accent = QColor(tokens.current().accent)

    def length() -> int:
        image = strip.grab().toImage()
        return sum(image.pixelColor(x, 47) == accent for x in range(image.width()))

    assert length() == 0
    strip.set_fraction(0.25)
    assert length() == 350
    strip.set_fraction(7)
    assert length() == 1400
    strip.set_fraction(None)
    assert length() == 0


@pytest.mark.qt_log_ignore("This plugin does not support", extend=True)  # pop-ups, offscreen
def test_when_narrow_speed_and_seed_leave_first_then_the_device(strip: Transport, qtbot):
    more = part(strip, "more")
    inside = {"speed", "seed", "device"}

    def out() -> set[str]:
        return {name for name in inside if part(strip, name).window() is not strip.window()}

    assert (out(), more.isVisible()) == (set(), False)
    strip.resize(1060, 49)
    assert (out(), more.isVisible()) == ({"speed", "seed"}, True)
    strip.resize(760, 49)
    assert out() == inside
    QTest.mouseClick(more, LEFT)
    seed = part(strip, "seed")
    assert seed.isVisible()
    said: list[int] = []
    strip.seed_chosen.connect(said.append)
    seed.setText("9")
    qtbot.keyClick(seed, Qt.Key.Key_Return)
    assert said == [9]
    seed.window().close()
    strip.resize(1400, 49)
    assert (out(), more.isVisible()) == (set(), False)
    assert seed.text() == "9"
    xs = [part(strip, name).mapTo(strip, part(strip, name).rect().topLeft()).x() for name in ("speed", "seed", "device", "open")]  # fmt: skip
    assert xs == sorted(xs)


def test_nothing_overlaps_at_any_width(strip: Transport):
    strip.set_state("running", "Training")
    strip.set_figures(123456, 21.4, 146)
    for width in range(790, 1500, 90):
        strip.resize(width, 49)
        strip.layout().activate()
        boxes = [w.geometry() for w in strip.findChildren(QWidget, options=Qt.FindChildOption.FindDirectChildrenOnly)
                 if w.isVisible() and not w.isWindow()]  # fmt: skip
        assert all(not a.intersects(b) for i, a in enumerate(boxes) for b in boxes[:i]), width
        assert max(box.right() for box in boxes) <= width
