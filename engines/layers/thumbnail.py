"""A model as a few strokes: where its layers stand, what goes into what, and what is shared."""

from __future__ import annotations

from collections import Counter
from typing import Final

import numpy as np

from engines.ground.thumbnail import drawing
from engines.layers.graph.node import Graph

BOX: Final = (13.0, 10.0)  # px at most
GAP: Final = 0.6  # of the way to the next column, that a box takes up
PALE: Final = 130  # ink of a layer that is used once


def drawn(graph: Graph) -> np.ndarray | None:
    """uint8 (h, w) in ink; None of a canvas on which there is nothing."""
    if not graph.nodes:
        return None
    places = {node.id: np.array(node.at, float) for node in graph.nodes}
    wires = [np.stack([places[e.source], places[e.target]]) for e in graph.edges]
    uses = Counter(key for node in graph.nodes for key in node.keys)
    inks = [255 if any(uses[key] > 1 for key in node.keys) else PALE for node in graph.nodes]
    columns = len({at[0] for at in places.values()})
    box = (min(BOX[0], GAP * drawing.WIDTH / columns), BOX[1])
    return drawing.of_lines(wires, np.stack(list(places.values())), inks=inks, mark=box, thick=1.5)
