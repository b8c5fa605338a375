"""The ON-LSTM engine: a run that can be watched, asked to parse and looked back on while it learns."""

from __future__ import annotations

import threading
import time
from collections.abc import Generator, Iterator, Sequence
from typing import Any, Final

import numpy as np
import torch
from torch import Tensor

from engines.ground import device as devices
from engines.ground import spec
from engines.ground.guard import Guard
from engines.ground.marks import mark
from engines.ground.problem import Finished, Problem
from engines.ground.training import Training
from engines.onlstm import checkpoint, memory, thumbnail
from engines.onlstm.config import OnLstmConfig, layer_sizes
from engines.onlstm.parsing import Parser, reader
from engines.onlstm.scoreboard import Scoreboard, sources
from engines.onlstm.similar import Gallery
from engines.onlstm.snapshot import OnLstmSnapshot, Parse
from engines.onlstm.texts import corpus as corpora
from engines.onlstm.texts.batches import Batch, Sentences, Stream
from engines.onlstm.texts.corpus import Corpus, Report, Sentence
from engines.onlstm.texts.tokens import Vocabulary
from engines.onlstm.training import Trainer
from engines.onlstm.weights import Weights, halved, timeline

PINS: Final = 8
SENTENCES: Final = {
    "loss": mark("The loss is no longer a number. Step {step} is restored, with half the rate.")
}
LARGE: Final = ("trainer", "control", "timeline", "corpus", "scores", "similar", "_feed", "_guard", "_parser")


class OnLstmEngine(Training):
    """One run. Everything happens on one thread, the runner's.

    Attributes:
        config: as it is now; live fields change by :meth:`set_config`.
        count: steps done. corpus: what is read.
        trainer: of the model. control: of the plain LSTM beside it, if there is one.
        scores: what checks on held-out sentences found. timeline: weights of earlier steps.
        similar: finds spans that are read alike.
    """

    LAB, KEEP_EVERY = checkpoint.LAB, 50

    def __init__(self, config: OnLstmConfig, corpus: Corpus, device: torch.device) -> None:
        super().__init__(device)
        self.config, self.corpus = config, corpus
        size = len(corpus.vocabulary)
        self.trainer = Trainer(config, size, config.cell, device)
        beside = config.control and config.cell == "onlstm"
        self.control = Trainer(config, size, "lstm", device) if beside else None
        rows = [corpus.vocabulary.numbers(s.tokens) for s in corpus.train]
        self._feed: Sentences | Stream = (
            Sentences(rows, config.batch, config.seed)
            if config.mode == "sentences"
            else Stream(rows, config.batch, config.bptt, config.seed)
        )
        self.scores = Scoreboard(corpus, config.seed, sources(config))
        self.timeline = timeline(self.trainer.weights())
        self.timeline.offer(0, self._weights)
        self._parser = Parser(corpus)
        self.similar = Gallery(self)
        self.pins: list[tuple[str, ...]] = [s.tokens for s in corpus.held[:1]]
        self._guard = Guard(self.tensors(), SENTENCES)
        self._speed = 0.0
        self._pinned: tuple[int, tuple[Parse, ...]] = (-1, ())

    # -- engine contract -------------------------------------------------------------------------------

    def step(self) -> Iterator[None]:
        """One update of the model, and of the control if there is one; yields between short pieces.

        Raises:
            Halt: all steps are done, or a number broke; the run is whole, and in the second case goes on
                from an earlier state at half the rate.
        """
        if self.count >= self.config.steps:
            raise Finished("All {steps} steps are done. Raise Steps to go on.", steps=self.config.steps)
        if self.count == 0 and self.scores.checked is None:
            yield from self._check()
        batch = self._feed.at(self.count)
        spent = yield from self._update(self.trainer, batch)
        if self.control is not None:
            yield from self._update(self.control, batch)
        self.count += 1
        self._record(batch, spent)
        self.timeline.offer(self.count, self._weights)
        if self.trainer.due(self.count):
            yield from self._check()
        yield from self._watch()
        self._remember()

    def snapshot(self) -> OnLstmSnapshot:
        """See :class:`OnLstmSnapshot`. Pinned sentences are read anew once per step."""
        scores = self.scores
        if self._pinned[0] != self.count:
            self._pinned = (self.count, tuple(self._parse(tokens) for tokens in self.pins))
        return OnLstmSnapshot(
            step=self.count,
            steps=self.config.steps,
            epoch=self.count / self._feed.per_epoch,
            loss=None if not self.count else self.trainer.loss,
            perplexity=scores.checked.perplexity if scores.checked else None,
            tokens_per_s=self._speed,
            curves=self.history.points(),
            changes=tuple(self.changes),
            f1=dict(scores.checked.f1) if scores.checked else {},
            baselines=dict(scores.baselines),
            control_f1=scores.control_f1,
            control=dict(scores.control.f1) if scores.control else {},
            best=scores.best,
            pinned=self._pinned[1],
            corpus=self.corpus.facts,
            kept=self.timeline.steps,
            branches=self.branches.steps,
            layers=self.config.layers,
            levels=tuple(units // self.config.chunk for _, units in layer_sizes(self.config)),
            averaging=self.trainer.optimiser.averages() is not None,
            finished=self.count >= self.config.steps,
        )

    def close(self) -> None:
        """Let go of everything large."""
        for name in LARGE:
            self.__dict__.pop(name, None)

    # -- sentences -------------------------------------------------------------------------------------

    @property
    def sentences(self) -> int:
        """How many held-out sentences :meth:`sentence` knows."""
        return len(self.corpus.held)

    def sentence(self, i: int) -> Sentence:
        """A held-out sentence; counted round and round."""
        return self.corpus.held[i % len(self.corpus.held)]

    def parse(self, text: str, at: int | None = None, control: bool = False) -> Parse:
        """How the model reads a line of text. Changes nothing in the run.

        Args:
            text: of any length, also empty.
            at: a step: read with the weights kept nearest to it, those of the snapshot's ``kept``. None: with
                those of now.
            control: read with the plain LSTM beside.

        Raises:
            Problem: there is no control.
        """
        return self._parse(self._parser.cut(text), at, control)

    def pin(self, text: str) -> None:
        """Keep an eye on a sentence: it is read anew for every snapshot. Raises Problem beyond eight."""
        if len(self.pins) >= PINS:
            raise Problem("{limit} sentences are pinned already. Remove one first.", limit=PINS)
        if (tokens := self._parser.cut(text)) and tokens not in self.pins:
            self.pins.append(tokens)
            self._pinned = (-1, ())

    def unpin(self, index: int) -> None:
        """Let a pinned sentence go; one that is not there is gone already."""
        del self.pins[max(0, index) : max(0, index + 1)]
        self._pinned = (-1, ())

    # -- changes ---------------------------------------------------------------------------------------

    def set_config(self, config: OnLstmConfig) -> None:
        """Take over changed live fields; weights are kept.

        Raises:
            Problem: a field differs that a running engine cannot change; nothing is changed.
        """
        spec.taken_over(self.config, config)
        self.changes.note(self.count, self.config, config)
        self.config = config
        for trainer in self._trainers():
            trainer.config = config

    # -- files -----------------------------------------------------------------------------------------

    def state(self) -> tuple[dict[str, Any], dict[str, np.ndarray]]:
        """Everything the run's future depends on: (what JSON can hold, arrays by name)."""
        return checkpoint.state(self)

    def thumbnail(self) -> np.ndarray | None:
        """See :func:`engines.onlstm.thumbnail.drawn`."""
        return thumbnail.drawn(self.snapshot())

    def past(self) -> tuple[dict[str, Any], dict[str, np.ndarray]]:
        """Weights of earlier steps."""
        return checkpoint.past(self)

    def restore(self, meta: dict[str, Any], tensors: dict[str, np.ndarray], name: str = "?") -> None:
        """Take over a state from :meth:`state` of an engine with the same config and corpus.

        Raises:
            FileProblem: something is missing, or of another shape; nothing is changed then.
        """
        checkpoint.restore(self, meta, tensors, name)
        self._pinned = (-1, ())
        self._guard = Guard(self.tensors(), SENTENCES, self.count)

    def tensors(self) -> dict[str, Tensor]:
        """Everything that training changes, by name; changed in place."""
        beside = self.control.tensors() if self.control else {}
        return self.trainer.tensors() | {f"control.{name}": value for name, value in beside.items()}

    # -- inside ----------------------------------------------------------------------------------------

    def _trainers(self) -> list[Trainer]:
        return [self.trainer, *([self.control] if self.control else [])]

    def _weights(self) -> Weights:
        return halved(self.trainer.weights())

    def _parse(self, tokens: tuple[str, ...], at: int | None = None, control: bool = False) -> Parse:
        model, step, weights = reader(self, at, control)
        return self._parser.parse(model, weights, tokens, self.config.drop_weights, step)

    def _update(self, trainer: Trainer, batch: Batch) -> Generator[None, None, float]:
        """One step of a trainer; returns the seconds it took, without those of others in between."""
        spent, started = 0.0, time.perf_counter()
        for _ in trainer.step(batch, self.count):
            spent += time.perf_counter() - started
            yield
            started = time.perf_counter()
        if not trainer.sound:
            self._go_back("loss", self.count)
            self._raise_halt()
        return spent + time.perf_counter() - started

    def _record(self, batch: Batch, spent: float) -> None:
        self._speed += (batch.words / max(spent, 1e-9) - self._speed) / min(self.count, 20)
        self.history.add("loss", self.count, self.trainer.loss)
        self.history.add("perplexity", self.count, float(np.exp(min(50.0, self.trainer.loss))))

    def _check(self) -> Iterator[None]:
        """Perplexity and scores on held-out sentences, of the model and of the control."""
        for trainer in self._trainers():
            found = yield from self.scores.check(trainer, self.config.drop_weights)
            if trainer is self.control:
                self.scores.note_control(self.count, found, self.history)
            elif self.scores.note(self.count, found, self.history):
                self.timeline.keep_best(self.count, self._weights())
            trainer.told(self.count, found.perplexity, self.scores.worth(found))

    def _keep(self) -> None:
        if not self._guard.keep(self.count):
            self._go_back("loss", self.count)

    def _went_back(self) -> None:
        """From the good state on at half the rate."""
        for trainer in self._trainers():
            trainer.slower.mul_(0.5)
            trainer.states = []
        self._guard.keep(self.count)
        self.timeline.forget_after(self.count)
        self.scores.forget_after(self.count)
        self._pinned = (-1, ())


def build(
    config: OnLstmConfig,
    report: Report = lambda sentence, fraction: None,
    cancel: threading.Event | None = None,
    device: str = "cpu",
    lexicon: Sequence[str] = (),
    text: str = "",
    vocabulary: Sequence[str] = (),
) -> OnLstmEngine:
    """Read or draw the sentences and set up a run.

    Args:
        config: the run's settings.
        report, cancel: told (sentence, fraction) meanwhile; ends the reading early.
        device: "cpu", which suits these sizes, "auto", or a key of ``engines.ground.device.devices``.
        lexicon: words to cut a text by, for the units "lexicon".
        text: a pasted text, in place of the config's path.
        vocabulary: use these words in place of the text's, as a saved run knew them.

    Raises:
        Problem: nothing to read, or settings that contradict each other; the sentence says what to change.
        Cancelled: ``cancel`` was set.
    """
    layer_sizes(config)
    devices.prepare()
    torch.set_num_threads(config.threads)
    memory.keep_freed()
    corpus = corpora.load(config, report, cancel or threading.Event(), lexicon, text)
    if vocabulary:
        corpus = corpora.with_vocabulary(corpus, Vocabulary(vocabulary))
    return OnLstmEngine(config, corpus, devices.pick(device))
