"""Nodes and wires as items of a scene. Nothing but painting and outlines: what a hand does is the view's.

Plain ``QGraphicsItem`` without mix-ins: with ``QGraphicsObject`` these crash several releases of PySide6.
"""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QPainter, QPainterPath, QPainterPathStroker
from PySide6.QtWidgets import QGraphicsItem, QStyleOptionGraphicsItem, QWidget

from widgets.graph import ink
from widgets.graph.card import RADIUS, Card, advance
from widgets.graph.model import Node, Wire
from widgets.graph.paint_card import NEAR, CardLook, paint_far, paint_near, paint_ports, paint_shapes
from widgets.look.i18n import mark, tr

_HIT = 10.0  # px across within which a wire is hit
_WORDED = 0.8  # scale from which a wire says its mask
_STATES = {"keep": mark("mask kept"), "drop": mark("mask dropped"), "needs": mark("needs a mask")}


class Sight:
    """How near the scene is looked at, whether without marks of selection; shared by all its items."""

    scale = 1.0
    bare = False
    crowded = False  # so many wires that those that are far go without soft edges


class NodeItem(QGraphicsItem):
    """A card with its ports; the item's origin is the card's upper left corner."""

    def __init__(self, node: Node, look: CardLook, sight: Sight) -> None:
        super().__init__()
        self.card = Card(node)
        self.look = look
        self.chosen = self.current = self.aimed = False  # selected; under the keyboard; under what is dragged
        self.lit: tuple[bool, int] | None = None  # the port under the mouse
        self._sight = sight
        self._box = self._outline()
        self.setZValue(2)

    @property
    def node(self) -> Node:
        """What it shows."""
        return self.card.node

    def show_node(self, node: Node, look: CardLook) -> None:
        """Show another state of the node."""
        if not node.same(self.node):
            self.prepareGeometryChange()
            self.card = Card(node)
            self._box = self._outline()
        elif look == self.look:
            return
        self.look = look
        self.update()

    def mark_as(self, **states: bool | tuple[bool, int] | None) -> None:
        """Set ``chosen``, ``current``, ``aimed`` or ``lit``, and repaint where that changes something."""
        if any(getattr(self, name) != value for name, value in states.items()):
            for name, value in states.items():
                setattr(self, name, value)
            self.update()

    def port(self, output: bool, at: int) -> QPointF:
        """Where a port is in the scene."""
        return self.pos() + self.card.place(output, at)

    def rect(self) -> QRectF:
        """The card in the scene."""
        return self.card.rect.translated(self.pos())

    def _outline(self) -> QRectF:
        shapes = max((advance("caption", p.shape) for p in self.card.node.outputs), default=0.0)
        return self.card.rect.adjusted(-10, -20, 18 + shapes, 10)

    def boundingRect(self) -> QRectF:
        return self._box

    def shape(self) -> QPainterPath:
        path = QPainterPath()
        path.addRect(self.card.rect)
        return path

    def paint(
        self, painter: QPainter, option: QStyleOptionGraphicsItem, widget: QWidget | None = None
    ) -> None:
        scale = self._sight.scale
        near = scale >= NEAR
        if near:
            paint_near(painter, self.card, self.look)
            paint_shapes(painter, self.card, self.look)
            paint_ports(painter, self.card, self.look, self.lit)
        else:
            paint_far(painter, self.card, self.look, scale)
        if (self.chosen or self.current or self.aimed) and not self._sight.bare:
            width = 2.0 / min(1.0, scale)
            painter.setPen(ink.pen(ink.colour("accent"), width, () if self.chosen else (2.0, 2.0)))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            out = 2 + width / 2
            painter.drawRoundedRect(self.card.rect.adjusted(-out, -out, out, out), RADIUS + 2, RADIUS + 2)


class WireItem(QGraphicsItem):
    """A wire with its way, told by the owner, in scene coordinates."""

    def __init__(self, wire: Wire, sight: Sight) -> None:
        super().__init__()
        self.wire = wire
        self.chosen = self.hot = False
        self._sight = sight
        self._path = QPainterPath()
        self._box = QRectF()
        self._middle = QPointF()
        self._hit: QPainterPath | None = None
        self.setZValue(1)

    def show_wire(self, wire: Wire) -> None:
        """Show another state of it."""
        if wire != self.wire:
            self.wire = wire
            self.update()

    def set_path(self, path: QPainterPath) -> None:
        """Go this way."""
        if path != self._path:
            self.prepareGeometryChange()
            self._path, self._hit = path, None
            self._middle = path.pointAtPercent(0.5)
            self._box = path.boundingRect().adjusted(-60, -14, 60, 14)

    def path(self) -> QPainterPath:
        """Its way in the scene."""
        return self._path

    def mark_as(self, *, chosen: bool | None = None, hot: bool | None = None) -> None:
        """Selected, or under the mouse."""
        state = self.chosen if chosen is None else chosen, self.hot if hot is None else hot
        if state != (self.chosen, self.hot):
            self.chosen, self.hot = state
            self.setZValue(1.5 if self.chosen else 1)
            self.update()

    def boundingRect(self) -> QRectF:
        return self._box

    def shape(self) -> QPainterPath:
        if self._hit is None:
            stroker = QPainterPathStroker()
            stroker.setWidth(_HIT)
            self._hit = stroker.createStroke(self._path)
        return self._hit

    def paint(
        self, painter: QPainter, option: QStyleOptionGraphicsItem, widget: QWidget | None = None
    ) -> None:
        scale, wire = self._sight.scale, self.wire
        far = scale < NEAR
        painter.setBrush(Qt.BrushStyle.NoBrush)
        if wire.mask == "keep" and scale > 0.25:
            painter.setPen(
                ink.pen(ink.colour("accent"), 7, (0.15, 0.5))
            )  # a hatched band: the mask goes along
            painter.drawPath(self._path)
        lit = (self.chosen or self.hot) and not self._sight.bare
        width = (2.5 if lit else 1.5) / (scale if far else 1.0)
        painter.setPen(ink.pen(self._colour(lit), width, self._dashes()))
        if far and self._sight.crowded and not lit:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
            painter.drawPath(self._path)
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        else:
            painter.drawPath(self._path)
        if scale >= _WORDED and wire.mask in ("drop", "needs"):
            self._write(painter, tr(_STATES[wire.mask]))

    def _colour(self, lit: bool) -> str:
        if self.wire.error:
            return ink.colour("error")
        if lit and self.chosen:
            return ink.colour("accent")
        return ink.colour("warn" if self.wire.mask == "needs" else "text2" if lit else "strong")

    def _dashes(self) -> tuple[float, ...]:
        if self.wire.error:
            return (4.0, 3.0)
        return {"drop": (5.0, 3.0), "needs": (1.0, 2.0)}.get(self.wire.mask, ())

    def _write(self, painter: QPainter, words: str) -> None:
        wide = advance("caption", words) + 8
        room = QRectF(self._middle.x() - wide / 2, self._middle.y() + 3, wide, 14)
        painter.fillRect(room, ink.brush(ink.colour("stage"), 0.85))
        painter.setFont(ink.font("caption"))
        painter.setPen(ink.pen(ink.colour("warn" if self.wire.mask == "needs" else "text2")))
        painter.drawText(room, int(Qt.AlignmentFlag.AlignCenter), words)
