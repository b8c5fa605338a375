"""Which other phrases the model reads as it reads this one: spans with a similar gate pattern.

The pattern of a span is what one master gate said while its words were read: a table F of n words by K
levels. Compared are all spans of n words, no more and no fewer, in the held-out sentences::

    alike(F, G) = 1 - sqrt(mean over words t and levels k of (F[t, k] - G[t, k])^2)

1 is the same pattern; 0 would be gates wide open against gates shut. The wish is LSTMVis's (Strobelt et al.
2018, arXiv 1606.07461), whose match is a set of units above a threshold; ordered gates need no threshold.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np
import torch

from engines.onlstm.parsing import reader
from engines.onlstm.reading import read
from engines.onlstm.snapshot import Parse, Source, Which, merged
from engines.onlstm.tokens import normal
from engines.problem import Problem

if TYPE_CHECKING:
    from engines.onlstm.engine import OnLstmEngine

MOST: Final = 6
_TOGETHER: Final = 1500  # words read side by side


@dataclass(frozen=True)
class Like:
    """A span of a held-out sentence: words ``start`` to ``end`` (not included) of ``tokens``.

    Attributes:
        index: of the sentence, for ``engine.sentence``. text: the sentence as it is written.
        alike: see this module.
    """

    index: int
    start: int
    end: int
    tokens: tuple[str, ...]
    text: str
    alike: float


class Gallery:
    """The gate patterns of all held-out sentences, read once for each state of the weights."""

    def __init__(self, engine: OnLstmEngine) -> None:
        self._engine = engine
        self._key: tuple[object, ...] = ()
        self._gates: dict[Source, tuple[np.ndarray, ...]] = {}
        held = engine.corpus.held
        self._first = np.cumsum([0, *(len(s.tokens) for s in held)])
        self._owner = np.repeat(np.arange(len(held)), np.diff(self._first))

    def find(
        self,
        parse: Parse,
        span: tuple[int, int],
        layer: Which = "mean",
        source: Source = "d_forget",
        at: int | None = None,
        control: bool = False,
        most: int = MOST,
    ) -> tuple[Like, ...]:
        """The spans most alike, best first: one of a sentence, never the same words twice, and not the words
        that are asked about.

        Args:
            parse: as the same weights read it; ``at`` and ``control`` as in ``engine.parse``.
            span: words of the parse, the second not included.
            layer, source: which gate is compared.

        Raises:
            Problem: the span is not one of the sentence.
        """
        start, end = span
        if not 0 <= start < end <= len(parse.tokens):
            raise Problem("The sentence has no words {start} to {end}.", start=start + 1, end=end)
        wanted = parse.gates(source, layer)[start:end].astype(np.float64)
        self._read(at, control)
        far = distances(merged(self._gates[source], layer), wanted)
        return self._chosen(far, parse.tokens, span, most)

    def _chosen(
        self, far: np.ndarray, tokens: tuple[str, ...], span: tuple[int, int], most: int
    ) -> tuple[Like, ...]:
        """From a distance for each first word to the spans to show."""
        n, held = span[1] - span[0], self._engine.corpus.held
        starts = np.arange(len(far))
        starts = starts[self._owner[starts] == self._owner[starts + n - 1]]  # within one sentence
        seen, told, found = {_key(tokens[slice(*span)])}, set[int](), list[Like]()
        for at in starts[np.argsort(far[starts], kind="stable")].tolist():
            index = int(self._owner[at])
            sentence, start = held[index], int(at - self._first[index])
            words = _key(sentence.tokens[start : start + n])
            if index in told or words in seen or sentence.tokens == tokens:
                continue
            told.add(index)
            seen.add(words)
            alike = 1 - float(far[at])
            found.append(Like(index, start, start + n, sentence.tokens, sentence.text, alike))
            if len(found) == most:
                break
        return tuple(found)

    def _read(self, at: int | None, control: bool) -> None:
        """Have the gates of these weights: for each source and layer (words of all sentences, levels)."""
        engine = self._engine
        model, step, weights = reader(engine, at, control)
        key = (step, at is None, control, engine.trainer.loss)
        if key == self._key:
            return
        held = engine.corpus.held
        rows = [engine.corpus.vocabulary.numbers(s.tokens) for s in held]
        order = sorted(range(len(rows)), key=lambda i: len(rows[i]))
        keep: list[list[np.ndarray]] = [[np.empty(0)] * len(rows) for _ in range(engine.config.layers)]
        write = [list(layer) for layer in keep]
        for group in _groups(order, [len(row) for row in rows]):
            found = read(model, weights, [rows[i] for i in group], engine.config.drop_weights)
            for to, gates in ((keep, found.keep), (write, found.write)):
                for layer, gate in zip(to, gates, strict=True):
                    for b, i in enumerate(group):
                        layer[i] = gate[1 : len(rows[i]) + 1, b].to("cpu", torch.float64).numpy()
        self._gates = {
            "d_forget": tuple(np.concatenate(layer) for layer in keep),
            "d_in": tuple(np.concatenate(layer) for layer in write),
        }
        self._key = key


def distances(gates: np.ndarray, wanted: np.ndarray) -> np.ndarray:
    """Root mean square difference between a pattern and every run of as many words.

    Args:
        gates: float64 (W, K). wanted: float64 (n, K).

    Returns:
        float64 (W - n + 1,), empty where there are fewer than n words.
    """
    n, levels = wanted.shape
    places = len(gates) - n + 1
    if places < 1:
        return np.empty(0)
    apart = (gates**2).sum(1)[:, None] + (wanted**2).sum(1) - 2 * gates @ wanted.T  # (W, n): |g - f|^2
    total = np.zeros(places)
    for t in range(n):
        total += apart[t : t + places, t]
    found: np.ndarray = np.sqrt(np.maximum(total, 0) / (n * levels))
    return found


def _groups(order: list[int], long: list[int]) -> list[list[int]]:
    groups: list[list[int]] = [[]]
    for i in order:
        if groups[-1] and (len(groups[-1]) + 1) * (long[i] + 1) > _TOGETHER:
            groups.append([])
        groups[-1].append(i)
    return groups


def _key(tokens: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(map(normal, tokens))
