"""The map of attention: shades, masked keys, what is no number."""

from __future__ import annotations

import numpy as np
import pytest
from PySide6.QtCore import QPoint
from PySide6.QtGui import QColor
from PySide6.QtTest import QTest

from tests.widgets.conftest import tip_at, written_in
from tests.widgets.graph.hand import B, K, M
from widgets.graph.masks.attention_map import AttentionMap
from widgets.look import ramp, tokens

WORDS = ["they", "said", "pad"]
REAL = np.array([True, True, False])
WEIGHTS = np.array([[0.75, 0.25, 0.0], [0.5, 0.5, 0.0], [0.0, 1.0, 0.0]])


@pytest.fixture
def view(show) -> AttentionMap:
    view = show(AttentionMap(), 400, 200)
    view.set_weights(WEIGHTS, WORDS, WORDS, REAL)
    return view


def ground(view: AttentionMap, row: int, col: int) -> QColor:
    at = view.cell_rect(row, col).topLeft().toPoint() + QPoint(5, 4)
    return view.grab().toImage().pixelColor(at)


def test_shades_words_and_figures(view: AttentionMap):
    QTest.mouseClick(view, B.LeftButton, M.NoModifier, view.cell_rect(2, 2).center().toPoint())
    for row, col in ((0, 0), (0, 1), (2, 1)):
        assert ground(view, row, col) == QColor(*map(int, ramp.shade(WEIGHTS[row, col])))
    said = written_in(view)
    for text in ("they", "said", "pad", "0.75", "1.00", "0"):
        assert text in said, text
    assert said.count("0.00") == 1  # masked keys are hatched, not zeros


def test_attention_that_a_pad_gets_is_hatched_over_its_shade(view: AttentionMap):
    masked = view.grab().toImage()
    assert view.accessibleDescription().endswith("0.00 of the attention goes to pads")
    view.set_weights(np.full((3, 3), 1 / 3), WORDS, WORDS, REAL)
    assert view.accessibleDescription().endswith("0.33 of the attention goes to pads")
    assert view.grab().toImage() != masked
    assert "0.33" in written_in(view)
    assert tip_at(view, view.cell_rect(0, 2).center().toPoint()) == "they to pad, a pad: 0.33"


def test_what_is_no_number_is_red_and_says_so(view: AttentionMap):
    weights = WEIGHTS.copy()
    weights[2] = np.nan
    view.set_weights(weights, WORDS, WORDS, REAL)
    assert ground(view, 2, 0) == QColor(tokens.current().error_soft)
    assert written_in(view).count("NaN") == 3
    assert "NaN of the attention" in view.accessibleDescription()


def test_keys_walk_and_speak(view: AttentionMap, shout):
    for key in (K.Key_Down, K.Key_Right):
        QTest.keyClick(view, key)
    assert view.accessibleDescription().startswith("said to said: 0.50; ")
    shout(view)
    assert view.accessibleDescription().startswith("said TO said: 0.50; ")


@pytest.mark.parametrize("wrong", [
    (WEIGHTS[:2], WORDS, WORDS, REAL), (WEIGHTS, WORDS[:2], WORDS, REAL), (WEIGHTS, WORDS, WORDS, REAL[:2]),
])  # fmt: skip
def test_what_does_not_fit_is_refused(view: AttentionMap, wrong):
    before = view.grab().toImage()
    with pytest.raises(ValueError):
        view.set_weights(*wrong)
    assert view.grab().toImage() == before


def test_before_there_is_any_it_says_so_and_it_paints_at_any_size(show):
    view = show(AttentionMap(), 200, 100)
    assert "No attention yet" in written_in(view)
    view.set_weights(np.full((60, 60), 1 / 60), ["w" * 30] * 60, ["w"] * 60, np.ones(60, bool))
    for size in ((1, 1), (30, 300), (1200, 900)):
        view.resize(*size)
        view.grab()
