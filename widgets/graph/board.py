"""A view of a graph that zooms and pans: wheel, middle drag, keys, and a map in the corner."""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache
from itertools import product
from math import ceil, floor

from PySide6.QtCore import QEvent, QPoint, QPointF, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QFocusEvent,
    QImage,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPolygonF,
    QResizeEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QFrame, QGraphicsView, QSizePolicy, QWidget

from widgets.graph import ink
from widgets.graph.minimap import MiniMap
from widgets.graph.paint_card import NEAR
from widgets.graph.picture import GraphScene
from widgets.graph.places.layout import GRID
from widgets.look import focus
from widgets.look.grid_marks import paint_empty, paint_frame
from widgets.look.i18n import tr

NEAREST, FARTHEST = 3.0, 0.04  # screen px for one of the scene
_CLOSER = 1.15  # a notch of the wheel, or a key
_EDGE, _LARGEST = 24, 16_000  # px around a picture, and along the longest side of one
_AIR = 28.0  # px around the graph when all of it is shown


class Board(QGraphicsView):
    """Shows a scene; until somebody zooms or pans, all of it, or the beginning of what is too long to read.

    Args:
        empty: what stands there while there is no node.
    """

    sight_changed = Signal()  # zoomed, panned or resized

    def __init__(self, empty: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.graph_scene = GraphScene(self)
        self.setScene(self.graph_scene)
        self.viewport().setFocusPolicy(Qt.FocusPolicy.NoFocus)  # the canvas has it, and a name
        self._empty = empty
        self._keyed = False  # whether it is the keyboard, not the mouse, that works here
        self._follows: Callable[[], None] | None = self.begin  # what is shown, whatever comes
        self._grip: QPointF | None = None  # where the last move of a pan was
        bars, anchor = Qt.ScrollBarPolicy.ScrollBarAlwaysOff, QGraphicsView.ViewportAnchor.NoAnchor
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(bars)
        self.setVerticalScrollBarPolicy(bars)
        self.setTransformationAnchor(anchor)
        self.setResizeAnchor(anchor)
        self.setViewportUpdateMode(QGraphicsView.ViewportUpdateMode.FullViewportUpdate)
        self.setRenderHints(QPainter.RenderHint.Antialiasing | QPainter.RenderHint.TextAntialiasing)
        self.setOptimizationFlag(QGraphicsView.OptimizationFlag.DontSavePainterState)
        self.setOptimizationFlag(QGraphicsView.OptimizationFlag.DontAdjustForAntialiasing)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMouseTracking(True)
        focus.own_ring(self)
        self._map = MiniMap(self.graph_scene, self)
        self._map.asked.connect(self._go)

    # what is in sight

    def scale_now(self) -> float:
        """Screen px for one of the scene."""
        return self.graph_scene.sight.scale

    def zoom(self, by: float, about: QPointF | None = None) -> None:
        """Come ``by`` times closer; the spot ``about`` (viewport px, else the middle) stays where it is."""
        self._follows = None
        spot = about if about is not None else QPointF(self.viewport().rect().center())
        kept = self.spot(spot)
        self._set_scale(self.scale_now() * by)
        self._shift(self.mapFromScene(kept).toPointF() - spot)
        self._moved()

    def pan(self, dx: float, dy: float) -> None:
        """Move what is in sight by so many px."""
        self._follows = None
        self._shift(QPointF(-dx, -dy))
        self._moved()

    def fit(self, names: list[str] | None = None) -> None:
        """Show all, or these nodes; never larger than life."""
        self._follows = None if names else self.fit
        items = [self.graph_scene.nodes[name] for name in names or ()]
        area = self.graph_scene.extent() if not names else QRectF()
        for item in items:
            area |= item.rect()
        room = self.viewport().rect()
        if area.isEmpty() or room.isEmpty():
            return
        wide = max(1.0, room.width() - 2 * _AIR) / area.width()
        high = max(1.0, room.height() - 2 * _AIR) / area.height()
        self._set_scale(min(1.0, wide, high))
        self.centerOn(area.center())
        self._moved()

    def begin(self) -> None:
        """Show all where the titles can be read then, else the beginning, as large as it takes to read."""
        self.fit()
        scene = self.graph_scene
        least = scene.legible()
        if scene.nodes and self.scale_now() < least:
            self._set_scale(least)
            room, area = self.viewport().size(), scene.extent()
            wide, high = (max(0.0, length / least / 2 - _AIR) for length in (room.width(), room.height()))
            first = scene.start()
            x = min(max(first.center().x(), area.left() + wide), max(area.right() - wide, area.left() + wide))
            y = min(max(first.center().y(), area.top() + high), max(area.bottom() - high, area.top() + high))
            self.centerOn(x, y)
            self._moved()
        self._follows = self.begin

    def reveal(self, name: str) -> None:
        """Pan as far as it takes to see a node whole."""
        area = (
            self.mapFromScene(self.graph_scene.nodes[name].rect()).boundingRect().adjusted(-24, -24, 24, 24)
        )
        room = self.viewport().rect()
        dx = min(0, room.right() - area.right()) or max(0, room.left() - area.left())
        dy = min(0, room.bottom() - area.bottom()) or max(0, room.top() - area.top())
        if dx or dy:
            self.pan(dx, dy)

    def spot(self, place: QPointF) -> QPointF:
        """Where in the scene a place of the viewport is."""
        inverted, _ = self.viewportTransform().inverted()
        return inverted.map(place)

    def _go(self, centre: QPointF) -> None:
        self._follows = None
        self.centerOn(centre)
        self._moved()

    def _set_scale(self, scale: float) -> None:
        scale = min(max(scale, FARTHEST), NEAREST)
        self.graph_scene.sight.scale = scale
        self.resetTransform()
        self.scale(scale, scale)

    def _shift(self, by: QPointF) -> None:
        across, down = self.horizontalScrollBar(), self.verticalScrollBar()
        across.setValue(round(across.value() + by.x()))
        down.setValue(round(down.value() + by.y()))

    def _moved(self) -> None:
        self._map.settle()
        self.sight_changed.emit()

    def seen(self) -> QRectF:
        """The part of the scene in sight."""
        return self.mapToScene(self.viewport().rect()).boundingRect()

    def toggle_map(self) -> None:
        """Show the map in the corner, or put it away."""
        self._map.set_wanted(not self._map.wanted)

    # the mouse

    def wheelEvent(self, event: QWheelEvent) -> None:
        turn = event.angleDelta()
        if event.modifiers() & Qt.KeyboardModifier.ShiftModifier:
            self.pan((turn.x() or turn.y()) / 2, 0)
        elif turn.y():
            self.zoom(_CLOSER ** (turn.y() / 120), event.position())
        event.accept()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self._set_keyed(False)
        if event.button() is Qt.MouseButton.MiddleButton:
            self._grip = event.position()
            self.viewport().setCursor(Qt.CursorShape.ClosedHandCursor)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if self._grip is not None:
            moved, self._grip = event.position() - self._grip, event.position()
            self.pan(moved.x(), moved.y())

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if self._grip is not None and event.button() is Qt.MouseButton.MiddleButton:
            self._grip = None
            self.viewport().unsetCursor()

    # the look

    def _set_keyed(self, keyed: bool) -> None:
        self._keyed = keyed
        self.viewport().update()

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self._set_keyed(focus.by_keyboard())

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.viewport().update()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() in (QEvent.Type.PaletteChange, QEvent.Type.LanguageChange, QEvent.Type.EnabledChange):
            self.graph_scene.update()

    def drawBackground(self, painter: QPainter, rect: QRectF | QRect) -> None:
        painter.fillRect(rect, ink.brush(ink.colour("stage")))
        if self.scale_now() >= NEAR:
            self._paint_dots(painter, rect)
        self.graph_scene.paint_ties(painter)

    def _paint_dots(self, painter: QPainter, rect: QRectF | QRect) -> None:
        corner = QPointF(GRID * floor(rect.left() / GRID), GRID * floor(rect.top() / GRID))
        painter.setPen(ink.pen(ink.colour("border"), 1.5))
        painter.translate(corner)
        painter.drawPoints(_dots(ceil(rect.width() / GRID) + 2, ceil(rect.height() / GRID) + 2))
        painter.translate(-corner)

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        painter = QPainter(self.viewport())
        if not self.graph_scene.nodes and self._empty:
            paint_empty(painter, self.viewport().rect(), tr(self._empty))
        if self.hasFocus() and self._keyed:
            paint_frame(painter, self.viewport().rect().adjusted(2, 2, -2, -2), "accent", 2)
        painter.end()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        room = self.viewport().size()
        self.graph_scene.aspect = min(max(room.width() / max(1, room.height()), 0.5), 3.0)
        self._map.settle()
        if self._follows is not None:
            self._follows()

    def natural_size(self) -> QSize:
        """Room that all of it takes as large as life, in px."""
        return self.graph_scene.extent().size().toSize() + QSize(2 * _EDGE, 2 * _EDGE)

    def paint(self, painter: QPainter, place: QRect) -> None:
        """Paint all of it into a place, for a picture or a drawing: without ground, map and marks."""
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self.graph_scene.paint_all(painter, QRectF(place).adjusted(_EDGE, _EDGE, -_EDGE, -_EDGE))

    def picture(self, scale: float = 2.0) -> QImage:
        """All of it on the stage's ground, ``scale`` px to a logical one, less where that is too large."""
        size = self.natural_size()
        scale = min(scale, _LARGEST / max(size.width(), size.height()))
        image = QImage(size * scale, QImage.Format.Format_RGB32)
        image.setDevicePixelRatio(scale)
        image.fill(QColor(ink.colour("stage")))
        painter = QPainter(image)
        self.paint(painter, QRect(QPoint(), size))
        painter.end()
        return image

    def sizeHint(self) -> QSize:
        return QSize(900, 560)

    def minimumSizeHint(self) -> QSize:
        return QSize(160, 120)


@lru_cache(maxsize=8)
def _dots(columns: int, rows: int) -> QPolygonF:
    """The corners of a piece of the grid."""
    return QPolygonF([QPointF(x * GRID, y * GRID) for x, y in product(range(columns), range(rows))])
