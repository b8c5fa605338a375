"""The tree: what is painted, what keys bring into sight, and words the model never saw."""

from __future__ import annotations

import xml.etree.ElementTree as ET

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QImage
from PySide6.QtTest import QTest

from tests.widgets.conftest import tip_at
from widgets.look import tokens
from widgets.trees import paint as tree_paint
from widgets.trees.columns import LEFT, RIGHT
from widgets.trees.export import svg_bytes
from widgets.trees.paint import branch_path, paint_scene
from widgets.trees.samples import english, long
from widgets.trees.view import TreeView

K = Qt.Key


@pytest.fixture
def view(show) -> TreeView:
    made = TreeView()
    words, tree, *_ = english()
    made.set_sentence(words, tree)
    return show(made, 880, 400)


def test_of_two_hundred_words_only_those_in_sight_are_painted(view, monkeypatch):
    """Which makes a redraw quick: ``tests/benchmarks/trees.py`` says how quick."""
    nodes: list[int] = []
    monkeypatch.setattr(
        tree_paint, "branch_path", lambda scene, node: nodes.append(node) or branch_path(scene, node)
    )

    def painted() -> list[str]:
        view.grab()
        drawing = svg_bytes(lambda p, _: paint_scene(p, view.scene(), tokens.DARK), view.size(), "", "black")
        root = ET.fromstring(drawing)
        return [(node.text or "").strip() for node in root.iter("{http://www.w3.org/2000/svg}text")]

    words, tree, _ = long(200)
    view.set_sentence(words, tree)
    for offset in (0, 3000, view.columns.longest):
        view.columns.set_offset(offset)
        nodes.clear()
        seen, placed = view.columns.visible(), view.scene().tree
        assert [word for word in painted() if word in words] == [words[at] for at in seen]
        assert 5 < len(seen) < 40
        assert all(
            placed.right[node] >= LEFT - 4 and placed.left[node] <= view.width() - RIGHT + 4 for node in nodes
        )
        assert 5 < len(nodes) < 80
    view.columns.fit()
    assert not set(painted()) & set(words)  # no room for any


def test_keys_bring_the_lit_split_into_sight(show):
    words, tree, _ = long(60)
    view = show(TreeView(), 420, 320)
    view.set_sentence(words, tree)
    low, high = LEFT + 7, 420 - RIGHT - 7  # the point with its rim

    def x() -> float:
        scene = view.scene()
        return float(scene.tree.x[scene.node_of(view.gap())])

    for ways in ([K.Key_Home], [K.Key_Right] * 59, [K.Key_Left] * 59, [K.Key_Up] * 9, [K.Key_Down] * 9):
        for key in ways:
            QTest.keyClick(view, key)
            assert low <= x() <= high
            place = view.columns.edges()[view.gap()]
            assert abs(place - x()) > view.columns.room - 24 or LEFT <= place <= 420 - RIGHT


def test_words_the_model_never_saw_are_dim_dotted_and_said(view, shout, tmp_path):
    words, tree, _right, _wrong, _missed = english()
    t, sight = tokens.current(), view.grab().toImage()
    view.set_sentence(words, tree, (1, 4))
    assert view.accessibleDescription() == "; ".join(
        f"{words[at]}: the model has never seen it" for at in (1, 4)
    )
    edges, base = view.columns.edges(), round(view.scene().base)

    def inks(picture: QImage, at: int) -> set[str]:
        xs, ys = range(round(edges[at]) + 4, round(edges[at + 1]) - 4), range(base + 2, view.height())
        return {picture.pixelColor(x, y).name().upper() for x in xs for y in ys}

    dim = view.grab().toImage()
    assert t.text.upper() in inks(sight, 1)
    assert t.text.upper() in inks(dim, 2)
    assert t.text2.upper() in inks(dim, 1)
    assert t.text.upper() not in inks(dim, 1)
    centre = QPoint(round(view.columns.centres()[1]), base + 10)
    assert tip_at(view, centre) == f"{words[1]}: the model has never seen it"
    assert tip_at(view, QPoint(round(view.columns.centres()[2]), base + 10)) == ""
    QTest.keyClick(view, K.Key_Home)
    assert view.accessibleDescription() == f"split 0.38; {words[1]}: the model has never seen it"
    view.export_svg(tmp_path / "a.svg")
    drawn = (tmp_path / "a.svg").read_text()
    view.set_sentence(words, tree)
    view.export_svg(tmp_path / "b.svg")
    assert drawn.count("<polyline") - (tmp_path / "b.svg").read_text().count("<polyline") == 2
    assert view.unknown() == frozenset()
    view.set_sentence(words, tree, (1, 99))
    view.set_hovered_gap(-1)
    shout(view)
    assert view.accessibleDescription() == f"{words[1]}: THE MODEL HAS NEVER SEEN IT"
    view.columns.set_words(("somebody", "else's"))
    assert view.unknown() == frozenset()
    view.columns.set_words(())
    view.grab()


@pytest.mark.parametrize("turned", [False, True])
def test_dots_lie_below_the_word_however_it_is_written(view, turned):
    words, tree, _ = long(40)
    view.set_sentence(words, tree)
    if turned:
        view.columns.fit()
    assert view.columns.turned is turned
    before = view.grab().toImage()
    view.set_sentence(words, tree, range(40))
    after = view.grab().toImage()
    assert before != after
    assert after.copy(0, 0, 880, round(view.scene().base)) == before.copy(0, 0, 880, round(view.scene().base))


def test_what_is_said_of_a_split_leaves_with_it(show):
    words, tree, _ = long(60)
    view = show(TreeView(), 420, 320)
    view.set_sentence(words, tree)
    QTest.keyClick(view, K.Key_Home)
    view.columns.set_offset(view.columns.longest)
    lit = view.grab().toImage()
    view.set_hovered_gap(-1)
    assert view.grab().toImage() == lit
