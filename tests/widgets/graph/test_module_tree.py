"""The tree of modules: counts, what stays when they change, what it tells and says."""

from __future__ import annotations

from dataclasses import replace

import pytest
from PySide6.QtCore import QEvent, QPoint
from PySide6.QtGui import QColor
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QTreeWidgetItem

from tests.widgets.conftest import written_in
from tests.widgets.graph.hand import B, K, M
from widgets.graph.module import Module
from widgets.graph.module_tree import ModuleTree
from widgets.look import tokens

ONE = Module("body.one", "one", "Linear(8, 8)", 72, 72, 72, "A", 0)
TWO = Module("body.two", "two", "Linear(8, 8)", 72, 72, 72, "A", 0)
NORM = Module("norm", "norm", "LayerNorm(8)", 16, 16, frozen=True)
BODY = Module("body", "body", "Block", 0, 72, 72, children=(ONE, TWO))
ROOT = Module("", "Model", "", 0, 1088, 72, children=(BODY, NORM))


@pytest.fixture
def tree(show) -> ModuleTree:
    tree = show(ModuleTree(), 420, 240)
    tree.set_modules(ROOT)
    return tree


def row(tree: ModuleTree, name: str) -> QTreeWidgetItem:
    (item,) = tree.findItems(name, qt_exactly())
    return item


def qt_exactly():
    from PySide6.QtCore import Qt

    return Qt.MatchFlag.MatchExactly | Qt.MatchFlag.MatchRecursive


def spot(tree: ModuleTree, name: str) -> QPoint:
    return tree.visualItemRect(row(tree, name)).center()


def test_names_kinds_letters_and_counts_are_written(tree: ModuleTree):
    said = written_in(tree)
    for text in (
        "Module",
        "Own",
        "Nested",
        "Shared",
        "Model",
        "1,088",
        "one",
        "Linear(8, 8)",
        "A",
        "72",
        "–",
        "LayerNorm(8)",
    ):
        assert text in said, text


def test_clicks_and_arrows_choose(tree: ModuleTree):
    heard = []
    tree.chosen.connect(heard.append)
    QTest.mouseClick(tree.viewport(), B.LeftButton, M.NoModifier, spot(tree, "one"))
    QTest.keyClick(tree, K.Key_Down)
    QTest.keyClick(tree, K.Key_Down)
    assert heard == ["body.one", "body.two", "norm"]
    assert tree.current() == "norm"
    assert tree.accessibleDescription() == "norm LayerNorm(8); own 16, nested 16, shared 0; frozen"


def test_enter_and_a_double_click_open(tree: ModuleTree):
    heard = []
    tree.opened.connect(heard.append)
    tree.set_current("body")
    QTest.keyClick(tree, K.Key_Return)
    QTest.mouseClick(tree.viewport(), B.LeftButton, M.NoModifier, spot(tree, "one"))
    QTest.mouseDClick(tree.viewport(), B.LeftButton, M.NoModifier, spot(tree, "one"))
    assert heard == ["body", "body.one"]


def test_new_counts_leave_what_is_folded_and_chosen(tree: ModuleTree):
    heard = []
    row(tree, "body").setExpanded(False)
    tree.set_current("norm")
    tree.chosen.connect(heard.append)
    untied = replace(
        BODY,
        nested=144,
        shared=0,
        children=(replace(ONE, shared=0, letter=""), replace(TWO, shared=0, letter="")),
    )
    tree.set_modules(replace(ROOT, nested=1160, shared=0, children=(untied, NORM)))
    assert not row(tree, "body").isExpanded()
    assert tree.current() == "norm"
    assert "1,160" in written_in(tree)
    assert heard == []
    tree.set_modules(replace(ROOT, children=(BODY,)))
    assert tree.current() == ""
    tree.set_modules(None)
    assert tree.topLevelItemCount() == 0


def test_walk_meets_every_module_from_the_top():
    assert [module.path for module in ROOT.walk()] == ["", "body", "body.one", "body.two", "norm"]


def test_the_chosen_row_is_soft_in_both_themes(tree: ModuleTree):
    tree.set_current("one")
    tree.set_current("body.one")
    for t in (tokens.LIGHT, tokens.DARK):
        tokens.use(t)
        QApplication.sendEvent(tree, QEvent(QEvent.Type.PaletteChange))
        at = tree.visualItemRect(row(tree, "one")).topRight() + QPoint(-200, 4)
        assert tree.viewport().grab().toImage().pixelColor(at) == QColor(t.accent_soft)


def test_another_language(tree: ModuleTree, shout):
    tree.set_current("body.two")
    shout(tree)
    assert {"MODULE", "OWN", "SHARED"} <= set(written_in(tree))
    assert tree.accessibleDescription().endswith("SAME WEIGHTS A")
    assert tree.accessibleName() == "MODULE TREE"
    assert tree.current() == "body.two"
