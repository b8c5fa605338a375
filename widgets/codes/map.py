"""The codebook on a plane: every code a dot or its picture, moving while the model learns."""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import QPoint, QPointF, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QPixmap,
    QResizeEvent,
)
from PySide6.QtWidgets import QSizePolicy, QWidget

from widgets.codes.keys import ENTERS, MOVES, combination
from widgets.codes.map_points import Points, draw_points
from widgets.look import style, tokens
from widgets.look.grid_marks import paint_empty, paint_frame
from widgets.look.i18n import say, tr
from widgets.look.painted import Pointed
from widgets.look.ramp import key_size, paint_key

_REACH = 14  # logical px from a point that still hit it


class CodeMap(Pointed):
    """A scatter of K codes; hover and click, or arrows and Enter, choose one. The newest points win."""

    chosen = Signal(int)

    def __init__(self, empty: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._points: Points | None = None
        self._layer: QPixmap | None = None
        self._current, self._empty = -1, empty
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        say(self, name="Map of the codebook")

    def set_points(
        self, points: np.ndarray, usage: np.ndarray, dead: np.ndarray, thumbnails: np.ndarray | None = None
    ) -> None:
        """Show a codebook.

        Args:
            points: float (K, 2); the sheet holds -1 to 1 both ways, more if they reach further.
            usage: part of all uses, float (K,).
            dead: whether nothing uses it, bool (K,): drawn hollow.
            thumbnails: uint8 (K, s, s, 3 or 1) to show in place of dots.

        Raises:
            ValueError: lengths differ.
        """
        before = self.count()
        self._points = Points.of(points, usage, dead, thumbnails)
        if before != self.count():
            self._hover = self._current = -1
        self._redraw()

    def count(self) -> int:
        """How many codes there are."""
        return 0 if self._points is None else len(self._points.places)

    def current(self) -> int:
        """The chosen code, -1 for none."""
        return self._current

    def set_current(self, code: int) -> None:
        """Ring a code without a signal; -1, or one that is not there, rings none."""
        self._current = code if 0 <= code < self.count() else -1
        if self._points is not None and self._current >= 0:
            self.setAccessibleDescription(self._points.text(self._current))
        self.update()

    def place(self, code: int) -> QPointF:
        """Where a code lies, in the widget's coordinates."""
        assert self._points is not None
        x, y = self._spots()[code]
        return QPointF(x, y)

    def code_at(self, place: QPointF | QPoint) -> int:
        """The code nearest to a point, -1 where none is near."""
        if self._points is None:
            return -1
        far = np.hypot(*(self._spots() - (place.x(), place.y())).T)
        nearest = int(far.argmin())
        return nearest if far[nearest] <= _REACH else -1

    def _spots(self) -> np.ndarray:
        assert self._points is not None
        return self._points.spots(self.width(), self.height())

    # the person

    def _under(self, place: QPointF) -> int:
        return self.code_at(place)

    def _choose(self, code: int) -> None:
        self.set_current(code)
        self.chosen.emit(code)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        code = self.code_at(event.position())
        self._keyed = False
        if code >= 0 and event.button() is Qt.MouseButton.LeftButton:
            self._choose(code)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        _, key = combination(event)
        if self._points is None or key not in (*MOVES, *ENTERS):
            super().keyPressEvent(event)
            return
        self._keyed = True
        start = self._hover if self._hover >= 0 else max(0, self._current)
        if key in ENTERS:
            self._choose(start)
            return
        self._point(self._beside(start, MOVES[key]) if self._hover >= 0 else start)
        self.setAccessibleDescription(self._points.text(self._hover))

    def _beside(self, code: int, by: tuple[int, int]) -> int:
        """The nearest code in a direction; the same one at the rim."""
        off = self._spots() - self._spots()[code]
        along, across = off[:, 0] * by[1] + off[:, 1] * by[0], off[:, 0] * by[0] + off[:, 1] * by[1]
        cost = np.where(along > 0.5, along + 2 * abs(across), np.inf)
        return int(cost.argmin()) if np.isfinite(cost).any() else code

    # the picture

    def _redraw(self) -> None:
        self._layer = None
        self.update()

    def resizeEvent(self, event: QResizeEvent) -> None:
        self._redraw()

    def sizeHint(self) -> QSize:
        return QSize(360, 320)

    def minimumSizeHint(self) -> QSize:
        return QSize(160, 120)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        if self._points is None:
            paint_empty(painter, self.rect(), tr(self._empty))
            painter.end()
            return
        if self._layer is None:
            ratio = self.devicePixelRatioF()
            self._layer = QPixmap(self.size() * ratio)
            self._layer.setDevicePixelRatio(ratio)
            draw_points(self._layer, self._points, self._spots())
        painter.drawPixmap(0, 0, self._layer)
        words = tr("rare"), tr("often"), tr("Usage")
        paint_key(painter, QPoint(8, self.height() - key_size(*words).height() - 8), *words)
        for code, role in ((self._hover, "text"), (self._current, "accent")):
            if code >= 0:
                self._paint_ring(painter, code, role)
        if self._ringed():
            paint_frame(painter, self.rect().adjusted(2, 2, -2, -2), "accent", 2)
        named = self._hover if self._hover >= 0 else self._current
        if named >= 0:
            self._paint_name(painter, named)
        painter.end()

    def _paint_ring(self, painter: QPainter, code: int, role: str) -> None:
        assert self._points is not None
        t, place, half = tokens.current(), self.place(code), self._points.half + 2
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        for colour, wide in ((t.stage, 5), (getattr(t, role), 2)):
            painter.setPen(_pen(colour, wide))
            if self._points.thumbnails is None:
                painter.drawEllipse(place, half + 1, half + 1)
            else:
                painter.drawRect(QRectF(place.x() - half, place.y() - half, 2 * half, 2 * half))

    def _paint_name(self, painter: QPainter, code: int) -> None:
        assert self._points is not None
        t, text, place = tokens.current(), self._points.text(code), self.place(code)
        painter.setFont(style.fonts("caption", bold=True))
        width = painter.fontMetrics().horizontalAdvance(text) + 14
        left = min(max(2, round(place.x()) - width // 2), self.width() - width - 2)
        top = round(place.y() - self._points.half - 30)
        box = QRect(left, top if top >= 2 else round(place.y() + self._points.half + 10), width, 20)
        painter.setPen(QColor(t.border))
        painter.setBrush(QColor(t.raised))
        painter.drawRoundedRect(QRectF(box).adjusted(0.5, 0.5, -0.5, -0.5), 4, 4)
        painter.setPen(QColor(t.text))
        painter.drawText(box, int(Qt.AlignmentFlag.AlignCenter), text)


def _pen(colour: str, wide: float) -> QPen:
    pen = QPen(QColor(colour), wide)
    pen.setJoinStyle(Qt.PenJoinStyle.MiterJoin)
    return pen


def _demo() -> QWidget:
    from PySide6.QtWidgets import QHBoxLayout

    from widgets.pictures.demo_faces import CODES, colours

    page = QWidget()
    line = QHBoxLayout(page)
    draw = np.random.default_rng(5)
    places = (colours().astype(float) @ draw.normal(0, 1, (3, 2))) / 300
    places -= places.mean(0)
    usage, dead = draw.exponential(1, CODES) ** 2, draw.random(CODES) < 0.1
    usage[dead] = 0
    lit = np.linspace(0.7, 1.2, 16).reshape(1, 4, 4, 1)
    thumbs = np.clip(colours()[:, None, None] * lit, 0, 255).astype(np.uint8)
    for pictures in (None, thumbs):
        plane = CodeMap()
        plane.set_points(places / abs(places).max(), usage / usage.sum(), dead, pictures)
        plane.set_current(143)
        line.addWidget(plane)
    return page


if __name__ == "__main__":
    from widgets.look import demo

    demo.run(_demo)
