"""The palette and its pair: order, hits, badges, keys, and that it is cheap."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QColor
from PySide6.QtTest import QTest

from tests.widgets.conftest import calls, tip_at
from widgets.codes.pair import CodePair
from widgets.codes.palette import CodePalette
from widgets.codes.palette_sheet import Sheet
from widgets.look import tokens

LEFT, RIGHT, NONE = Qt.MouseButton.LeftButton, Qt.MouseButton.RightButton, Qt.KeyboardModifier.NoModifier
K = Qt.Key


def book(count: int, seed: int = 0) -> tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray]:
    """Every code in its own flat grey, in a random order."""
    draw = np.random.default_rng(seed)
    thumbs = np.broadcast_to(
        (np.arange(count) % 200 + 30).astype(np.uint8)[:, None, None, None], (count, 4, 4, 3)
    )
    usage, dead = draw.random(count), np.zeros(count, bool)
    return thumbs, draw.permutation(count), usage / usage.sum(), dead


@pytest.fixture
def palette(show) -> CodePalette:
    palette = CodePalette("No codebook yet")
    palette.set_codes(*book(60))
    return show(palette, 376, 400)


@given(st.integers(1, 1300), st.integers(150, 900), st.sampled_from([1.0, 1.25, 2.0, 3.0]))
@settings(max_examples=100)
def test_hits_are_exact(count: int, width: int, ratio: float):
    sheet = Sheet.of(count, round(width * ratio), ratio)
    assert sheet.cols**2 >= count > (sheet.cols - 1) ** 2
    for place in (0, count // 2, count - 1):
        x, y, side = sheet.cell(place)
        assert side >= 1
        assert x + side <= round(width * ratio)
        assert y + side <= sheet.height
        for px, py in ((x, y), (x + side - 1, y + side - 1), (x + side // 2, y)):
            assert sheet.at(px, py) == place
        assert sheet.at(x + sheet.pitch, y) != place
        assert sheet.at(x, y - sheet.pitch) != place
    assert sheet.at(-1, 5) == sheet.at(5, sheet.height + sheet.pitch) == -1


def test_codes_stand_in_the_order_given(palette: CodePalette):
    order, image = book(60)[1], palette.grab().toImage()
    for place in (0, 7, 31, 59):
        code = int(order[place])
        if code in (palette.front(), palette.back()):
            continue
        rect = palette.code_rect(code)
        assert palette.code_at(rect.topLeft()) == palette.code_at(rect.bottomRight()) == code
        assert image.pixelColor(rect.center()) == QColor(code + 30, code + 30, code + 30)
        row, col = divmod(place, 8)
        assert (rect.top() // 46, rect.left() // 46) == (row, col)
    assert palette.code_at(QPoint(375, 375)) == -1
    assert palette.code_rect(60).isEmpty()


def test_left_is_front_and_right_is_back(palette: CodePalette):
    said: list[tuple[str, int]] = []
    palette.chosen.connect(lambda code: said.append(("front", code)))
    palette.back_chosen.connect(lambda code: said.append(("back", code)))
    QTest.mouseClick(palette, LEFT, NONE, palette.code_rect(17).center())
    QTest.mouseClick(palette, RIGHT, NONE, palette.code_rect(23).center())
    assert said == [("front", 17), ("back", 23)]
    assert (palette.front(), palette.back()) == (17, 23)
    palette.swap()
    assert (palette.front(), palette.back()) == (23, 17)
    palette.set_front(999)
    assert palette.front() == 23
    assert said[2:] == [("front", 23), ("back", 17)]


def test_front_and_back_wear_frames(palette: CodePalette):
    palette.set_front(12)
    palette.set_back(40)
    image, t = palette.grab().toImage(), tokens.current()
    for code, colour in ((12, t.accent), (40, t.text)):
        rect = palette.code_rect(code)
        assert image.pixelColor(rect.left() - 1, rect.center().y()) == QColor(colour)


def test_stepping_follows_the_sheet_round_the_end(palette: CodePalette):
    order = book(60)[1]
    palette.set_front(int(order[58]))
    found = []
    palette.chosen.connect(found.append)
    for by in (1, 1, -1, -1):
        palette.step(by)
    assert found == [int(order[place]) for place in (59, 0, 59, 58)]


def test_arrows_walk_and_enter_chooses(palette: CodePalette):
    order, said = book(60)[1], []
    palette.chosen.connect(lambda code: said.append(("front", code)))
    palette.back_chosen.connect(lambda code: said.append(("back", code)))
    palette.set_front(int(order[0]))
    for key in (K.Key_Up, K.Key_Left, K.Key_Right, K.Key_Down):
        QTest.keyClick(palette, key)
    assert palette.accessibleDescription().startswith(f"code {order[9]}, used ")
    QTest.keyClick(palette, K.Key_Return)
    QTest.keyClick(palette, K.Key_End)
    QTest.keyClick(palette, K.Key_Down)
    QTest.keyClick(palette, K.Key_Enter, Qt.KeyboardModifier.ControlModifier)
    QTest.keyClick(palette, K.Key_Home)
    QTest.keyClick(palette, K.Key_Return)
    assert said == [("front", int(order[9])), ("back", int(order[59])), ("front", int(order[0]))]


def test_hover_tells_each_code_once_and_the_tooltip_its_use(palette: CodePalette):
    said: list[int] = []
    palette.hovered.connect(said.append)
    for code in (5, 5, 9):
        QTest.mouseMove(palette, palette.code_rect(code).center())
    QTest.mouseMove(palette, QPoint(375, 375))
    assert said == [5, 9, -1]
    thumbs, order, usage, dead = book(60)
    usage[17], dead[17] = 0.032, True
    palette.set_codes(thumbs, order, usage, dead)
    place = palette.code_rect(17).center()
    assert tip_at(palette, place) == "code 17, used 3.2 %, dead"


def test_dead_and_unmarked_codes_are_dimmed_and_dead_ones_struck_through(palette: CodePalette):
    thumbs, order, usage, dead = book(60)
    dead[50] = True
    before = palette.grab().toImage()
    palette.set_codes(thumbs, order, usage, dead)
    rect, t = palette.code_rect(50), tokens.current()
    image = palette.grab().toImage()
    assert image.pixelColor(rect.left() + 2, rect.center().y()).red() < 80 - 20
    assert image.pixelColor(rect.right() - 3, rect.top() + 3) == QColor(t.text2)
    palette.set_marked([3, 44])
    image = palette.grab().toImage()
    for code in (3, 44):
        assert image.pixelColor(palette.code_rect(code).center()).red() == code + 30
    assert image.pixelColor(palette.code_rect(45).center()).red() < 75 - 20
    palette.set_marked([])
    palette.set_codes(*book(60))
    assert palette.grab().toImage() == before


def test_it_is_as_high_as_its_codes_need(show):
    palette = show(CodePalette(), 376, 100)
    for count, rows in ((256, 16), (1296, 36), (3, 2)):
        palette.set_codes(*book(count))
        assert palette.height() == rows * (372 // int(np.ceil(count**0.5))) + 4
    palette.resize(300, palette.height())
    assert palette.height() == 2 * (296 // 2) + 4


def test_another_codebook_keeps_front_and_back_in_range(palette: CodePalette):
    palette.set_front(59)
    palette.set_back(58)
    palette.set_marked([59])
    palette.set_codes(*book(16))
    assert (palette.front(), palette.back()) == (15, 15)
    palette.grab()


def test_what_does_not_fit_together_is_refused(palette: CodePalette):
    thumbs, order, usage, dead = book(60)
    for wrong in ((thumbs[:9], order, usage, dead), (thumbs, order * 0, usage, dead), (thumbs.astype(float), order, usage, dead),
                  (thumbs, order, usage[:3], dead), (thumbs[:0], order[:0], usage[:0], dead[:0])):  # fmt: skip
        with pytest.raises(ValueError):
            palette.set_codes(*wrong)
    assert palette.count() == 60


def test_before_the_first_codebook(show, shout):
    palette = show(CodePalette("No codebook yet"))
    before = palette.grab().toImage()
    QTest.mouseClick(palette, LEFT)
    QTest.keyClick(palette, K.Key_Return)
    palette.step(1)
    shout(palette)
    assert palette.grab().toImage() != before
    assert palette.accessibleName() == "CODEBOOK"


def test_painting_does_the_same_for_36_codes_and_for_1296(show):
    """Choosing a code paints the kept sheet and a frame, not every thumbnail."""
    found = []
    for K in (36, 1296):
        palette = show(CodePalette(), 376, 400)
        palette.set_codes(*book(K))
        palette.repaint()
        palette.set_front(5)
        found.append(calls(palette.repaint))
    assert found[0] == found[1]


def test_the_pair_shows_both_and_asks_to_swap(show, qtbot):
    pair = show(CodePair(), 300, 62)
    pair.set_pair(np.full((4, 4, 3), 70, np.uint8), np.full((4, 4, 1), 200, np.uint8), (3, 9), 0.018)
    image = pair.grab().toImage()
    assert image.pixelColor(20, 20).red() == 70
    assert image.pixelColor(65, 50).red() == 200
    assert pair.accessibleDescription() == "front code 3, back code 9"
    with qtbot.waitSignal(pair.clicked):
        QTest.keyClick(pair, K.Key_Space)
