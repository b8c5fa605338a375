"""Trees over words: how distances become one, and what can be done with it. Imports no torch.

A distance belongs to a word: ``d[t]`` says how much the net forgot when it read word ``t``, so it also
belongs to the gap in front of that word. Three builders turn a row of distances into a tree (Shen et al.
2019, arXiv 1810.09536, the discussion of Dyer et al. 2019, arXiv 1909.09428, and Kim et al. 2020, arXiv
2002.00737):

``paper``
    split in front of the word ``m`` of the largest distance; that word then opens the right part as
    [m, rest]. It cannot reach all binary trees and leans to the right.
``gap``
    split at the gap of the largest distance, the same way on both sides. It reaches every binary tree; the
    distance of the first word plays no part.
``lean``
    the same after a slope has been added, which falls by one and a half standard deviations of the sentence's
    distances from its first gap to its last. It says "to the right" where distances are nearly alike. A slope
    without end would be right-branching, so what such trees reach beyond that is the net's own.

Every walk is a loop, since a tree of a thousand words can be a thousand deep.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final, Literal, TypeVar

Builder = Literal["paper", "gap", "lean"]
BUILDERS: tuple[Builder, ...] = ("paper", "gap", "lean")
Spans = frozenset[tuple[int, int]]
LEAN: Final = 1.5  # of 0 to 8 tried on quarters and halves of CRAFT, .5 to 2 were within a point of the best
T = TypeVar("T")


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class Node:
    """A part of a sentence.

    Attributes:
        start, end: its words, ``end`` not included.
        children: its parts from left to right; none of a word.
        height: the largest distance between two of its words, which is where it splits; None in gold trees.
    """

    start: int
    end: int
    children: tuple[Node, ...] = ()
    height: float | None = None

    def __repr__(self) -> str:
        return f"Node({self.start}, {self.end}, {len(self.children)} parts)"

    def walk(self) -> Iterator[tuple[Node, bool]]:
        """Every node when it is entered (True) and, unless it is a leaf, when it is left (False)."""
        stack: list[tuple[Node, bool]] = [(self, True)]
        while stack:
            node, entered = stack.pop()
            yield node, entered
            if entered and node.children:
                stack.append((node, False))
                stack.extend((child, True) for child in reversed(node.children))

    def nodes(self) -> Iterator[Node]:
        """Every node once, parents before their parts."""
        return (node for node, entered in self.walk() if entered)

    def spans(self) -> Spans:
        """(start, end) of everything longer than one word, the whole included."""
        return frozenset((n.start, n.end) for n in self.nodes() if n.end - n.start > 1)

    def fold(self, leaf: Callable[[Node], T], inner: Callable[[Node, tuple[T, ...]], T]) -> T:
        """What is made from the leaves upwards, such as another tree."""
        made: list[list[T]] = [[]]
        for node, entered in self.walk():
            if not node.children:
                made[-1].append(leaf(node))
            elif entered:
                made.append([])
            else:
                parts = tuple(made.pop())
                made[-1].append(inner(node, parts))
        return made[0][0]

    def collapse(self, threshold: float) -> Node:
        """Drop all splits below ``threshold``: what is left are chunks of words side by side."""

        def cut(node: Node, parts: tuple[Node, ...]) -> Node:
            if node.height is None or node.height >= threshold:
                return Node(node.start, node.end, parts, node.height)
            words = (Node(i, i + 1) for i in range(node.start, node.end))
            return Node(node.start, node.end, tuple(words), node.height)

        return self.fold(lambda node: node, cut)

    def binarise(self) -> Node:
        """Split parts of more than two from left to right: [a, b, c] becomes [a, [b, c]]."""

        def split(node: Node, parts: tuple[Node, ...]) -> Node:
            right = parts[-1]
            for left in reversed(parts[1:-1]):
                right = Node(left.start, node.end, (left, right), node.height)
            return Node(node.start, node.end, (parts[0], right) if len(parts) > 1 else parts, node.height)

        return self.fold(lambda node: node, split)

    def levelled(self) -> Node:
        """The same tree with heights in even steps: a node stands one above its highest part, the root at 1.

        Gates that have made up their mind give the same distance again and again; by distance alone such a
        tree is one line.
        """

        def step(node: Node, parts: tuple[Node, ...]) -> Node:
            return Node(node.start, node.end, parts, 1 + max(part.height or 0 for part in parts))

        steps = self.fold(lambda node: Node(node.start, node.end), step)
        top = steps.height or 1
        return steps.fold(
            lambda node: node, lambda node, parts: Node(node.start, node.end, parts, (node.height or 0) / top)
        )

    def to_brackets(self, tokens: Sequence[str]) -> str:
        """``((the cat) sleeps)``; brackets inside of words are written as treebanks do."""
        return self._write(lambda n: bracketed(tokens[n.start]), lambda n: "(", " ", ")")

    def to_json(self, tokens: Sequence[str]) -> str:
        """Nested objects: words have "word", parts have "start", "end", "height" and "children"."""

        def opened(node: Node) -> str:
            height = "null" if node.height is None else f"{node.height:.6g}"
            return f'{{"start": {node.start}, "end": {node.end}, "height": {height}, "children": ['

        def word(node: Node) -> str:
            return f'{{"word": {json.dumps(tokens[node.start], ensure_ascii=False)}, "start": {node.start}}}'

        return self._write(word, opened, ", ", "]}")

    def to_latex(self, tokens: Sequence[str]) -> str:
        """A ``forest`` environment with the words aligned at the bottom."""
        drawn = self._write(lambda n: f"[{{{_tex(tokens[n.start])}}}, tier=word]", lambda n: "[", " ", "]")
        return f"\\begin{{forest}}\n{drawn}\n\\end{{forest}}\n"

    def _write(
        self, word: Callable[[Node], str], opened: Callable[[Node], str], between: str, closed: str
    ) -> str:
        if self.end - self.start < 2:  # an empty sentence, or one word, still gets its brackets
            inside = word(self) if self.end > self.start else ""
            return f"{opened(self)}{inside}{closed}"
        pieces: list[str] = []
        fresh = True  # nothing stands yet inside the part being written
        for node, entered in self.walk():
            if entered:
                pieces.append("" if fresh else between)
                pieces.append(opened(node) if node.children else word(node))
                fresh = bool(node.children)
            else:
                pieces.append(closed)
        return "".join(pieces)


def bracketed(word: str) -> str:
    """A word as it may stand inside brackets."""
    return word.replace("(", "-LRB-").replace(")", "-RRB-") or "-NONE-"


_TEX = {"\\": r"\textbackslash ", "~": r"\textasciitilde ", "^": r"\textasciicircum "}


def _tex(word: str) -> str:
    return "".join(_TEX.get(c, f"\\{c}" if c in "{}$&#_%" else c) for c in word)


def spans_of(distances: Sequence[float], builder: Builder) -> list[tuple[int, int]]:
    """(start, end) of every part of the tree, the whole first and parents before their parts.

    Of equal distances the first counts. This is all that a score needs; :func:`build` makes the tree.
    """
    d = leaned(distances) if builder == "lean" else list(distances)
    found: list[tuple[int, int]] = []
    stack = [(0, len(d))]
    while stack:
        start, end = stack.pop()
        if end - start < 2:
            continue
        found.append((start, end))
        if builder != "paper":
            cut = d.index(max(d[start + 1 : end]), start + 1)
            stack += (cut, end), (start, cut)
            continue
        cut = d.index(max(d[start:end]), start)
        if cut > start and end - cut > 1:
            found.append((cut, end))  # [word m, rest], a part of its own
        stack += (cut + 1, end), (start, cut)
    return found


def leaned(distances: Sequence[float]) -> list[float]:
    """Distances with a slope that falls by ``LEAN`` standard deviations from the first gap to the last
    (Kim et al. 2020, who measure it by the mean instead; it is the spread that a slope competes with).

    The first word has no gap in front of it and keeps its distance.
    """
    d = list(distances)
    gaps = len(d) - 1
    if gaps < 2:
        return d
    mean = sum(d[1:]) / gaps
    deviation = (sum((x - mean) ** 2 for x in d[1:]) / gaps) ** 0.5
    top = LEAN * deviation
    return d[:1] + [x + top * (1 - i / (gaps - 1)) for i, x in enumerate(d[1:])]


def build(distances: Sequence[float], builder: Builder) -> Node:
    """The tree of a row of distances, one for each word. No words give an empty node, one word a leaf."""
    d = [float(x) for x in distances]
    spans = spans_of(d, builder)
    if builder == "lean":  # a part never stands above the one it belongs to
        d = leaned(d)
    return nest(spans, len(d), lambda start, end: max(d[start + 1 : end]))


def nest(
    spans: Sequence[tuple[int, int]],
    n: int,
    height: Callable[[int, int], float | None] = lambda start, end: None,
) -> Node:
    """The tree of ``n`` words with these parts, none of which may cross another."""
    open_parts: list[tuple[int, int, list[Node]]] = [(0, n, [])]
    inner = sorted((s for s in set(spans) if s[1] - s[0] > 1 and s != (0, n)), key=lambda s: (s[0], -s[1]))
    wanted = iter([*inner, (n, n + 1)])
    start, end = next(wanted)
    for word in range(n):
        while start == word and end <= n:
            open_parts.append((start, end, []))
            start, end = next(wanted)
        open_parts[-1][2].append(Node(word, word + 1))
        while len(open_parts) > 1 and open_parts[-1][1] == word + 1:
            first, last, parts = open_parts.pop()
            open_parts[-1][2].append(Node(first, last, tuple(parts), height(first, last)))
    if n < 2:
        return Node(0, n)
    return Node(0, n, tuple(open_parts[0][2]), height(0, n))
