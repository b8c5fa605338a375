"""Light: the same from left and right, the same on both sides of a sheet, and never outside the ramp."""

from __future__ import annotations

import numpy as np
import pytest
from PySide6.QtGui import QColor

from widgets.look import tokens
from widgets.solid.shading import STOPS, gap_colour, ink, light, mix, ramp, stops


def directions(number: int = 500) -> np.ndarray:
    drawn = np.random.default_rng(0).normal(size=(number, 3))
    return drawn / np.linalg.norm(drawn, axis=1, keepdims=True)


def test_left_and_right_are_lit_alike():
    normals = directions()
    assert light(normals * (-1, 1, 1)) == pytest.approx(light(normals), abs=1e-12)


def test_both_sides_of_a_sheet_are_lit_alike():
    normals = directions()
    normals = normals[abs(normals[:, 2]) > 1e-6]
    assert light(-normals) == pytest.approx(light(normals), abs=1e-12)


def test_no_face_is_black_and_none_leaves_the_ramp():
    shades = light(directions(5000))
    assert 0.2 <= shades.min() < 0.45
    assert 0.7 < shades.max() <= 1


def test_what_looks_up_is_brighter_than_what_looks_down():
    up, down = light(np.array([[0, 0.6, 0.8], [0, -0.6, 0.8]]))
    assert up > down + 0.1


@pytest.mark.parametrize("theme", [tokens.DARK, tokens.LIGHT])
def test_ramps_grow_lighter_and_keep_their_tone(theme):
    tokens.use(theme)
    for tone in ("real", "fake"):
        colours = ramp(tone).astype(int)
        assert colours.shape == (256, 3)
        assert (np.diff(stops(tone).sum(1)) > 0).all()
        hue = QColor(getattr(theme, tone)).hue()
        assert abs(QColor(*colours[184].tolist()).hue() - hue) <= 6
        assert (ramp(tone, back=True) != ramp(tone)).any()
        at = [round(stop * 255) for stop in STOPS]
        assert colours[at] == pytest.approx(stops(tone), abs=3)


@pytest.mark.parametrize("theme", [tokens.DARK, tokens.LIGHT])
def test_a_gap_is_quiet_when_closed_and_red_when_open(theme):
    tokens.use(theme)
    assert gap_colour(0).name() == theme.text.lower()
    assert gap_colour(1).name() == theme.error.lower()
    assert gap_colour(-1) == gap_colour(0)
    assert gap_colour(7) == gap_colour(1)
    shades = [gap_colour(at / 8).name() for at in range(9)]
    assert len(set(shades)) == 9
    paint, cover = ink()
    assert paint.shape == (3,)
    assert 0 < cover < 1


def test_mixing():
    assert mix("black", "white", 0.5).lightness() == pytest.approx(128, abs=1)
    assert mix("red", "blue", 0) == QColor("red")
