"""The command palette: a few letters find an action, Enter triggers it."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QWidget

from widgets.frame.command_palette import CommandPalette, plain
from widgets.frame.fuzzy import score
from widgets.look import i18n


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


@pytest.mark.qt_log_ignore("This plugin does not support", extend=True)  # pop-ups, offscreen
def test_english_words_find_an_action_in_any_language(show, qtbot):
    known = {"E&xport the words…": "导出词表…", "Reset": "重置"}
    i18n.install(lambda english: known.get(english, english))
    try:
        window = show(QWidget(), 900, 600)
        made = [QAction(window), QAction(window)]
        for action, text in zip(made, ("E&xport the words…", "Reset"), strict=True):
            i18n.say(action, text=text)
        palette = CommandPalette(made, window)
        palette.show()
        search = palette.findChild(QWidget, "palette.search")
        qtbot.keyClicks(search, "exp")
        assert [plain(action) for action in palette.shown()] == ["导出词表"]
        search.setText("置")
        assert [plain(action) for action in palette.shown()] == ["重置"]
        palette.close()
    finally:
        i18n.install(str)
