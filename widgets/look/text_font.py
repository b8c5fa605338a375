"""The font of Chinese text: the Chinese family first, or its quotes turn half as wide."""

from __future__ import annotations

from PySide6.QtGui import QFont

from widgets.look import style

CHINESE = ("Noto Sans CJK SC", "PingFang SC", "Microsoft YaHei UI")
READING = 11.0  # points of running text


def chinese(role: str = "body", *, bold: bool | None = None) -> QFont:
    """The font of a type role for words and text in Chinese."""
    font = style.fonts(role, bold=bold)
    font.setFamilies([*CHINESE, *(family for family in style.FAMILIES if family not in CHINESE)])
    return font


def reading() -> QFont:
    """The font of running text."""
    font = chinese()
    font.setPointSizeF(READING * style.points("body") / style.POINTS["body"])
    return font
