"""What a drag on the canvas can be: cards moved, a wire drawn, weights tied, a frame around some cards."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import NamedTuple

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QPainter

from widgets.graph import ink
from widgets.graph.items import NodeItem
from widgets.graph.model import Place
from widgets.graph.picture import GraphScene, snapped
from widgets.graph.places.routes import loose

_NEAR = 18.0  # screen px within which a dragged wire takes a port


class End(NamedTuple):
    """A port of a node."""

    node: str
    output: bool
    port: str


Judge = Callable[[End, End], str]  # from an output to an input: why not, or nothing


class Gesture:
    """A drag from press to release."""

    def move(self, spot: QPointF) -> None:
        """The mouse is there now, in the scene."""

    def drop(self, spot: QPointF) -> None:
        """The button was released."""

    def cancel(self) -> None:
        """Be as if it had not begun."""

    def paint(self, painter: QPainter, scale: float) -> None:
        """What is seen of it over the scene."""


class MoveNodes(Gesture):
    """Cards under the hand, on the grid."""

    def __init__(
        self,
        scene: GraphScene,
        names: Iterable[str],
        start: QPointF,
        told: Callable[[dict[str, Place]], None],
    ) -> None:
        self._scene, self._start, self._told = scene, start, told
        self._origins = {name: scene.nodes[name].pos() for name in names}
        self._moved = False

    def move(self, spot: QPointF) -> None:
        self._moved = True
        for name, origin in self._origins.items():
            self._scene.nodes[name].setPos(origin + spot - self._start)
        self._scene.settle(self._origins)

    def drop(self, spot: QPointF) -> None:
        if not self._moved:
            return
        by = spot - self._start
        for name, origin in self._origins.items():
            self._scene.nodes[name].setPos(snapped(origin + by))
        self._scene.settle()
        places = {name: self._scene.places()[name] for name in self._origins}
        if any(self._scene.nodes[name].pos() != origin for name, origin in self._origins.items()):
            self._told(places)

    def cancel(self) -> None:
        for name, origin in self._origins.items():
            self._scene.nodes[name].setPos(origin)
        self._scene.settle()


class DrawWire(Gesture):
    """A wire from a port to where the mouse is; ports that it may end at are lit when near.

    ``told`` gets both ends, the second None in the open, and where the wire was dropped.
    """

    def __init__(
        self,
        scene: GraphScene,
        start: End,
        judge: Judge | None,
        told: Callable[[End, End | None, QPointF, str], None],
    ) -> None:
        self._scene, self.start, self._judge, self._told = scene, start, judge, told
        self._to = self._from = port_place(scene, start)
        self._end: End | None = None
        self.refusal = ""

    def move(self, spot: QPointF) -> None:
        end = self._near(spot)
        if end != self._end:
            self._light(self._end, False)
            self._end = end
            self._light(end, True)
            self.refusal = self._judged(end)
        self._to = port_place(self._scene, end) if end is not None else spot

    def _near(self, spot: QPointF) -> End | None:
        """The port of the other side that is nearest, on the card under the mouse or close by."""
        reach = _NEAR / self._scene.sight.scale
        best: tuple[float, End] | None = None
        for name, item in self._scene.nodes.items():
            if name == self.start.node or not item.rect().adjusted(-reach, -reach, reach, reach).contains(
                spot
            ):
                continue
            output = not self.start.output
            for at, port in enumerate(item.node.outputs if output else item.node.inputs):
                away = item.port(output, at) - spot
                far = (away.x() ** 2 + away.y() ** 2) ** 0.5
                if (far <= reach or item.rect().contains(spot)) and (best is None or far < best[0]):
                    best = far, End(name, output, port.name)
        return best[1] if best else None

    def _judged(self, end: End | None) -> str:
        if end is None or self._judge is None:
            return ""
        return self._judge(self.start, end) if self.start.output else self._judge(end, self.start)

    def _light(self, end: End | None, on: bool) -> None:
        if end is not None and end.node in self._scene.nodes:
            number = self._scene.port_number(end.node, end.output, end.port)
            self._scene.nodes[end.node].mark_as(lit=(end.output, number) if on else None)

    def drop(self, spot: QPointF) -> None:
        self.move(spot)
        self.cancel()
        self._told(self.start, self._end, spot, self.refusal)

    def cancel(self) -> None:
        self._light(self._end, False)

    def paint(self, painter: QPainter, scale: float) -> None:
        role = ink.colour("error" if self.refusal else "accent")
        painter.setPen(ink.pen(role, 2 / min(1.0, scale), (4.0, 3.0) if self.refusal else ()))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        ends = (self._from, self._to) if self.start.output else (self._to, self._from)
        painter.drawPath(loose(*ends))


class DrawTie(Gesture):
    """A band from card to card: both are to use the same weights."""

    def __init__(self, scene: GraphScene, name: str, told: Callable[[str, str], None]) -> None:
        self._scene, self._name, self._told = scene, name, told
        self._to = scene.nodes[name].rect().center()
        self._aim: NodeItem | None = None

    def move(self, spot: QPointF) -> None:
        aim = self._scene.node_at(spot)
        if aim is not self._aim:
            self.cancel()
            self._aim = aim
            if aim is not None:
                aim.mark_as(aimed=True)
        self._to = spot

    def drop(self, spot: QPointF) -> None:
        self.move(spot)
        self.cancel()
        if self._aim is not None and self._aim.node.id != self._name:
            self._told(self._name, self._aim.node.id)

    def cancel(self) -> None:
        if self._aim is not None:
            self._aim.mark_as(aimed=False)

    def paint(self, painter: QPainter, scale: float) -> None:
        start = self._scene.nodes[self._name].rect().center()
        painter.setPen(ink.pen(ink.colour("accent"), 4 / min(1.0, scale), (1.5, 1.0)))
        painter.drawLine(start, self._to)


class RubberBand(Gesture):
    """A frame; the cards that it touches are selected, besides ``kept``."""

    def __init__(self, scene: GraphScene, start: QPointF, kept: Iterable[str]) -> None:
        self._scene, self._start, self._to, self._kept = scene, start, start, list(kept)
        self._before = scene.selection(), scene.wire_selection()

    def _rect(self) -> QRectF:
        return QRectF(self._start, self._to).normalized()

    def move(self, spot: QPointF) -> None:
        self._to = spot
        area = self._rect()
        touched = [name for name, item in self._scene.nodes.items() if item.rect().intersects(area)]
        self._scene.select({*self._kept, *touched})

    def cancel(self) -> None:
        self._scene.select(*self._before)

    def paint(self, painter: QPainter, scale: float) -> None:
        painter.setPen(ink.pen(ink.colour("accent"), 1 / scale))
        painter.setBrush(ink.brush(ink.colour("accent"), 0.1))
        painter.drawRect(self._rect())


def port_place(scene: GraphScene, end: End) -> QPointF:
    """Where a port is in the scene."""
    return scene.nodes[end.node].port(end.output, scene.port_number(*end))
