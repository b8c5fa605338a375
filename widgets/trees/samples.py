"""Sentences with trees for demonstrations and tests; no model made them."""

from __future__ import annotations

import numpy as np

from widgets.trees.layout import Branch, Span, walk

ENGLISH = ("the", "old", "dog", "that", "chased", "the", "cats", "sleeps", "in", "the", "quiet", "garden")
DISTANCES = np.array([0.30, 0.38, 0.21, 0.78, 0.64, 0.47, 0.24, 0.96, 0.70, 0.53, 0.17, 0.33])
CHINESE = ("两", "只", "黑", "猫", "在", "安静", "的", "院子", "里", "睡觉", "。")


def split(distances: np.ndarray) -> Branch:
    """The tree that parts words where ``distances`` (n,), the first of which says nothing, are largest."""
    spans: list[Span] = [(0, len(distances))]
    made: dict[Span, Branch] = {}
    at = 0
    parts: list[tuple[Span, int]] = []
    while at < len(spans):  # parents before children
        start, end = spans[at]
        at += 1
        if end == start + 1:
            made[start, end] = Branch(start, end)
            continue
        gap = start + 1 + int(distances[start + 1 : end].argmax())
        parts.append(((start, end), gap))
        spans += [(start, gap), (gap, end)]
    for (start, end), gap in reversed(parts):
        below = made[start, gap], made[gap, end]
        made[start, end] = Branch(start, end, below, float(distances[gap]))
    return made[0, len(distances)]


def english() -> tuple[tuple[str, ...], Branch, set[Span], set[Span], set[Span]]:
    """A sentence, its tree, and what gold says of it: right, wrong, missed."""
    tree = split(DISTANCES)
    inner = {branch.span for branch in walk(tree) if branch.children} - {(0, len(ENGLISH))}
    return ENGLISH, tree, inner - {(9, 11)}, {(9, 11)}, {(10, 12)}


def long(number: int = 200, seed: int = 3) -> tuple[tuple[str, ...], Branch, np.ndarray]:
    """As many words as wished, their tree and its distances."""
    draw = np.random.default_rng(seed)
    words = tuple(ENGLISH[at] for at in draw.integers(0, len(ENGLISH), number))
    distances = draw.beta(2, 3, number)
    return words, split(distances), distances


def gates(distances: np.ndarray, levels: int = 16) -> np.ndarray:
    """Master forget gates (n, levels) whose means are one less the distances: what is erased is low."""
    edge = np.clip(distances, 0.02, 0.98)[:, None] * levels
    return np.clip(np.arange(1, levels + 1)[None] - edge, 0, 1) ** 0.7
