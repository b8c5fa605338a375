"""Named bars in groups."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QColor, QFontMetrics
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QVBoxLayout, QWidget

from widgets.look import style, tokens
from widgets.plots.score_bars import Score, ScoreBars

LEFT, NONE, K = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, Qt.Key
LAYERS = [Score("one", "Layer 1", 50.0, 0), Score("two", "Layer 2", 100.0, "accent", True)]
BASE = [Score("", "Random", 25.0), Score("best", "Best", None), Score("", "Odd", float("nan"))]


@pytest.fixture
def bars(show) -> ScoreBars:
    made = ScoreBars()
    made.set_scores([LAYERS, BASE], "A note")
    return show(made, 300, made.sizeHint().height())


def length(bars: ScoreBars, row: int, colour: str) -> int:
    """Pixels of a bar in its colour."""
    picture, y = bars.grab().toImage(), bars.row_rect(row).center().y() + 1
    return sum(picture.pixelColor(x, y) == QColor(colour) for x in range(300))


def test_bars_are_as_long_as_their_values(bars):
    t = tokens.current()
    whole = length(bars, 1, t.accent)
    assert whole > 80
    assert length(bars, 0, t.categories[0]) == pytest.approx(whole / 2, abs=2)
    assert length(bars, 2, t.strong) == pytest.approx(whole / 4, abs=2)
    assert length(bars, 3, t.strong) == length(bars, 4, t.strong) == 0
    assert [row.figure() for row in bars.rows()] == ["50.0", "100.0", "25.0", "–", "–"]
    assert bars.accessibleDescription().startswith("Layer 1 50.0; Layer 2 100.0; Random 25.0")


def test_groups_are_parted_and_the_height_follows(bars):
    assert bars.row_rect(2).top() - bars.row_rect(1).bottom() == 14
    assert bars.sizeHint().height() == 5 * 24 + 13 + 8 + QFontMetrics(style.fonts("caption")).height()
    assert bars.row_at(bars.row_rect(1).bottom() + 5) == -1
    bars.set_scores([LAYERS, []])
    assert bars.sizeHint().height() == 48
    bars.set_scores([])
    bars.grab()
    QTest.keyClick(bars, K.Key_Down)
    QTest.mouseClick(bars, LEFT)


def test_rows_with_a_key_are_chosen_by_mouse_and_keyboard(bars):
    told = []
    bars.chosen.connect(told.append)
    for row in range(5):
        QTest.mouseMove(bars, QPoint(40, bars.row_rect(row).center().y()))
        QTest.mouseClick(bars, LEFT, NONE, QPoint(40, bars.row_rect(row).center().y()))
    assert told == ["one", "two", "best"]
    for key in (K.Key_Home, K.Key_Return, K.Key_Down, K.Key_Space, K.Key_Down, K.Key_Down, K.Key_Return):
        QTest.keyClick(bars, key)
    assert told[3:] == ["one", "two", "best"]
    assert bars.accessibleDescription() == "Best –"


def test_names_are_translated_and_narrow_is_fine(bars, shout):
    before = bars.grab().toImage()
    shout(bars)
    assert bars.grab().toImage() != before
    for width in (160, 60, 8):
        bars.resize(width, 100)
        bars.grab()


def test_a_long_note_is_wrapped_and_the_height_follows(show):
    note = "No right trees are known for this text, so there is no score. Look at every layer."
    page, bars = QWidget(), ScoreBars()
    column = QVBoxLayout(page)
    column.setContentsMargins(0, 0, 0, 0)
    column.addWidget(bars)
    column.addStretch(1)
    show(page, 900, 300)
    line = QFontMetrics(style.fonts("caption")).lineSpacing()
    heights = []
    bars.set_scores([LAYERS], note)
    for width in (900, 280, 200):
        page.resize(width, 300)
        QApplication.processEvents()
        assert bars.height() == bars.sizeHint().height()
        heights.append(bars.height())
        picture = bars.grab().toImage()
        ground = picture.pixelColor(0, bars.height() - 1)
        last = range(bars.height() - line, bars.height())
        assert any(picture.pixelColor(x, y) != ground for y in last for x in range(60))
    one, two, three = heights
    assert line - 2 <= two - one <= line + 2
    assert line - 2 <= three - two <= line + 2
