"""What the text pane paints: spans on the right letters, asked for where one looks, moved along by typing."""

from __future__ import annotations

import itertools

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QInputMethodEvent, QTextCursor
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from tests.widgets.text.conftest import SENTENCE, filled
from widgets.look import style, tokens
from widgets.text import paint as text_paint
from widgets.text.mirror import Mirror
from widgets.text.pane import TextPane
from widgets.text.spans import HIDDEN, NEW

LEFT, NONE = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier


def every(word: str, pane: TextPane, kind: int = 0):
    """A fetch of all places of a word in the text as it is now."""
    text = pane.text()
    starts = np.array([at for at in range(len(text)) if text.startswith(word, at)], int)
    return lambda start, stop: (starts, starts + len(word), np.full(len(starts), kind))


def boxes(pane: TextPane, start: int, stop: int):
    mirror = Mirror(pane.document())
    return [
        box
        for shown in pane.sight()
        if start < shown.stop and stop > shown.start
        for box in text_paint.boxes(mirror, shown, max(start, shown.start), min(stop, shown.stop))
    ]


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


def test_what_an_input_method_composes_pushes_spans_along(pane):
    pane.set_text("在潇湘馆里")
    pane.moveCursor(QTextCursor.MoveOperation.Right)
    (before,) = boxes(pane, 1, 4)
    QApplication.sendEvent(pane, QInputMethodEvent("xiang", []))
    (pushed,) = boxes(pane, 1, 4)
    typed = pane.fontMetrics().horizontalAdvance("xiang")
    assert pushed.left() - before.left() == pytest.approx(typed, abs=1)
    assert pushed.width() == before.width()
    assert pane.text() == "在潇湘馆里"
    event = QInputMethodEvent()
    event.setCommitString("香")
    QApplication.sendEvent(pane, event)
    assert pane.text() == "在香潇湘馆里"
    pane.grab()


def test_a_span_over_two_lines_has_two_boxes(pane):
    pane.set_text("字" * 200)
    first = boxes(pane, 0, 200)
    assert len(first) >= 7
    assert len({round(box.left()) for box in first}) == 1
    pitch = {round(b.top() - a.top()) for a, b in itertools.pairwise(first)}
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
    while bar.value() < bar.maximum():  # which grows as lines are broken
        bar.setValue(bar.value() + 2 * bar.pageStep())
        pane.grab(pane.rect().adjusted(0, 0, 0, -280))
    lines = [pane.document().findBlockByNumber(n).layout().lineCount() for n in range(pane.blockCount())]
    assert sum(map(bool, lines)) < 250 < len(lines)


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


def test_what_a_filter_hides_is_not_drawn_but_tells_of_a_click(pane):
    pane.set_text("贾母土地潇湘馆空")
    pane.clearFocus()
    bare = pane.viewport().grab().toImage()
    starts, stops = np.array([0, 2, 4]), np.array([2, 4, 7])
    pane.set_spans(lambda a, b: (starts, stops, np.array([HIDDEN, HIDDEN, HIDDEN])))
    assert pane.viewport().grab().toImage() == bare
    pane.set_spans(lambda a, b: (starts, stops, np.array([HIDDEN, HIDDEN, NEW])))
    assert pane.viewport().grab().toImage() != bare
    heard: list[tuple[int, int]] = []
    pane.word_clicked.connect(lambda start, stop: heard.append((start, stop)))
    (box,) = boxes(pane, 2, 4)
    QTest.mouseClick(pane.viewport(), LEFT, NONE, box.center().toPoint())
    assert heard == [(2, 4)]
