"""The scene of a graph: items that follow it by difference, so that places and selection stay."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import numpy as np
from PySide6.QtCore import QObject, QPointF, QRectF, Signal
from PySide6.QtGui import QPainter, QPainterPath
from PySide6.QtWidgets import QGraphicsScene

from widgets.graph.items import NodeItem, Sight, WireItem
from widgets.graph.model import Graph, Node, Place, WireKey
from widgets.graph.paint_card import READABLE, CardLook, legible
from widgets.graph.paint_ties import paint_ties
from widgets.graph.places.layout import ACROSS, DOWN, GRID, Size
from widgets.graph.places.measured import measured
from widgets.graph.places.routes import Router

_CROWD = 100  # wires
_AROUND = 4000.0  # px that one can pan past the outermost card


class GraphScene(QGraphicsScene):
    """Nodes and wires by name, where they are, and which are selected."""

    selected = Signal()  # it is another selection now

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.sight = Sight()
        self.graph = Graph()
        self.nodes: dict[str, NodeItem] = {}
        self.wires: dict[WireKey, WireItem] = {}
        self.aspect = 1.7  # width over height of the window to be filled
        self._extent = QRectF()
        self._settled: tuple[object, ...] = ()  # for which cards and wires the ways were found

    # the graph

    def set_graph(self, graph: Graph, places: Mapping[str, Place]) -> None:
        """Show this one; nodes without a place stay, or find one."""
        new = [node.id for node in graph.nodes if node.id not in self.nodes and node.id not in places]
        alone = len(new) == len(graph.nodes)
        before = self.selection()
        self.graph = graph
        self.sight.crowded = len(graph.wires) > _CROWD
        self._drop_gone()
        looks = self._looks()
        for node in graph.nodes:
            self._show(node, looks[node.id])
        for wire in graph.wires:
            if wire.key not in self.wires:
                self.wires[wire.key] = item = WireItem(wire, self.sight)
                self.addItem(item)
            self.wires[wire.key].show_wire(wire)
        for name, place in places.items():
            if name in self.nodes:
                self.nodes[name].setPos(*place)
        self._place_new(new, alone)
        if self._layout() != self._settled:  # news of a running model change numbers only
            self.settle()
        if self.selection() != before:
            self.selected.emit()

    def _drop_gone(self) -> None:
        keys = {wire.key for wire in self.graph.wires}
        for key in [key for key in self.wires if key not in keys]:
            self.removeItem(self.wires.pop(key))
        for name in [name for name in self.nodes if name not in self.graph.by_id]:
            self.removeItem(self.nodes.pop(name))

    def _show(self, node: Node, look: CardLook) -> None:
        if node.id in self.nodes:
            self.nodes[node.id].show_node(node, look)
        else:
            self.nodes[node.id] = item = NodeItem(node, look, self.sight)
            self.addItem(item)

    def _looks(self) -> dict[str, CardLook]:
        graph, wired = self.graph, self._wired()
        found = {}
        for node in graph.nodes:
            uses = graph.uses.get(node.tie, ())
            found[node.id] = CardLook(
                graph.tie_of.get(node.tie),
                tuple(use.gradient or 0.0 for use in uses),
                next((at for at, use in enumerate(uses) if use.id == node.id), 0),
                graph.largest_gradient,
                frozenset(wired.get(node.id, ())),
            )
        return found

    def _wired(self) -> dict[str, set[tuple[bool, int]]]:
        found: dict[str, set[tuple[bool, int]]] = {}
        for wire in self.graph.wires:
            for name, output, port in ((wire.source, True, wire.output), (wire.target, False, wire.input)):
                found.setdefault(name, set()).add((output, self.port_number(name, output, port)))
        return found

    def port_number(self, name: str, output: bool, port: str) -> int:
        """Which of a node's inputs or outputs has this name."""
        node = self.graph.by_id[name]
        return [p.name for p in (node.outputs if output else node.inputs)].index(port)

    # places

    def places(self) -> dict[str, Place]:
        """Where each node's upper left corner is."""
        return {name: (item.x(), item.y()) for name, item in self.nodes.items()}

    def sizes(self) -> dict[str, Size]:
        """Width and height of each card, and where its first port is."""
        cards = {name: item.card for name, item in self.nodes.items()}
        return {name: (card.width, card.height, card.place(True, 0).y()) for name, card in cards.items()}

    def arranged(self) -> dict[str, Place]:
        """Where the automatic layout would put everything."""
        return measured(self.graph, self.aspect, [item.card for item in self.nodes.values()])

    def _place_new(self, new: list[str], alone: bool) -> None:
        if alone and new:
            for name, place in self.arranged().items():
                self.nodes[name].setPos(*place)
            return
        waiting = set(new)
        for name in new:
            self.nodes[name].setPos(self._free(self._wish(name, waiting), name, waiting))
            waiting.discard(name)

    def _wish(self, name: str, waiting: set[str]) -> QPointF:
        """Behind what feeds a node, or before what it feeds, or below all."""
        card = self.nodes[name].card
        feeds = [w.source for w in self.graph.incoming.get(name, ()) if w.source not in waiting]
        if feeds:
            rects = [self.nodes[feed].rect() for feed in feeds]
            y = sum(rect.center().y() for rect in rects) / len(rects)
            return QPointF(max(rect.right() for rect in rects) + ACROSS, y - card.height / 2)
        fed = [w.target for w in self.graph.outgoing.get(name, ()) if w.target not in waiting]
        if fed:
            rects = [self.nodes[other].rect() for other in fed]
            y = sum(rect.center().y() for rect in rects) / len(rects)
            return QPointF(min(rect.left() for rect in rects) - ACROSS - card.width, y - card.height / 2)
        rest = [item.rect() for other, item in self.nodes.items() if other != name and other not in waiting]
        if not rest:
            return QPointF()
        return QPointF(min(r.left() for r in rest), max(r.bottom() for r in rest) + 2 * DOWN)

    def _free(self, wish: QPointF, name: str, waiting: set[str]) -> QPointF:
        """The spot on the grid at or below a wish where no card is."""
        rects = [item.rect() for other, item in self.nodes.items() if other != name and other not in waiting]
        spot = snapped(wish)
        card = self.nodes[name].card.rect
        while any(
            card.translated(spot).adjusted(-GRID, -GRID / 2, GRID, GRID / 2).intersects(r) for r in rects
        ):
            spot += QPointF(0, GRID)
        return spot

    def settle(self, moving: Iterable[str] | None = None) -> None:
        """Lead the wires anew: all of them, or while cards move only those that end at them."""
        only = None if moving is None else set(moving)
        self._extent = QRectF()
        for item in self.nodes.values():
            self._extent |= item.boundingRect().translated(item.pos())
        rects = [item.rect() for item in self.nodes.values()]
        router = Router(np.array([(r.left(), r.top(), r.right(), r.bottom()) for r in rects]))
        for key, wire in self.wires.items():
            if only is None or key.source in only or key.target in only:
                wire.set_path(self.way(key, router))
        if only is None:
            self._settled = self._layout()
            self.setSceneRect(self.extent().adjusted(-_AROUND, -_AROUND, _AROUND, _AROUND))

    def _layout(self) -> tuple[object, ...]:
        cards = [(name, item.x(), item.y(), item.card.rect.getRect()) for name, item in self.nodes.items()]
        return tuple(cards), tuple(self.wires)

    def way(self, key: WireKey, router: Router) -> QPainterPath:
        """The way between a wire's two ports."""
        start = self.nodes[key.source].port(True, self.port_number(key.source, True, key.output))
        end = self.nodes[key.target].port(False, self.port_number(key.target, False, key.input))
        return router.way(start, end, key[:2])

    def node_at(self, spot: QPointF, reach: float = 0.0) -> NodeItem | None:
        """The card at a spot, the uppermost; ``reach``: px beside it that count too."""
        found = [n for n in self.nodes.values() if n.rect().adjusted(-reach, -1, reach, 1).contains(spot)]
        exact = [item for item in found if item.rect().contains(spot)]
        return exact[-1] if exact else found[-1] if found else None

    def wire_at(self, spot: QPointF) -> WireItem | None:
        """The wire at a spot."""
        for item in self.wires.values():
            if item.boundingRect().contains(spot) and item.shape().contains(spot):
                return item
        return None

    def extent(self) -> QRectF:
        """What all cards take, with their shapes."""
        return self._extent

    def legible(self) -> float:
        """The scale from which every title can be read whole, as far as one is ever written whole."""
        return max((legible(item.card) for item in self.nodes.values()), default=READABLE)

    def start(self) -> QRectF:
        """The cards that nothing leads to, or the uppermost on the left."""
        rects = [item.rect() for name, item in self.nodes.items() if not self.graph.incoming.get(name)]
        rects = rects or [item.rect() for item in self.nodes.values()]
        return min(rects, key=lambda rect: rect.top() + rect.left(), default=QRectF())

    def paint_ties(self, painter: QPainter) -> None:
        """Paint the bands between the chosen cards and those that use the same weights."""
        chosen = self.selection()
        if chosen:
            rects = {name: item.rect() for name, item in self.nodes.items()}
            paint_ties(painter, self.graph, chosen, rects, self.sight.scale)

    def paint_all(self, painter: QPainter, place: QRectF) -> None:
        """Paint all cards and wires, as they are near, into a place; nothing is marked as selected."""
        scale, self.sight.scale, self.sight.bare = self.sight.scale, 1.0, True
        self.render(painter, place, self.extent())
        self.sight.scale, self.sight.bare = scale, False

    # the selection

    def selection(self) -> list[str]:
        """The selected nodes, in the order in which they came."""
        return [name for name, item in self.nodes.items() if item.chosen]

    def wire_selection(self) -> list[WireKey]:
        """The selected wires."""
        return [key for key, item in self.wires.items() if item.chosen]

    def select(self, names: Iterable[str], wires: Iterable[WireKey] = ()) -> None:
        """Select these and no others."""
        before = self.selection(), self.wire_selection()
        wanted, keys = set(names), set(wires)
        for name, item in self.nodes.items():
            item.mark_as(chosen=name in wanted)
        for key, wire in self.wires.items():
            wire.mark_as(chosen=key in keys)
        if (self.selection(), self.wire_selection()) != before:
            self.selected.emit()


def snapped(spot: QPointF) -> QPointF:
    """The nearest corner of the grid."""
    return QPointF(GRID * round(spot.x() / GRID), GRID * round(spot.y() / GRID))
