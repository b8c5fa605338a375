"""What tree, bars and map have in common: shared columns, a gap pointed at, zoom, pan, and a kept picture."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QPointF, Qt, Signal
from PySide6.QtGui import QColor, QMouseEvent, QPainter, QPaintEvent, QPen, QPixmap, QResizeEvent, QWheelEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from widgets.look import tokens
from widgets.trees.columns import LEFT, RIGHT, WordColumns

_NOTCH = 1.2  # zoom by one notch of the wheel
_DRAG = 4  # logical px before a press becomes a drag
_CHANGES = (QEvent.Type.PaletteChange, QEvent.Type.LanguageChange, QEvent.Type.EnabledChange)


class ColumnView(QWidget):
    """A view of a sentence in columns. What rests is drawn once; what follows the mouse is drawn over it."""

    hovered_gap = Signal(int)  # the border before which word, -1 for none; told only when the person moves

    def __init__(self, columns: WordColumns | None = None, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.columns = columns or WordColumns(self)
        self._gap = -1
        self._layer: QPixmap | None = None
        self._held: QPointF | None = None  # where the mouse took hold of the columns
        self._dragged = False
        self.columns.changed.connect(self._moved)
        self.setMouseTracking(True)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)

    def gap(self) -> int:
        """The gap that is lit, -1 for none."""
        return self._gap

    def set_hovered_gap(self, gap: int) -> None:
        """Light a gap without a signal; -1, or one that is not there, lights none."""
        gap = gap if 0 <= gap < len(self.columns.words) else -1
        if gap != self._gap:
            self._gap = gap
            self.update()

    def _point(self, gap: int) -> None:
        if gap != self._gap:
            self.set_hovered_gap(gap)
            self.hovered_gap.emit(self._gap)

    def _under(self, place: QPointF) -> int:
        """The gap to light when the mouse is at ``place``."""
        return self.columns.gap_at(place.x())

    def _redraw(self) -> None:
        self._layer = None
        self.update()

    def _moved(self) -> None:
        """The columns lie elsewhere, or are others."""
        if self._gap >= len(self.columns.words):
            self._gap = -1
        self._redraw()

    # the mouse

    def wheelEvent(self, event: QWheelEvent) -> None:
        turn = event.angleDelta()
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.columns.zoom_at(_NOTCH ** (turn.y() / 120), event.position().x())
        elif self.columns.longest > 0:
            self.columns.pan(-(turn.x() or turn.y()) / 2)
        else:
            event.ignore()
            return
        event.accept()
        self._point(self._under(event.position()))

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() is Qt.MouseButton.LeftButton:
            self._held, self._dragged = event.position(), False

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        place = event.position()
        if (
            self._held is not None
            and event.buttons() & Qt.MouseButton.LeftButton
            and self.columns.longest > 0
        ):
            by = self._held.x() - place.x()
            if self._dragged or abs(by) > _DRAG:
                self._dragged, self._held = True, place
                self.setCursor(Qt.CursorShape.ClosedHandCursor)
                self.columns.pan(by)
            return
        self._point(self._under(place))

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if self._dragged:
            self.unsetCursor()
        self._held, self._dragged = None, False

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        if event.button() is Qt.MouseButton.LeftButton:
            self.columns.fit()

    def leaveEvent(self, event: QEvent) -> None:
        self._point(-1)

    def resizeEvent(self, event: QResizeEvent) -> None:
        self.columns.set_room(self.width() - LEFT - RIGHT)
        self._redraw()

    def changeEvent(self, event: QEvent) -> None:
        if event.type() in _CHANGES:
            self._redraw()
        elif event.type() in (QEvent.Type.FontChange, QEvent.Type.ApplicationFontChange):
            self.columns.refresh()
        super().changeEvent(event)

    # the picture

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        ratio = self.devicePixelRatioF()
        if self._layer is None or self._layer.devicePixelRatio() != ratio:
            self._layer = QPixmap(self.size() * ratio)
            self._layer.setDevicePixelRatio(ratio)
            self._layer.fill(QColor(tokens.current().stage))
            below = QPainter(self._layer)
            self._paint(below)
            below.end()
        painter.drawPixmap(0, 0, self._layer)
        self._paint_over(painter)
        painter.end()

    def _paint(self, painter: QPainter) -> None:
        """Draw what rests."""

    def _paint_over(self, painter: QPainter) -> None:
        """Draw what follows the mouse."""

    def _paint_gap(self, painter: QPainter, top: float, bottom: float) -> None:
        """The dotted line that goes through all views at the lit gap."""
        if self._gap < 0:
            return
        x = round(float(self.columns.edges()[self._gap])) + 0.5
        if LEFT - 1 <= x <= LEFT + self.columns.room + 1:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
            painter.setPen(QPen(QColor(tokens.current().text), 1, Qt.PenStyle.DotLine))
            painter.drawLine(QPointF(x, top), QPointF(x, bottom))
