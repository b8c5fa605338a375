"""Small models that the tests share."""

from __future__ import annotations

import torch

from engines.layers.examples.sketch import Sketch
from engines.layers.graph.node import Model


def row(n: int = 3, shared: bool = True, width: int = 8) -> Model:
    """``n`` linear layers in a row, all one layer if shared."""
    s = Sketch()
    at = s.add("input", shape=(width,))
    for i in range(n):
        at = s.same("linear", at) if shared and i else s.add("linear", at, out=width)
    s.add("output", at)
    return s.model


def tied() -> Model:
    """Embedding, LSTM, and the table again as the way out."""
    s = Sketch()
    at = s.add("input", shape=(9,), dtype="tokens")
    at = s.add("embedding", at, vocab=20, dim=8)
    at = s.add("lstm", at, units=8)
    at = s.add("linear", at, out=20)
    s.add("output", at)
    return s.model


def residual() -> Model:
    """A small convolutional network with batch norm and a way round."""
    s = Sketch()
    x = s.add("input", shape=(1, 8, 8))
    c = s.add("conv", x, channels=4)
    n = s.add("norm", c, over="batch")
    a = s.add("activation", n)
    d = s.add("conv", a, channels=4)
    j = s.add("add", a, d)
    p = s.add("pool", j)
    s.add("output", s.add("linear", p, out=3))
    return s.model


def branched() -> Model:
    """A little of everything on sequences: shared LSTM, attention, joins, three ways to pool."""
    s = Sketch()
    t = s.add("input", shape=(6,), dtype="tokens")
    e = s.add("embedding", t, vocab=12, dim=8)
    p = s.add("position", e)
    a = s.add("lstm", p, units=4, both=True)
    b = s.same("lstm", s.add("activation", a, function="tanh"))
    j = s.add("add", a, b)
    at = s.add("attention", j, heads=2)
    c = s.add("conv", at, channels=8)
    pools = [s.add("pool", c), s.add("pool", c, of="max"), s.add("attention_pool", c), s.add("last", c)]
    s.add("output", s.add("linear", s.add("concat", *pools), out=2))
    return s.model


def numbers(*shape: int, seed: int = 0) -> torch.Tensor:
    """Normal numbers."""
    return torch.randn(*shape, generator=torch.Generator().manual_seed(seed))


def tokens(*shape: int, high: int = 12, seed: int = 0, low: int = 0) -> torch.Tensor:
    """Tokens."""
    return torch.randint(low, high, shape, generator=torch.Generator().manual_seed(seed))
