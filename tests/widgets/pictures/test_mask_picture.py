"""A mask brushed over a picture: by mouse, keys and tools; what is told and seen."""

from __future__ import annotations

import numpy as np
import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QKeyEvent, QMouseEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QPushButton

from tests.widgets.conftest import written_in
from widgets.controls.slider import Slider
from widgets.look import style, tokens
from widgets.pictures.brush_tools import BrushTools
from widgets.pictures.demo_faces import face
from widgets.pictures.mask_picture import MaskPicture, edges, runs

B, K, M = Qt.MouseButton, Qt.Key, Qt.KeyboardModifier
LEFT, RIGHT = B.LeftButton, B.RightButton


@pytest.fixture
def picture(show) -> MaskPicture:
    picture = MaskPicture("No picture yet")
    picture.set_picture(face(16))
    picture.set_brush(size=1)
    return show(picture, 172, 172)  # ten px a pixel


@pytest.fixture
def told(picture: MaskPicture) -> list[np.ndarray]:
    found: list[np.ndarray] = []
    picture.committed.connect(found.append)
    return found


def at(picture: MaskPicture, col: int, row: int) -> QPoint:
    return picture.place_of(col + 0.5, row + 0.5).toPoint()


def drag(picture: MaskPicture, button: Qt.MouseButton, *cells: tuple[int, int]) -> None:
    QTest.mousePress(picture, button, M.NoModifier, at(picture, *cells[0]))
    for cell in cells[1:]:
        place = QPointF(at(picture, *cell))
        event = QMouseEvent(QEvent.Type.MouseMove, place, place, B.NoButton, button, M.NoModifier)
        QApplication.sendEvent(picture, event)
    QTest.mouseRelease(picture, button, M.NoModifier, at(picture, *cells[-1]))


def test_a_stroke_masks_the_pixels_under_it_and_the_right_button_frees_them(picture, told):
    changes = []
    picture.changed.connect(changes.append)
    drag(picture, LEFT, (2, 3), (6, 3))
    wanted = np.zeros((16, 16), bool)
    wanted[3, 2:7] = True
    assert np.array_equal(picture.masked(), wanted)
    assert len(changes) == 2
    assert [mask.dtype for mask in told] == [np.dtype(bool)]
    assert np.array_equal(told[0], wanted)
    drag(picture, RIGHT, (4, 3))
    assert not picture.masked()[3, 4]
    assert picture.masked().sum() == 4


def test_acts_are_taken_back_and_done_again(picture, told):
    drag(picture, LEFT, (1, 1))
    drag(picture, LEFT, (9, 9))
    picture.clear()
    assert not picture.masked().any()
    for left in (2, 1, 0):
        QTest.keyClick(picture, K.Key_Z, M.ControlModifier)
        assert picture.masked().sum() == left
    assert not picture.can_undo()
    picture.redo()
    assert picture.masked().sum() == 1
    assert [int(mask.sum()) for mask in told] == [1, 2, 0, 2, 1, 0, 1]
    picture.clear()
    picture.clear()  # nothing is left to clear
    assert len(told) == 8


def test_a_stroke_that_changes_nothing_is_none(picture, told):
    picture.set_masked(np.ones((16, 16), bool))
    drag(picture, LEFT, (3, 3), (8, 8))
    assert told == []
    assert not picture.can_undo()


def test_keys_lead_the_brush_and_ink_while_held(picture, told):
    for _ in range(3):
        QTest.keyClick(picture, K.Key_Left)
    QTest.keyPress(picture, K.Key_Space)
    QTest.keyClick(picture, K.Key_Down)
    QTest.keyClick(picture, K.Key_Right)
    QTest.keyRelease(picture, K.Key_Space)
    QTest.keyClick(picture, K.Key_Up)
    wanted = np.zeros((16, 16), bool)
    wanted[8, 5] = wanted[9, 5] = wanted[9, 6] = True
    assert np.array_equal(picture.masked(), wanted)
    assert len(told) == 1
    QTest.keyClick(picture, K.Key_E)
    assert picture.brush().erase
    QTest.keyClick(picture, K.Key_Down)
    QTest.keyClick(picture, K.Key_Return)
    assert picture.masked().sum() == 2
    QTest.keyClick(picture, K.Key_B)
    QTest.keyClick(picture, K.Key_BracketRight)
    assert not picture.brush().erase
    assert picture.brush().size > 1
    for _ in range(30):
        QTest.keyClick(picture, K.Key_BracketRight)
    assert picture.brush().size == picture.largest() == 8
    QTest.keyClick(picture, K.Key_S)
    assert not picture.brush().soft  # a mask is or is not
    QTest.keyClick(picture, K.Key_Delete)
    assert not picture.masked().any()
    for key, held, ours in ((K.Key_Z, M.ControlModifier, True), (K.Key_Space, M.NoModifier, True), (K.Key_S, M.ControlModifier, False)):  # fmt: skip
        override = QKeyEvent(QEvent.Type.ShortcutOverride, key, held)
        override.ignore()
        QApplication.sendEvent(picture, override)
        assert override.isAccepted() == ours


def test_a_mask_hides_what_it_covers(picture):
    bare = picture.grab().toImage()
    mask = np.zeros((16, 16), bool)
    mask[4:8, 4:12] = True
    picture.set_masked(mask)
    shown = picture.grab().toImage()
    inside, outside = picture.place_of(8, 6).toPoint(), picture.place_of(8, 14).toPoint()
    assert shown.pixelColor(outside) == bare.pixelColor(outside)
    hidden = {shown.pixelColor(x, y).name() for x in range(inside.x() - 15, inside.x() + 15) for y in range(inside.y() - 15, inside.y() + 15)}  # fmt: skip
    assert tokens.current().field.lower() in hidden
    assert bare.pixelColor(inside).name() not in hidden  # opaque
    edge = picture.place_of(8, 8)
    rim = [shown.pixelColor(round(edge.x()), round(edge.y()) + by).name() for by in (-1, 0, 1)]
    assert tokens.current().text.lower() in rim


def test_it_says_how_much_is_masked(picture, shout):
    assert picture.accessibleName() == "Mask over the picture"
    assert picture.accessibleDescription() == "nothing masked"
    mask = np.zeros((16, 16), bool)
    mask[:4] = True
    picture.set_masked(mask)
    assert picture.accessibleDescription() == "25 % masked"
    picture.set_masked(np.ones((16, 16), bool))
    assert picture.words() == "all masked: nothing known is left"
    shout(picture)
    assert picture.accessibleDescription() == "ALL MASKED: NOTHING KNOWN IS LEFT"


def test_a_mask_stays_over_the_next_picture_of_the_same_size(picture):
    drag(picture, LEFT, (3, 3))
    picture.set_picture(face(16, 2))
    assert picture.masked().sum() == 1
    assert picture.can_undo()
    picture.set_picture(face(32))
    assert picture.masked().shape == (32, 32)
    assert not picture.masked().any()
    assert not picture.can_undo()
    picture.set_picture(None)
    assert "No picture yet" in written_in(picture)
    QTest.mouseClick(picture, LEFT, M.NoModifier, QPoint(50, 50))
    QTest.keyClick(picture, K.Key_Space)
    assert not picture.can_undo()


def test_what_fits_no_picture_is_refused(picture):
    drag(picture, LEFT, (3, 3))
    for wrong in (np.zeros((8, 8), bool), np.zeros((16, 16)), np.full((16, 16), np.nan)):
        with pytest.raises(ValueError):
            picture.set_masked(wrong)
    with pytest.raises(ValueError):
        picture.set_picture(np.zeros((16, 16, 3)))
    assert picture.masked().sum() == 1
    with pytest.raises(ValueError):
        MaskPicture().set_masked(np.zeros((1, 1), bool))


def test_runs_and_edges_are_exact():
    mask = np.array([(0, 1, 1, 0, 1), (0, 1, 0, 0, 0)], bool)
    assert runs(mask) == [(0, 1, 3), (0, 4, 5), (1, 1, 2)]
    found = set(edges(mask))
    assert found == {
        ((1, 0), (3, 0)), ((4, 0), (5, 0)), ((2, 1), (3, 1)), ((4, 1), (5, 1)), ((1, 2), (2, 2)),
        ((1, 0), (1, 2)), ((2, 1), (2, 2)), ((3, 0), (3, 1)), ((4, 0), (4, 1)), ((5, 0), (5, 1)),
    }  # fmt: skip
    assert edges(np.zeros((3, 3), bool)) == []


def test_many_strokes_remember_only_so_much(picture):
    picture.set_picture(np.zeros((512, 512), np.uint8))
    picture.set_brush(size=200)
    for step in range(120):
        drag(picture, LEFT if step % 2 else RIGHT, (0, 0), (511, 511))
        drag(picture, LEFT, (step, 3))
    assert 0 < picture.history_bytes() <= 16 << 20


@pytest.mark.parametrize("size", [(1, 1), (12, 300), (300, 12), (64, 64)])
def test_it_paints_at_any_size(picture, size: tuple[int, int]):
    drag(picture, LEFT, (3, 3), (9, 9))
    picture.resize(*size)
    picture.grab()
    QTest.mouseClick(picture, LEFT, M.NoModifier, QPoint(0, 0))


# its tools


@pytest.fixture
def tools(picture: MaskPicture, show) -> BrushTools:
    tools = BrushTools(picture)
    tools.setObjectName("lab.mask.tools")
    return show(tools, 264, 70)


def part(tools: BrushTools, name: str) -> QPushButton:
    return tools.findChild(QPushButton, f"lab.mask.tools.{name}")


def test_tools_lead_the_canvas_and_follow_it(picture, tools, told):
    assert not part(tools, "undo").isEnabled()
    QTest.mouseClick(part(tools, "brush.erase"), LEFT)
    assert picture.brush().erase
    picture.set_brush(erase=False)
    assert part(tools, "brush.ink").isChecked()
    drag(picture, LEFT, (3, 3))
    assert part(tools, "undo").isEnabled()
    QTest.mouseClick(part(tools, "undo"), LEFT)
    assert not picture.masked().any()
    QTest.mouseClick(part(tools, "redo"), LEFT)
    assert picture.masked().sum() == 1
    QTest.mouseClick(part(tools, "clear"), LEFT)
    assert not picture.masked().any()
    size = tools.findChild(Slider, "lab.mask.tools.size")
    QTest.keyClick(size, K.Key_End)
    assert picture.brush().size == 8
    picture.set_picture(face(64))
    QTest.keyClick(size, K.Key_End)
    assert picture.brush().size == 32  # a larger picture, a larger brush


def test_tools_fit_a_narrow_inspector_also_with_large_letters(picture, monkeypatch, qapp):
    assert BrushTools(picture).minimumSizeHint().width() <= 280
    for role, points in style.POINTS.items():
        monkeypatch.setitem(style.POINTS, role, 2 * points)
    try:
        style.stage(qapp)
        assert BrushTools(picture).minimumSizeHint().width() <= 400
    finally:
        monkeypatch.undo()
        style.stage(qapp)
