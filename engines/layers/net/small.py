"""The few layers that torch lacks and masks do not concern."""

from __future__ import annotations

import torch
from torch import Tensor, nn
from torch.nn import functional as F

_FUNCTIONS: dict[str, type[nn.Module]] = {
    "relu": nn.ReLU,
    "tanh": nn.Tanh,
    "sigmoid": nn.Sigmoid,
    "gelu": nn.GELU,
    "silu": nn.SiLU,
    "identity": nn.Identity,
}


def activation(name: str) -> nn.Module:
    """The module of that name."""
    return nn.Softmax(-1) if name == "softmax" else _FUNCTIONS[name]()


class Concat(nn.Module):
    """Side by side: channels of pictures (B, C, H, W), else the last axis."""

    def forward(self, *x: Tensor) -> Tensor:
        return torch.cat(x, 1 if x[0].dim() == 4 else -1)


class Position(nn.Module):
    """Adds a learned vector to each place. (B, T, D) -> (B, T, D), T at most as many as were made."""

    def __init__(self, places: int, d: int) -> None:
        super().__init__()
        self.weight = nn.Parameter(torch.zeros(places, d))

    def forward(self, x: Tensor) -> Tensor:
        return x + self.weight[: x.shape[1]]


class Tied(nn.Module):
    """Scores of all tokens by an embedding's own table: E x + b (kexue.fm archives/6985)."""

    def __init__(self, vocab: int, table: nn.Embedding) -> None:
        super().__init__()
        self.table = table
        self.bias = nn.Parameter(torch.zeros(vocab))

    def forward(self, x: Tensor) -> Tensor:
        return F.linear(x, self.table.weight, self.bias)


class Value(nn.Module):
    """A tensor that stands by itself: a parameter if it can be learned."""

    def __init__(self, shape: tuple[int, ...], dtype: str = "float32") -> None:
        super().__init__()
        found = torch.zeros(shape, dtype=getattr(torch, dtype))
        if found.is_floating_point():
            self.value = nn.Parameter(found)
        else:
            self.register_buffer("value", found)

    def forward(self) -> Tensor:
        return self.value


class Dropout(nn.Module):
    """Sets a share of the numbers to zero while it learns, and makes the others larger (Srivastava 2014).

    Which they are hangs on ``seed`` alone, so that a run that was saved goes on as if it had not been.
    """

    def __init__(self, rate: float) -> None:
        super().__init__()
        self.rate, self.seed = rate, 0

    def forward(self, x: Tensor) -> Tensor:
        if not self.training or self.rate == 0:
            return x
        drawn = torch.rand(x.shape, generator=torch.Generator().manual_seed(self.seed))
        return x * ((drawn >= self.rate).to(x) / (1 - self.rate))
