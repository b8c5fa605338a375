"""One column per word, shared by every view of a sentence: tree, bars and map stay in line by holding one."""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np
from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QFont, QFontMetricsF

from widgets.look import style

LEFT, RIGHT = 52.0, 48.0  # logical px beside the columns: names of axes, and keys
PAD = 6.0  # at both sides of a word
NARROWEST, WIDEST = 28.0, 180.0  # of a column at its natural width; longer words are cut short
_AMPLE = 128.0  # px per word that a short sentence spreads to, and no farther: it stands in the middle
_ROLES = (("title", True), ("body", True), ("field", True))  # tried in this order until the sentence fits
_CLOSEST = 8.0  # the largest zoom


def is_cjk(text: str) -> bool:
    """Whether a character of ``text`` is Chinese, Japanese or Korean, or punctuation of theirs."""
    return any(
        "\u2e80" <= letter <= "\u9fff" or "\uf900" <= letter <= "\uffef" or letter >= "\U00020000"
        for letter in text
    )


def word_font(role: str, words: Sequence[str], *, bold: bool | None = None) -> QFont:
    """The font of a type role; where words are Chinese, its families first, or quotes turn half-width."""
    font = style.fonts(role, bold=bold)
    if any(map(is_cjk, words)):
        font.setFamilies(
            sorted(
                style.FAMILIES,
                key=lambda name: "CJK" not in name and "PingFang" not in name and "YaHei" not in name,
            )
        )
    return font


def share(natural: np.ndarray, room: float) -> np.ndarray:
    """Widths (n,) that fill ``room``: all alike, only words that need more get what they need.

    Where even that is too much, the natural widths.
    """
    if not len(natural) or natural.sum() >= room:
        return natural
    falling = np.sort(natural)[::-1]
    rest = room - np.concatenate([[0.0], np.cumsum(falling)[:-1]])
    level = rest / np.arange(len(natural), 0, -1)  # if so many of the longest keep their own width
    alike = level[int(np.argmax(level >= falling - 1e-9))]
    return np.maximum(natural, alike)


class WordColumns(QObject):
    """Edges and middles of the columns in the coordinates of the views, which are all equally wide.

    At zoom 1 words can be read and short sentences fill the room; a long one is scrolled by ``offset``.
    """

    changed = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._words: tuple[str, ...] = ()
        self._own_font: QFont | None = None
        self._font = style.fonts("title")
        self._advances = np.zeros(0)  # of the words in the font chosen
        self._base = np.zeros(0)  # widths at zoom 1
        self._room, self._zoom, self._offset = 400.0, 1.0, 0.0

    # what is shown

    @property
    def words(self) -> tuple[str, ...]:
        """The words, one column each."""
        return self._words

    def set_words(self, words: Sequence[str]) -> None:
        """Other words: shown from their start at zoom 1. The same words change nothing."""
        if tuple(words) == self._words:
            return
        self._words, self._zoom, self._offset = tuple(words), 1.0, 0.0
        self._measure()

    @property
    def font(self) -> QFont:
        """The font words are measured for."""
        return self._font

    def set_font(self, font: QFont | None) -> None:
        """Measure in this font; None chooses the largest of the look's in which the sentence fits."""
        self._own_font = font
        self._measure()

    @property
    def room(self) -> float:
        """Width of the part of a view that columns may fill."""
        return self._room

    def set_room(self, width: float) -> None:
        """The views are now so wide between ``LEFT`` and ``RIGHT``; the word in the middle stays there."""
        width = max(1.0, width)
        if width != self._room:
            middle = (self._offset + self._room / 2) / max(1.0, self.content)
            fitted = self._zoom < 1 and self._zoom <= self.fitting * (1 + 1e-9)
            self._room = width
            self._lay()
            self._zoom = self.fitting if fitted else max(self._zoom, self.fitting)
            self._offset = middle * self.content - width / 2
            self._settle()

    def refresh(self) -> None:
        """Measure again: the fonts of the application are others."""
        self._measure()

    def _measure(self) -> None:
        self._lay()
        self._zoom = max(self._zoom, self.fitting)
        self._settle()

    def _lay(self) -> None:
        if self._own_font is not None:
            choices = [self._own_font]
        else:
            choices = [word_font(role, self._words, bold=bold) for role, bold in _ROLES]
        for font in choices:
            self._font, metrics = font, QFontMetricsF(font)
            self._advances = np.array([metrics.horizontalAdvance(word) for word in self._words], float)
            natural = np.clip(np.ceil(self._advances + 2 * PAD), NARROWEST, WIDEST)
            if natural.sum() <= self._room:
                break
        self._base = share(natural, min(self._room, _AMPLE * len(natural)))

    def _settle(self) -> None:
        self._offset = min(max(0.0, self._offset), self.longest)
        self.changed.emit()

    # where it is

    @property
    def zoom(self) -> float:
        """1 where words can be read."""
        return self._zoom

    @property
    def offset(self) -> float:
        """Logical px of the columns hidden at the left."""
        return self._offset

    @property
    def content(self) -> float:
        """Width of all columns."""
        return float(self._base.sum() * self._zoom)

    @property
    def longest(self) -> float:
        """The largest offset; 0 when all is seen."""
        return max(0.0, self.content - self._room)

    @property
    def fitting(self) -> float:
        """The zoom at which all words are seen, at most 1."""
        return min(1.0, self._room / max(1e-9, float(self._base.sum()))) if len(self._base) else 1.0

    @property
    def start(self) -> float:
        """x of the first column's left border."""
        return LEFT - self._offset + max(0.0, (self._room - self.content) / 2)

    def edges(self) -> np.ndarray:
        """x of the columns' borders, (n + 1,) in a view's coordinates."""
        return self.start + np.concatenate([[0.0], np.cumsum(self._base)]) * self._zoom

    def centres(self) -> np.ndarray:
        """x of the columns' middles, (n,)."""
        edges = self.edges()
        return (edges[:-1] + edges[1:]) / 2

    @property
    def narrowest(self) -> float:
        """Width of the narrowest column."""
        return float(self._base.min(initial=self._room) * self._zoom)

    @property
    def turned(self) -> bool:
        """Whether words must stand upright to be read, being wider than their columns."""
        inner = np.minimum(self._advances, WIDEST - 2 * PAD)
        return bool((inner > self._base * self._zoom + 0.5).any())

    @property
    def advances(self) -> np.ndarray:
        """Widths of the words themselves, (n,)."""
        return self._advances

    def visible(self) -> range:
        """The words of which something is seen."""
        edges = self.edges()
        first = int(np.searchsorted(edges[1:], LEFT, "right"))
        last = int(np.searchsorted(edges[:-1], LEFT + self._room, "left"))
        return range(min(first, len(self._words)), max(first, last))

    def word_at(self, x: float) -> int:
        """The word over whose column ``x`` lies, -1 outside."""
        if not LEFT <= x < LEFT + self._room:
            return -1
        at = int(np.searchsorted(self.edges(), x, "right")) - 1
        return at if 0 <= at < len(self._words) else -1

    def gap_at(self, x: float, first: int = 1) -> int:
        """The border between two words nearest to ``x``, -1 outside or where there is none.

        Args:
            first: 0 counts the border before the first word as well.
        """
        if self.word_at(x) < 0 or len(self._words) <= first:
            return -1
        return first + int(np.abs(self.edges()[first:-1] - x).argmin())

    # moving

    def zoom_at(self, factor: float, x: float) -> None:
        """Zoom by ``factor``; what lies under ``x`` stays there, as far as both ends allow."""
        if not math.isfinite(factor) or factor <= 0:
            return
        before = self._zoom
        under = (x - self.start) / before  # the place in the columns at zoom 1
        self._zoom = min(max(before * factor, self.fitting), _CLOSEST)
        self._offset = under * self._zoom - (x - LEFT)
        self._settle()

    def pan(self, by: float) -> None:
        """Move on by so many px; negative goes back."""
        self.set_offset(self._offset + by)

    def set_offset(self, offset: float) -> None:
        """Hide so many px at the left, within the limits."""
        offset = min(max(0.0, offset), self.longest)
        if offset != self._offset:
            self._offset = offset
            self.changed.emit()

    def fit(self) -> None:
        """Show all words; where they are already, return to words that can be read."""
        self._zoom = self.fitting if self._zoom != self.fitting else 1.0
        self._settle()

    def reveal(self, gap: int) -> None:
        """Move the least so that a border between words is seen, with the words beside it."""
        if 0 <= gap <= len(self._words) and self._words:
            edges = self.edges()
            low, high = edges[max(0, gap - 1)], edges[min(len(self._words), gap + 1)]
            if low < LEFT:
                self.pan(low - LEFT)
            elif high > LEFT + self._room:
                self.pan(min(high - LEFT - self._room, low - LEFT))

    def reveal_place(self, x: float, beside: float) -> None:
        """Move the least so that a place is seen, and so many px at both its sides."""
        if x - beside < LEFT:
            self.pan(x - beside - LEFT)
        elif x + beside > LEFT + self._room:
            self.pan(x + beside - LEFT - self._room)
