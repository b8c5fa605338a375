"""Tree, bars and map in one stack: shared columns, one lit gap; and bars and map by themselves."""

from __future__ import annotations

import numpy as np
import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QColor, QImage
from PySide6.QtTest import QTest

from widgets.look import ramp, tokens
from widgets.trees.distance_bars import DistanceBars, brief
from widgets.trees.gate_map import GateMap
from widgets.trees.parse_stack import ParseStack
from widgets.trees.samples import DISTANCES, ENGLISH, english, gates, long, split


@pytest.fixture
def stack(show) -> ParseStack:
    made = ParseStack()
    words, tree, right, wrong, missed = english()
    made.tree.set_sentence(words, tree)
    made.tree.set_marks(right, wrong, missed)
    made.distances.set_distances(DISTANCES)
    made.gates.set_gates(gates(DISTANCES), "Forget gate")
    return show(made, 880, 530)


def fill(stack: ParseStack, number: int) -> None:
    words, tree, distances = long(number) if number else ((), None, np.zeros(0))
    stack.tree.set_sentence(words, tree)
    stack.distances.set_distances(distances)
    stack.gates.set_gates(gates(distances) if number else np.zeros((0, 16)))


def gaps(stack: ParseStack) -> list[int]:
    return [view.gap() for view in stack.views()]


def test_hover_in_any_view_lights_all_three(stack):
    edges = stack.columns.edges()
    x = round(edges[7])
    QTest.mouseMove(stack.distances, QPoint(x + 4, 30))
    assert gaps(stack) == [7, 7, 7]
    assert stack.tree.caption() == "split 0.96, in gold too"
    QTest.mouseMove(stack.distances, QPoint(x + 4, -20))
    stack.distances.leaveEvent(None)
    assert gaps(stack) == [-1, -1, -1]
    QTest.mouseMove(stack.gates, QPoint(round(stack.columns.centres()[3]), 20))
    assert gaps(stack) == [3, 3, 3]  # the distance of a word is that before it
    QTest.mouseMove(stack.tree, QPoint(round(edges[5]) + 2, stack.tree.height() - 10))
    assert gaps(stack) == [5, 5, 5]
    QTest.keyClick(stack.tree, Qt.Key.Key_End)
    assert gaps(stack) == [11, 11, 11]


def test_the_lit_gap_is_one_line_through_all(stack):
    stack.light(7)
    x, accent = round(float(stack.columns.edges()[7])), QColor(tokens.current().accent)
    picture = stack.grab().toImage()
    bars = stack.distances.geometry()
    assert picture.pixelColor(x, bars.bottom() - 22) == accent
    text = QColor(tokens.current().text)
    for box in (stack.tree.geometry(), stack.gates.geometry()):
        rows = range(max(box.top(), box.bottom() - 24), box.bottom() - 8)
        assert any(picture.pixelColor(x, y) == text for y in rows)


def test_columns_are_the_same_in_all_and_scroll_together(stack):
    assert stack.tree.columns is stack.distances.columns is stack.gates.columns
    assert len({view.width() for view in stack.views()}) == 1
    assert not stack.scroll_bar.isVisible()
    fill(stack, 200)
    assert stack.scroll_bar.isVisible()
    assert stack.scroll_bar.maximum() == round(stack.columns.longest)
    stack.scroll_bar.setValue(777)
    assert stack.columns.offset == 777
    stack.columns.pan(100)
    assert stack.scroll_bar.value() == 877
    stack.columns.fit()
    assert not stack.scroll_bar.isVisible()
    fill(stack, 12)
    assert stack.columns.zoom == 1


@pytest.mark.parametrize("number", [0, 1, 2, 200])
def test_any_length(stack, number):
    fill(stack, number)
    for view in stack.views():
        view.grab()
        for x in range(10, 880, 145):
            QTest.mouseMove(view, QPoint(x, 20))
    stack.columns.fit()
    stack.grab()
    assert stack.distances.isHidden() is (number == 0)


def test_where_there_is_little_height_the_map_folds_first(stack):
    for height, shown in (
        (530, (True, True)),
        (340, (True, True)),
        (260, (True, False)),
        (180, (False, False)),
    ):
        stack.resize(620, height)
        assert (stack.distances.isVisible(), stack.gates.isVisible()) == shown
        assert stack.tree.height() >= 120
    stack.resize(620, 530)
    assert stack.gates.isVisible()


def test_values_of_another_sentence_do_no_harm(stack):
    """Words, distances and gates are set one after the other."""
    stack.tree.set_sentence(ENGLISH[:3], split(DISTANCES[:3]))
    stack.grab()
    fill(stack, 12)
    stack.distances.set_distances(DISTANCES[:4])
    stack.gates.set_gates(gates(DISTANCES[:4]))
    stack.grab()
    QTest.mouseMove(stack.gates, QPoint(round(stack.columns.centres()[9]), 20))
    QTest.mouseMove(stack.distances, QPoint(round(stack.columns.edges()[9]), 20))
    stack.grab()


def test_object_names_and_languages(stack, shout):
    assert stack.tree.accessibleName() == "Tree of the sentence"
    shout(stack)
    assert stack.gates.accessibleName() == "FORGET GATE"
    stack.grab()


# the bars


def painted(picture: QImage, x: int, ys: range) -> list[int]:
    """The rows of a column of pixels where something stands on the ground."""
    ground = QColor(tokens.current().stage)
    return [y for y in ys if picture.pixelColor(x, y) != ground]


def bar(bars: DistanceBars, gap: int) -> list[int]:
    """The rows that the bar of a gap fills above its foot."""
    return painted(bars.grab().toImage(), round(float(bars.columns.edges()[gap])), range(FOOT))


FOOT = 70 - 18  # where bars stand


@pytest.fixture
def bars(show) -> DistanceBars:
    made = DistanceBars()
    made.columns.set_words(ENGLISH)
    made.set_distances(DISTANCES)
    return show(made, 880, 70)


def test_figures():
    assert [brief(value) for value in (0.38, 0.0, 1.0, 0.999, 1.25)] == [".38", ".00", "1.0", "1.0", "1.25"]


def test_a_bar_is_as_high_as_its_distance_and_stands_at_its_border(bars):
    edges, room = bars.columns.edges(), FOOT - 6
    picture, ground = bars.grab().toImage(), QColor(tokens.current().stage)
    for gap in range(1, 12):
        high = max(1, round(room * DISTANCES[gap]))
        assert bar(bars, gap) == list(range(FOOT - high, FOOT))
        beside = range(round(edges[gap]) - 16, round(edges[gap]) + 17)
        wide = [x for x in beside if picture.pixelColor(x, FOOT - 3) != ground]
        assert len(wide) == 22
        assert (wide[0] + wide[-1] + 1) / 2 == pytest.approx(edges[gap], abs=1)
        assert bars.figure(gap) == brief(DISTANCES[gap])
    assert bars.figure(0) == ""
    bars.set_distances(DISTANCES, first_counts=True)
    assert bars.figure(0) == ".30"
    told = []
    bars.hovered_gap.connect(told.append)
    QTest.mouseMove(bars, QPoint(round(edges[0]) + 3, 20))
    assert told == [0]


def test_the_lit_bar_stands_out_and_odd_numbers_do_no_harm(bars):
    x, accent = round(float(bars.columns.edges()[7])), QColor(tokens.current().accent)
    middle = bar(bars, 7)[len(bar(bars, 7)) // 2]
    assert bars.grab().toImage().pixelColor(x, middle) != accent
    bars.set_hovered_gap(7)
    assert bars.grab().toImage().pixelColor(x, middle) == accent
    bars.set_hovered_gap(-1)
    bars.set_distances(np.array([np.nan, -1, np.inf, 3, 0.5]))
    bars.grab()
    assert bar(bars, 3) == list(range(6, FOOT))
    assert bars.figure(11) == ""


# the map


@pytest.fixture
def plane(show) -> GateMap:
    made = GateMap()
    made.columns.set_words(ENGLISH)
    values = np.zeros((12, 4))
    values[:, 3] = 1
    values[5, 0] = 0.5
    made.set_gates(values, "Forget gate")
    return show(made, 880, 112)


def test_high_levels_are_on_top_and_colours_are_the_map(plane):
    picture, centres = plane.grab().toImage(), plane.columns.centres()
    for word in range(12):
        x = round(centres[word])
        top, foot = picture.pixelColor(x, 15), picture.pixelColor(x, 95)
        value = 0.5 if word == 5 else 0.0
        assert (top.red(), top.green(), top.blue()) == tuple(ramp.shade(np.array(1.0)))
        assert (foot.red(), foot.green(), foot.blue()) == tuple(ramp.shade(np.array(value)))


def test_hover_tells_word_level_and_value(plane):
    told = []
    plane.hovered_gap.connect(told.append)
    place = QPoint(round(plane.columns.centres()[5]), 95)
    assert plane.cell_at(place.toPointF()) == (5, 0)
    before = plane.grab().toImage()
    QTest.mouseMove(plane, place)
    assert plane.text(5, 0) == "the, level 1: 0.50"
    assert plane.grab().toImage() != before
    QTest.mouseMove(plane, QPoint(round(plane.columns.centres()[6]), 15))
    assert plane.cell_at(QPoint(round(plane.columns.centres()[6]), 15).toPointF()) == (6, 3)
    QTest.mouseMove(plane, QPoint(5, 15))
    assert told == [5, 6, -1]
    assert plane.grab().toImage() == before


def test_rows_fill_the_height_without_a_hole(plane):
    for levels in (1, 3, 16, 97, 300):
        gates = np.random.default_rng(1).uniform(0.3, 1, (12, levels))  # no colour is the ground's
        plane.set_gates(gates)
        x, picture = round(float(plane.columns.centres()[4])), plane.grab().toImage()
        lines = [100 * (level + 1) // levels + 5 for level in range(levels)] if levels < 97 else []
        assert painted(picture, x, range(112)) == [y for y in range(6, 106) if y not in lines]
        for y, level in ((6, levels - 1), (104, 0)) if levels <= 97 else ():
            colour = picture.pixelColor(x, y)
            assert (colour.red(), colour.green(), colour.blue()) == tuple(ramp.shade(gates[4, level]))
    with pytest.raises(ValueError, match="words x levels"):
        plane.set_gates(np.zeros(12))


def test_the_bar_before_the_first_word_stands_clear_of_the_name(show):
    bars = show(DistanceBars(), 880, 64)
    bars.columns.set_words(ENGLISH)
    bars.set_distances(np.zeros(len(ENGLISH)), first_counts=True)
    low = bars.grab().toImage()
    bars.set_distances(np.ones(len(ENGLISH)), first_counts=True)
    high = bars.grab().toImage()
    ground = QColor(tokens.current().stage)
    rows = range(8, 44)
    name = [x for x in range(50) if any(low.pixelColor(x, y) != ground for y in rows)]
    bar = [x for x in range(50) if any(low.pixelColor(x, y) != high.pixelColor(x, y) for y in rows)]
    assert name
    assert bar
    assert max(name) + 2 < min(bar)
