"""What a job gives a model and asks of it, and whether a model can do it. Imports no torch."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np

from engines.ground.marks import mark
from engines.ground.problem import Problem
from engines.layers.graph.node import Model
from engines.layers.graph.shapes import checked
from engines.layers.graph.types import Type


@dataclass(frozen=True)
class Job:
    """Examples with their answers; the last ``held`` of them are never learned from.

    Attributes:
        key, title: of the job.
        inputs: arrays (N, ...), float32 or int64 tokens, one for each input of the model.
        answers: int64 (N,), or (N, T) where each place has one.
        classes: their names. vocab: tokens there are, 0 without tokens; words: the names of tokens.
        held: examples kept apart.
        floor: share of right answers on held examples of whoever always says the most frequent answer.
    """

    key: str
    title: str
    inputs: tuple[np.ndarray, ...]
    answers: np.ndarray
    classes: tuple[str, ...]
    held: int
    vocab: int = 0
    words: tuple[str, ...] = field(default=(), repr=False)

    @property
    def count(self) -> int:
        """Examples to learn from."""
        return len(self.answers) - self.held

    @property
    def floor(self) -> float:
        """See the class."""
        common = np.bincount(self.answers[: self.count].reshape(-1)).argmax()
        return float((self.answers[self.count :] == common).mean())

    def check(self, model: Model) -> None:
        """Whether a model fits: its inputs and its one output.

        Raises:
            Problem: it cannot run, or does not fit; the sentence names the node.
        """
        live = checked(model.graph)
        entrances, exits = model.graph.of_kind("input"), model.graph.of_kind("output")
        if len(entrances) != len(self.inputs) or len(exits) != 1:
            raise Problem(
                mark("{job} needs a model of {inputs} inputs and one output."),
                job=self.title, inputs=len(self.inputs),
            )  # fmt: skip
        for node, given in zip(entrances, self.inputs, strict=True):
            wanted = Type("float" if given.dtype == np.float32 else "tokens", (-1, *given.shape[1:]))
            if live.types[node.id][0] != wanted:
                raise Problem(
                    mark("{node}: {job} gives {wanted}, not {got}."),
                    node=node.id, job=self.title, wanted=_told(wanted), got=_told(live.types[node.id][0]),
                )  # fmt: skip
        for node in model.graph.of_kind("embedding"):
            reads_input = any(e.source in {n.id for n in entrances} for e in model.graph.incoming[node.id])
            if reads_input and node.number("vocab") < self.vocab:
                raise Problem(
                    mark("{node} has rows for {rows} tokens; {job} has {vocab}."),
                    node=node.id, rows=node.number("vocab"), job=self.title, vocab=self.vocab,
                )  # fmt: skip
        asked = (-1, *self.answers.shape[1:], len(self.classes))
        found = live.types[exits[0].id][0]
        if found != Type("float", asked):
            raise Problem(
                mark("{node}: {job} asks for {wanted}, and gets {got}."),
                node=exits[0].id, job=self.title, wanted=Type("float", asked).text(), got=_told(found),
            )  # fmt: skip


def _told(what: Type) -> str:
    return f"{what.text()} tokens" if what.kind == "tokens" else what.text()
