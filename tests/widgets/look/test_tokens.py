"""The palette keeps its promises about contrast."""

from __future__ import annotations

import re
from dataclasses import asdict

import pytest

from widgets.look.tokens import DARK, LIGHT, Tokens

SURFACES = ("window", "stage", "panel", "raised", "hover", "field")
READ = ("text", "text2", "accent", "real", "fake", "ok", "warn", "error")


@pytest.fixture(autouse=True)
def no_leaks() -> None:
    """Arithmetic leaks nothing, and looking for it takes longer than the arithmetic."""


@pytest.fixture(autouse=True)
def dressed() -> None:
    """Nor does it need a look."""


def luminance(colour: str) -> float:
    channels = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.03928 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    high, low = sorted((luminance(one), luminance(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)


def test_contrast_of_black_and_white_is_21():
    assert contrast("#000000", "#FFFFFF") == pytest.approx(21)


@pytest.mark.parametrize("t", [DARK, LIGHT], ids=lambda t: t.name)
@pytest.mark.parametrize("role", READ)
def test_words_and_meanings_are_readable_on_every_surface(t: Tokens, role: str):
    colour = getattr(t, role)
    for surface in SURFACES:
        assert contrast(colour, getattr(t, surface)) >= 4.5, surface
    assert contrast(colour, t.pressed) >= 4.3


@pytest.mark.parametrize("t", [DARK, LIGHT], ids=lambda t: t.name)
def test_what_stands_on_colour_is_readable(t: Tokens):
    assert contrast(t.on_accent, t.accent) >= 4.5
    assert contrast(t.on_accent, t.accent_hover) >= 4.5
    for soft, sign in (("accent_soft", "accent"), ("warn_soft", "warn"), ("error_soft", "error")):
        assert contrast(t.text, getattr(t, soft)) >= 4.5
        assert contrast(getattr(t, sign), getattr(t, soft)) >= 4.5
        assert contrast(t.accent, getattr(t, soft)) >= 4.5  # links of a notice


@pytest.mark.parametrize("t", [DARK, LIGHT], ids=lambda t: t.name)
def test_edges_of_controls_are_seen(t: Tokens):
    assert contrast(t.strong, t.panel) >= 3


@pytest.mark.parametrize("t", [DARK, LIGHT], ids=lambda t: t.name)
def test_every_colour_is_six_digits(t: Tokens):
    for name, value in asdict(t).items():
        for colour in value if isinstance(value, tuple) else (value,):
            assert name == "name" or re.fullmatch("#[0-9A-F]{6}", colour), name
