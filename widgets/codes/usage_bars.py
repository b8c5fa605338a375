"""How often each code is used, most used first: a collapsed codebook is seen at a glance."""

from __future__ import annotations

import math

import numpy as np
from PySide6.QtCore import QPoint, QPointF, QRect, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from widgets.look import style, tokens
from widgets.look.figures import count
from widgets.look.grid_marks import paint_empty
from widgets.look.i18n import say, tr
from widgets.look.painted import Pointed

_HEAD, _LEFT, _FOOT = 20, 52, 4  # logical px: figures above, words at the left, and the dead below the line
_DECADES = 4  # how far below the most used one bars are told apart


def perplexity(usage: np.ndarray) -> float:
    """exp of the entropy of ``usage``: so many codes, used alike, would be as varied; 0 for none."""
    p = usage[usage > 0] / max(float(usage.sum()), 1e-30)
    return float(np.exp(-(p * np.log(p)).sum())) if p.size else 0.0


class UsageBars(Pointed):
    """A sorted histogram, logarithmic, with the figures that matter; dead codes are a line of warning."""

    _hand = False

    def __init__(self, empty: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._usage: np.ndarray | None = None  # sorted
        self._codes = np.zeros(0, int)
        self._dead, self._perplexity, self._empty = 0, 0.0, empty
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        say(self, name="Usage of the codes")

    def set_usage(
        self, usage: np.ndarray, dead: np.ndarray | None = None, perplexity_now: float | None = None
    ) -> None:
        """Show how much each code is used.

        Args:
            usage: counts or parts of all uses, float (K,), none negative.
            dead: bool (K,); codes without any use if not told.
            perplexity_now: reckoned from ``usage`` if not told.
        """
        total = float(usage.sum())
        self._codes = np.argsort(-usage, kind="stable")
        self._usage = usage[self._codes] / total if total > 0 else np.zeros(len(usage))
        self._dead = int(((usage <= 0) if dead is None else dead).sum())
        self._perplexity = perplexity(usage) if perplexity_now is None else perplexity_now
        self.setAccessibleDescription(self.words())
        self.update()

    def words(self) -> str:
        """The figures in the language shown."""
        number = len(self._codes)
        seen = 0 if self._usage is None else int((self._usage > 0).sum())  # what FSQ never uses is not dead
        used = tr("{used} of {all} used", used=count(seen), all=count(number))
        return f"{used}   {tr('perplexity {value}', value=count(round(self._perplexity)))}"

    def code_at(self, place: QPoint) -> int:
        """The code whose bar stands over or under a point, -1 outside."""
        room = self._room()
        if self._usage is None or not room.contains(place.x(), room.center().y()):
            return -1
        at = (place.x() - room.left()) * len(self._codes) // max(1, room.width())
        return int(self._codes[min(at, len(self._codes) - 1)])

    def _room(self) -> QRect:
        return QRect(
            _LEFT, _HEAD + 4, max(1, self.width() - _LEFT), max(1, self.height() - _HEAD - _FOOT - 4)
        )

    def _under(self, place: QPointF) -> int:
        return self.code_at(place.toPoint())

    def _tip(self, place: QPoint) -> str | None:
        if self._usage is None:
            return None
        code = self.code_at(place)
        if code < 0:
            return ""
        share = float(self._usage[np.flatnonzero(self._codes == code)[0]])
        return tr("code {code}, used {share} %", code=code, share=f"{share * 100:.1f}")

    def sizeHint(self) -> QSize:
        return QSize(360, 128)

    def minimumSizeHint(self) -> QSize:
        return QSize(160, 72)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        if self._usage is None:
            paint_empty(painter, self.rect(), tr(self._empty))
            painter.end()
            return
        painter.setFont(style.fonts("caption"))
        painter.setPen(QColor(tokens.current().text2))
        right = int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        painter.drawText(QRect(0, 0, self.width(), _HEAD), right, self.words())
        self._paint_scale(painter)
        self._paint_bars(painter, self._usage)
        painter.end()

    def _top(self) -> float:
        """The figure at the upper end: a power of ten."""
        most = float(self._usage.max(initial=0)) if self._usage is not None else 0.0
        return 10.0 ** math.ceil(math.log10(most) - 1e-9) if most > 0 else 1.0

    def _height(self, part: np.ndarray | float) -> np.ndarray:
        """Between 0 and 1."""
        shown = np.maximum(part, 1e-30)
        return np.clip(1 + np.log10(shown / self._top()) / _DECADES, 0, 1)

    def _paint_scale(self, painter: QPainter) -> None:
        t, room = tokens.current(), self._room()
        step = 1 if room.height() >= 64 else 2
        for decade in range(0, _DECADES, step):
            value = self._top() / 10**decade
            y = room.bottom() - round(float(self._height(value)) * room.height()) + 1
            painter.fillRect(QRect(room.left(), y, room.width(), 1), QColor(t.grid))
            painter.setPen(QColor(t.text2))
            where = QRect(0, y - 8, _LEFT - 6, 16)
            text = f"{value * 100:g} %"
            painter.drawText(where, int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter), text)

    def _paint_bars(self, painter: QPainter, usage: np.ndarray) -> None:
        t, room, number = tokens.current(), self._room(), len(usage)
        edges = room.left() + np.arange(number + 1) * room.width() // number
        gap = 1 if room.width() >= 4 * number else 0
        heights = np.round(self._height(usage) * room.height()).astype(int)
        for at, (code, height) in enumerate(zip(self._codes.tolist(), heights.tolist(), strict=True)):
            left, right = int(edges[at]), int(edges[at + 1])
            if usage[at] > 0 and right > left:
                high = max(1, height)
                colour = t.text if code == self._hover else t.accent
                box = QRect(left, room.bottom() + 1 - high, max(1, right - left - gap), high)
                painter.fillRect(box, QColor(colour))
        if self._dead:
            left = int(edges[number - self._dead])
            painter.fillRect(QRect(left, room.bottom() + 1, room.right() + 1 - left, _FOOT), QColor(t.warn))


def _demo() -> QWidget:
    from PySide6.QtWidgets import QVBoxLayout

    page = QWidget()
    column = QVBoxLayout(page)
    draw = np.random.default_rng(4)
    for number, alive, spread in ((256, 241, 1.0), (128, 10, 1.0), (512, 512, 0.2)):
        bars, usage = UsageBars(), np.zeros(number)
        usage[draw.permutation(number)[:alive]] = draw.lognormal(0, spread, alive)
        bars.set_usage(usage)
        column.addWidget(bars)
    return page


if __name__ == "__main__":
    from widgets.look import demo

    demo.run(_demo)
