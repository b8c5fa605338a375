"""The text pane under a person's hands: typing, pasting, copying, dropping."""

from __future__ import annotations

from PySide6.QtCore import QMimeData, QPoint, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QGuiApplication, QTextCursor
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from tests.widgets.text.conftest import SENTENCE, filled, paste
from widgets.text.mirror import Mirror
from widgets.text.pane import TextPane

LEFT, NONE = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier


def test_typing_tells_once_after_a_rest_and_setting_never(pane, qtbot):
    heard: list[str] = []
    pane.edited.connect(lambda: heard.append(pane.text()))
    pane.set_text("一")
    QTest.keyClicks(pane, "abc")
    assert heard == []
    qtbot.waitUntil(lambda: bool(heard))
    assert heard == ["abc一"]
    QTest.keyClicks(pane, "d")
    pane.set_text("二")
    qtbot.wait(250)
    assert heard == ["abc一"]


def test_a_paste_tells_at_once_with_the_whole_text(pane, qtbot):
    pane.set_text("头尾")
    pane.moveCursor(QTextCursor.MoveOperation.Right)
    long = SENTENCE * 3000
    with qtbot.waitSignal(pane.edited, timeout=1000):
        paste(pane, long)
        assert pane.text() == "头" + long + "尾"
    filled(pane, qtbot)
    mirror = Mirror(pane.document())
    assert mirror.text() == "头" + long + "尾"
    assert mirror.point(pane.textCursor().position()) == 1 + len(long)
    pane.undo()
    assert pane.text() == "头尾"
    pane.redo()
    assert pane.text() == "头" + long + "尾"


def test_a_paste_replaces_the_selection_and_ends_lines_as_it_came(pane):
    pane.set_text("一二三四")
    pane.selectAll()
    paste(pane, "a\r\nb\rc")
    assert pane.text() == "a\r\nb\rc"
    pane.undo()
    pane.undo()  # the selection went in a step of its own, or not
    assert pane.text() == "一二三四"


def test_keys_during_a_long_paste_come_after_it(pane, qtbot):
    paste(pane, SENTENCE * 3000)
    assert pane.filling
    QTest.keyClicks(pane, "ok")
    filled(pane, qtbot)
    assert pane.text() == SENTENCE * 3000 + "ok"


def test_a_long_text_never_holds_the_window_for_long(pane, qtbot):
    """A property, not a time: no more than a slice is put in before the clock is looked at again."""
    sizes: list[int] = []
    pane.document().contentsChange.connect(lambda _place, _removed, added: sizes.append(added))
    paste(pane, "长" * 200_000)
    assert sizes == []  # nothing before the window had its turn
    filled(pane, qtbot)
    assert max(sizes) <= 21_100
    assert sum(sizes) >= 200_000
    longest = max(pane.document().findBlockByNumber(n).length() for n in range(pane.blockCount()))
    assert longest <= 1002


def test_enter_in_a_broken_line_is_a_line_end_and_backspace_takes_it_back(pane):
    text = "长" * 2500
    pane.set_text(text)
    cursor = pane.textCursor()
    cursor.setPosition(500)
    pane.setTextCursor(cursor)
    QTest.keyClick(pane, Qt.Key.Key_Return)
    assert pane.text() == text[:500] + "\n" + text[500:]
    QTest.keyClick(pane, Qt.Key.Key_Backspace)
    assert pane.text() == text


def test_the_caret_steps_over_what_is_not_seen(pane):
    pane.set_text("ab\r\ncd\r\n")
    said, mirror = [], Mirror(pane.document())
    for _ in range(6):
        QTest.keyClick(pane, Qt.Key.Key_Right)
        said.append(mirror.point(pane.textCursor().position()))
    assert said == [1, 2, 4, 5, 6, 8]
    for _ in range(6):
        QTest.keyClick(pane, Qt.Key.Key_Left)
    assert pane.textCursor().position() == 0
    QTest.keyClick(pane, Qt.Key.Key_End)
    QTest.keyClicks(pane, "x")
    assert pane.text() == "abx\r\ncd\r\n"


def test_copying_gives_back_what_was_there(pane):
    text = "a\r\nb" + "长" * 2500 + "𠮷\u2029c"
    pane.set_text(text)
    pane.selectAll()
    pane.copy()
    assert QGuiApplication.clipboard().text() == text


def test_dragging_text_moves_it_in_one_step(pane, qtbot):
    text = "一\r\n二" + "长" * 2500
    pane.set_text(text)
    data = QMimeData()
    data.setText("甲\r\n乙")
    place = pane.cursorRect().center()
    with qtbot.waitSignal(pane.edited, timeout=1000):
        pane.dropEvent(QDropEvent(place, Qt.DropAction.CopyAction, data, LEFT, NONE))
        assert pane.text() == "甲\r\n乙" + text
    pane.undo()
    assert pane.text() == text


def test_shift_and_enter_end_a_line_too(pane):
    QTest.keyClicks(pane, "a")
    QTest.keyClick(pane, Qt.Key.Key_Return, Qt.KeyboardModifier.ShiftModifier)
    QTest.keyClicks(pane, "b")
    assert pane.text() == "a\nb"


def test_the_clipboard_is_pasted_by_key(pane, qtbot):
    QGuiApplication.clipboard().setText(SENTENCE * 2000)
    QTest.keyClick(pane, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    QTest.keyClick(pane, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)  # while the first comes in
    qtbot.waitUntil(lambda: not pane.filling and len(pane.text()) == 4000 * len(SENTENCE))
    assert Mirror(pane.document()).text() == pane.text() == SENTENCE * 4000
    QTest.keyClick(pane, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert pane.text() == SENTENCE * 2000


def test_files_dropped_on_the_pane_reach_its_parent(show):
    class Parent(QWidget):
        seen = 0

        def dragEnterEvent(self, event) -> None:
            self.seen += 1
            event.accept()

    page = Parent()
    page.setAcceptDrops(True)
    pane = TextPane("Paste", page)
    show(page, 300, 200)
    files = QMimeData()
    files.setUrls([QUrl.fromLocalFile("/tmp/a.txt")])
    event = QDragEnterEvent(QPoint(20, 20), Qt.DropAction.CopyAction, files, LEFT, NONE)
    QApplication.sendEvent(pane.viewport(), event)
    assert page.seen == 1
    assert event.isAccepted()


def test_files_are_for_the_parent_and_text_is_for_the_pane(pane):
    files, text = QMimeData(), QMimeData()
    files.setUrls([QUrl.fromLocalFile("/tmp/a.txt")])
    text.setText("字")
    for data, taken in ((files, False), (text, True)):
        event = QDragEnterEvent(QPoint(20, 20), Qt.DropAction.CopyAction, data, LEFT, NONE)
        event.ignore()
        QApplication.sendEvent(pane.viewport(), event)
        assert event.isAccepted() is taken
