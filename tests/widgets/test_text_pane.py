"""The text pane: text in and out, spans on the right letters, typing, pasting, clicking."""

from __future__ import annotations

import random

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PySide6.QtCore import QEvent, QMimeData, QPoint, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QGuiApplication, QTextCursor
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from widgets import style, text_feed, text_paint, tokens
from widgets.text_pane import LIMIT, TextPane

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


def every(word: str, pane: TextPane, kind: int = 0):
    """A fetch of all places of a word in the text as it is now."""
    text = pane.text()
    starts = np.array([at for at in range(len(text)) if text.startswith(word, at)], int)
    return lambda start, stop: (starts, starts + len(word), np.full(len(starts), kind))


def boxes(pane: TextPane, start: int, stop: int):
    return [
        box
        for shown in pane.sight()
        if start < shown.stop and stop > shown.start
        for box in text_paint.boxes(pane._mirror, shown, max(start, shown.start), min(stop, shown.stop))
    ]


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


def test_files_are_for_the_parent_and_text_is_for_the_pane(pane):
    files, text = QMimeData(), QMimeData()
    files.setUrls([QUrl.fromLocalFile("/tmp/a.txt")])
    text.setText("字")
    for data, taken in ((files, False), (text, True)):
        event = QDragEnterEvent(QPoint(20, 20), Qt.DropAction.CopyAction, data, LEFT, NONE)
        event.ignore()
        QApplication.sendEvent(pane.viewport(), event)
        assert event.isAccepted() is taken


# spans


@pytest.mark.parametrize("before", ["", "𠮷😀", "a\r\n", "中" * 2600, "\ud800\n"])
def test_a_span_lies_on_its_own_letters(pane, before: str):
    pane.set_text(before + "潇湘馆里")
    pane.reveal(len(before), len(before) + 3)
    (box,) = boxes(pane, len(before), len(before) + 3)
    one = [boxes(pane, len(before) + at, len(before) + at + 1)[0] for at in range(3)]
    assert [round(b.left()) for b in one] == [round(box.left() + at * box.width() / 3) for at in range(3)]
    assert box.width() == pytest.approx(3 * pane.fontMetrics().horizontalAdvance("潇"), abs=1)
    place = pane.cursorRect().center()  # the caret was put before it
    assert abs(place.x() - box.left()) <= 3
    assert box.top() - 2 <= place.y() <= box.bottom() + 2


def test_a_span_over_two_lines_has_two_boxes(pane):
    pane.set_text("字" * 200)
    first = boxes(pane, 0, 200)
    assert len(first) >= 7
    assert len({round(box.left()) for box in first}) == 1
    pitch = {round(b.top() - a.top()) for a, b in zip(first, first[1:], strict=False)}
    assert len(pitch) == 1
    assert pitch.pop() >= 1.4 * first[0].height()


def test_spans_are_asked_for_what_is_in_sight_only(pane, qtbot):
    pane.set_text((SENTENCE + "\n") * 5000)
    filled(pane, qtbot)
    asked: list[tuple[int, int]] = []

    def fetch(start: int, stop: int):
        asked.append((start, stop))
        return np.zeros(0, int), np.zeros(0, int), np.zeros(0, int)

    pane.set_spans(fetch)
    assert asked == []
    pane.grab()
    assert len(asked) == 1
    assert asked[0][1] - asked[0][0] < 1500
    pane.grab()
    assert len(asked) == 1
    pane.verticalScrollBar().setValue(pane.verticalScrollBar().maximum())
    pane.grab()
    assert len(asked) == 2


def test_typing_moves_spans_along_and_drops_the_one_it_is_in(pane):
    pane.set_text("紫鹃和紫鹃和紫鹃")
    pane.set_spans(every("紫鹃", pane))
    assert pane.spans(0, 99)[0].tolist() == [0, 3, 6]
    cursor = pane.textCursor()
    cursor.setPosition(4)
    pane.setTextCursor(cursor)
    QTest.keyClicks(pane, "xy")
    assert pane.spans(0, 99)[0].tolist() == [0, 8]
    assert pane.text()[8:10] == "紫鹃"


def test_spans_counted_before_the_last_keys_still_fit(pane):
    pane.set_text("紫鹃和紫鹃")
    counted, fetch = pane.revision(), every("紫鹃", pane)
    QTest.keyClicks(pane, "ab")
    pane.set_spans(fetch, counted)
    assert pane.spans(0, 99)[0].tolist() == [2, 5]
    pane.set_spans(every("紫鹃", pane))
    assert pane.spans(0, 99)[0].tolist() == [2, 5]


def test_bands_underlines_and_the_chosen_word_are_painted(pane):
    pane.set_text("贾母土地潇湘馆空")
    kinds = {"贾母": 0, "土地": 1, "潇湘馆": 0}
    starts = np.array([0, 2, 4])
    pane.set_spans(lambda a, b: (starts, np.array([2, 4, 7]), np.array(list(kinds.values()))))
    pane.set_selected(3, np.array([4]))
    pane.clearFocus()
    image = pane.viewport().grab().toImage()
    t = tokens.current()

    def colours(start: int, stop: int, dy: float) -> set[str]:
        (box,) = boxes(pane, start, stop)
        y = round(box.bottom() + dy)
        return {
            image.pixelColor(x, y).name().upper()
            for x in range(round(box.left()) + 2, round(box.right()) - 2)
        }

    assert colours(0, 2, -1.5) == {t.accent_soft.upper()} or t.accent_soft.upper() in colours(0, 2, -3)
    assert t.accent.upper() in colours(0, 2, 0)
    assert {t.strong.upper(), t.stage.upper()} <= colours(2, 4, 0)  # dots
    assert t.accent.upper() in colours(4, 7, -2)
    assert colours(7, 8, 0) == {t.stage.upper()}


def test_clicking_in_a_span_tells_it_and_twice_selects_it(pane):
    pane.set_text("𠮷去潇湘馆里")
    pane.set_spans(every("潇湘馆", pane))
    heard: list[tuple[int, int]] = []
    pane.word_clicked.connect(lambda start, stop: heard.append((start, stop)))
    (box,) = boxes(pane, 2, 5)
    QTest.mouseClick(pane.viewport(), LEFT, NONE, box.center().toPoint())
    assert heard == [(2, 5)]
    QTest.mouseDClick(pane.viewport(), LEFT, NONE, box.center().toPoint())
    assert heard[-1] == (2, 5)
    assert pane.textCursor().selectedText() == "潇湘馆"
    heard.clear()
    (other,) = boxes(pane, 1, 2)
    QTest.mouseClick(pane.viewport(), LEFT, NONE, other.center().toPoint())
    assert heard == []


def test_revealing_scrolls_there_also_before_the_text_has_come_in(pane, qtbot):
    text = (SENTENCE + "\n") * 4000
    pane.set_text(text)
    at = len(text) // 2
    pane.reveal(at, at + 3)
    filled(pane, qtbot)
    sight = pane.sight()
    assert sight[0].start < at < sight[-1].stop
    (box, *_) = boxes(pane, at, at + 3)
    assert pane.viewport().rect().contains(box.center().toPoint())
    pane.grab()


def test_reading_far_does_not_keep_all_lines(pane, qtbot):
    pane.set_text(SENTENCE * 20_000)
    filled(pane, qtbot)
    bar = pane.verticalScrollBar()
    pane.grab()
    for at in range(400):
        bar.setValue(at * bar.maximum() // 400)
        pane.grab(pane.rect().adjusted(0, 0, 0, -280))
    assert len(pane._wide._warm) < 320
    assert bar.maximum() > 0


def test_the_font_survives_a_change_of_theme(qapp, pane):
    size = pane.font().pointSizeF()
    assert size > 10
    try:
        style.stage(qapp, dark=False)
        assert pane.font().pointSizeF() == size
        assert pane.document().defaultFont().pointSizeF() == size
    finally:
        style.stage(qapp, dark=True)
    assert pane.font().families()[0] == "Noto Sans CJK SC"


def test_what_is_said_follows_the_language(pane, shout):
    shout(pane)
    assert (pane.placeholderText(), pane.accessibleName()) == ("PASTE", "TEXT")
    QApplication.sendEvent(pane, QEvent(QEvent.Type.PaletteChange))
