"""A readable place for every node: columns by what each waits for, rows by what it reads (Sugiyama 1981)."""

from __future__ import annotations

import math
from dataclasses import replace
from typing import Final

from engines.layers.graph.node import Graph, Model
from engines.layers.graph.order import order

WIDE, HIGH = 190.0, 100.0  # between columns and between rows
SWEEPS: Final = 4
FEW: Final = 5  # columns that are never broken
SHAPE: Final = 1.25  # width to height of all, as of the canvas in a small window
GAP: Final = 0.6  # rows between two bands
PORT, REST = 0.17, 0.55  # rows that an input takes, and all else of a node


def tidied(model: Model) -> Model:
    """The model laid out anew, blocks inside too. Raises Problem: a cycle."""
    return model.with_graph(laid_out(model.graph))


def laid_out(graph: Graph) -> Graph:
    """The graph with each node in its column, wires short and rarely crossed.

    A column is one more than the last of those that a node reads, so all wires lead to the right. Within
    columns, nodes go by the mean row of their neighbours, from the left and from the right in turn.
    """
    columns: dict[str, int] = {}
    for node in order(graph):
        columns[node.id] = max((columns[e.source] + 1 for e in graph.incoming[node.id]), default=0)
    for node in reversed(order(graph)):  # inputs and parameters stand right before who reads them
        if not graph.incoming[node.id] and graph.outgoing[node.id]:
            columns[node.id] = min(columns[e.target] for e in graph.outgoing[node.id]) - 1
    layers: list[list[str]] = [[] for _ in range(max(columns.values(), default=0) + 1)]
    for node in graph.nodes:
        layers[columns[node.id]].append(node.id)
    rows = {name: float(i) for layer in layers for i, name in enumerate(layer)}
    for sweep in range(SWEEPS):
        _sweep(graph, layers if sweep % 2 == 0 else layers[::-1], rows, back=sweep % 2 == 1)
    tall = {node.id: max(1.0, len(graph.incoming[node.id]) * PORT + REST) for node in graph.nodes}
    high = [sum(tall[name] for name in layer) for layer in layers]
    across = _across(len(layers), max(high, default=1.0))
    places = {}
    middle = 0.0
    for begin in range(0, len(layers), across):
        band = range(begin, min(begin + across, len(layers)))
        most = max(high[at] for at in band)
        middle += most / 2 + GAP if begin else 0.0
        for at in band:
            row = middle - high[at] / 2 + 0.5
            for name in layers[at]:
                places[name] = ((at - begin) * WIDE, row * HIGH)
                row += tall[name]
        middle += most / 2
    nodes = (replace(n, inner=laid_out(n.inner) if n.inner is not None else None) for n in graph.nodes)
    return replace(graph, nodes=tuple(replace(n, at=places[n.id]) for n in nodes))


def _across(columns: int, high: float) -> int:
    """Columns that stand side by side; more go below, as lines of a text do, so that all is read at once."""
    return columns if columns <= FEW else round(math.sqrt(SHAPE * columns * (high + GAP) * HIGH / WIDE))


def _sweep(graph: Graph, layers: list[list[str]], rows: dict[str, float], *, back: bool) -> None:
    for layer in layers:
        wanted = {}
        for name in layer:
            ahead, behind = graph.outgoing[name], graph.incoming[name]
            beside = [rows[e.target] for e in ahead] if back else [rows[e.source] for e in behind]
            wanted[name] = sum(beside) / len(beside) if beside else rows[name]
        layer.sort(key=lambda name: (wanted[name], rows[name]))
        for i, name in enumerate(layer):
            rows[name] = float(i)
