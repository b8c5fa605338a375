"""A tree with its words, marks and threshold, placed in a rectangle: what is drawn, and what lies where."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from functools import cached_property

import numpy as np

from widgets.trees.columns import LEFT, WordColumns
from widgets.trees.layout import Branch, Layout, Span, chunks, layout

TOP, FOOT = 38.0, 36.0  # logical px: the legend over 1, and the upright words under 0
_TALLEST = 92.0  # room for words that stand upright
_FINE = 12.0
_TINY = 9.0  # px of the narrowest column for words to be written
_REACH = 9.0  # px from a node that still hit it
MISSED_STEP = 20.0  # px between the lines of missed spans that lie over one another


@dataclass(frozen=True)
class Marks:
    """Which spans of the tree the gold tree has too, which not, and which the tree lacks."""

    right: frozenset[Span] = frozenset()
    wrong: frozenset[Span] = frozenset()
    missed: frozenset[Span] = frozenset()

    def verdict(self, span: Span, words: int) -> bool | None:
        """Whether gold has a span; None where nobody said. The whole sentence is in every tree."""
        if span in self.right or span == (0, words):
            return True
        return False if span in self.wrong else None


@dataclass(frozen=True)
class Scene:
    """All that a drawing needs, in logical px of a view ``width`` x ``height``; stale once columns move."""

    columns: WordColumns
    tree: Layout | None
    width: float
    height: float
    marks: Marks | None = None
    threshold: float | None = None
    bands: Sequence[Span] = ()
    collapsed: Collection[Span] = field(default=())
    unknown: Collection[int] = field(default=())  # words the model never saw

    @cached_property
    def foot(self) -> float:
        """Height of the row of words."""
        if not self.columns.turned or not self.written:
            return FOOT
        longest = float(self.columns.advances.max(initial=0.0))
        return min(max(FOOT, longest + 20), _TALLEST, max(FOOT, self.height / 3))

    @cached_property
    def written(self) -> bool:
        """Whether words have the room to be written at all."""
        return self.columns.narrowest >= _TINY

    @cached_property
    def fine(self) -> bool:
        """Whether lines are thin and square, and plain nodes have no point: columns are that narrow."""
        return self.columns.narrowest < _FINE

    @cached_property
    def top(self) -> float:
        """y of height 1."""
        return TOP if self.height > 150 else 24.0

    @cached_property
    def base(self) -> float:
        """y of height 0, where the words begin."""
        return max(self.top + 1, self.height - self.foot - 4)

    @property
    def right(self) -> float:
        """x where the columns end."""
        return LEFT + self.columns.room

    def y(self, height: float) -> float:
        """Where a height lies."""
        return self.base - height * (self.base - self.top)

    def height_at(self, y: float) -> float:
        """The height that lies at ``y``, within 0 and 1."""
        return min(max((self.base - y) / (self.base - self.top), 0.0), 1.0)

    @cached_property
    def ys(self) -> np.ndarray:
        """y of every node, (N,)."""
        assert self.tree is not None
        return self.base - self.tree.height * (self.base - self.top)

    @cached_property
    def inner(self) -> np.ndarray:
        """Places of the nodes in sight that are no words, in the order of the tree."""
        if self.tree is None:
            return np.zeros(0, int)
        seen = (self.tree.right >= LEFT - 4) & (self.tree.left <= self.right + 4)
        many = np.array([bool(branch.children) for branch in self.tree.branches])
        return np.flatnonzero(seen & many)

    def node_at(self, x: float, y: float) -> int:
        """The node whose point or bar is at a place, the nearest if several are; -1 for none."""
        nodes = self.inner
        if self.tree is None or not len(nodes) or not LEFT - _REACH <= x <= self.right + _REACH:
            return -1
        beside = np.maximum(0, np.maximum(self.tree.left[nodes] - x, x - self.tree.right[nodes]))
        above = np.abs(self.ys[nodes] - y)
        point = np.hypot(self.tree.x[nodes] - x, above)
        far = np.where(point <= _REACH, point - _REACH, np.hypot(beside, above))  # a point before a bar
        nearest = int(far.argmin())
        return int(nodes[nearest]) if far[nearest] <= 5 else -1

    def gap_of(self, node: int, x: float) -> int:
        """Which of a node's gaps is nearest to ``x``; of one drawn shut, the first inside; -1 for a word."""
        if self.tree is None or node < 0:
            return -1
        gaps = self.tree.gaps(node) or [child.start for child in self.tree.branches[node].children[1:]]
        edges = self.columns.edges()
        return min(gaps, key=lambda gap: abs(edges[gap] - x), default=-1)

    def node_of(self, gap: int) -> int:
        """The node that parts the words at a gap, or the shut one it lies in; -1 for none."""
        if self.tree is None or gap < 1:
            return -1
        node = self.tree.splits.get(gap)
        if node is not None:
            return node
        for at, branch in enumerate(self.tree.branches):
            if branch.children and not self.tree.children[at] and branch.start < gap < branch.end:
                return at
        return -1


def stage(
    columns: WordColumns, branch: Branch | None, width: float, height: float, *,
    marks: Marks | None = None, threshold: float | None = None, collapsed: Collection[Span] = (),
    unknown: Collection[int] = (),
) -> Scene:  # fmt: skip
    """Place a tree in a view of this size."""
    tree = layout(branch, columns.centres(), collapsed) if branch is not None else None
    shown = threshold is not None and threshold > 0 and branch is not None and len(columns.words) > 1
    bands = chunks(branch, threshold) if branch is not None and threshold is not None and shown else ()
    return Scene(columns, tree, width, height, marks, threshold, bands, collapsed, unknown)


def levels(spans: Collection[Span]) -> dict[Span, int]:
    """How many lines deep each span lies over those inside it, 0 for the lowest."""
    deep: dict[Span, int] = {}
    for start, end in sorted(spans, key=lambda span: span[1] - span[0]):
        inside = [deep[other] for other in deep if start <= other[0] and other[1] <= end]
        deep[start, end] = 1 + max(inside, default=-1)
    return deep
