"""What is written into a plot of curves: lines where something happened, rings on points worth a name."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QEvent, QObject, QPoint, QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QWidget

from widgets.look import style, tokens

WIDEST = 150  # px that the words beside a line may take
NEAR = 7  # px at which the pointer is on a mark
RING = 3.5


@dataclass(frozen=True)
class Moment:
    """Something happened at ``x``; ``text`` says what, in the language shown."""

    x: float
    text: str


@dataclass(frozen=True)
class Point:
    """A point of a curve worth a name: ``text`` is written beside it, ``tip`` tells more."""

    x: float
    y: float
    text: str
    tip: str


class Marks(QWidget):
    """Lies over the plot, once there is one.

    Args:
        place: (x, y) of the data -> pixel of this widget.
        area: where curves are drawn, pixels of this widget.
    """

    def __init__(
        self, place: Callable[[float, float], QPointF], area: Callable[[], QRectF], parent: QWidget
    ) -> None:
        super().__init__(parent)
        self._place, self._area = place, area
        self.moments: tuple[Moment, ...] = ()
        self.points: tuple[Point, ...] = ()
        self.written: list[QRectF] = []
        """Where words were painted last, in pixels of this widget."""
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.hide()

    def lie_over(self, plot: QWidget) -> None:
        """Be as large as the plot, and above it."""
        self.setParent(plot)
        plot.installEventFilter(self)
        self.setGeometry(plot.rect())
        self.show()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Resize and watched is self.parent() and isinstance(watched, QWidget):
            self.setGeometry(watched.rect())
        return super().eventFilter(watched, event)

    def show_marks(self, moments: Sequence[Moment], points: Sequence[Point]) -> None:
        """Show these, in place of those there were."""
        if (tuple(moments), tuple(points)) != (self.moments, self.points):
            self.moments, self.points = tuple(moments), tuple(points)
            self.update()

    def told_at(self, spot: QPoint) -> str:
        """What there is to say of the marks under a pixel; several in lines."""
        inside = self._area().contains(QPointF(spot))
        found = [m.text for m in self.moments if inside and abs(self._column(m) - spot.x()) <= NEAR]
        for point in self.points:
            away = self._place(point.x, point.y) - QPointF(spot)
            if away.manhattanLength() <= 2 * NEAR:
                found.append(point.tip)
        return "\n".join(found)

    def _column(self, moment: Moment) -> float:
        return round(self._place(moment.x, 0.0).x()) + 0.5

    # painting

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setFont(style.fonts("caption"))
        self.written = []
        self._paint_moments(painter)
        for point in self.points:
            self._paint_point(painter, point)
        painter.end()

    def _paint_moments(self, painter: QPainter) -> None:
        area, t = self._area(), tokens.current()
        pen = QPen(QColor(t.strong), 1, Qt.PenStyle.DotLine)
        free = area.right()  # the newest has its words; an older one where there is room before the next
        for moment in sorted(self.moments, key=lambda m: -m.x):
            x = self._column(moment)
            if not area.left() <= x <= area.right():
                continue
            painter.setPen(pen)
            painter.drawLine(QPointF(x, area.top()), QPointF(x, area.bottom()))
            free = self._write(painter, moment.text.partition("\n")[0], x, free)

    def _write(self, painter: QPainter, text: str, x: float, free: float) -> float:
        """Write beside the line at ``x`` what has room up to ``free``, before it at the right end; returns
        what is free now."""
        area, metrics = self._area(), painter.fontMetrics()
        room = min(WIDEST, free - x - 8)
        width = metrics.horizontalAdvance(text)
        left = x + 4
        if room < min(width, 60) and free >= area.right():  # the newest, at the right end: before its line
            room = min(WIDEST, x - area.left() - 8)
            left = x - 4 - min(width, room)
        if room < min(width, 40):
            return min(free, x)
        shown = metrics.elidedText(text, Qt.TextElideMode.ElideRight, int(room))
        box = QRectF(left, area.top(), metrics.horizontalAdvance(shown), metrics.height())
        self._paint_words(painter, box, shown)
        return min(x, box.left() - 4)

    def _paint_point(self, painter: QPainter, point: Point) -> None:
        area, t = self._area(), tokens.current()
        at = self._place(point.x, point.y)
        if not area.adjusted(-1, -1, 1, 1).contains(at):
            return
        painter.setPen(QPen(QColor(t.text), 1.5))
        painter.setBrush(QColor(t.stage))
        painter.drawEllipse(at, RING, RING)
        metrics = painter.fontMetrics()
        width, height = metrics.horizontalAdvance(point.text), metrics.height()
        if width > area.width():
            return  # the ring's tip tells it
        left = min(max(at.x() - width / 2, area.left()), area.right() - width)
        for top in (at.y() - RING - 2 - height, at.y() + RING + 2):
            box = QRectF(left, top, width, height)
            free = not any(box.intersects(other) for other in self.written)
            if free and top >= area.top() and box.bottom() <= area.bottom():
                self._paint_words(painter, box, point.text)
                return

    def _paint_words(self, painter: QPainter, box: QRectF, text: str) -> None:
        """Words that curves behind them leave legible."""
        self.written.append(box)
        t = tokens.current()
        ground = QColor(t.stage)
        ground.setAlphaF(0.9)
        painter.fillRect(box.adjusted(-2, 0, 2, 0), ground)
        painter.setPen(QColor(t.text2))
        painter.drawText(box, int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter), text)
