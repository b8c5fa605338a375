"""Reading sentences with some weights: gates, distances, perplexity, and how good the trees are.

``<eos>`` is read first, from nothing remembered; the distance of a word is what the net did when it read it.
"""

from __future__ import annotations

import math
from collections.abc import Generator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

import numpy as np
import torch
from torch import Tensor
from torch.func import functional_call
from torch.nn import functional as F

from engines.onlstm.model.language_model import LanguageModel
from engines.onlstm.score import f1_of_spans
from engines.onlstm.snapshot import SOURCES, Key, Which, logarithmic
from engines.onlstm.texts.batches import IGNORED, pad
from engines.onlstm.trees import BUILDERS, Spans, spans_of

TOGETHER: Final = 240  # words read in one piece of a check
WITHIN: Final = 10  # sentences scored in one piece of a check


@dataclass(frozen=True)
class Read:
    """Gates of a batch: for each layer (T, B, levels), the first row being ``<eos>``; and nats (T, B), 0
    where
    padded."""

    keep: tuple[Tensor, ...]
    write: tuple[Tensor, ...]
    nats: Tensor | None


@torch.no_grad()
def read(
    model: LanguageModel,
    weights: Mapping[str, Tensor],
    rows: Sequence[Sequence[int]],
    drop: float,
    losses: bool = False,
) -> Read:
    """Read sentences side by side.

    Args:
        weights: by name, used in place of the model's own.
        rows: word numbers of each sentence.
        drop: the weight drop that training uses.
        losses: whether to predict as well.
    """
    batch = pad(rows)
    device = model.table.device
    h, gates = functional_call(model, dict(weights), (batch.inputs.to(device), drop))
    nats = None
    if losses:
        table = weights.get("decoder", weights["table"])
        logits = F.linear(h, table, weights["bias"]).flatten(0, 1)
        targets = batch.targets.to(device).flatten()
        nats = F.cross_entropy(logits, targets, ignore_index=IGNORED, reduction="none").view(h.shape[:2])
    return Read(tuple(g.keep for g in gates), tuple(g.write for g in gates), nats)


def distances(gates: Read, row: int, n: int) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """(d_forget, d_in, d_log) of a sentence of ``n`` words, float32 (L, n) each, as in :class:`Parse`."""
    d_forget = torch.stack([1 - k[1 : n + 1, row].mean(-1) for k in gates.keep])
    d_in = torch.stack([w[1 : n + 1, row].mean(-1) for w in gates.write])
    d_log = np.stack([logarithmic(k[1 : n + 1, row].cpu().numpy()) for k in gates.keep])
    return d_forget.cpu().numpy(), d_in.cpu().numpy(), d_log


@dataclass(frozen=True)
class Checked:
    """What was found on held-out sentences. F1 in percent is by (layer, builder, source), empty without gold.

    Attributes:
        f1: on all of them.
        chosen: on one half, to choose a layer, a builder and a step by.
        told: on the other half: the best of many, chosen where it is told, would flatter by up to 3 points.
    """

    perplexity: float
    f1: dict[Key, float]
    chosen: dict[Key, float] = field(default_factory=dict)
    told: dict[Key, float] = field(default_factory=dict)


class Checkup:
    """Held-out sentences with the parts of their gold trees.

    Args:
        rows: word numbers of each sentence.
        gold: the parts that count, None where the right tree is not known.
    """

    def __init__(self, rows: Sequence[Sequence[int]], gold: Sequence[Spans | None]) -> None:
        order = sorted(range(len(rows)), key=lambda i: len(rows[i]))
        self._rows = [rows[i] for i in order]
        self._gold = [gold[i] for i in order]
        self._groups: list[list[int]] = [[]]
        for i, row in enumerate(self._rows):
            if self._groups[-1] and (len(self._groups[-1]) + 1) * (len(row) + 1) > TOGETHER:
                self._groups.append([])
            self._groups[-1].append(i)

    def run(
        self, model: LanguageModel, weights: Mapping[str, Tensor], drop: float
    ) -> Generator[None, None, Checked]:
        """Yields between short pieces and returns the result."""
        nats = words = 0.0
        seen: list[tuple[np.ndarray, ...]] = []
        for group in self._groups:
            found = read(model, weights, [self._rows[i] for i in group], drop, losses=True)
            assert found.nats is not None
            nats += float(found.nats.sum())
            words += sum(len(self._rows[i]) + 1 for i in group)
            seen += [distances(found, b, len(self._rows[i])) for b, i in enumerate(group)]
            yield
        f1: dict[Key, float] = {}
        chosen, told = f1, f1
        if any(g is not None for g in self._gold):
            parts: dict[Key, list[Spans]] = {}
            scored = [i for i, g in enumerate(self._gold) if g is not None]
            for start in range(0, len(scored), WITHIN):
                for i in scored[start : start + WITHIN]:
                    _grow(seen[i], parts)
                yield
            gold = [g for g in self._gold if g is not None]
            f1, chosen, told = (
                {key: f1_of_spans(found[part], gold[part]) for key, found in parts.items()}
                for part in (slice(None), *halves(len(gold)))
            )
        return Checked(math.exp(min(50.0, nats / max(1.0, words))), f1, chosen, told)


def halves(n: int) -> tuple[slice, slice]:
    """Every second of n sentences that rise by length, and the others; both all of them if there is one."""
    return (slice(0, None, 2), slice(1, None, 2)) if n > 1 else (slice(None), slice(None))


def whole(work: Generator[None, None, Checked]) -> Checked:
    """The result of a check without the pauses."""
    while True:
        try:
            next(work)
        except StopIteration as done:
            found: Checked = done.value
            return found


def _grow(seen: tuple[np.ndarray, ...], parts: dict[Key, list[Spans]]) -> None:
    """Every tree of one sentence: by layer and mean of layers, builder and source."""
    for source, d in zip(SOURCES, seen, strict=True):
        n = d.shape[1]
        rows: list[tuple[Which, list[float]]] = [(k, row) for k, row in enumerate(d.tolist())]
        rows.append(("mean", d.mean(0).tolist()))
        for which, row in rows:
            for builder in BUILDERS:
                spans = frozenset(spans_of(row, builder)) - {(0, n)}
                parts.setdefault((which, builder, source), []).append(spans)
