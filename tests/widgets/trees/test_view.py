"""The tree: what is lit, cut, shut, marked, walked and written to files."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QColor, QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from widgets.look import tokens
from widgets.trees.columns import LEFT
from widgets.trees.layout import Branch
from widgets.trees.marks import handle_rect
from widgets.trees.samples import ENGLISH, english, long, split
from widgets.trees.scene import levels
from widgets.trees.view import TreeView

LEFT_BUTTON, NONE, K = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, Qt.Key


@pytest.fixture
def view(show) -> TreeView:
    made = TreeView()
    words, tree, right, wrong, missed = english()
    made.set_sentence(words, tree)
    made.set_marks(right, wrong, missed)
    made.set_threshold(0.42)
    return show(made, 880, 400)


def point(view: TreeView, span: tuple[int, int]) -> QPoint:
    """Where the node over these words stands."""
    scene = view.scene()
    at = next(at for at, branch in enumerate(scene.tree.branches) if branch.span == span)
    return QPoint(round(scene.tree.x[at]), round(scene.ys[at]))


def notes(signal) -> list:
    told = []
    signal.connect(told.append)
    return told


def colour_at(view: TreeView, place: QPoint) -> QColor:
    return view.grab().toImage().pixelColor(place)


def test_heights_are_where_the_axis_says(view):
    scene = view.scene()
    assert point(view, (0, 12)).y() == round(scene.base - 0.96 * (scene.base - scene.top))
    assert scene.height_at(scene.y(0.3)) == pytest.approx(0.3)
    assert (scene.height_at(-99), scene.height_at(999)) == (1, 0)
    root = scene.tree.branches[0]
    assert scene.tree.x[0] == (scene.tree.x[1] + scene.tree.x[scene.tree.children[0][1]]) / 2
    assert root.span == (0, 12)


def test_a_threshold_that_is_no_number_changes_nothing(view):
    view.set_threshold(0.3)
    view.set_threshold(float("nan"))
    assert view.threshold() == 0.3
    view.grab()


def test_hover_on_a_node_or_a_word_lights_its_gap(view):
    told = notes(view.hovered_gap)
    edges, base = view.columns.edges(), view.scene().base
    QTest.mouseMove(view, point(view, (0, 12)))
    assert (told, view.caption()) == ([7], "split 0.96, in gold too")
    QTest.mouseMove(view, point(view, (0, 12)) + QPoint(60, 0))  # its bar
    QTest.mouseMove(view, point(view, (9, 11)))
    assert view.caption() == "split 0.17, not in gold"
    QTest.mouseMove(view, QPoint(round(edges[4]) + 3, round(base) + 12))  # between two words
    QTest.mouseMove(view, QPoint(round(edges[4]) + 3, round(base) - 60))  # nowhere
    assert told == [7, 10, 4, -1]


def test_a_gap_lit_from_elsewhere_shows_and_tells_nothing(view):
    told, accent = notes(view.hovered_gap), QColor(tokens.current().accent)
    root = point(view, (0, 12))
    assert colour_at(view, root) != accent
    view.set_hovered_gap(7)
    assert colour_at(view, root) == colour_at(view, root + QPoint(80, 0)) == accent
    for gap in (0, 12, 99, -5):
        view.set_hovered_gap(gap)
        assert view.caption() == ""
    assert told == []


def test_without_gold_the_caption_claims_nothing(view):
    words, tree, *_ = english()
    view.set_hovered_gap(7)
    view.set_sentence(words, tree)  # a new parse of the same words: the gap stays, the marks go
    assert view.caption() == "split 0.96"
    view.set_marks({(0, 3)}, set(), set())
    view.set_hovered_gap(10)
    assert view.caption() == "split 0.17"


def test_marks_are_counted_and_look_different(view):
    t = tokens.current()
    assert view.legend() == ("9 right", "1 wrong", "1 missed")
    assert colour_at(view, point(view, (1, 3))) == QColor(t.ok)
    corner = point(view, (9, 11)) + QPoint(-5, 0)
    assert colour_at(view, corner).red() > 150  # the frame of the cross
    assert colour_at(view, point(view, (9, 11)) + QPoint(0, 3)) == QColor(t.stage)
    before = view.grab().toImage()
    view.set_marks(None)
    assert view.grab().toImage() != before
    assert view.legend() == ("0 right", "0 wrong", "0 missed")
    assert colour_at(view, point(view, (1, 3))) == QColor(t.text2)


def test_missed_spans_that_contain_others_lie_higher():
    assert levels({(0, 5), (1, 3), (1, 2), (6, 8)}) == {(1, 2): 0, (6, 8): 0, (1, 3): 1, (0, 5): 2}


def test_the_threshold_is_dragged_by_its_handle_and_its_line(view):
    told, scene = notes(view.threshold_changed), view.scene()
    handle = handle_rect(scene).center().toPoint()
    for start in (handle, QPoint(round(LEFT) + 70, round(scene.y(0.42)))):
        view.set_threshold(0.42)
        QTest.mousePress(view, LEFT_BUTTON, NONE, start)
        target = start + QPoint(0, round(scene.y(0.6) - scene.y(0.42)))
        QTest.mouseMove(view, target)
        assert view.threshold() == told[-1] == pytest.approx(0.6, abs=0.005)
        QTest.mouseMove(view, QPoint(start.x(), -500))
        assert view.threshold() == told[-1] == 1
        QTest.mouseRelease(view, LEFT_BUTTON, NONE, target)
        QTest.mouseMove(view, start)
        assert view.threshold() == 1
    assert view.collapsed() == frozenset()
    view.set_threshold(0.1)
    QTest.mouseDClick(view, LEFT_BUTTON, NONE, handle_rect(view.scene()).center().toPoint())
    assert told[-1] == view.threshold() == 0.5


def test_bands_are_the_chunks_under_the_line(view):
    assert view.scene().bands == [(0, 3), (3, 4), (4, 5), (5, 7), (7, 8), (8, 9), (9, 12)]
    edges, y = view.columns.edges(), round(view.scene().base) + 8
    picture = view.grab().toImage()
    colours = [picture.pixelColor(round(edges[start]) + 5, y) for start, _ in view.scene().bands]
    assert all(a != b for a, b in pairwise(colours))
    assert len({colour.name() for colour in colours}) == 2
    view.set_threshold(0)
    assert view.scene().bands == ()
    view.set_threshold(1)
    assert view.scene().bands == [(0, 12)]


def test_a_click_shuts_a_node_and_opens_it(view):
    QTest.mouseClick(view, LEFT_BUTTON, NONE, point(view, (9, 12)))
    assert view.collapsed() == {(9, 12)}
    scene = view.scene()
    assert scene.node_of(10) == scene.node_of(11) >= 0
    view.set_hovered_gap(11)
    assert view.caption() == "split 0.33, in gold too"
    view.grab()
    QTest.mouseClick(view, LEFT_BUTTON, NONE, point(view, (9, 12)))
    assert view.collapsed() == frozenset()
    QTest.mouseClick(view, LEFT_BUTTON, NONE, QPoint(400, round(scene.base) + 10))
    assert view.collapsed() == frozenset()
    QTest.mouseClick(view, LEFT_BUTTON, NONE, point(view, (0, 12)))
    view.set_sentence(ENGLISH, english()[1])
    assert view.collapsed() == {(0, 12)}  # a new parse of the same words
    view.set_sentence(ENGLISH[:2], split(np.array([0, 0.5])))
    assert view.collapsed() == frozenset()


def test_the_keyboard_walks_shuts_and_cuts(view):
    told = notes(view.hovered_gap)
    for key in (K.Key_Down, K.Key_Down, K.Key_Down, K.Key_Left, K.Key_Right, K.Key_Up, K.Key_Home, K.Key_End):
        QTest.keyClick(view, key)
    assert told == [7, 3, 4, 3, 4, 3, 1, 11]
    assert view.accessibleDescription() == "split 0.33, in gold too"
    QTest.keyClick(view, K.Key_Return)
    assert view.collapsed() == {(9, 12)}
    QTest.keyClick(view, K.Key_Right)
    assert view.gap() == 11
    QTest.keyClick(view, K.Key_Left)
    assert view.gap() == 9  # 10 is shut away
    QTest.keyClick(view, K.Key_Escape)
    assert view.gap() == -1
    cuts = notes(view.threshold_changed)
    QTest.keyClick(view, K.Key_PageUp)
    QTest.keyClick(view, K.Key_PageDown)
    assert cuts == [0.47, 0.42]
    QTest.keyClick(view, K.Key_Plus)
    assert view.columns.zoom == pytest.approx(1.2)
    QTest.keyClick(view, K.Key_0)
    assert view.columns.zoom == 1


def test_wheel_drag_and_double_click(view):
    words, tree, _ = long(200)
    view.set_sentence(words, tree)
    at = QPointF(300, 60)

    def wheel(turn: int, held=NONE) -> None:
        event = QWheelEvent(at, view.mapToGlobal(at), QPoint(), QPoint(0, turn), Qt.MouseButton.NoButton, held, Qt.ScrollPhase.NoScrollPhase, False)  # fmt: skip
        QApplication.sendEvent(view, event)

    wheel(-240)
    assert view.columns.offset == 120
    under = at.x() - view.columns.start
    wheel(120, Qt.KeyboardModifier.ControlModifier)
    assert view.columns.zoom == pytest.approx(1.2)
    assert at.x() - view.columns.start == pytest.approx(under * 1.2)
    view.columns.set_offset(500)
    empty = QPoint(400, 20)
    QTest.mousePress(view, LEFT_BUTTON, NONE, empty)
    QTest.mouseMove(view, empty - QPoint(40, 0))
    QTest.mouseMove(view, empty - QPoint(100, 0))
    QTest.mouseRelease(view, LEFT_BUTTON, NONE, empty - QPoint(100, 0))
    assert view.columns.offset == 600
    assert view.collapsed() == frozenset()
    QTest.mouseDClick(view, LEFT_BUTTON, NONE, empty)
    assert view.columns.zoom == view.columns.fitting < 0.2


@pytest.mark.parametrize("number", [0, 1, 2, 200])
def test_any_length_is_drawn_hovered_and_keyed(view, number):
    words, tree, _ = long(number) if number else ((), None, None)
    view.set_sentence(words, tree)
    assert view.columns.words == words
    for way in (lambda: None, view.columns.fit):
        way()
        view.grab()
        for x in range(0, 880, 110):
            QTest.mouseMove(view, QPoint(x, x // 3))
            QTest.mouseClick(view, LEFT_BUTTON, NONE, QPoint(x, 390))
        for key in (K.Key_Right, K.Key_Down, K.Key_Return, K.Key_Up, K.Key_End, K.Key_Return):
            QTest.keyClick(view, key)
        view.grab()


def test_words_without_a_tree_and_trees_that_do_not_fit(view):
    view.set_sentence(("not", "parsed", "yet"))
    view.grab()
    QTest.mouseMove(view, QPoint(400, 390))
    assert view.caption() == ""
    with pytest.raises(ValueError, match="2 words"):
        view.set_sentence(("two", "words"), english()[1])
    view.columns.set_words(("somebody", "else's"))
    assert view.scene().tree is None
    view.grab()


def test_empty_says_so_in_the_language_shown(show, shout):
    view = show(TreeView())
    before = view.grab().toImage()
    shout(view)
    assert view.grab().toImage() != before


def test_a_tree_with_many_children_and_unordered_heights(view):
    leaves = tuple(Branch(at, at + 1) for at in range(1, 4))
    odd = Branch(0, 4, (Branch(0, 1), Branch(1, 4, leaves, 0.9)), 0.2)
    view.set_sentence(("a", "b", "c", "d"), odd)
    told = notes(view.hovered_gap)
    node = point(view, (1, 4))
    edges = view.columns.edges()
    QTest.mouseMove(view, QPoint(round(edges[2]) - 5, node.y()))
    QTest.mouseMove(view, QPoint(round(edges[3]) + 5, node.y()))
    assert told == [2, 3]
    assert view.caption() == "split 0.90"
    view.grab()


def test_a_click_and_enter_choose_the_span_of_a_node(view):
    told = []
    view.span_chosen.connect(lambda start, end: told.append((start, end)))
    QTest.mouseClick(view, LEFT_BUTTON, NONE, point(view, (9, 12)))
    assert told == [(9, 12)]
    assert view.collapsed() == {(9, 12)}
    QTest.mouseClick(view, LEFT_BUTTON, NONE, point(view, (9, 12)))
    QTest.mouseClick(view, LEFT_BUTTON, NONE, QPoint(round(LEFT) + 3, 3))  # nothing there
    view.set_hovered_gap(7)
    QTest.keyClick(view, K.Key_Return)
    assert told == [(9, 12), (9, 12), (0, 12)]
