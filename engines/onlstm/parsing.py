"""From a line of text to a parse."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Protocol

import numpy as np
from torch import Tensor

from engines.ground.problem import FileProblem, Problem
from engines.ground.timeline import Timeline
from engines.onlstm.config import OnLstmConfig
from engines.onlstm.model.language_model import LanguageModel
from engines.onlstm.reading import distances, read
from engines.onlstm.snapshot import Parse
from engines.onlstm.texts import brackets, telling
from engines.onlstm.texts.corpus import Corpus
from engines.onlstm.texts.tokens import CJK, normal
from engines.onlstm.training import Trainer
from engines.onlstm.weights import Weights, widened


class Parser:
    """Cuts lines as the corpus was cut, and knows the right trees of the corpus's own sentences."""

    def __init__(self, corpus: Corpus) -> None:
        self._corpus = corpus
        every = (*corpus.train, *corpus.final, *corpus.held)
        self._gold = {_key(s.tokens): s.gold for s in every if s.gold is not None}
        self._written = {s.text: s.tokens for s in every if s.gold is not None}

    def cut(self, text: str) -> tuple[str, ...]:
        """A line as units. A sentence of the corpus falls into its own; of a bracketed tree, which somebody
        has copied from a treebank, the words are read; Chinese that already has spaces between its words
        keeps them."""
        line = " ".join(text.split())
        if telling.is_bracketed(line):
            line = _words_of(line)
        if line in self._written:
            return self._written[line]
        spaced = re.search(rf"[{CJK}]\S* \S*[{CJK}]", line)
        parts = line.split(" ") if spaced and self._corpus.facts.gold else [line]
        if len(parts) > 1 and all(part in self._corpus.vocabulary for part in parts):
            return tuple(parts)
        return tuple(self._corpus.cut(line))

    def parse(
        self,
        model: LanguageModel,
        weights: Mapping[str, Tensor],
        tokens: tuple[str, ...],
        drop: float,
        step: int,
    ) -> Parse:
        """The gates of one sentence; n may be 0."""
        n = len(tokens)
        vocabulary = self._corpus.vocabulary
        gates = read(model, weights, [vocabulary.numbers(tokens)], drop)
        d_forget, d_in, _ = distances(gates, 0, n)

        def shown(every: tuple[Tensor, ...]) -> tuple[np.ndarray, ...]:
            return tuple(g[1 : n + 1, 0].cpu().numpy().copy() for g in every)

        return Parse(
            tokens=tokens,
            known=tuple(unit in vocabulary for unit in tokens),
            d_forget=d_forget,
            d_in=d_in,
            f=shown(gates.keep),
            i=shown(gates.write),
            gold=self._gold.get(_key(tokens)),
            step=step,
        )


class Readable(Protocol):
    """A run whose sentences can be read: with the weights of now, with earlier ones, or by its control."""

    count: int
    timeline: Timeline[Weights]

    @property
    def config(self) -> OnLstmConfig: ...
    @property
    def corpus(self) -> Corpus: ...
    @property
    def trainer(self) -> Trainer: ...
    @property
    def control(self) -> Trainer | None: ...


def reader(engine: Readable, at: int | None, control: bool) -> tuple[LanguageModel, int, Weights]:
    """The model, and the step and weights to read with.

    Args:
        at: a step, to read with the weights kept nearest to it; None for those of now.
        control: read with the plain LSTM beside.

    Raises:
        Problem: there is no control.
    """
    if control and engine.control is None:
        raise Problem("There is no plain LSTM beside this run. Turn Control on and start a new run.")
    trainer = engine.control if control and engine.control else engine.trainer
    if at is None or control:
        return trainer.model, engine.count, trainer.weights()
    step, weights = engine.timeline.nearest(at)
    return trainer.model, step, widened(weights)


def _words_of(line: str) -> str:
    """The words of the trees of a line, spaced; the line itself if a bracket has no partner."""
    try:
        return " ".join(word for tree in brackets.read(line) for word in tree.words) or line
    except FileProblem:
        return line


def _key(tokens: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(map(normal, tokens))
