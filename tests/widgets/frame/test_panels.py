"""Panels, groups, the splitter, empty states and the command palette."""

from __future__ import annotations

import json
import sys

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QAction, QColor, QKeySequence
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QWidget

from tests.widgets.conftest import written_in
from widgets.frame.command_palette import CommandPalette, plain
from widgets.frame.empty import EmptyState
from widgets.frame.fuzzy import score
from widgets.frame.panel import Dot, Group, Panel
from widgets.frame.split_parts import Grip
from widgets.frame.splitter import RAIL, Splitter
from widgets.look import motion, tokens
from widgets.look.labels import ElidedLabel, WrappedLabel

LEFT, NONE = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier


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


def test_motion_stops_when_anybody_asks(monkeypatch):
    monkeypatch.setattr(motion, "prefers_reduced_motion", lambda: False)
    monkeypatch.setattr(motion, "off", False)
    assert motion.duration(120) == 120
    monkeypatch.setattr(motion, "prefers_reduced_motion", lambda: True)
    assert motion.duration(120) == 0


@pytest.mark.parametrize(("line", "asks"), [("gtk-enable-animations=0", True), ("gtk-enable-animations=true", False), ("", False)])  # fmt: skip
def test_the_desktop_is_asked(monkeypatch, tmp_path, line: str, asks: bool):
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path))
    (tmp_path / "gtk-4.0").mkdir()
    (tmp_path / "gtk-4.0" / "settings.ini").write_text(f"[Settings]\n{line}\n")
    monkeypatch.setattr(sys, "platform", "linux")
    motion.prefers_reduced_motion.cache_clear()
    try:
        assert motion.prefers_reduced_motion() is asks
    finally:
        motion.prefers_reduced_motion.cache_clear()


def test_labels_keep_within_their_room(show):
    label = show(ElidedLabel("a sentence that will not fit"), 60, 20)
    label.grab()
    assert label.elided
    label.resize(400, 20)
    label.grab()
    assert not label.elided
    wrapped = show(WrappedLabel("a sentence that will not fit " * 5), 100, 20)
    assert wrapped.minimumHeight() > 40


@pytest.fixture
def splitter(show) -> Splitter:
    splitter = Splitter()
    splitter.add_side("left", named("left"), 280, 240, 360, title="Show settings")
    splitter.add_side("right", named("right"), 304, 264, 420, title="Show inspector", first=False)
    splitter.add_main(named("main"), 400)
    return show(splitter, 1440, 300)


def named(name: str) -> QWidget:
    made = QWidget()
    made.setObjectName(name)
    return made


def part(splitter: Splitter, name: str) -> QWidget:
    return splitter.findChild(QWidget, name)


def widths(splitter: Splitter) -> tuple[int, int, int]:
    """Of left, main and right, whatever stands there now."""
    main = part(splitter, "main").geometry()
    return main.left(), main.width(), splitter.width() - main.left() - main.width()


def grip(splitter: Splitter, key: str) -> Grip:
    """What the mouse takes hold of at the edge of a side."""
    main = part(splitter, "main").geometry()
    found = splitter.childAt(main.left() - 1 if key == "left" else main.right() + 1, 100)
    assert isinstance(found, Grip)
    assert found.width() == 7
    return found


def drag(splitter: Splitter, key: str, *xs: int) -> None:
    held = grip(splitter, key)
    QTest.mousePress(held, LEFT, NONE, QPoint(3, 100))
    for x in xs:
        QTest.mouseMove(held, held.mapFrom(splitter, QPoint(x, 100)))
    QTest.mouseRelease(held, LEFT, NONE, QPoint(3, 100))


def test_the_main_widget_takes_what_is_left(splitter: Splitter):
    assert widths(splitter) == (280, 1440 - 280 - 304, 304)
    splitter.resize(1920, 300)
    assert widths(splitter) == (280, 1920 - 280 - 304, 304)
    splitter.resize(1280, 300)
    assert widths(splitter) == (256, 1280 - 256 - 278, 278)


def test_sides_give_way_before_the_main_widget_gets_too_small(splitter: Splitter):
    splitter.resize(920, 300)
    left, main, right = widths(splitter)
    assert main == 400
    assert left >= 240
    assert right >= 264
    splitter.resize(1440, 300)
    assert widths(splitter) == (280, 856, 304)


def test_dragging_keeps_the_limits_and_tells(splitter: Splitter, qtbot):
    with qtbot.waitSignal(splitter.changed):
        drag(splitter, "left", 320)
    assert widths(splitter)[0] == pytest.approx(320, abs=2)
    drag(splitter, "left", 700)
    assert widths(splitter)[0] == 360
    drag(splitter, "right", 1440 - 400)
    assert widths(splitter)[2] == pytest.approx(400, abs=2)


def test_dragging_far_below_the_minimum_folds_to_a_rail(splitter: Splitter):
    drag(splitter, "left", 200)
    assert not splitter.folded("left")
    assert widths(splitter)[0] == 240
    drag(splitter, "left", 60)
    side, unfold = part(splitter, "left"), part(splitter, "left.unfold")
    assert splitter.folded("left")
    assert (widths(splitter)[0], unfold.isVisible(), side.isVisible()) == (RAIL, True, False)
    QTest.mouseClick(unfold, LEFT)
    assert not splitter.folded("left")
    assert (widths(splitter)[0], unfold.isVisible(), side.isVisible()) == (240, False, True)
    assert unfold.accessibleName() == "Show settings"


def test_a_double_click_restores_the_default(splitter: Splitter):
    drag(splitter, "left", 340)
    QTest.mouseDClick(grip(splitter, "left"), LEFT, NONE, QPoint(3, 100))
    assert widths(splitter)[0] == 280
    splitter.set_folded("right", True)
    QTest.mouseDClick(grip(splitter, "right"), LEFT, NONE, QPoint(3, 100))
    assert widths(splitter)[2] == 304


def test_its_state_is_plain_and_comes_back(splitter: Splitter):
    drag(splitter, "left", 340)
    splitter.set_folded("right", True)
    state = json.loads(json.dumps(splitter.state()))
    splitter.set_state({"left": {"size": 280}, "right": {"size": 304, "folded": False}})
    assert widths(splitter) == (280, 856, 304)
    splitter.set_state(state)
    assert widths(splitter)[0] == pytest.approx(340, abs=2)
    assert splitter.folded("right")


@pytest.mark.parametrize(
    "nonsense", [{"left": 3}, {"x": {}}, {"left": {"size": "wide"}}, {"left": {"size": -9}}, {}]
)
def test_a_state_that_makes_no_sense_harms_nothing(splitter: Splitter, nonsense):
    splitter.set_state(nonsense)
    assert 240 <= widths(splitter)[0] <= 360


def test_a_default_that_changes_moves_only_an_untouched_side(splitter: Splitter):
    splitter.set_default("left", 300)
    assert widths(splitter)[0] == 300
    drag(splitter, "left", 350)
    splitter.set_default("left", 260)
    assert widths(splitter)[0] == pytest.approx(350, abs=2)


def test_a_foot_folds_to_its_title(show):
    splitter, main = Splitter(Qt.Orientation.Vertical), QWidget()
    splitter.add_main(main, 80)
    splitter.add_side("curves", QWidget(), 180, 100, 200, title="Show curves", first=False, folded_size=28)
    show(splitter, 400, 500)
    assert main.height() == 320
    splitter.set_folded("curves", True)
    assert main.height() == 472
    assert written_in(splitter) == ["Show curves"]


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


def test_a_few_letters_find_a_name():
    assert score("of", "Open file") > score("of", "Loss of colour")
    assert score("open", "Open file") > score("open", "Reopen")
    assert score("sv", "Save") is not None
    assert score("xyz", "Save") is None
    assert score("", "Save") == 0
    assert score("save run", "Save run") > score("save run", "Save picture of the run now")
    assert score("开", "开始") is not None


@pytest.fixture
def actions(qapp) -> tuple[list[QAction], list[str]]:
    done: list[str] = []
    made = []
    for text, keys in (
        ("&Play", "Space"),
        ("Open file…", "Ctrl+O"),
        ("Save run", "Ctrl+S"),
        ("Gone", ""),
        ("Off", ""),
    ):
        action = QAction(text)
        action.setShortcut(QKeySequence(keys))
        action.triggered.connect(lambda _=False, text=text: done.append(text))
        made.append(action)
    made[3].setVisible(False)
    made[4].setEnabled(False)
    return made, done


@pytest.mark.qt_log_ignore("This plugin does not support", extend=True)  # pop-ups, offscreen
def test_the_palette_finds_and_triggers(show, qtbot, actions):
    made, done = actions
    window = show(QWidget(), 900, 600)
    palette = CommandPalette(made, window)
    palette.show()
    search = palette.findChild(QWidget, "palette.search")
    assert [plain(action) for action in palette.shown()] == ["Play", "Open file", "Save run"]
    qtbot.keyClicks(search, "sr")
    assert [plain(action) for action in palette.shown()] == ["Save run"]
    qtbot.keyClick(search, Qt.Key.Key_Return)
    assert (done, palette.isVisible()) == (["Save run"], False)
    palette.show()
    assert search.text() == ""
    for key in (Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_PageDown, Qt.Key.Key_Up):
        qtbot.keyClick(search, key)
    palette.grab()
    qtbot.keyClick(search, Qt.Key.Key_Return)
    assert done == ["Save run", "Open file…"]
    palette.show()
    qtbot.keyClicks(search, "zzz")
    assert palette.shown() == []
    qtbot.keyClick(search, Qt.Key.Key_Return)
    qtbot.keyClick(search, Qt.Key.Key_Escape)
    assert not palette.isVisible()
    assert len(done) == 2
