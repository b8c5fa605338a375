"""Which other phrases the model reads as it reads this one: spans with a similar gate pattern.

The pattern of a span is what one master gate said while its words were read: a table F of n words by K
levels. Compared are all spans of n words, no more and no fewer, in the held-out sentences::

    alike(F, G) = 1 - sqrt(mean over words t and levels k of (F[t, k] - G[t, k])^2)

1 is the same pattern; 0 would be gates wide open against gates shut. The wish is LSTMVis's (Strobelt et al.
2018, arXiv 1606.07461), whose match is a set of units above a threshold; ordered gates need no threshold.
"""

from __future__ import annotations

import math
import time
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
import torch

from engines.ground.problem import Problem
from engines.onlstm.parsing import Readable, reader
from engines.onlstm.reading import TOGETHER, read
from engines.onlstm.snapshot import GATES, Parse, Source, Which, merged
from engines.onlstm.texts.tokens import joined, normal

MOST: Final = 6
_NONE: Final = np.empty(0)


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

    def parts(self) -> tuple[str, str, str]:
        """The sentence before the span, the span, and what comes after, as they are written."""
        before, upto, whole = (joined(self.tokens[:n]) for n in (self.start, self.end, len(self.tokens)))
        span = upto[len(before) :]
        lead = span[: len(span) - len(span.lstrip())]
        return before + lead, span.lstrip(), whole[len(upto) :]


@dataclass(frozen=True)
class Found:
    """``likes``, the best first; the ``average`` of all spans of that length, nan where there is none."""

    likes: tuple[Like, ...] = ()
    average: float = math.nan


class Gallery:
    """The gate patterns of all held-out sentences, read once for each state of the weights."""

    def __init__(self, engine: Readable) -> None:
        self._engine = engine
        self._key: tuple[object, ...] = ()
        self._groups: list[list[int]] = []  # sentences still to be read, side by side
        self._pieces: dict[Source, list[list[np.ndarray]]] = {}  # by layer and sentence
        self._gates: dict[Source, tuple[np.ndarray, ...]] = {}
        held = engine.corpus.held
        self._rows = [engine.corpus.vocabulary.numbers(s.tokens) for s in held]
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
    ) -> Found:
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
        self.ready(at, control)
        far = distances(merged(self._gates["d_in" if source == "d_in" else "d_forget"], layer), wanted)
        starts = np.arange(len(far))
        starts = starts[self._owner[starts] == self._owner[starts + end - start - 1]]  # within one sentence
        if not len(starts):
            return Found()
        order = starts[np.argsort(far[starts], kind="stable")].tolist()
        mean = float(far[starts].mean())
        return Found(self._chosen(order, far, mean, parse.tokens, span, most), 1 - mean)

    def _chosen(
        self,
        order: Sequence[int],
        far: np.ndarray,
        mean: float,
        tokens: tuple[str, ...],
        span: tuple[int, int],
        most: int,
    ) -> tuple[Like, ...]:
        """The spans to show, of all first words by their distance: the nearest, and more that are nearer than
        the average."""
        n, held = span[1] - span[0], self._engine.corpus.held
        seen, told, found = {_key(tokens[slice(*span)])}, set[int](), list[Like]()
        for at in order:
            index = int(self._owner[at])
            sentence, start = held[index], int(at - self._first[index])
            words = _key(sentence.tokens[start : start + n])
            if index in told or words in seen or sentence.tokens == tokens:
                continue
            if found and far[at] > mean:
                break
            told.add(index)
            seen.add(words)
            alike = 1 - float(far[at])
            found.append(Like(index, start, start + n, sentence.tokens, sentence.text, alike))
            if len(found) == most:
                break
        return tuple(found)

    def ready(self, at: int | None = None, control: bool = False, seconds: float = math.inf) -> bool:
        """Read held-out sentences with these weights for about so long; whether all are read.

        Large models need seconds: a caller with no time asks again.
        """
        engine = self._engine
        model, step, weights = reader(engine, at, control)
        key = (step, at is None, control, str(engine.trainer.loss))  # a loss may be no number
        rows = self._rows
        if key != self._key:
            self._key, self._gates, self._groups = key, {}, _groups([len(row) for row in rows])
            layers = range(engine.config.layers)
            self._pieces = {source: [[_NONE] * len(rows) for _ in layers] for source in GATES}
        end = time.perf_counter() + seconds
        while self._groups:
            group = self._groups.pop()
            found = read(model, weights, [rows[i] for i in group], engine.config.drop_weights)
            for source, gates in zip(GATES, (found.keep, found.write), strict=True):
                for pieces, gate in zip(self._pieces[source], gates, strict=True):
                    for b, i in enumerate(group):
                        pieces[i] = gate[1 : len(rows[i]) + 1, b].to("cpu", torch.float64).numpy()
            if time.perf_counter() > end:
                break
        if not self._groups and not self._gates:
            self._gates = {s: tuple(map(np.concatenate, self._pieces[s])) for s in GATES}
            self._pieces = {}
        return not self._groups


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


def _groups(long: list[int]) -> list[list[int]]:
    """Which sentences are read side by side: those of like length, few enough for a short piece of work."""
    groups: list[list[int]] = [[]]
    for i in sorted(range(len(long)), key=lambda i: long[i]):
        if groups[-1] and (len(groups[-1]) + 1) * (long[i] + 1) > TOGETHER:
            groups.append([])
        groups[-1].append(i)
    return groups


def _key(tokens: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(map(normal, tokens))
