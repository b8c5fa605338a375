"""An ellipse to be pulled by the ends of its axes; a second one may lie behind it."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QFontMetrics,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QResizeEvent,
)
from PySide6.QtWidgets import QSizePolicy, QWidget

from widgets.look import style, tokens
from widgets.look.figures import figure
from widgets.look.grid_marks import paint_frame
from widgets.look.i18n import say, tr
from widgets.look.painted import Painted
from widgets.solid.limits import Limits
from widgets.solid.sheet import sheet

_K = Qt.Key
_KEYS = {_K.Key_Left: ("a", -1), _K.Key_Right: ("a", 1), _K.Key_Down: ("b", -1), _K.Key_Up: ("b", 1)}
_STEP, _SNAP, _NEAR = 0.01, 0.1, 3.0  # a key or a pixel; what a drag is drawn to; within so many px
_KNOB, _REACH = 6.0, 13.0  # logical px of a handle, and from its middle that still hold it
_ROOM = 30.0  # px around the ellipse for its numbers


class EllipseOutline(Painted):
    """Drag an end of an axis, or Left and Right for a, Up and Down for b, with Shift tenfold.

    A drag is drawn to tenths unless Ctrl is held; a double-click returns to the first form. What lies outside
    the limits cannot be reached.
    """

    changed = Signal(float, float)  # by the person: half axes a and b

    def __init__(self, limits: Limits | None = None, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._limits = limits or Limits()
        self._a, self._b = self._home = 1.0, 0.5
        self._second: tuple[float, float] | None = None
        self._power = 2.0
        self._held = self._hot = ""  # the axis dragged, the one under the mouse
        self._drag_scale = 0.0  # px to a unit while a drag lasts
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        say(self, name="Outline of the ellipse")
        self._describe()

    # what is shown

    def axes(self) -> tuple[float, float]:
        """The half axes."""
        return self._a, self._b

    def set_axes(self, a: float, b: float) -> None:
        """Show these half axes, as near as the limits allow, without a signal.

        Raises:
            ValueError: one is not a number above 0.
        """
        if not (0 < a < float("inf") and 0 < b < float("inf")):
            raise ValueError(f"half axes {a} and {b}")
        self._a = min(max(a, self._limits.a[0]), self._limits.a[1])
        self._b = self._limits.hold("b", b, self._a)
        self._describe()
        self.update()

    def set_home(self, a: float, b: float) -> None:
        """What a double-click returns to."""
        self._home = a, b

    def set_second(self, axes: tuple[float, float] | None) -> None:
        """Show another ellipse behind, which cannot be dragged; None shows none."""
        self._second = axes
        self._describe()
        self.update()

    def set_power(self, power: float) -> None:
        """Show sheets |x/a|^p + |y/b|^p = 1: 2 is the ellipse, more is boxier.

        Raises:
            ValueError: a power that is not above 0.
        """
        if not 0 < power < float("inf"):
            raise ValueError(f"power {power}")
        self._power = power
        self.update()

    def _describe(self) -> None:
        said = tr("half axes a {a} and b {b}", a=figure(self._a), b=figure(self._b))
        if self._second is not None:
            second = tr("the other one a {a} and b {b}", a=figure(self._second[0]), b=figure(self._second[1]))
            said = f"{said}; {second}"
        self.setAccessibleDescription(said)

    def _redraw(self) -> None:
        self._describe()
        self.update()

    # where things lie

    def scale(self) -> float:
        """Pixels to a unit; the same all through a drag."""
        if self._drag_scale:
            return self._drag_scale
        wide, high = (max(part) for part in zip((self._a, self._b), self._second or (0, 0), strict=True))
        room_x = max(10.0, self.width() / 2 - _ROOM - self._number_width())
        return min(room_x / wide, max(10.0, self.height() / 2 - _ROOM) / high)

    def _number_width(self) -> float:
        metrics = QFontMetrics(style.fonts("body", bold=True))
        return max(metrics.horizontalAdvance(f"a {figure(self._a)}") - _ROOM + 14, 0.0)

    def middle(self) -> QPointF:
        """The ellipse's centre, in the widget's coordinates."""
        return QPointF(self.width() / 2, self.height() / 2)

    def handle(self, axis: str, side: int = 1) -> QPointF:
        """Where the end of axis ``a`` or ``b`` lies: right or top, or opposite with ``side`` -1."""
        x, y = (self._a, 0.0) if axis == "a" else (0.0, -self._b)
        return self.middle() + QPointF(x, y) * (self.scale() * side)

    def _axis_at(self, place: QPointF) -> str:
        for axis in ("a", "b"):
            for side in (1, -1):
                off = place - self.handle(axis, side)
                if off.x() ** 2 + off.y() ** 2 <= _REACH**2:
                    return axis
        return ""

    # the person

    def _go(self, axis: str, value: float) -> None:
        value = round(value / _STEP) * _STEP
        if axis == "a":
            to = self._limits.hold("a", value, self._b), self._b
        else:
            to = self._a, self._limits.hold("b", value, self._a)
        if to != (self._a, self._b):
            self._a, self._b = to
            self._describe()
            self.update()
            self.changed.emit(*to)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self._keyed = False
        if event.button() is Qt.MouseButton.LeftButton:
            self._held = self._axis_at(event.position())
            self._drag_scale = self.scale() if self._held else 0.0
            self.update()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if not self._held:
            self._heat(self._axis_at(event.position()))
            return
        off = event.position() - self.middle()
        value = abs(off.x() if self._held == "a" else off.y()) / self._drag_scale
        tenth = round(value / _SNAP) * _SNAP
        free = event.modifiers() & Qt.KeyboardModifier.ControlModifier
        if not free and abs(value - tenth) * self._drag_scale <= _NEAR:
            value = tenth
        self._go(self._held, value)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        self._held, self._drag_scale = "", 0.0
        self._heat(self._axis_at(event.position()))
        self.update()

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        before = self.axes()
        self._held, self._drag_scale = "", 0.0
        self.set_axes(*self._home)
        if self.axes() != before:
            self.changed.emit(*self.axes())

    def leaveEvent(self, event: QEvent) -> None:
        self._heat("")

    def _heat(self, axis: str) -> None:
        if axis != self._hot:
            self._hot = axis
            shapes = {"a": Qt.CursorShape.SizeHorCursor, "b": Qt.CursorShape.SizeVerCursor}
            self.setCursor(shapes.get(axis, Qt.CursorShape.ArrowCursor))
            self.update()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = Qt.Key(event.key())
        if key not in _KEYS:
            super().keyPressEvent(event)
            return
        self._keyed = True
        axis, way = _KEYS[key]
        step = _STEP * (10 if event.modifiers() & Qt.KeyboardModifier.ShiftModifier else 1)
        self._go(axis, (self._a if axis == "a" else self._b) + way * step)
        self.update()

    # the picture

    def resizeEvent(self, event: QResizeEvent) -> None:
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(280, 180)

    def minimumSizeHint(self) -> QSize:
        return QSize(160, 110)

    def paintEvent(self, event: QPaintEvent) -> None:
        t, painter = tokens.current(), QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if self._second is not None:
            self._paint_ellipse(painter, *self._second, t.fake, 0.06, Qt.PenStyle.DashLine)
        self._paint_ellipse(painter, self._a, self._b, t.real, 0.14, Qt.PenStyle.SolidLine)
        painter.setPen(QPen(QColor(t.strong), 1, Qt.PenStyle.DotLine))
        for axis in ("a", "b"):
            painter.drawLine(self.handle(axis, -1), self.handle(axis))
        for axis in ("a", "b"):
            for side in (-1, 1):
                self._paint_handle(painter, axis, side)
        self._paint_numbers(painter)
        if self._ringed():
            paint_frame(painter, self.rect().adjusted(2, 2, -2, -2), "accent", 2)
        painter.end()

    def _paint_ellipse(
        self, painter: QPainter, a: float, b: float, tone: str, cover: float, line: Qt.PenStyle
    ) -> None:
        paper = QColor(tone)
        painter.setPen(QPen(paper if self.isEnabled() else QColor(tokens.current().disabled), 2, line))
        paper.setAlphaF(cover)
        painter.setBrush(paper)
        painter.drawPolygon(sheet(a * self.scale(), b * self.scale(), self._power).translated(self.middle()))

    def _paint_handle(self, painter: QPainter, axis: str, side: int) -> None:
        t = tokens.current()
        lit = self.isEnabled() and axis in (self._held, self._hot)
        painter.setPen(QPen(QColor(t.accent if self.isEnabled() else t.disabled), 2))
        painter.setBrush(QColor(t.accent if lit else t.stage))
        size = _KNOB if side > 0 else _KNOB - 2
        painter.drawEllipse(self.handle(axis, side), size, size)

    def _paint_numbers(self, painter: QPainter) -> None:
        t, font = tokens.current(), style.fonts("body", bold=True)
        painter.setFont(font)
        painter.setPen(QColor(t.text if self.isEnabled() else t.disabled))
        high = QFontMetrics(font).height()
        at, on_top = self.handle("a"), self.handle("b")
        right = QRectF(at.x() + _KNOB + 6, at.y() - high / 2, 200, high)
        above = QRectF(on_top.x() + _KNOB + 6, on_top.y() - high - 2, 200, high)
        painter.drawText(right, int(Qt.AlignmentFlag.AlignVCenter), f"a {figure(self._a)}")
        painter.drawText(above, int(Qt.AlignmentFlag.AlignVCenter), f"b {figure(self._b)}")
        if self._second is None:
            return
        painter.setFont(style.fonts("caption"))
        painter.setPen(QColor(t.fake if self.isEnabled() else t.disabled))
        foot = QRectF(8, self.height() - 20, self.width() - 16, 16)
        text = f"a {figure(self._second[0])}   b {figure(self._second[1])}"
        painter.drawText(foot, int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter), text)


def _demo() -> QWidget:
    from PySide6.QtWidgets import QHBoxLayout

    page = QWidget()
    row = QHBoxLayout(page)
    one, two = EllipseOutline(), EllipseOutline()
    one.set_axes(1.0, 0.55)
    two.set_axes(1.0, 0.5)
    two.set_second((1.1207, 0.3))
    row.addWidget(one)
    row.addWidget(two)
    return page


if __name__ == "__main__":
    from widgets.look import demo

    demo.run(_demo)
