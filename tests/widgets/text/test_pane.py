"""The text pane: text in and out, typing, pasting, copying."""

from __future__ import annotations

import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PySide6.QtCore import QMimeData, QPoint, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QGuiApplication, QTextCursor
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from widgets.text import feed as text_feed
from widgets.text.pane import LIMIT, TextPane

LEFT, NONE = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
SENTENCE = "贾母少歇一回，自然领着刘姥姥都见识见识。"


@pytest.fixture
def pane(show) -> TextPane:
    return show(TextPane("Paste"), 420, 300)


def filled(pane: TextPane, qtbot) -> None:
    qtbot.waitUntil(lambda: not pane.filling)


def paste(pane: TextPane, text: str) -> None:
    data = QMimeData()
    data.setText(text)
    pane.insertFromMimeData(data)


# the text


@settings(max_examples=60, deadline=None)
@given(
    st.text(
        st.one_of(st.sampled_from("\r\n\u2029\u2028\ufff0中𠮷😀\ud800\udc00。"), st.characters()), max_size=60
    )
)
def test_a_text_comes_back_exactly(qapp, text: str):
    pane = TextPane()
    pane.set_text(text)
    assert pane.text() == text
    pane._whole = None  # as after an edit: read from the document
    assert pane.text() == text
    assert pane._mirror.text() == text


@pytest.mark.parametrize(
    "text",
    [
        SENTENCE * 3000,
        (SENTENCE + "\r\n") * 3000,
        "字\n" * 40_000,
        "𠮷😀" * 20_000,
        "a\rb\u2029c\n" * 9000,
        "\x00" * 30_000,
    ],
    ids=["endless", "crlf", "short", "astral", "mixed", "nul"],
)
def test_a_long_text_comes_back_too_and_at_once(pane, qtbot, text: str):
    pane.set_text(text)
    assert pane.filling
    assert pane.text() == text
    filled(pane, qtbot)
    assert pane._mirror.text() == text
    assert pane.document().blockCount() == len(pane._mirror.starts()) - 1
    assert max(pane.document().findBlockByNumber(n).length() for n in range(50)) <= 2004
    pane.insertPlainText("头")
    assert pane.text() == "头" + text


def test_another_text_while_one_comes_in_wins(pane, qtbot):
    pane.set_text(SENTENCE * 3000)
    pane.set_text("短")
    assert not pane.filling
    assert (pane.text(), pane.toPlainText()) == ("短", "短")
    pane.set_text(SENTENCE * 3000)
    pane.set_text(SENTENCE * 3001)
    filled(pane, qtbot)
    assert pane._mirror.text() == SENTENCE * 3001


def test_random_edits_are_mirrored(pane):
    draw = random.Random(7)
    pane.set_text("一二\r\n三𠮷四\n" + "五六七。" * 600 + "\r八\u2029九")
    cursor = QTextCursor(pane.document())
    pieces = ["x", "中文", "𠮷", "\n", "a\nb\nc", "😀\n"]
    for _ in range(300):
        size = pane.document().characterCount() - 1
        at = draw.randint(0, size)
        kind = draw.random()
        if kind < 0.5:
            cursor.setPosition(at)
            cursor.insertText(draw.choice(pieces))
        elif kind < 0.8:
            cursor.setPosition(at)
            cursor.setPosition(min(size, at + draw.choice([1, 1, 3, 900])), QTextCursor.MoveMode.KeepAnchor)
            cursor.removeSelectedText()
        else:
            (pane.undo if kind < 0.93 else pane.redo)()
        said, starts = list(pane._mirror._said), pane._mirror.starts().tolist()
        pane._mirror.rebuild()
        assert said == pane._mirror._said
        assert starts == pane._mirror.starts().tolist()


def test_places_and_code_points_are_each_others_inverse(pane):
    pane.set_text("a𠮷b😀\r\nc\ud800d\n\ufff0e" + "长" * 2500)
    for point in range(40):
        assert pane._mirror.point(pane._mirror.position(point)) == point or pane.text()[point] == "\n"
    end = len(pane.text())
    assert pane._mirror.point(pane._mirror.position(end)) == end
    assert pane._mirror.position(10**9) == pane.document().characterCount() - 1


def test_more_than_the_limit_is_shown_to_read_only(pane, qtbot, shout):
    text = (SENTENCE * 4 + "\n") * (LIMIT // 80)
    pane.set_text(text)
    assert pane.text() == text[:LIMIT]
    assert pane.isReadOnly()
    assert "2,000,000" in pane.caption()
    filled(pane, qtbot)
    shout(pane)
    assert pane.caption().startswith("THE FIRST")
    paste(pane, "x")
    QTest.keyClicks(pane, "x")
    assert pane.text() == text[:LIMIT]
    pane.grab()
    pane.set_text("a")
    assert not pane.isReadOnly()
    assert pane.caption() == ""


# typing and pasting


def test_typing_tells_once_after_a_rest_and_setting_never(pane, qtbot):
    heard: list[str] = []
    pane.edited.connect(lambda: heard.append(pane.text()))
    pane.set_text("一")
    QTest.keyClicks(pane, "abc")
    assert pane._rest.isActive()
    assert heard == []
    qtbot.waitUntil(lambda: bool(heard))
    assert heard == ["abc一"]
    pane.set_text("二")
    assert not pane._rest.isActive()


def test_a_paste_tells_at_once_with_the_whole_text(pane, qtbot):
    pane.set_text("头尾")
    pane.moveCursor(QTextCursor.MoveOperation.Right)
    long = SENTENCE * 3000
    with qtbot.waitSignal(pane.edited, timeout=1000):
        paste(pane, long)
        assert pane.text() == "头" + long + "尾"
    filled(pane, qtbot)
    assert pane._mirror.text() == "头" + long + "尾"
    assert pane._mirror.point(pane.textCursor().position()) == 1 + len(long)
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


def test_a_long_text_never_holds_the_window_for_long(pane, qtbot, monkeypatch):
    """A property, not a time: no turn of the event loop inserts more than its slice."""
    sizes: list[int] = []
    insert = text_feed.Feed._insert

    def noted(feed, stop: int) -> None:
        sizes.append(sum(map(len, feed._blocks[feed._at : stop])))
        insert(feed, stop)

    monkeypatch.setattr(text_feed.Feed, "_insert", noted)
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
    said = []
    for _ in range(6):
        QTest.keyClick(pane, Qt.Key.Key_Right)
        said.append(pane._mirror.point(pane.textCursor().position()))
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


def test_dragging_text_moves_it_in_one_step(pane):
    text = "一\r\n二" + "长" * 2500
    pane.set_text(text)
    data = QMimeData()
    data.setText("甲\r\n乙")
    place = pane.cursorRect().center()
    pane.dropEvent(QDropEvent(place, Qt.DropAction.CopyAction, data, LEFT, NONE))
    assert pane.text() == "甲\r\n乙" + text
    assert pane._rest.isActive()
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
    assert pane._mirror.text() == pane.text() == SENTENCE * 4000
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
