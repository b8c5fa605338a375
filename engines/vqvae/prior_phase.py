"""The part of the engine that trains the prior, on codes of an autoencoder that stands still meanwhile."""

from __future__ import annotations

import math
from abc import abstractmethod
from collections.abc import Iterator

import torch

from engines.ground.guard import Guard
from engines.vqvae.config import code_count
from engines.vqvae.prior_training import PriorTrainer
from engines.vqvae.queries import AT_ONCE, Queries
from engines.vqvae.shapes import need_codes

PRIOR_EVERY = 50  # steps of the prior between measurements of it
PRIOR_HELD = 32  # pictures that it is measured on
JUDGED = 4  # of them at once
COUNTED = 1024  # pictures that its baselines count


class PriorPhase(Queries):
    """See :class:`engines.vqvae.engine.VqvaeEngine`."""

    @property
    @abstractmethod
    def version(self) -> str: ...

    @abstractmethod
    def _guarded(self) -> Guard: ...

    def _prior_step(self) -> Iterator[None]:
        need_codes(code_count(self.config))
        kind = self.config.prior
        if kind not in self.prior_trainers:
            self.prior_trainers[kind] = PriorTrainer(self.config, self.device)
            self._guard = self._guarded()
            yield
        prior = self.prior_trainers[kind]
        if prior.version != self.version or prior.baselines is None:
            yield from self._compare(prior)
        pick = torch.randint(len(self.deck.train), (self.config.batch,), generator=prior.rng)
        codes = self.codes_of(self.deck.train[pick.to(self.device)])
        yield
        yield from prior.step(codes, prior.piece(self.config.batch, self.device))
        self.count += 1
        loss = float(prior.loss)
        if not math.isfinite(loss):
            self._go_back("prior", self.count)
            self._raise_halt()
        self.history.add(f"prior_loss.{kind}", self.count, loss)
        if prior.steps % PRIOR_EVERY == 0 or prior.steps == 1:
            yield from self._judge(prior)

    def _judge(self, prior: PriorTrainer) -> Iterator[None]:
        """Nats per code of pictures kept out, a few at a time."""
        held = self.deck.held[:PRIOR_HELD]
        total = 0.0
        for part in held.split(JUDGED):
            total += prior.nll(self.codes_of(part)) * len(part)
            yield
        self.history.add(f"prior_nll.{prior.kind}", self.count, total / len(held))

    def _compare(self, prior: PriorTrainer) -> Iterator[None]:
        counted = []
        for part in self.deck.train[:COUNTED].split(AT_ONCE):
            counted.append(self.codes_of(part))
            yield
        train = tuple(torch.cat(level) for level in zip(*counted, strict=True))
        prior.compare(train, self.codes_of(self.deck.held[:PRIOR_HELD]))
        prior.version = self.version
        yield
