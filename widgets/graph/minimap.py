"""The whole graph in a corner, and a frame around what is in sight, which the mouse drags."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, Qt, Signal
from PySide6.QtGui import QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QGraphicsView

from widgets.graph import ink
from widgets.graph.picture import GraphScene
from widgets.look.i18n import say
from widgets.look.painted import Painted

_WIDE, _HIGH, _EDGE, _AIR = 168, 112, 12, 6.0
_ROOM = 3.0  # how many times its own size the view must have for a map


class MiniMap(Painted):
    """A picture of a scene in the corner of its view; hidden while all is in sight anyway."""

    asked = Signal(QPointF)  # what the person wants in the middle, in the scene

    def __init__(self, scene: GraphScene, view: QGraphicsView) -> None:
        super().__init__(view)
        self._scene, self._view = scene, view
        self.wanted = True
        self.resize(_WIDE, _HIGH)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        say(self, name="Map of the canvas")
        self.hide()

    def set_wanted(self, on: bool) -> None:
        """Show it at all."""
        self.wanted = on
        self.settle()

    def settle(self) -> None:
        """Lie in the lower right corner, where there is the room."""
        view = self._view.viewport().size()
        self.move(view.width() - _WIDE - _EDGE, view.height() - _HIGH - _EDGE)
        seen = self._view.mapToScene(self._view.viewport().rect()).boundingRect()
        fits = (
            not seen.contains(self._scene.extent())
            and view.width() > _ROOM * _WIDE
            and view.height() > _ROOM * _HIGH
        )
        self.setVisible(self.wanted and fits and bool(self._scene.nodes))
        self.update()

    def _fit(self) -> tuple[float, QPointF, QRectF]:
        """Scale, offset, and the part of the scene shown."""
        area = self._scene.extent()
        if area.isEmpty():
            area = QRectF(0, 0, 1, 1)
        scale = min((_WIDE - 2 * _AIR) / area.width(), (_HIGH - 2 * _AIR) / area.height())
        middle = QPointF(_WIDE / 2, _HIGH / 2)
        return scale, middle - area.center() * scale, area

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self.mouseMoveEvent(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if event.buttons() & Qt.MouseButton.LeftButton:
            scale, offset, _ = self._fit()
            self.asked.emit((event.position() - offset) / scale)

    def paintEvent(self, event: QPaintEvent) -> None:
        scale, offset, _ = self._fit()
        painter = QPainter(self)
        painter.setPen(ink.pen(ink.colour("border")))
        painter.setBrush(ink.brush(ink.colour("panel"), 0.94))
        painter.drawRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5))
        painter.translate(offset)
        painter.scale(scale, scale)
        painter.setPen(Qt.PenStyle.NoPen)
        for item in self._scene.nodes.values():
            tie = item.look.tie
            role = "error" if item.node.error else "accent" if item.chosen else "strong"
            shade = ink.category(tie.category) if tie and role == "strong" else ink.colour(role)
            painter.fillRect(item.rect(), ink.brush(shade))
        seen = self._view.mapToScene(self._view.viewport().rect()).boundingRect()
        painter.setPen(ink.pen(ink.colour("text"), 1.5 / scale))
        painter.setBrush(ink.brush(ink.colour("text"), 0.06))
        painter.drawRect(seen)
        painter.end()
