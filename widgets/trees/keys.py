"""The keys of the tree as a table, and which split an arrow leads to."""

from __future__ import annotations

from PySide6.QtCore import Qt

from widgets.trees.scene import Scene

_K = Qt.Key
KEYS = {
    _K.Key_Left: "left", _K.Key_Right: "right", _K.Key_Up: "up", _K.Key_Down: "down",
    _K.Key_Home: "first", _K.Key_End: "last", _K.Key_Escape: "none",
    _K.Key_Return: "shut", _K.Key_Enter: "shut",
    _K.Key_Plus: "closer", _K.Key_Equal: "closer", _K.Key_Minus: "farther", _K.Key_0: "fit",
    _K.Key_PageUp: "higher", _K.Key_PageDown: "lower",
}  # fmt: skip


def neighbour(scene: Scene, gap: int, way: str) -> int:
    """The gap that a key leads to from ``gap``: left, right, up, down, first, last; -1 where no split is.

    Without a lit split every arrow begins at the highest one.
    """
    tree = scene.tree
    if tree is None or not tree.branches[0].children:
        return -1
    gaps = _stops(scene)
    if way in ("first", "last"):
        return gaps[0 if way == "first" else -1]
    node = scene.node_of(gap)
    if node < 0:
        return scene.gap_of(0, float(tree.x[0]))
    if way in ("left", "right"):
        beside = [g for g in gaps if g > gap] if way == "right" else [g for g in reversed(gaps) if g < gap]
        return beside[0] if beside else gap
    if way == "up":
        parent = int(tree.parent[node])
        return scene.gap_of(parent, float(tree.x[node])) if parent >= 0 else gap
    below = [child for child in tree.children[node] if tree.branches[child].children]
    if not below:
        return gap
    highest = max(below, key=lambda child: float(tree.height[child]))
    return scene.gap_of(highest, float(tree.x[highest]))


def _stops(scene: Scene) -> list[int]:
    """All gaps at which something is drawn, from the left; a node drawn shut is one stop."""
    assert scene.tree is not None
    tree = scene.tree
    shut = [
        b.children[1].start
        for b, below in zip(tree.branches, tree.children, strict=True)
        if b.children[1:] and not below
    ]
    return sorted([*tree.splits, *shut]) or [-1]
