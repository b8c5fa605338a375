"""A padded batch through one operation, against each line by itself."""

from __future__ import annotations

import zlib
from collections.abc import Sequence

import numpy as np
import torch
from torch import Tensor, nn

from engines.layers.masks.asked import Ask, Bench, checked
from engines.layers.masks.attention import SelfAttention
from engines.layers.masks.convolution import Conv
from engines.layers.masks.pooling import AttentionPool, MaxPool, MeanPool
from engines.layers.masks.recurrent import Lstm

FEATURES, HEADS = 8, 2


class ByTimes(nn.Module):
    """Padding taken out by multiplying with the mask, as it is often written."""

    def __init__(self, op: nn.Module) -> None:
        super().__init__()
        self.op = op

    def forward(self, x: Tensor, mask: Tensor | None = None) -> Tensor:
        if mask is None:
            found: Tensor = self.op(x)
            return found
        shown = x * mask[..., None].to(x.dtype)
        if isinstance(self.op, MeanPool):
            return shown.sum(1) / mask.sum(1, keepdim=True).clamp(min=1)
        answer: Tensor = self.op(shown)
        return answer


def operation(ask: Ask) -> nn.Module:
    """The operation with its weights, drawn from the seed."""
    made: nn.Module
    if ask.op == "mean":
        made = MeanPool()
    elif ask.op == "max":
        made = MaxPool(ask.fill, ask.guard)
    elif ask.op == "attention_pool":
        made = AttentionPool(FEATURES, ask.fill, ask.guard)
    elif ask.op == "attention":
        made = SelfAttention(FEATURES, HEADS, False, ask.fill, ask.guard)
    elif ask.op == "conv":
        made = Conv(FEATURES, FEATURES, 3, 1, 1)
    else:
        way = "reversed" if ask.op == "bilstm_reversed" else "packed"
        made = Lstm(FEATURES, FEATURES, ask.op != "lstm", way)
    rng = torch.Generator().manual_seed(ask.seed)
    with torch.no_grad():
        for p in made.parameters():
            p.copy_((torch.rand(p.shape, generator=rng, dtype=torch.float64) - 0.5) * 1.2)
    made = made.to(getattr(torch, ask.dtype))
    return ByTimes(made) if ask.how == "times" and ask.op in ("mean", "conv") else made


def vectors(words: Sequence[str], seed: int) -> Tensor:
    """float64 (n, D): each word has its own, wherever it stands."""
    rows = [
        np.random.default_rng([seed, zlib.crc32(w.encode("utf-8", "replace"))]).normal(size=FEATURES)
        for w in words
    ]
    return torch.from_numpy(np.array(rows).reshape(len(words), FEATURES))


def bench(ask: Ask) -> Bench:
    """Ask the bench. Raises Problem: see :func:`engines.layers.masks.asked.checked`."""
    rows = checked(ask)
    dtype = getattr(torch, ask.dtype)
    lines = [vectors(words, ask.seed).to(dtype) for words in rows]
    x, real = padded(lines, max(ask.length, *map(len, rows)), ask.value, ask.side)
    op = operation(ask)
    for p in op.parameters():
        p.requires_grad_(False)
    x.requires_grad_()
    out = op(x, real if ask.mask else None)
    truth = alone(op, lines, real, out)
    empty = ~real.any(1)
    apart = (out.detach() - truth).abs()
    if out.dim() == 3:
        apart = apart.masked_fill(~real[..., None], 0.0)
    errors = apart.flatten(1).amax(1)  # NaN stays NaN
    ahead, back = apart.chunk(2, -1)
    halves = (float(ahead.amax()), float(back.amax())) if ask.op.startswith("bi") else None
    weighed = out if out.dim() == 2 else out * real[..., None].to(dtype)
    (gradient,) = torch.autograd.grad(weighed.square().sum(), x)
    left = [iter(words) for words in rows]
    return Bench(
        words=tuple(
            tuple(next(words) if there else "" for there in row)
            for words, row in zip(left, real.tolist(), strict=True)
        ),
        real=real.numpy(),
        grid=_numbers(x),
        outputs=_numbers(out),
        truth=_numbers(truth),
        errors=_numbers(errors),
        error=float(errors.amax()),
        halves=halves,
        map=_map(op, x.detach(), real if ask.mask else None),
        empty=empty.numpy(),
        gradient=_numbers(gradient.abs().amax(-1)),
        rule="keep" if out.dim() == 3 else "reduce",
    )


def padded(lines: Sequence[Tensor], length: int, value: float, side: str) -> tuple[Tensor, Tensor]:
    """(B, T, D) of rows with ``value`` around them, and bool (B, T) where they are real."""
    x = torch.full((len(lines), length, FEATURES), value, dtype=lines[0].dtype)
    real = torch.zeros(len(lines), length, dtype=torch.bool)
    for b, line in enumerate(lines):
        start = length - len(line) if side == "pre" else 0
        x[b, start : start + len(line)] = line
        real[b, start : start + len(line)] = True
    return x, real


@torch.no_grad()
def alone(op: nn.Module, lines: Sequence[Tensor], real: Tensor, like: Tensor) -> Tensor:
    """Each line through the operation by itself, without padding, put where it stands in the batch."""
    truth = torch.zeros_like(like)
    for b, line in enumerate(lines):
        if len(line):
            found = op(line[None])[0]
            if like.dim() == 3:
                truth[b, real[b]] = found
            else:
                truth[b] = found
    return truth


def _map(op: nn.Module, x: Tensor, mask: Tensor | None) -> np.ndarray | None:
    if isinstance(op, SelfAttention):
        return _numbers(op.look(x, mask))
    return _numbers(op.weights(x, mask)) if isinstance(op, AttentionPool) else None


def _numbers(x: Tensor) -> np.ndarray:
    found: np.ndarray = x.detach().double().numpy().copy()
    return found
