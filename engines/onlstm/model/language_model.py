"""The language model: embedding, two or three recurrent layers, and the embedding again as the decoder.

Sizes and starting weights as in the reference code of Shen et al.; one bias in place of two per layer, which
add up anyway.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

import torch
from torch import Tensor, nn
from torch.nn import functional as F

from engines.onlstm.config import Cell, OnLstmConfig, layer_sizes
from engines.onlstm.model import dropout
from engines.onlstm.model.layers import Gates, Layer, OrderedLayer, PlainLayer, State

States = list[State]
PIECE: Final = 4_000_000_000  # products in one piece of a layer's pass: some tenths of a second on one core


@dataclass(frozen=True)
class Drops:
    """Dropout probabilities: whole words, units coming in, between layers, going out, recurrent weights."""

    words: float
    before: float
    between: float
    after: float
    weights: float

    @classmethod
    def of(cls, config: OnLstmConfig) -> Drops:
        return cls(
            config.drop_words, config.drop_in, config.drop_between, config.drop_out, config.drop_weights
        )


class LanguageModel(nn.Module):
    """Predicts the next word.

    Args:
        config: sizes and forms. vocabulary: V. cell: of the layers, the config's or the control's.
        rng: where the weights come from.
    """

    def __init__(self, config: OnLstmConfig, vocabulary: int, cell: Cell, rng: torch.Generator) -> None:
        super().__init__()
        self.table = nn.Parameter(torch.empty(vocabulary, config.emb).uniform_(-0.1, 0.1, generator=rng))
        layers: list[Layer] = []
        for inputs, hidden in layer_sizes(config):
            levels = hidden // config.chunk
            layers.append(
                OrderedLayer(inputs, hidden, levels, config.master_input, rng)
                if cell == "onlstm"
                else PlainLayer(inputs, hidden, levels, rng)
            )
        self.layers = nn.ModuleList(layers)
        out = torch.empty(vocabulary, layers[-1].hidden).uniform_(-0.1, 0.1, generator=rng)
        self.decoder = None if config.tie else nn.Parameter(out)
        self.bias = nn.Parameter(torch.zeros(vocabulary))

    def start(self, batch: int) -> States:
        """Every layer's state before the first word."""
        return [layer.start(batch) for layer in self.stack()]

    def forward(
        self, tokens: Tensor, drop: float, states: States | None = None
    ) -> tuple[Tensor, list[Gates]]:
        """Read without dropout; recurrent weights count for 1 - ``drop`` of what they are.

        Args:
            tokens: int64 (T, B).

        Returns:
            the last layer's h (T, B, H), to be handed to :meth:`decode`, and every layer's gates.
        """
        x, seen = self.table[tokens], []
        for layer, state in zip(self.stack(), states or self.start(tokens.shape[1]), strict=True):
            x, _, gates = layer.run(x, state, dropout.rested(layer.recurrent, drop), look=True)
            assert gates is not None
            seen.append(gates)
        return x, seen

    def pieces(
        self, tokens: Tensor, states: States, drops: Drops, rng: torch.Generator, seams: Seams
    ) -> Iterator[Tensor]:
        """The training pass, layer by layer, large layers a few words at a time; the last one yielded is the
        last layer's h, without dropout."""
        x = dropout.locked(
            F.embedding(tokens, dropout.words(self.table, drops.words, rng)), drops.before, rng
        )
        for k, layer in enumerate(self.stack()):
            if k:
                x = dropout.locked(x, drops.between, rng)
            x, recurrent = seams.cut(x, dropout.weights(layer.recurrent, drops.weights, rng))
            parts = x.split(max(1, PIECE // (tokens.shape[1] * (layer.input.numel() + recurrent.numel()))))
            found = []
            for part in parts:
                h, (last, c), _ = layer.run(part, states[k], recurrent)
                if len(parts) > 1:
                    h, c = seams.cut(h, c)
                    last = h[-1]
                    yield h
                found.append(h)
                states[k] = last, c
            x = torch.cat(found) if len(found) > 1 else found[0]
            yield x

    def decode(self, h: Tensor) -> Tensor:
        """(..., H) -> scores of all words (..., V)."""
        return F.linear(h, self.table if self.decoder is None else self.decoder, self.bias)

    def stack(self) -> Iterator[Layer]:
        """The recurrent layers, the first one first."""
        for layer in self.layers:
            assert isinstance(layer, Layer)
            yield layer


class Seams:
    """Cuts in a graph, so that its backward pass can be done in short pieces, the last piece first."""

    def __init__(self) -> None:
        self._cuts: list[tuple[tuple[Tensor, ...], tuple[Tensor, ...]]] = []

    def cut(self, *ends: Tensor) -> tuple[Tensor, ...]:
        """What a graph ends in, as the start of another one."""
        starts = tuple(x.detach().requires_grad_() for x in ends)
        self._cuts.append((ends, starts))
        return starts

    def backward(self, loss: Tensor) -> Iterator[None]:
        """Gradients of everything; yields between pieces."""
        loss.backward()
        for ends, starts in reversed(self._cuts):
            yield
            used = [(x, start.grad) for x, start in zip(ends, starts, strict=True) if start.grad is not None]
            torch.autograd.backward([x for x, _ in used], [grad for _, grad in used])


def loss_of(
    model: LanguageModel,
    raw: Tensor,
    targets: Tensor,
    drops: Drops,
    ar: float,
    tar: float,
    rng: torch.Generator,
) -> tuple[Tensor, Tensor]:
    """(what is minimised, mean cross entropy in nats of the targets that are not -1).

    To the cross entropy come, on the last layer's h (T, B, H) before dropout: AR, ``ar`` times its mean
    square, and TAR, ``tar`` times the mean square of its change from word to word.
    """
    logits = model.decode(dropout.locked(raw, drops.after, rng))
    entropy = F.cross_entropy(logits.flatten(0, 1), targets.flatten(), ignore_index=-1)
    total = entropy
    if ar:
        total = total + ar * raw.square().mean()
    if tar and len(raw) > 1:
        total = total + tar * raw.diff(dim=0).square().mean()
    return total, entropy.detach()
