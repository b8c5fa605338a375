"""One training step in short pieces, and everything that a step depends on."""

from __future__ import annotations

import math
from collections.abc import Iterator
from typing import Final

import numpy as np
import torch
from torch import Tensor

from engines.onlstm.config import Cell, OnLstmConfig
from engines.onlstm.model.language_model import Drops, LanguageModel, Seams, States, loss_of
from engines.onlstm.optimiser import Adam, AveragedDescent, Optimiser
from engines.onlstm.starts import Starts, stretch
from engines.onlstm.texts.batches import Batch
from engines.onlstm.texts.tokens import EOS, PAD, UNK

UNKNOWN: Final = 0.015  # part of the words read as <unk>, so that unknown words find trained weights


class Trainer:
    """A model, its optimiser, its random numbers, and in a stream its states.

    Attributes:
        loss: cross entropy of the last step in nats; norm: of its gradient before clipping.
        slower: (), factor on the rate, halved whenever a number broke.
    """

    def __init__(self, config: OnLstmConfig, vocabulary: int, cell: Cell, device: torch.device) -> None:
        self.config, self.cell, self.device = config, cell, device
        place = 2 * (cell == "lstm")  # a control draws its own numbers
        self.rng = torch.Generator().manual_seed(4 * config.seed + place)
        start = torch.Generator().manual_seed(4 * config.seed + place + 1)
        self.model = LanguageModel(config, vocabulary, cell, start).to(device)
        self._parameters = list(self.model.parameters())
        self.optimiser: Optimiser = (
            Adam(self._parameters) if config.optimiser == "adam" else AveragedDescent(self._parameters)
        )
        self.states: States = []
        self.loss = self.norm = math.nan
        self.slower = torch.ones(())
        several = config.starts > 1 and config.optimiser == "adam" and cell == config.cell  # not the control
        self.starts = Starts(self._changed(), config.starts, self._renew) if several else None

    def step(self, batch: Batch, step: int) -> Iterator[None]:
        """One update; yields between pieces. If loss or gradient is not finite, there is none: see
        :attr:`sound`."""
        self.model.zero_grad()
        drops, seams = Drops.of(self.config), Seams()
        if batch.fresh or not self.states:
            self.states = self.model.start(batch.inputs.shape[1])
        h = batch.inputs
        for made in self.model.pieces(self._blurred(batch.inputs), self.states, drops, self.rng, seams):
            h = made
            yield
        (h,) = seams.cut(h)
        total, entropy = loss_of(
            self.model,
            h,
            batch.targets.to(self.device),
            drops,
            self.config.ar,
            self.config.tar,
            self.rng,
        )
        self.states = [] if self.config.mode == "sentences" else [_detached(s) for s in self.states]
        yield
        yield from seams.backward(total)
        self.norm = float(torch.nn.utils.clip_grad_norm_(self._parameters, self.config.clip))
        self.loss = float(entropy)
        if self.sound:
            rate = self.config.lr * batch.scale * float(self.slower)
            place = stretch(self.config.starts if self.starts else 1, step, self.config.steps)
            self.optimiser.step(rate * self.optimiser.schedule(*place), self.config.decay)

    def due(self, step: int) -> bool:
        """Whether held-out sentences are to be checked after so many steps."""
        config = self.config
        ends = self.starts is not None and self.starts.end(step)
        return ends or step % config.eval_every == 0 or step == config.steps

    def told(self, step: int, perplexity: float, worth: float) -> None:
        """Be told what a check found: perplexity, and how good the trees are."""
        self.optimiser.notice(float(np.log(perplexity)))
        if self.starts is not None and self.starts.end(step):
            self.starts.close(step, worth)

    @property
    def sound(self) -> bool:
        """Whether the last step's numbers were finite."""
        return math.isfinite(self.loss) and math.isfinite(self.norm)

    def weights(self) -> dict[str, Tensor]:
        """Weights to read with, by name; not copied."""
        live = {name: p.detach() for name, p in self.model.named_parameters()}
        means = self.optimiser.averages()
        return live if means is None else dict(zip(live, means, strict=True))

    def tensors(self) -> dict[str, Tensor]:
        """Everything that training changes, by name, in place; a stream's states are in :attr:`states`."""
        kept = self.starts.tensors() if self.starts else ()
        return self._changed() | {"slower": self.slower} | {f"starts.{n}": v for n, v in kept}

    def _changed(self) -> dict[str, Tensor]:
        found = {f"model.{n}": p.detach() for n, p in self.model.named_parameters()}
        return found | {f"optimiser.{n}": v for n, v in self.optimiser.tensors()}

    def _renew(self, number: int) -> None:
        """Begin anew, with weights that depend on the seed and on which beginning it is."""
        own = (4 * self.config.seed + 1 + 1_000_003 * number) % 2**32  # a generator's seed has no more bits
        rng = torch.Generator().manual_seed(own)
        fresh = LanguageModel(self.config, len(self.model.table), self.cell, rng)
        for mine, other in zip(self._parameters, fresh.parameters(), strict=True):
            mine.copy_(other)
        for _, value in self.optimiser.tensors():
            value.zero_()

    def _blurred(self, inputs: Tensor) -> Tensor:
        hidden = torch.empty(inputs.shape).bernoulli_(UNKNOWN, generator=self.rng).bool()
        return inputs.masked_fill(hidden & (inputs != PAD) & (inputs != EOS), UNK).to(self.device)


def _detached(state: tuple[Tensor, Tensor]) -> tuple[Tensor, Tensor]:
    return state[0].detach(), state[1].detach()
