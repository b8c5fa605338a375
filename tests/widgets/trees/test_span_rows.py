"""Sentences with a marked span: the span stays in sight, rows are picked by mouse and keys."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QColor, QFontMetricsF
from PySide6.QtTest import QTest

from tests.widgets.conftest import tip_at
from widgets.look import tokens
from widgets.trees.columns import word_font
from widgets.trees.span_rows import SpanRow, SpanRows, fitted

ROWS = (
    SpanRow("the old dog that chased the cats sleeps ", "in the quiet garden", "", "0.971"),
    SpanRow("", "a small bird", " near the river sings and nobody listens to it", "0.950"),
    SpanRow("they said that ", "she reads old books", " in the garden behind the house", "0.914"),
    SpanRow("这只小狗昨天晚上", "在院子里", "睡觉没有人看见它", "0.880"),
)
K = Qt.Key
HIGH = 26  # logical px of a row


@pytest.fixture
def rows(show) -> SpanRows:
    made = SpanRows()
    made.set_rows(ROWS)
    return show(made, 260, made.sizeHint().height())


def fit(row: SpanRow, room: float) -> tuple[str, str, str]:
    return fitted(row, room, word_font("field", (row.text,)), word_font("field", (row.text,), bold=True))


@pytest.mark.parametrize("row", ROWS, ids=lambda r: r.span)
@pytest.mark.parametrize("room", [60, 140, 220, 400, 900])
def test_the_parts_fit_and_the_span_comes_first(row, room):
    parts = fit(row, room)
    plain, bold = (QFontMetricsF(word_font("field", (row.text,), bold=b)) for b in (False, True))
    long = plain.horizontalAdvance(parts[0] + parts[2]) + bold.horizontalAdvance(parts[1]) + 6
    assert long <= room + 2
    if bold.horizontalAdvance(row.span) + 6 <= room:
        assert parts[1] == row.span
    else:
        assert parts == ("", parts[1], "")
    if room == 900:
        assert "".join(parts) == row.text


def test_english_is_cut_between_words():
    for room in range(120, 400, 7):
        before, _, after = fit(ROWS[2], room)
        assert before in ("", "they said that ") or before.removeprefix("…") in ("said that ", "that ")
        kept = after.removesuffix("…")
        assert not kept or ROWS[2].after.startswith(kept)
        assert not after.endswith("…") or ROWS[2].after[len(kept)] == " "


def test_a_click_and_keys_pick(rows):
    assert rows.height() == len(ROWS) * HIGH
    told: list[int] = []
    rows.picked.connect(told.append)
    QTest.mouseClick(rows, Qt.MouseButton.LeftButton, pos=QPoint(20, HIGH + 5))
    for key in (K.Key_Down, K.Key_Return, K.Key_End, K.Key_Space, K.Key_Home, K.Key_Up, K.Key_Enter):
        QTest.keyClick(rows, key)
    assert told == [1, 2, 3, 0]
    rows.set_rows(())
    QTest.keyClick(rows, K.Key_Down)
    QTest.keyClick(rows, K.Key_Return)
    assert told == [1, 2, 3, 0]
    assert rows.sizeHint().height() == 0


def test_pointing_lights_a_row_and_tells_the_whole_sentence(rows):
    before = rows.grab().toImage()
    QTest.mouseMove(rows, QPoint(30, 2 * HIGH + 6))
    assert rows.grab().toImage() != before
    assert tip_at(rows, QPoint(30, 2 * HIGH + 6)) == ROWS[2].text
    assert tip_at(rows, QPoint(30, 9 * HIGH)) == ""
    assert "0.880" in rows.accessibleDescription()


@pytest.mark.parametrize("theme", [tokens.DARK, tokens.LIGHT], ids=["dark", "light"])
def test_the_span_has_a_ground_of_its_own(rows, theme):
    tokens.use(theme)
    picture = rows.grab().toImage()
    tokens.use(tokens.DARK)
    ground = QColor(theme.accent_soft)
    assert any(picture.pixelColor(x, 5) == ground for x in range(picture.width()))
