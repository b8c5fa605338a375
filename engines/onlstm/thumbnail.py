"""How a run reads a sentence, as a few strokes: the tree without its words."""

from __future__ import annotations

from typing import Final

import numpy as np

from engines.ground.thumbnail import drawing
from engines.onlstm.snapshot import OnLstmSnapshot
from engines.onlstm.trees import Node

DOT: Final = (4.0, 4.0)  # px of a word


def drawn(found: OnLstmSnapshot) -> np.ndarray | None:
    """The tree of the first pinned sentence, where trees have been best so far: uint8 (h, w) in ink; None
    where nothing is pinned, or not two words."""
    parse = next((parse for parse in found.pinned if len(parse.tokens) > 1), None)
    if parse is None:
        return None
    best = found.best
    tree = parse.tree() if best is None else parse.tree(best.builder, best.source, best.layer)
    lines: list[np.ndarray] = []

    def join(node: Node, parts: tuple[np.ndarray, ...]) -> np.ndarray:
        top = np.array([np.mean([part[0] for part in parts]), -(node.height or 0.0)])
        lines.extend(np.stack([top, part]) for part in parts)
        return top

    tree.levelled().fold(lambda leaf: np.array([leaf.start, 0.0]), join)
    words = np.stack([np.arange(len(parse.tokens)), np.zeros(len(parse.tokens))], 1)
    return drawing.of_lines(lines, words, mark=DOT)
