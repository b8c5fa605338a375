"""Where the nodes of a model go that nobody has placed: by the size of their cards, into the window."""

from __future__ import annotations

from dataclasses import replace

from engines.ground.marks import mark
from engines.ground.problem import Problem
from engines.layers.graph.folding import folded
from engines.layers.graph.node import Graph, Model
from engines.layers.graph.tidy import tidied
from playground.labs.layers import drawn
from playground.labs.layers.drawn import Known
from widgets.graph.places.measured import measured


def placed(model: Model, aspect: float) -> Model:
    """The model laid out anew, blocks inside too.

    Args:
        aspect: width over height of the window.
    """
    known = Known.of(model)
    return Model(_placed(known, model.graph, (), aspect), model.weights)


def _placed(known: Known, graph: Graph, path: tuple[str, ...], aspect: float) -> Graph:
    places = measured(drawn.canvas(known, graph, path, ()), aspect, pictures=True)
    nodes = (
        replace(
            node,
            at=drawn.at_of(places[node.id]),
            inner=_placed(known, node.inner, (*path, node.id), aspect) if node.inner is not None else None,
        )
        for node in graph.nodes
    )
    return replace(graph, nodes=tuple(nodes))


def refolded(model: Model) -> Model:
    """What is repeated and what is long as blocks. Raises Problem: there is nothing to fold."""
    found = folded(model)
    if found == model:
        raise Problem(mark("So few layers are shown that there is nothing to fold."))
    return tidied(found)
