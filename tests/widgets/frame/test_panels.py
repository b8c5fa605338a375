"""Panels, groups that fold, and empty states."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QColor
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel

from tests.widgets.conftest import written_in
from widgets.frame.empty import EmptyState
from widgets.frame.panel import Dot, Group, Panel
from widgets.look import motion, tokens

LEFT = Qt.MouseButton.LeftButton


def test_a_panel_says_title_facts_and_tools(show, shout):
    panel = show(Panel("Generated", role="stage"))
    done: list[str] = []
    button = panel.add_tool("shuffle", "Other pictures", lambda: done.append("shuffled"))
    panel.set_facts("step 3,140")
    panel.set_dot("fake")
    QTest.mouseClick(button, LEFT)
    assert done == ["shuffled"]
    assert button.accessibleName() == "Other pictures"
    dot = panel.findChild(Dot)
    picture = dot.grab().toImage()
    assert dot.isVisible()
    assert picture.pixelColor(4, 8) == QColor(tokens.DARK.fake)
    shout(panel)
    assert written_in(panel) == ["GENERATED", "step 3,140"]
    panel.set_dot("")
    assert not dot.isVisible()


def test_a_group_folds_and_unfolds(show):
    group, label = Group("Latent directions", "−3 … +3 σ"), QLabel("inside")
    group.body.addWidget(label)
    show(group)
    said: list[bool] = []
    group.toggled.connect(said.append)
    QTest.mouseClick(group.header, LEFT)
    assert (said, group.folded, label.isVisible()) == ([False], True, False)
    QTest.keyClick(group.header, Qt.Key.Key_Space)
    assert (said, group.folded, label.isVisible()) == ([False, True], False, True)
    group.set_folded(True)
    assert (said, label.isVisible()) == ([False, True], False)
    group.set_folded(False)
    assert label.isVisible()


def test_a_group_folds_in_its_time_when_motion_is_on(show, qtbot, monkeypatch):
    monkeypatch.setattr(motion, "off", False)
    monkeypatch.setattr(motion, "prefers_reduced_motion", lambda: False)
    group, label = Group("A"), QLabel("inside")
    label.setFixedHeight(100)
    group.body.addWidget(label)
    show(group)
    QTest.mouseClick(group.header, LEFT)
    assert label.isVisible()
    qtbot.waitUntil(lambda: not label.isVisible())
    assert motion.FOLD <= 160
    assert motion.SLIDE <= 160


def test_an_empty_state_offers_a_button_and_a_link(show, qtbot, shout):
    empty = show(EmptyState("text-aa", "Paste a text", "Open text", "Use a sample"))
    with qtbot.waitSignal(empty.button_clicked):
        QTest.mouseClick(empty.button, LEFT)
    with qtbot.waitSignal(empty.link_clicked):
        QTest.mouseClick(empty.link, LEFT)
    shout(empty)
    assert written_in(empty) == ["PASTE A TEXT", "OPEN TEXT", "USE A SAMPLE"]
    empty.set_sentence("Nothing here", "image")
    assert "NOTHING HERE" in written_in(empty)
    assert not show(EmptyState("image", "Only this")).button.isVisible()
