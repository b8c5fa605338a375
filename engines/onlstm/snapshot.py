"""What a person sees of a run at one moment, and what a parse is. Imports no torch."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final, Literal

import numpy as np

from engines.ground.changes import Change
from engines.onlstm.trees import Builder, Node, build

Source = Literal["d_forget", "d_in", "d_log"]
SOURCES: tuple[Source, ...] = ("d_forget", "d_in", "d_log")
GATES: tuple[Source, ...] = SOURCES[:2]
"""Those that are a master gate each; the logarithm is of the forget gate's."""
FLOOR: Final = 0.01  # of a level's forgetting, before its logarithm
Which = int | Literal["mean"]  # a layer, counted from 0, or the mean of all
Key = tuple[Which, Builder, Source]


def place(which: Which, builder: Builder, source: Source) -> str:
    """Where a tree is read, for a command line."""
    layer = "mean of layers" if which == "mean" else f"layer {which + 1}"
    return f"{layer}, {builder} builder, {source}"


@dataclass(frozen=True)
class Note:
    """An honest word: a marked sentence and the facts to put into it."""

    template: str
    facts: Mapping[str, Any] = field(default_factory=dict)

    @classmethod
    def of(cls, template: str, **facts: Any) -> Note:
        return cls(template, facts)

    def __str__(self) -> str:
        return self.template.format(**self.facts)


@dataclass(frozen=True)
class CorpusFacts:
    """``sentences`` and ``words`` are those learnt from; ``gold``: held-out sentences have right trees;
    ``licence``: of a downloaded treebank, else empty."""

    name: str
    sentences: int
    words: int
    vocabulary: int
    gold: bool
    notes: tuple[Note, ...]
    licence: str = ""


@dataclass(frozen=True)
class Best:
    """Where F1 was highest on every second held-out sentence: weights of that step are kept.

    Attributes:
        f1: on the other sentences, by which nothing was chosen.
        by: on those it was chosen by; files of before say it of all sentences, as ``f1``.
        source: the gate; on small grammars always the forget gate.
    """

    layer: Which
    builder: Builder
    step: int
    f1: float
    by: float = 0.0
    source: Source = "d_forget"


@dataclass(frozen=True)
class Parse:
    """A sentence as the model reads it.

    Attributes:
        tokens: n units as they stand.
        known: for each, whether the model has a word for it.
        d_forget: float32 (L, n), 1 - mean f~: how much was forgotten when a word was read.
        d_in: float32 (L, n), mean i~: up to which level something was written.
        f, i: for each layer float32 (n, levels), the master gates; layers may differ in levels.
        gold: the right tree where it is known.
        step: of the weights it was read with.
    """

    tokens: tuple[str, ...]
    known: tuple[bool, ...]
    d_forget: np.ndarray
    d_in: np.ndarray
    f: tuple[np.ndarray, ...]
    i: tuple[np.ndarray, ...]
    gold: Node | None
    step: int

    @property
    def layers(self) -> int:
        return len(self.d_forget)

    @property
    def d_log(self) -> np.ndarray:
        """float32 (L, n): see :func:`logarithmic`."""
        return np.stack([logarithmic(f) for f in self.f])

    def distances(self, source: Source = "d_forget", layer: Which = "mean") -> np.ndarray:
        """float32 (n,): one distance for each word, of a layer or the mean of all layers."""
        found: np.ndarray = getattr(self, source)
        return found.mean(0) if layer == "mean" else found[layer]

    def gates(self, source: Source = "d_forget", layer: Which = "mean") -> np.ndarray:
        """float32 (n, levels): the master gate that these distances come from; see :func:`merged`."""
        return merged(self.i if source == "d_in" else self.f, layer)

    def tree(self, builder: Builder = "paper", source: Source = "d_forget", layer: Which = "mean") -> Node:
        """The tree that these distances make."""
        return build(self.distances(source, layer).tolist(), builder)


def logarithmic(f: np.ndarray) -> np.ndarray:
    """How much was forgotten, level by level: the geometric mean of 1 - f~ over all levels but the last,
    which forgets nothing. (..., levels) -> (...), above 0, at most 1.

    In :attr:`Parse.d_forget` words at which nearly everything is kept are all alike, since the levels that
    forget most make up the mean; here a tenth is to a hundredth as all is to a tenth. On real text that parts
    phrases inside of phrases better.
    """
    forgotten = np.clip(1 - (f[..., :-1] if f.shape[-1] > 1 else f), 0, 1) + np.float32(FLOOR)
    found: np.ndarray = np.exp(np.log(forgotten).mean(-1)) / np.float32(1 + FLOOR)
    return found


def merged(each: tuple[np.ndarray, ...], layer: Which) -> np.ndarray:
    """The table of a layer, or the mean of all; layers with other numbers of levels have none, then the
    last."""
    if layer != "mean":
        return each[layer]
    if len({table.shape for table in each}) == 1:
        found: np.ndarray = np.mean(each, axis=0)
        return found
    return each[-1]


@dataclass(frozen=True)
class OnLstmSnapshot:
    """Fresh numbers and arrays; nothing in here changes later.

    Attributes:
        step: steps done. steps: where training ends. epoch: times the sentences have been read.
        loss: newest cross entropy in nats, None before the first step. perplexity: on held-out sentences,
        None
            before the first check.
        tokens_per_s: words read a second while training.
        curves: (steps, values) by name: "loss", "perplexity" (of the training steps), "eval perplexity",
            "F1 layer 1", "F1 layer 2", ..., "F1 mean" (paper builder on d_forget), the same followed by
            " gap" or " lean", "F1 control", on a treebank "F1 picked" of the layer, builder and gate that are
            best at the time; drawn as they are.
        changes: of settings while it ran, rising by step.
        f1: percent by (layer or "mean", builder, source), empty before the first check or without gold.
        baselines: percent of "left", "right", "balanced", "random", "best"; empty without gold.
        control_f1: the best of the plain LSTM's layers and builders on d_forget, told as ``best`` is; None
            without a control.
        control: all scores of the plain LSTM, as ``f1`` has them.
        best: None before the first check or without gold.
        pinned: pinned sentences, read with the weights of now.
        corpus: what is read.
        kept: steps of the weights that can be looked back on, rising. branches: steps from which the run can
            go on anew.
        layers, levels: of the model.
        averaging: whether averaged descent has set in.
        finished: whether all steps are done.
    """

    step: int
    steps: int
    epoch: float
    loss: float | None
    perplexity: float | None
    tokens_per_s: float
    curves: dict[str, tuple[np.ndarray, np.ndarray]]
    changes: tuple[Change, ...]
    f1: dict[Key, float]
    baselines: dict[str, float]
    control_f1: float | None
    control: dict[Key, float]
    best: Best | None
    pinned: tuple[Parse, ...]
    corpus: CorpusFacts
    kept: tuple[int, ...]
    branches: tuple[int, ...]
    layers: int
    levels: tuple[int, ...]
    averaging: bool
    finished: bool
