"""The cut across a body of two cylinders: a rectangle, with the lengths of its sides."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFontMetrics, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from widgets.look import style, tokens
from widgets.look.figures import figure
from widgets.look.grid_marks import paint_empty
from widgets.look.i18n import say, tr
from widgets.look.painted import Painted

_LEFT, _FOOT, _EDGE = 58, 26, 12  # logical px: lengths at the left and below, air elsewhere


class SliceView(Painted):
    """Upright sides in the colour of the first sheet, whose rulings they cross, the others in the second's.

    All slices of a body are drawn to one scale, so that one sees a line become a rectangle and a line again.
    """

    def __init__(self, empty: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._sides: tuple[float, float] | None = None
        self._most: tuple[float, float] = (1.0, 1.0)
        self._empty = empty
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        say(self, name="Slice")

    def set_slice(self, width: float, height: float, most: tuple[float, float] | None = None) -> None:
        """Show a rectangle.

        Args:
            width, height: of the sides, 0 or more.
            most: the longest sides of any slice of this body, for the scale; these if not told.

        Raises:
            ValueError: a side that is negative or not finite.
        """
        for side in (width, height, *(most or ())):
            if not 0 <= side < float("inf"):
                raise ValueError(f"a slice of {width} x {height}, at most {most}")
        self._sides = width, height
        self._most = most or (width, height)
        self._redraw()

    def clear(self) -> None:
        """Show no slice."""
        if self._sides is not None:
            self._sides = None
            self._redraw()

    def set_empty(self, empty: str) -> None:
        """What stands there without a slice; English, translated."""
        if empty != self._empty:
            self._empty = empty
            self._redraw()

    def words(self) -> str:
        """What there is to say of the slice, or why there is none, in the language shown."""
        if self._sides is None:
            return tr(self._empty)
        width, height = self._sides
        facts = {"width": figure(width, 3), "height": figure(height, 3), "area": figure(width * height, 3)}
        return tr("{width} × {height}, area {area}", **facts)

    def rectangle(self) -> QRectF:
        """Where the rectangle is drawn; empty without a slice."""
        if self._sides is None:
            return QRectF()
        room = QRectF(self.rect()).adjusted(_LEFT, _EDGE, -_EDGE, -_FOOT)
        scale = min(
            max(room.width(), 1) / max(self._most[0], 1e-9), max(room.height(), 1) / max(self._most[1], 1e-9)
        )
        width, height = self._sides[0] * scale, self._sides[1] * scale
        middle = room.center()
        return QRectF(middle.x() - width / 2, middle.y() - height / 2, width, height)

    def _redraw(self) -> None:
        self.setAccessibleDescription(self.words())
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(220, 150)

    def minimumSizeHint(self) -> QSize:
        return QSize(120, 90)

    def paintEvent(self, event: QPaintEvent) -> None:
        t, painter = tokens.current(), QPainter(self)
        if self._sides is None:
            paint_empty(painter, self.rect(), tr(self._empty))
            painter.end()
            return
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        box = self.rectangle()
        glass = QColor(t.accent)
        glass.setAlphaF(0.16)
        painter.fillRect(box, glass)
        tones = (t.fake, t.real) if self.isEnabled() else (t.disabled, t.disabled)
        for (one, other), tone in (
            ((box.topLeft(), box.topRight()), tones[0]), ((box.bottomLeft(), box.bottomRight()), tones[0]),
            ((box.topLeft(), box.bottomLeft()), tones[1]), ((box.topRight(), box.bottomRight()), tones[1]),
        ):  # fmt: skip
            painter.setPen(QPen(QColor(tone), 2.5, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap))
            painter.drawLine(one, other)
        self._paint_lengths(painter, box, *tones)
        painter.end()

    def _paint_lengths(self, painter: QPainter, box: QRectF, across: str, upright: str) -> None:
        assert self._sides is not None
        font = style.fonts("body", bold=True)
        painter.setFont(font)
        metrics = QFontMetrics(font)
        low, high = (figure(side, 3) for side in self._sides)
        painter.setPen(QColor(across))
        wide = metrics.horizontalAdvance(low)
        painter.drawText(QPointF(box.center().x() - wide / 2, box.bottom() + 8 + metrics.ascent()), low)
        painter.setPen(QColor(upright))
        left = max(2.0, box.left() - 10 - metrics.horizontalAdvance(high))
        painter.drawText(QPointF(left, box.center().y() + metrics.ascent() / 2 - 1), high)


def _demo() -> QWidget:
    from PySide6.QtWidgets import QHBoxLayout

    page = QWidget()
    row = QHBoxLayout(page)
    for width, height in ((1.05, 0.2), (0.74, 0.86), (0.1, 1.09)):
        view = SliceView()
        view.set_slice(width, height, (1.1, 1.1))
        row.addWidget(view)
    row.addWidget(SliceView("Close the body to slice it"))
    return page


if __name__ == "__main__":
    from widgets.look import demo

    demo.run(_demo)
