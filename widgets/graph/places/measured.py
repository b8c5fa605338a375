"""The layout of a graph by the size of its cards, before there is any."""

from __future__ import annotations

from collections.abc import Iterable

from widgets.graph.card import PICTURE, Card, advance
from widgets.graph.model import Graph, Place
from widgets.graph.places.layout import arrange

_LEAST, _MOST, _BESIDE = 72.0, 144.0, 30.0  # px behind cards, and beside what is written there


def measured(
    graph: Graph, aspect: float, cards: Iterable[Card] | None = None, *, pictures: bool = False
) -> dict[str, Place]:
    """Where the nodes go.

    Args:
        aspect: width over height of the window. cards: of the nodes, else they are made.
        pictures: keep room for those that may come later.
    """
    sizes, behind = {}, {}
    for card in cards if cards is not None else map(Card, graph.nodes):
        node = card.node
        more = PICTURE + 6 if pictures and node.picture is None else 0.0
        sizes[node.id] = (card.width, card.height + more, card.place(True, 0).y())
        written = max((advance("caption", port.shape) for port in node.outputs), default=0.0)
        behind[node.id] = max(_LEAST, written + _BESIDE)
    usual = max((gap for gap in behind.values() if gap <= _MOST), default=_LEAST)
    behind = {name: max(gap, usual) for name, gap in behind.items()}  # columns of all rows are in line then
    return arrange(sizes, [(wire.source, wire.target) for wire in graph.wires], aspect, behind)
