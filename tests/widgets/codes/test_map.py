"""The codebook on a plane, and its usage as bars."""

from __future__ import annotations

import math

import numpy as np
import pytest
from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtGui import QColor
from PySide6.QtTest import QTest

from widgets.codes.map import CodeMap
from widgets.codes.usage_bars import UsageBars, perplexity
from widgets.look import tokens

LEFT, NONE, K = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, Qt.Key
PLACES = np.array([(-1, -1), (1, -1), (-1, 1), (1, 1), (0, 0.2)], float)


@pytest.fixture
def plane(show) -> CodeMap:
    plane = CodeMap("No codebook yet")
    plane.set_points(PLACES, np.array([0.1, 0.2, 0.3, 0.4, 0.0]), np.arange(5) == 4)
    return show(plane, 400, 300)


def test_the_plane_keeps_its_proportions_and_points_up(plane: CodeMap):
    assert (plane.place(3) - plane.place(2)).x() == (plane.place(0) - plane.place(2)).y() == 224
    assert plane.place(2).y() < plane.place(0).y()
    assert plane.place(4).x() == 200


@pytest.mark.parametrize("thumbs", [None, np.full((5, 4, 4, 3), 77, np.uint8)])
def test_codes_are_where_they_are_hit_and_the_dead_are_hollow(plane: CodeMap, thumbs):
    plane.set_points(PLACES * 3, np.array([0.1, 0.2, 0.3, 0.4, 0.0]), np.arange(5) == 4, thumbs)
    image, stage = plane.grab().toImage(), QColor(tokens.current().stage)
    for code in range(5):
        at = plane.place(code).toPoint()
        assert plane.code_at(at) == plane.code_at(at + QPoint(5, 5)) == code
        hollow = image.pixelColor(at) == stage if thumbs is None else image.pixelColor(at).red() < 60
        assert hollow is (code == 4)
    assert plane.code_at(QPoint(200, 5)) == -1


def test_hover_click_and_the_newest_points(plane: CodeMap):
    hovered, chosen = [], []
    plane.hovered.connect(hovered.append)
    plane.chosen.connect(chosen.append)
    for at in (plane.place(1), plane.place(2), plane.place(2)):
        QTest.mouseMove(plane, at.toPoint())
    QTest.mouseClick(plane, LEFT, NONE, plane.place(2).toPoint())
    QTest.mouseClick(plane, LEFT, NONE, QPoint(200, 5))
    QTest.mouseMove(plane, QPoint(200, 5))
    assert (hovered, chosen, plane.current()) == ([1, 2, -1], [2], 2)
    before = plane.grab().toImage()
    plane.set_points(PLACES[::-1] * 0.5, np.full(5, 0.2), np.zeros(5, bool))
    assert plane.current() == 2
    assert plane.grab().toImage() != before
    assert plane.place(1).x() == pytest.approx(200 + 56)
    plane.set_points(PLACES[:3], np.full(3, 0.2), np.zeros(3, bool))
    assert plane.current() == -1


def test_arrows_go_to_the_nearest_in_their_direction(plane: CodeMap):
    chosen = []
    plane.chosen.connect(chosen.append)
    plane.set_current(0)
    for key in (K.Key_Up, K.Key_Up, K.Key_Right, K.Key_Return):
        QTest.keyClick(plane, key)
    QTest.keyClick(plane, K.Key_Down)
    QTest.keyClick(plane, K.Key_Left)
    QTest.keyClick(plane, K.Key_Return)
    assert chosen[0] in (3, 4)
    assert plane.accessibleDescription().startswith("code ")
    QTest.mouseMove(plane, plane.place(2).toPoint())
    QTest.keyClick(plane, K.Key_Up)  # there is none above
    QTest.keyClick(plane, K.Key_Return)
    assert chosen[-1] == 2


def test_what_does_not_fit_together_is_refused_and_no_number_is_the_middle(plane: CodeMap):
    for places, usage, thumbs in (
        (PLACES[:4], np.ones(5), None),
        (PLACES, np.ones(4), None),
        (PLACES, np.ones(5), np.zeros((2, 4, 4, 3), np.uint8)),
    ):
        with pytest.raises(ValueError):
            plane.set_points(places, usage, np.zeros(5, bool), thumbs)
    plane.set_points(np.full((5, 2), np.nan), np.ones(5), np.zeros(5, bool))
    assert (plane.place(0).x(), plane.place(0).y()) == (200, 136)
    plane.grab()


def test_before_the_first_points(show, shout):
    plane, bars = show(CodeMap("No codebook yet")), show(UsageBars("No codebook yet"))
    pictures = [widget.grab().toImage() for widget in (plane, bars)]
    for widget, before in zip((plane, bars), pictures, strict=True):
        QTest.mouseClick(widget, LEFT)
        QTest.keyClick(widget, K.Key_Return)
        shout(widget)
        assert widget.grab().toImage() != before


def test_perplexity():
    assert perplexity(np.eye(9)[0]) == 1
    assert perplexity(np.full(16, 3.0)) == pytest.approx(16)
    assert perplexity(np.zeros(4)) == 0
    assert perplexity(np.array([1.0, 1, 2])) == pytest.approx(math.exp(1.5 * math.log(2)))


def test_bars_are_sorted_logarithmic_and_tell_the_figures(show):
    bars = show(UsageBars(), 452, 132)
    usage = np.array([0.0, 10, 1000, 100])
    bars.set_usage(usage)
    assert bars.accessibleDescription() == bars.words() == "3 of 4 used   perplexity 1"
    room, image, t = QRect(52, 24, 400, 104), bars.grab().toImage(), tokens.current()
    step, heights = room.width() // 4, []
    for at in range(4):
        x = room.left() + at * step + step // 2
        heights.append(sum(image.pixelColor(x, y) == QColor(t.accent) for y in range(bars.height())))
        assert bars.code_at(QPoint(x, 80)) == [2, 3, 1, 0][at]
    assert heights[3] == 0
    assert heights[0] - heights[1] == pytest.approx(heights[1] - heights[2], abs=1)  # a decade each
    assert image.pixelColor(room.left() + 3 * step + 9, room.bottom() + 2) == QColor(t.warn)
    assert bars.code_at(QPoint(3, 80)) == -1
    bars.set_usage(usage, np.zeros(4, bool), 187.4)
    assert bars.words() == "3 of 4 used   perplexity 187"  # not dead, and still not used
    bars.set_usage(np.zeros(4))
    bars.grab()


def test_hover_tells_the_code_of_a_bar(show):
    bars, said = show(UsageBars(), 452, 132), []
    bars.hovered.connect(said.append)
    bars.set_usage(np.array([1.0, 3, 2]))
    for x in (60, 200, 201, 440, 5):
        QTest.mouseMove(bars, QPoint(x, 90))
    assert said == [1, 2, 0, -1]
