"""Where the nodes of a tree stand over its words: a dendrogram, in linear time and without recursion.

A tree read off a language model may be as deep as its sentence is long, so nothing here calls itself.
"""

from __future__ import annotations

import math
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field

import numpy as np

Span = tuple[int, int]


@dataclass(frozen=True, eq=False)
class Branch:
    """A node over the words ``start`` to ``end`` (exclusive); a leaf has no children and one word.

    Branches are the same only if they are one object: to compare deep trees would call itself too often.
    """

    start: int
    end: int
    children: tuple[Branch, ...] = field(default=(), repr=False)
    height: float = 0.0

    @property
    def span(self) -> Span:
        """First word, and the one after the last."""
        return self.start, self.end


@dataclass(frozen=True)
class Layout:
    """A tree laid flat, parents before children; all arrays are (N,) for N nodes."""

    branches: tuple[Branch, ...]
    parent: np.ndarray  # int, -1 at the root
    children: tuple[tuple[int, ...], ...]  # places in ``branches``; none below what is collapsed
    x: np.ndarray  # float, logical px
    left: np.ndarray  # float: x of the first child, of a leaf its own
    right: np.ndarray
    height: np.ndarray  # float, 0 to 1
    splits: dict[int, int]  # gap (before which word) -> the node that parts there

    def gaps(self, node: int) -> list[int]:
        """The gaps at which a node parts its words, one less than it has children."""
        return [self.branches[child].start for child in self.children[node][1:]]


def walk(branch: Branch) -> Iterator[Branch]:
    """All nodes, parents before children, from the left."""
    waiting = [branch]
    while waiting:
        node = waiting.pop()
        yield node
        waiting.extend(reversed(node.children))


def layout(branch: Branch, centres: Sequence[float] | np.ndarray, collapsed: Collection[Span] = ()) -> Layout:
    """Place every node: a leaf over its word, a parent at the mean of its first and last child.

    Args:
        branch: the tree.
        centres: x of every word's middle, (n,).
        collapsed: spans drawn shut: such a node is a leaf in the middle of its words.

    Raises:
        ValueError: children that do not follow one another, or words that are not there.
    """
    branches, parent, children = _flat(branch, collapsed)
    if branch.start < 0 or branch.end > len(centres):
        raise ValueError(f"a tree over words {branch.start} to {branch.end} and {len(centres)} words")
    number = len(branches)
    x, left, right = np.zeros(number), np.zeros(number), np.zeros(number)
    splits: dict[int, int] = {}
    for at in range(number - 1, -1, -1):
        node, below = branches[at], children[at]
        left[at] = x[below[0]] if below else centres[node.start]
        right[at] = x[below[-1]] if below else centres[node.end - 1]
        x[at] = (left[at] + right[at]) / 2
        splits.update((branches[child].start, at) for child in below[1:])
    heights = np.array([_within(node.height) if node.children else 0.0 for node in branches])
    return Layout(
        tuple(branches), np.array(parent), tuple(map(tuple, children)), x, left, right, heights, splits
    )


def _flat(branch: Branch, collapsed: Collection[Span]) -> tuple[list[Branch], list[int], list[list[int]]]:
    branches: list[Branch] = []
    parents: list[int] = []
    children: list[list[int]] = []
    waiting = [(branch, -1)]
    while waiting:
        node, parent = waiting.pop()
        at = len(branches)
        branches.append(node)
        parents.append(parent)
        children.append([])
        if parent >= 0:
            children[parent].append(at)
        _check(node)
        if node.span not in collapsed:
            waiting.extend((child, at) for child in reversed(node.children))
    return branches, parents, children


def _check(node: Branch) -> None:
    if not node.children:
        if node.end != node.start + 1:
            raise ValueError(f"a leaf over words {node.start} to {node.end}")
        return
    edges = [node.start, *(child.end for child in node.children)]
    starts = [*(child.start for child in node.children), node.end]
    if edges != starts:
        raise ValueError(f"children of {node.span} do not follow one another: {starts}, {edges}")


def _within(height: float) -> float:
    return min(max(height, 0.0), 1.0) if math.isfinite(height) else 0.0


def chunks(branch: Branch, threshold: float) -> list[Span]:
    """The words parted only where the tree splits at ``threshold`` or higher, from the left.

    At 0 every word stands alone; at 1 all are together.
    """
    found: list[Span] = []
    waiting = [branch]
    while waiting:
        node = waiting.pop()
        if not node.children or threshold >= 1 or node.height < threshold:
            found.append(node.span)
        else:
            waiting.extend(reversed(node.children))
    return found
