"""Where in the whole text a word stands: a stroke for each place."""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import QPoint, QRect, QSize, Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from widgets.look import style, tokens
from widgets.look.i18n import mark, say, tr
from widgets.look.painted import Painted

_BAND, _FOOT = 26, 18  # logical px
_EDGE = 3  # at both sides, for the focus ring
_SNAP = 5  # px within which a click means the stroke


class Dispersion(Painted):
    """A band from the start of the text to its end. A click goes to a stroke, arrows to the next one."""

    picked = Signal(float)  # between 0 and 1

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._places = np.zeros(0)
        self._now = -1.0
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        say(self, name=mark("Where in the text"))

    def set_places(self, places: np.ndarray) -> None:
        """Show strokes at ``places``, float (n,), 0 the start of the text and 1 its end."""
        self._places = np.sort(np.clip(np.asarray(places, float), 0, 1))
        self._now = -1.0
        self.update()

    def set_now(self, place: float) -> None:
        """Mark one place, as the one being read; negative for none."""
        self._now = place
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(220, _BAND + _FOOT)

    def minimumSizeHint(self) -> QSize:
        return QSize(80, _BAND + _FOOT)

    def x(self, place: float) -> int:  # type: ignore[override]
        """The pixel of a place."""
        return _EDGE + round(place * max(1, self.width() - 2 * _EDGE - 1))

    def place_at(self, x: float) -> float:
        """The place at a pixel: that of the stroke next to it, if one is near."""
        place = min(max((x - _EDGE) / max(1, self.width() - 2 * _EDGE - 1), 0.0), 1.0)
        if len(self._places):
            near = float(self._places[np.argmin(abs(self._places - place))])
            if abs(near - place) * self.width() <= _SNAP:
                return near
        return place

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() is Qt.MouseButton.LeftButton and event.position().y() <= _BAND:
            self._keyed = False
            self._pick(self.place_at(event.position().x()))

    def _pick(self, place: float) -> None:
        self.set_now(place)
        self.picked.emit(place)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        self._keyed = True
        behind, before = self._places[self._places > self._now], self._places[self._places < self._now]
        if event.key() == Qt.Key.Key_Right and len(behind):
            self._pick(float(behind[0]))
        elif event.key() == Qt.Key.Key_Left and len(before):
            self._pick(float(before[-1]))
        elif event.key() in (Qt.Key.Key_Home, Qt.Key.Key_End) and len(self._places):
            self._pick(float(self._places[0 if event.key() == Qt.Key.Key_Home else -1]))
        else:
            super().keyPressEvent(event)

    def _tip(self, place: QPoint) -> str:
        return tr("{share} % of the text", share=f"{self.place_at(place.x()) * 100:.0f}")

    def paintEvent(self, event: QPaintEvent) -> None:
        t, painter = tokens.current(), QPainter(self)
        band = QRect(_EDGE, 3, max(1, self.width() - 2 * _EDGE), _BAND - 6)
        painter.fillRect(band, QColor(t.hover))
        self._paint_strokes(painter, band)
        if self._now >= 0:
            painter.fillRect(QRect(self.x(self._now) - 1, 0, 3, _BAND), QColor(t.text))
        if self._ringed():
            painter.setPen(QPen(QColor(t.accent), 2))
            painter.drawRect(band.adjusted(-2, -2, 1, 1))
        painter.setFont(style.fonts("caption"))
        painter.setPen(QColor(t.text2))
        foot = QRect(_EDGE, _BAND, band.width(), _FOOT)
        sides = (Qt.AlignmentFlag.AlignLeft, Qt.AlignmentFlag.AlignHCenter, Qt.AlignmentFlag.AlignRight)
        for side, text in zip(sides, (tr("start"), tr("middle"), tr("end")), strict=True):
            painter.drawText(foot, int(side | Qt.AlignmentFlag.AlignVCenter), text)
        painter.end()

    def _paint_strokes(self, painter: QPainter, band: QRect) -> None:
        """A stroke for each place; where several share a pixel, the fuller the darker."""
        if not len(self._places):
            return
        room = band.width() - 1
        pixels, many = np.unique(np.round(self._places * room).astype(int), return_counts=True)
        wide = 2 if len(pixels) * 4 < room else 1
        ink = QColor(tokens.current().accent)
        for pixel, number in zip(pixels.tolist(), many.tolist(), strict=True):
            ink.setAlphaF(1.0 if many.max() <= 3 else 0.15 + 0.85 * number / int(many.max()))
            left = min(band.left() + pixel, band.right() + 1 - wide)
            painter.fillRect(QRect(left, band.top(), wide, band.height()), ink)


def _demo() -> QWidget:
    from PySide6.QtWidgets import QVBoxLayout

    page = QWidget()
    column = QVBoxLayout(page)
    draw = np.random.default_rng(1)
    for number in (0, 65, 4000):
        band = Dispersion()
        band.set_places(draw.beta(2, 2, number))
        band.set_now(0.41 if number == 65 else -1)
        column.addWidget(band)
    column.addStretch(1)
    return page


if __name__ == "__main__":
    from widgets.look import demo

    demo.run(_demo)
