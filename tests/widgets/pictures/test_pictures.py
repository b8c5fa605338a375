"""Single pictures, drop targets, segments, switches, combos."""

from __future__ import annotations

import numpy as np
import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QColor, QDragEnterEvent, QDragLeaveEvent, QDropEvent, QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QPushButton

from tests.widgets.conftest import written_in
from widgets.controls.combo import Combo
from widgets.controls.segmented import Segmented
from widgets.controls.switch import Switch
from widgets.frame.drop import DropTarget
from widgets.look import tokens
from widgets.look.pixels import Pixels
from widgets.pictures.picture import Picture

LEFT, NONE = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier


def files(*paths: str) -> QMimeData:
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(path) for path in paths])
    return data


def enter(widget, data: QMimeData) -> QDragEnterEvent:
    event = QDragEnterEvent(QPoint(5, 5), Qt.DropAction.CopyAction, data, LEFT, NONE)
    event.ignore()
    QApplication.sendEvent(widget, event)
    return event


def drop(widget, data: QMimeData) -> None:
    QApplication.sendEvent(widget, QDropEvent(QPointF(5, 5), Qt.DropAction.CopyAction, data, LEFT, NONE))


@pytest.mark.parametrize("shape", [(4, 5), (4, 5, 1), (4, 5, 3)])
def test_pixels_are_seen_as_they_are(shape):
    array = np.arange(np.prod(shape), dtype=np.uint8).reshape(shape)
    image = Pixels(array).image
    seen = [[image.pixelColor(x, y).blue() for x in range(5)] for y in range(4)]
    assert seen == (array if array.ndim == 2 else array[..., -1]).tolist()


def test_pixels_that_are_a_view_are_copied():
    array = np.arange(48, dtype=np.uint8).reshape(4, 4, 3)
    assert Pixels(array[::2, ::-1]).image.pixelColor(0, 1).red() == array[2, 3, 0]


@pytest.mark.parametrize("array", [np.zeros((2, 2)), np.zeros((2, 2, 4), np.uint8), np.zeros(4, np.uint8)])
def test_other_arrays_are_refused(array):
    with pytest.raises(ValueError):
        Pixels(array)


def test_a_picture_keeps_its_shape_and_its_pixels(show):
    picture = show(Picture("Edited"), 110, 130)
    pixels = np.zeros((2, 4, 3), np.uint8)
    pixels[0, 0, 0], pixels[1, 3, 2] = 255, 255
    picture.set_pixels(pixels)
    place, image = picture.picture_rect(), picture.grab().toImage()
    assert (place.width(), place.height()) == (104, 52)
    assert image.pixelColor(place.topLeft() + QPoint(2, 2)) == QColor(255, 0, 0)
    assert image.pixelColor(place.bottomRight() - QPoint(2, 2)) == QColor(0, 0, 255)
    picture.set_pixels(None)
    assert not picture.has_pixels()
    picture.grab()


def test_a_picture_is_clicked_and_chosen_by_its_owner_only(show, qtbot):
    picture = show(Picture("Edited"), 110, 130)
    picture.set_selected(False)
    with qtbot.waitSignal(picture.clicked):
        QTest.mouseClick(picture, LEFT, NONE, QPoint(50, 50))
    assert not picture.isChecked()
    picture.set_selected(True)
    picture.set_letter("A")
    edge = picture.grab().toImage().pixelColor(picture.picture_rect().left() - 1, 60)
    assert edge == QColor(tokens.current().accent)


def test_a_picture_takes_files_once_it_has_a_verb(show, qtbot):
    picture = show(Picture("Your picture"), 110, 130)
    assert not enter(picture, files("/a.png")).isAccepted()
    picture.set_verb("Encode this picture")
    assert enter(picture, files("/a.png")).isAccepted()
    picture.grab()
    with qtbot.waitSignal(picture.dropped) as told:
        drop(picture, files("/a.png"))
    assert told.args == [["/a.png"]]
    assert not enter(picture, QMimeData()).isAccepted()


@pytest.mark.parametrize("height", [60, 110])
def test_a_drop_target_says_what_a_drop_will_do(show, qtbot, height):
    target = show(DropTarget("image", "Drop a folder", "or click", "Train on this folder"), 260, height)
    assert written_in(target) == ["Drop a folder", "or click"]
    assert enter(target, files("/home/me/my-faces", "/b")).isAccepted()
    assert written_in(target) == ["Train on this folder", "my-faces and 1 more"]
    QApplication.sendEvent(target, QDragLeaveEvent())
    assert written_in(target) == ["Drop a folder", "or click"]
    enter(target, files("/home/me/my-faces"))
    with qtbot.waitSignal(target.dropped) as told:
        drop(target, files("/home/me/my-faces"))
    assert told.args == [["/home/me/my-faces"]]
    assert written_in(target) == ["Drop a folder", "or click"]
    text = QMimeData()
    text.setText("no file")
    assert not enter(target, text).isAccepted()


def test_a_drop_target_is_a_button_too(show, qtbot, shout):
    target = show(DropTarget("image", "Drop a picture", "or click"), 260, 60)
    with qtbot.waitSignal(target.clicked):
        QTest.mouseClick(target, LEFT)
    with qtbot.waitSignal(target.clicked):
        QTest.keyClick(target, Qt.Key.Key_Space)
    shout(target)
    assert written_in(target) == ["DROP A PICTURE", "OR CLICK"]
    target.set_words("Drop a text", "", "Read it")
    assert target.accessibleName() == "DROP A TEXT"


def test_segments_choose_by_mouse_and_arrows(show, shout):
    segmented = show(Segmented([("gap", "Gap"), ("paper", "Paper"), ("third", "Third")]), 300, 30)
    segmented.setObjectName("gan.mode")
    said: list[str] = []
    segmented.chosen.connect(said.append)
    assert segmented.current() == "gap"
    segmented.set_current("third")
    assert said == []
    paper = segmented.findChild(QPushButton, "gan.mode.paper")
    QTest.mouseClick(paper, LEFT)
    QTest.keyClick(paper, Qt.Key.Key_Left)
    assert (said, segmented.current()) == (["paper", "gap"], "gap")
    with pytest.raises(KeyError):
        segmented.set_current("nobody")
    segmented.set_choice_enabled("paper", False)
    before = paper.sizeHint().width()
    shout(segmented)
    assert paper.text() == "PAPER"
    assert paper.sizeHint().width() > before


@pytest.mark.parametrize("chosen", ["a", "b"])
def test_segments_are_never_narrower_than_their_text(show, chosen):
    segmented = show(Segmented([("a", "Directions"), ("b", "Coordinates, which is long")]), 40, 30)
    segmented.set_current(chosen)
    segmented.adjustSize()
    for button in segmented.findChildren(QPushButton):
        button.ensurePolished()
        assert button.width() >= button.fontMetrics().horizontalAdvance(button.text()) + 8


def test_a_switch_switches(show):
    switch = show(Switch("O-GAN encoder"), 40, 24)
    off = switch.grab().toImage()
    QTest.mouseClick(switch, LEFT)
    assert switch.isChecked()
    assert switch.grab().toImage() != off
    QTest.keyClick(switch, Qt.Key.Key_Space)
    assert not switch.isChecked()


def test_a_combo_keeps_its_choice_and_says_a_suffix(show, shout):
    combo = show(Combo("Preset", "bookmark-simple"), 200, 30)
    said: list[str] = []
    combo.chosen.connect(said.append)
    combo.set_choices([("a", "Apple", "why a"), ("b", "Banana", "why b")])
    combo.set_key("b")
    combo.set_choices([("b", "Banana", ""), ("c", "Cherry", "")])
    assert combo.key() == "b"
    combo.set_suffix(", edited")
    assert combo.shown_text() == "Banana, edited"
    shout(combo)
    assert combo.shown_text() == "BANANA, EDITED"
    combo.grab()
    combo.set_choices([])
    assert (combo.key(), said) == ("", [])
    combo.grab()


@pytest.mark.qt_log_ignore("This plugin does not support", extend=True)  # pop-ups, offscreen
def test_a_combo_shows_why_one_would_choose(show, qtbot):
    combo = show(Combo("Preset"), 120, 30)
    combo.set_choices([("a", "Apple", "because it is an apple, and that is a reason"), ("b", "Banana", "")])
    combo.showPopup()
    assert combo.view().width() > combo.width()
    combo.view().viewport().grab()
    combo.hidePopup()


def test_the_wheel_does_not_change_a_combo_one_scrolls_past(show):
    combo = show(Combo("Preset"), 120, 30)
    combo.set_choices([("a", "A"), ("b", "B")])
    combo.clearFocus()
    event = QWheelEvent(QPointF(9, 9), QPointF(9, 9), QPoint(), QPoint(0, -120), Qt.MouseButton.NoButton, NONE,
                        Qt.ScrollPhase.NoScrollPhase, False)  # fmt: skip
    event.ignore()
    QApplication.sendEvent(combo, event)
    assert combo.key() == "a"
    assert not event.isAccepted()
