"""The two kinds of layer: ordered neurons, and the plain LSTM as a control. Both give gates to look at."""

from __future__ import annotations

import math
from typing import NamedTuple

import torch
from torch import Tensor, nn

from engines.onlstm.model import lstm
from engines.onlstm.model.cell import Form, width
from engines.onlstm.model.scan import scan

State = tuple[Tensor, Tensor]  # h (B, H) and the cells


class Gates(NamedTuple):
    """How much of each level was kept and written at each word, (T, B, n)."""

    keep: Tensor
    write: Tensor


class Layer(nn.Module):
    """Weights of one layer and its state.

    Args:
        inputs: size of what comes in. hidden: H. levels: n. rows: of the weights.
        rng: where the weights come from: uniform in +- 1 / sqrt(columns), as torch's linear layers start.
    """

    def __init__(self, inputs: int, hidden: int, levels: int, rows: int, rng: torch.Generator) -> None:
        super().__init__()
        self.hidden, self.levels = hidden, levels
        self.input = nn.Parameter(_uniform((rows, inputs), inputs, rng))
        self.recurrent = nn.Parameter(_uniform((rows, hidden), hidden, rng))
        self.bias = nn.Parameter(_uniform((rows,), inputs, rng) + _uniform((rows,), hidden, rng))

    def start(self, batch: int) -> State:
        """Nothing remembered."""
        return self.bias.new_zeros(batch, self.hidden), self.bias.new_zeros(batch, self.levels, self.chunk)

    @property
    def chunk(self) -> int:
        return self.hidden // self.levels

    def run(
        self, x: Tensor, state: State, recurrent: Tensor, look: bool = False
    ) -> tuple[Tensor, State, Gates | None]:
        """(T, B, inputs) -> h of all steps (T, B, H), the state after them, and without gradient the gates,
        which may be missing unless ``look``.

        ``recurrent`` stands for the layer's own matrix, with or without dropout.
        """
        raise NotImplementedError


class OrderedLayer(Layer):
    """ON-LSTM: master gates, by :mod:`engines.onlstm.model.scan`."""

    def __init__(self, inputs: int, hidden: int, levels: int, form: Form, rng: torch.Generator) -> None:
        super().__init__(inputs, hidden, levels, width(hidden, levels), rng)
        self.form: Form = form

    def run(
        self, x: Tensor, state: State, recurrent: Tensor, look: bool = False
    ) -> tuple[Tensor, State, Gates | None]:
        z = torch.addmm(self.bias, x.flatten(0, 1), self.input.T).view(*x.shape[:2], -1)
        h, c, keep, write = scan(z, recurrent, *state, self.form)
        return h, (h[-1], c), Gates(keep, write)


class PlainLayer(Layer):
    """A plain LSTM. Its gates are shown as means over the same number of levels."""

    def __init__(self, inputs: int, hidden: int, levels: int, rng: torch.Generator) -> None:
        super().__init__(inputs, hidden, levels, 4 * hidden, rng)

    def run(
        self, x: Tensor, state: State, recurrent: Tensor, look: bool = False
    ) -> tuple[Tensor, State, Gates | None]:
        h0, c0 = state
        h, c = lstm.run(x, h0, c0.flatten(1), self.input, recurrent, self.bias)
        if not look:
            return h, (h[-1], c.view_as(c0)), None
        gates = lstm.gates(x, h0, h, self.input, recurrent, self.bias)
        keep, write = (g.unflatten(-1, (self.levels, self.chunk)).mean(-1) for g in gates)
        return h, (h[-1], c.view_as(c0)), Gates(keep, write)


def _uniform(shape: tuple[int, ...], columns: int, rng: torch.Generator) -> Tensor:
    return torch.empty(shape).uniform_(-1, 1, generator=rng) / math.sqrt(columns)
