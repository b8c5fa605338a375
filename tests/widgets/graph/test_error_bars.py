"""Errors against truth: how long bars are, what is exact, what passes."""

from __future__ import annotations

import math
from itertools import pairwise

import pytest
from PySide6.QtCore import QPoint
from PySide6.QtGui import QColor
from PySide6.QtTest import QTest

from tests.widgets.conftest import tip_at, written_in
from tests.widgets.graph.hand import B, K, M
from widgets.graph.masks.error_bars import ErrorBars, ErrorRow, part, worded
from widgets.look import tokens

ROWS = [
    ErrorRow("mean", "Mean pool", 3e-8, 1.24), ErrorRow("max", "Max pool", 0.0), ErrorRow("lstm", "LSTM", 0.122),
    ErrorRow("nan", "Product", math.nan, math.nan), ErrorRow("", "Conv", None, 26.4),
]  # fmt: skip


@pytest.fixture
def bars(show) -> ErrorBars:
    bars = show(ErrorBars(), 460, 160)
    bars.set_errors(ROWS, 1e-6)
    return bars


def length(bars: ErrorBars, at: int, role: str) -> int:
    """Pixels of a colour along the middle of a row's bar."""
    image, bar, shade = bars.grab().toImage(), bars.bar_rect(at), QColor(getattr(tokens.current(), role))
    y = round(bar.center().y())
    return sum(image.pixelColor(x, y) == shade for x in range(round(bar.left()), round(bar.right())))


def test_equal_factors_are_equal_lengths():
    steps = [part(10.0**power) for power in range(-18, 4)]
    gaps = [b - a for a, b in pairwise(steps)]
    assert gaps == pytest.approx([1 / 21] * 21)
    assert part(0) == part(1e-30) == 0
    assert part(math.inf) == part(math.nan) == part(1e9) == 1
    assert part(-1e-3) == part(1e-3)


@pytest.mark.parametrize(("error", "text"), [
    (0.0, "exact"), (math.nan, "NaN"), (math.inf, "∞"), (None, "–"), (3e-8, "3e−8"), (1.2e-12, "1.2e−12"), (26.4, "26"),
    (0.122, "0.12"),
])  # fmt: skip
def test_figures(error, text):
    assert worded(error) == text


def test_bars_are_as_long_as_the_errors_are_large(bars: ErrorBars):
    wide = bars.bar_rect(0).width()
    assert length(bars, 0, "ok") == pytest.approx(part(3e-8) * wide, abs=4)
    assert length(bars, 2, "error") == pytest.approx(part(0.122) * wide, abs=4)
    assert 3 <= length(bars, 1, "ok") <= 10  # a dot: there is no error
    assert length(bars, 4, "error") == length(bars, 4, "ok") == 0


def test_the_tolerance_decides_what_is_right(bars: ErrorBars):
    assert [bars.role(row) for row in ROWS] == ["ok", "ok", "error", "error", "strong"]
    bars.set_errors(ROWS)
    assert [bars.role(row) for row in ROWS] == ["accent", "ok", "accent", "error", "strong"]


def test_names_figures_and_scale_are_written(bars: ErrorBars):
    said = written_in(bars)
    for text in ("Mean pool", "exact", "3e−8", "0.12", "NaN", "–", "1e−12", "1e−6", "1"):
        assert text in said, text


def test_clicks_and_keys_choose_rows_with_a_key(bars: ErrorBars):
    heard = []
    bars.chosen.connect(heard.append)
    for at in (2, 4, 0):
        QTest.mouseClick(bars, B.LeftButton, M.NoModifier, bars.row_rect(at).center().toPoint())
    assert heard == ["lstm", "mean"]
    for key in (K.Key_Down, K.Key_Return, K.Key_End, K.Key_Return, K.Key_Home, K.Key_Enter):
        QTest.keyClick(bars, key)
    assert heard[2:] == ["max", "mean"]
    assert bars.accessibleDescription() == "Mean pool: error 3e−8, without the mask 1.2"


def test_hover_and_tips(bars: ErrorBars, shout):
    heard = []
    bars.hovered.connect(heard.append)
    for y in (10, 12, 40, 155):
        QTest.mouseMove(bars, QPoint(200, y))
    assert heard == [0, 1, -1]
    assert tip_at(bars, QPoint(200, 40)) == "Max pool: exact"
    QTest.mouseClick(bars, B.RightButton, M.NoModifier, QPoint(5, 5))
    assert "LSTM: error 0.12" in bars.accessibleDescription()
    shout(bars)
    assert "EXACT" in bars.accessibleDescription()


def test_nothing_measured(show):
    bars = show(ErrorBars(), 300, 80)
    assert "Nothing measured yet" in written_in(bars)
    QTest.keyClick(bars, K.Key_Down)
    QTest.keyClick(bars, K.Key_Return)
    bars.set_errors(ROWS)
    high = bars.sizeHint().height()
    bars.set_errors(ROWS[:3])
    assert bars.sizeHint().height() < high


@pytest.mark.parametrize("size", [(1, 1), (40, 300), (1500, 20)])
def test_it_paints_at_any_size(bars: ErrorBars, size: tuple[int, int]):
    bars.resize(*size)
    bars.grab()
