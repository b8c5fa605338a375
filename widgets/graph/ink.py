"""Pens, brushes and fonts of the canvas, kept: a frame with two hundred nodes asks for thousands."""

from __future__ import annotations

from functools import cache

from PySide6.QtCore import Qt
from PySide6.QtGui import QBrush, QColor, QFont, QPen

from widgets.look import style, tokens

_DASHED_FROM = 4  # categories that colour alone does not tell from the first


def colour(role: str) -> str:
    """A token's colour in the theme in force."""
    return str(getattr(tokens.current(), role))


def category(number: int) -> str:
    """A category's colour."""
    found = tokens.current().categories
    return found[number % len(found)]


@cache
def pen(colour: str, width: float = 1.0, dashes: tuple[float, ...] = ()) -> QPen:
    """A pen with round joins; ``dashes`` count in widths of it."""
    made = QPen(QColor(colour), width)
    made.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
    if dashes:
        made.setCapStyle(Qt.PenCapStyle.FlatCap)
        made.setDashPattern(dashes)
    return made


@cache
def brush(colour: str, alpha: float = 1.0, hatched: bool = False) -> QBrush:
    """A plain or hatched brush."""
    shade = QColor(colour)
    shade.setAlphaF(alpha)
    return QBrush(shade, Qt.BrushStyle.BDiagPattern if hatched else Qt.BrushStyle.SolidPattern)


def band(number: int) -> QBrush:
    """The brush of a category's band, hatched where colour alone would not do."""
    return brush(category(number), hatched=number % len(tokens.current().categories) >= _DASHED_FROM)


@cache
def _font(role: str, bold: bool, larger: float, points: float) -> QFont:
    font = style.fonts(role, bold=bold)
    font.setPointSizeF(points * larger)
    return font


def font(role: str, *, bold: bool = False, larger: float = 1.0) -> QFont:
    """A type role's font, ``larger`` times as large."""
    return _font(role, bold or role == "title", larger, style.points(role))
