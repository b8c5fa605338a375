"""One function as a curve to read: zero line, what lies below it in red, its extreme, the present point."""

from __future__ import annotations

from itertools import pairwise
from typing import Literal

import numpy as np
from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFontMetrics, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen, QPolygonF
from PySide6.QtWidgets import QSizePolicy, QWidget

from widgets.look import style, tokens
from widgets.look.figures import brief
from widgets.look.grid_marks import paint_empty, paint_frame
from widgets.look.i18n import mark, say, tr
from widgets.look.painted import Painted
from widgets.plots.axes import Axes
from widgets.plots.curve_data import decimate, finite

_LEFT, _RIGHT, _HEAD, _FOOT = 46, 14, 30, 22  # logical px around the curve
_K = Qt.Key
_KEYS = {_K.Key_Left: -1, _K.Key_Right: 1, _K.Key_PageDown: -10, _K.Key_PageUp: 10}
Extreme = Literal["least", "most", ""]


class FunctionPlot(Painted):
    """A curve with its extreme and the present point; hovering or arrows read it, a click or Enter picks.

    Args:
        title, subtitle: English, translated; they stand over the curve.
        x_name, y_name: what the reading calls the two, short.
        extreme: whether the least or the most value is marked, with its number.
        zero: whether the zero line is always in sight and the part below it red.
    """

    picked = Signal(float)  # an x, by the person

    def __init__(
        self, title: str, subtitle: str = "", x_name: str = "x", y_name: str = "y", *,
        extreme: Extreme = "", zero: bool = False, parent: QWidget | None = None,
    ) -> None:  # fmt: skip
        super().__init__(parent)
        self._words = title, subtitle, x_name, y_name
        self._extreme, self._zero = extreme, zero
        self._x = self._y = np.zeros(0)
        self._apart, self._aside = np.inf, subtitle
        self._present: float | None = None
        self._read = -1  # place of the point that is read
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        say(self, name=title)

    # what is shown

    def set_curve(self, x: np.ndarray, y: np.ndarray, apart: float = np.inf) -> None:
        """Show y over rising x, float (n,) each; points that are not finite are passed over.

        Two neighbours more than ``apart`` from each other are joined by dots: what lies between is not known.

        Raises:
            ValueError: the lengths differ, or x does not rise.
        """
        x, y = decimate(*finite(x, y))
        if (np.diff(x) < 0).any():
            raise ValueError("x does not rise")
        if apart == self._apart and np.array_equal(x, self._x) and np.array_equal(y, self._y):
            return
        self._x, self._y, self._read, self._apart = x, y, -1, apart
        self._aside = mark("dotted: not known yet") if (np.diff(x) > apart).any() else self._words[1]
        self._redraw()

    def set_present(self, x: float | None) -> None:
        """Mark the point of the curve at ``x``; None, or outside the curve, marks none."""
        if x != self._present:
            self._present = x
            self._redraw()

    def extreme(self) -> tuple[float, float] | None:
        """The least or most point, if that is asked for and there is one."""
        if not self._extreme or not self._y.size:
            return None
        at = int(self._y.argmin() if self._extreme == "least" else self._y.argmax())
        return float(self._x[at]), float(self._y[at])

    def value(self, x: float) -> float | None:
        """y at ``x``, between the points by a straight line; None outside."""
        inside = self._x.size and self._x[0] <= x <= self._x[-1]
        return float(np.interp(x, self._x, self._y)) if inside else None

    def reading(self) -> str:
        """What is read now, in the language shown; empty where nothing is."""
        return self._said(float(self._x[self._read]), float(self._y[self._read])) if self._read >= 0 else ""

    def _said(self, x: float, y: float) -> str:
        return f"{tr(self._words[2])} {brief(x)}   {tr(self._words[3])} {brief(y)}"

    def _redraw(self) -> None:
        said, extreme = [], self.extreme()
        if extreme is not None:
            word = tr("least") if self._extreme == "least" else tr("most")
            said.append(f"{word}: {self._said(*extreme)}")
        y = None if self._present is None else self.value(self._present)
        if self._present is not None and y is not None:
            said.append(tr("now: {point}", point=self._said(self._present, y)))
        self.setAccessibleDescription("; ".join([*said, *([self.reading()] if self._read >= 0 else [])]))
        self.update()

    # where things lie

    def room(self) -> QRectF:
        """Where the curve is drawn."""
        return QRectF(self.rect()).adjusted(_LEFT, _HEAD, -_RIGHT, -_FOOT)

    def range(self) -> tuple[tuple[float, float], tuple[float, float]]:
        """What is in sight: x from and to, y from and to."""
        if not self._x.size:
            return (0.0, 1.0), (0.0, 1.0)
        low, high = float(self._y.min()), float(self._y.max())
        if self._zero:
            low, high = min(low, 0.0), max(high, 0.0)
        air = (high - low) * 0.1 or abs(high) * 0.1 or 1.0
        x0, x1 = float(self._x[0]), float(self._x[-1])
        return (x0, x1 if x1 > x0 else x0 + 1), (low - air, high + air)

    def place(self, x: float, y: float) -> QPointF:
        """Where a point is drawn, in the widget's coordinates."""
        return self._axes().place(x, y)

    def _axes(self) -> Axes:
        return Axes(self.room(), *self.range())

    def _nearest(self, across: float) -> int:
        room = self.room()
        if not self._x.size or not room.left() - 6 <= across <= room.right() + 6:
            return -1
        return int(abs(self._x - self._axes().x_at(across)).argmin())

    # the person

    def _read_at(self, at: int) -> None:
        if at != self._read:
            self._read = at
            self._redraw()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        self._read_at(self._nearest(event.position().x()))
        if event.buttons() & Qt.MouseButton.LeftButton and self._read >= 0:
            self.picked.emit(float(self._x[self._read]))

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self._keyed = False
        self._read_at(self._nearest(event.position().x()))
        if event.button() is Qt.MouseButton.LeftButton and self._read >= 0:
            self.picked.emit(float(self._x[self._read]))

    def leaveEvent(self, event: QEvent) -> None:
        self._read_at(-1)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = Qt.Key(event.key())
        self._keyed = True
        if key in _KEYS and self._x.size:
            present = self._x[0] if self._present is None else self._present
            start = self._read if self._read >= 0 else int(abs(self._x - present).argmin())
            self._read_at(min(max(start + _KEYS[key], 0), self._x.size - 1))
        elif key in (_K.Key_Return, _K.Key_Enter) and self._read >= 0:
            self.picked.emit(float(self._x[self._read]))
        else:
            super().keyPressEvent(event)

    # the picture

    def sizeHint(self) -> QSize:
        return QSize(320, 170)

    def minimumSizeHint(self) -> QSize:
        return QSize(160, 90)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), QColor(tokens.current().stage))
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._paint_head(painter)
        if self._x.size and self.room().width() > 20 and self.room().height() > 12:
            self._axes().paint(painter, zero=self._zero)
            self._paint_curve(painter)
            self._paint_points(painter)
        elif not self._x.size:
            paint_empty(painter, self.room().toRect(), tr("No curve yet"))
        if self._ringed():
            paint_frame(painter, self.rect().adjusted(2, 2, -2, -2), "accent", 2)
        painter.end()

    def _paint_head(self, painter: QPainter) -> None:
        t, x, middle = tokens.current(), 12.0, int(Qt.AlignmentFlag.AlignVCenter)
        title, subtitle = tr(self._words[0]), self.reading() or tr(self._aside)
        heads = (title, style.fonts("body", bold=True), t.text), (subtitle, style.fonts("caption"), t.text2)
        for text, font, colour in heads:
            metrics, left = QFontMetrics(font), self.width() - x - 8
            painter.setFont(font)
            painter.setPen(QColor(colour))
            said = metrics.elidedText(text, Qt.TextElideMode.ElideRight, max(0, int(left)))
            painter.drawText(QRectF(x, 0, left, 28), middle, said)
            x += metrics.horizontalAdvance(said) + 10

    def _paint_curve(self, painter: QPainter) -> None:
        """The curve, its part below zero again in red, with the area that is missing."""
        t, room, axes = tokens.current(), self.room(), self._axes()
        points = axes.places(self._x, self._y)
        zero = axes.place(0, 0).y()
        parts = [(room, t.text if self.isEnabled() else t.disabled)]
        if self._zero:
            above = QRectF(room.left(), room.top() - 4, room.width(), zero - room.top() + 4)
            parts = [
                (above, parts[0][1]),
                (QRectF(room.left(), zero, room.width(), room.bottom() - zero), t.error),
            ]
            shade = QColor(t.error)
            shade.setAlphaF(0.16)
            painter.save()
            painter.setClipRect(parts[1][0])
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(shade)
            painter.drawPolygon(
                QPolygonF([QPointF(points[0].x(), zero), *points, QPointF(points[-1].x(), zero)])
            )
            painter.restore()
        for clip, colour in parts:
            painter.save()
            painter.setClipRect(clip.adjusted(-1, 0, 1, 0))
            self._paint_line(painter, points, colour)
            painter.restore()

    def _paint_line(self, painter: QPainter, points: list[QPointF], colour: str) -> None:
        wide = np.flatnonzero(np.diff(self._x) > self._apart) + 1
        for start, end in pairwise((0, *wide.tolist(), len(points))):
            painter.setPen(QPen(QColor(colour), 1.6))
            painter.drawPolyline(QPolygonF(points[start:end]))
            if start:
                painter.setPen(QPen(QColor(tokens.current().text2), 1.2, Qt.PenStyle.DotLine))
                painter.drawLine(points[start - 1], points[start])

    def _paint_points(self, painter: QPainter) -> None:
        t, extreme = tokens.current(), self.extreme()
        if extreme is not None:
            bad = self._zero and extreme[1] < 0
            colour = t.error if bad else t.text
            self._paint_dot(painter, self.place(*extreme), colour, filled=True)
            self._paint_number(painter, self.place(*extreme), brief(extreme[1]), colour)
        y = None if self._present is None else self.value(self._present)
        if self._present is not None and y is not None:
            self._paint_dot(painter, self.place(self._present, y), t.accent, filled=False)
        if self._read >= 0:
            at = self.place(float(self._x[self._read]), float(self._y[self._read]))
            painter.setPen(QPen(QColor(t.strong), 1, Qt.PenStyle.DotLine))
            painter.drawLine(QPointF(at.x(), self.room().top()), QPointF(at.x(), self.room().bottom()))
            self._paint_dot(painter, at, t.text2, filled=True)

    def _paint_dot(self, painter: QPainter, at: QPointF, colour: str, *, filled: bool) -> None:
        t = tokens.current()
        painter.setPen(QPen(QColor(colour), 2))
        painter.setBrush(QColor(colour if filled else t.stage))
        size = 3.0 if filled else 5.0
        painter.drawEllipse(at, size, size)

    def _paint_number(self, painter: QPainter, at: QPointF, text: str, colour: str) -> None:
        font = style.fonts("caption", bold=True)
        metrics, room = QFontMetrics(font), self.room()
        wide = metrics.horizontalAdvance(text)
        x = min(max(at.x() - wide / 2, room.left()), room.right() - wide)
        under = at.y() + 6 + metrics.ascent()
        y = under if self._extreme == "least" and under < room.bottom() else at.y() - 8
        painter.setFont(font)
        painter.setPen(QColor(colour))
        painter.drawText(QPointF(x, y), text)


def _demo() -> QWidget:
    from PySide6.QtWidgets import QVBoxLayout

    page = QWidget()
    column = QVBoxLayout(page)
    s = np.linspace(0, 1, 400)
    words = ("The proof", "below zero the sheets cannot close", "s", "margin")
    proof = FunctionPlot(*words, extreme="least", zero=True)
    proof.set_curve(s, 0.30 * np.sin(np.pi * s) * np.cos(2 * np.pi * s) + 0.02)
    volume = FunctionPlot("Volume", "over b/a", "b/a", "V", extreme="most")
    volume.set_curve(s, 2.3 * s**2 * np.sqrt(1 - s))
    for plot in (proof, volume):
        plot.set_present(0.3)
        column.addWidget(plot)
    return page


if __name__ == "__main__":
    from widgets.look import demo

    demo.run(_demo)
