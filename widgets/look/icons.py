"""Phosphor icons by name, in a colour of the theme, on buttons and actions that outlive a theme change.

``set_icon`` may be called before the icon font is there (it costs start-up time): nothing shows until the
playground has painted once and calls ``load``; from then on icons appear and follow the theme.
"""

from __future__ import annotations

import os
import weakref
from typing import Protocol

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QColor, QFont, QIcon, QPainter, QPaintEvent, QPixmap
from PySide6.QtWidgets import QWidget
from shiboken6 import isValid

from widgets.look import tokens

SIZES = (16, 18, 20, 24, 32)  # header, button, tool rail, tiles


class Iconed(Protocol):
    """A button, an action, or anything else that shows an icon."""

    def setIcon(self, icon: QIcon, /) -> None: ...


_loaded = False
_wanted: weakref.WeakKeyDictionary[Iconed, tuple[str, str]] = weakref.WeakKeyDictionary()
_cache: dict[tuple[str, str, str], QIcon] = {}


def load() -> None:
    """Read the icon font (about 0.1 s, once) and show every icon asked for so far. Needs a QApplication."""
    global _loaded
    os.environ.setdefault("QT_API", "pyside6")
    import qtawesome  # slow to import, so only here

    qtawesome.font("ph", 16)  # registers the font with Qt
    _loaded = True
    refresh()


def set_icon(target: Iconed, name: str, role: str = "text2") -> None:
    """Show Phosphor icon ``name`` on ``target`` in token ``role``, now or when the font is there."""
    _wanted[target] = (name, role)
    if _loaded:
        target.setIcon(icon(name, role))


def refresh() -> None:
    """Draw all remembered icons again in the colours of the theme in force."""
    if not _loaded:
        return
    for target, (name, role) in list(_wanted.items()):
        if isValid(target):
            target.setIcon(icon(name, role))


def icon(name: str, role: str = "text2") -> QIcon:
    """Phosphor icon ``name`` in token ``role`` (accent when on, disabled when off); empty before ``load``.

    Raises:
        KeyError: the font has no such icon.
    """
    if not _loaded:
        return QIcon()
    t = tokens.current()
    key = (t.name, name, role)
    if key not in _cache:
        on = t.accent if role == "text2" else getattr(t, role)
        _cache[key] = _draw(name, getattr(t, role), on, t.disabled)
    return _cache[key]


def _draw(name: str, normal: str, on: str, disabled: str) -> QIcon:
    import qtawesome

    letter = qtawesome.charmap(f"ph.{name}")  # raises for a name there is none of: never while painting
    font, made = qtawesome.font("ph", SIZES[0]), QIcon()
    mode, state = QIcon.Mode, QIcon.State
    for size in sorted({size * scale for size in SIZES for scale in (1, 2)}):
        font.setPixelSize(size)
        made.addPixmap(_glyph(letter, font, normal, size), mode.Normal, state.Off)
        made.addPixmap(_glyph(letter, font, on, size), mode.Normal, state.On)
        made.addPixmap(_glyph(letter, font, disabled, size), mode.Disabled, state.Off)
    return made


def _glyph(letter: str, font: QFont, colour: str, size: int) -> QPixmap:
    pixmap = QPixmap(size, size)
    pixmap.fill(Qt.GlobalColor.transparent)
    painter = QPainter(pixmap)
    painter.setRenderHint(QPainter.RenderHint.TextAntialiasing)
    painter.setPen(QColor(colour))
    painter.setFont(font)
    painter.drawText(QRect(0, 0, size, size), Qt.AlignmentFlag.AlignCenter, letter)
    painter.end()
    return pixmap


class Sign(QWidget):
    """An icon that is only looked at."""

    def __init__(self, name: str, role: str = "text2", size: int = 18, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._icon = QIcon()
        self._size = size
        self.setFixedSize(size, size)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        set_icon(self, name, role)

    def setIcon(self, icon: QIcon) -> None:
        """Show ``icon`` (called by ``set_icon``, which is the way to change it)."""
        self._icon = icon
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(self._size, self._size)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        mode = QIcon.Mode.Normal if self.isEnabled() else QIcon.Mode.Disabled
        self._icon.paint(painter, self.rect(), Qt.AlignmentFlag.AlignCenter, mode)
        painter.end()
