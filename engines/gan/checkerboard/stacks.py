"""Generators that have learnt nothing: what a way of growing pictures does by itself."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final, Literal

import torch
from torch import Tensor
from torch.nn import functional as F

from engines.gan.checkerboard.counts import Stack

Way = Literal["convT", "nearest", "bilinear", "pixelshuffle"]
WAYS: Final[tuple[Way, ...]] = ("convT", "nearest", "bilinear", "pixelshuffle")
CHANNELS: Final = 32
MAPS: Final = 32  # of the last layer: all are read, as one kernel alone is chance


@torch.no_grad()
def grown(way: Way, stack: Stack, seed: int, count: int, side: int, channels: int = CHANNELS) -> Tensor:
    """Pictures that random weights make of random maps: (count, side, side, MAPS), their spread 1.

    Each layer is norm, ReLU and one way to grow. What lies near an edge is cut off.

    Args:
        side: of the pictures, px, so that every place modulo a short period is there.
    """
    rng = torch.Generator().manual_seed(seed)
    h = torch.randn(count, channels, *[_start(stack, side)] * 2, generator=rng)
    for layer in range(stack.layers):
        out = channels if layer < stack.layers - 1 else MAPS
        h = _LAYERS[way](F.relu(_normed(h)), out, stack, rng)
    cut = (h.shape[-1] - side) // 2
    h = _normed(h[..., cut : cut + side, cut : cut + side])
    return h.permute(0, 2, 3, 1).contiguous()


def _start(stack: Stack, side: int) -> int:
    """The smallest map that grows to ``side`` and to the edges that every layer spoils, by all ways."""
    n = 1
    while min(stack.lengths(n)[-1], n * stack.stride**stack.layers) < side + 2 * stack.kernel:
        n += 1
    return n


def _normed(h: Tensor) -> Tensor:
    """Batch norm without gain: (B, C, H, W)."""
    mean, var = h.mean((0, 2, 3), keepdim=True), h.var((0, 2, 3), keepdim=True)
    return (h - mean) / (var + 1e-8).sqrt()


def _transposed(h: Tensor, out: int, stack: Stack, rng: torch.Generator) -> Tensor:
    weight = torch.randn(h.shape[1], out, stack.kernel, stack.kernel, generator=rng)
    return F.conv_transpose2d(h, weight, stride=stack.stride, padding=stack.padding)


def _convolved(h: Tensor, out: int, stack: Stack, rng: torch.Generator) -> Tensor:
    """A convolution that keeps the size, also with an even kernel."""
    before = (stack.kernel - 1) // 2
    after = stack.kernel - 1 - before
    weight = torch.randn(out, h.shape[1], stack.kernel, stack.kernel, generator=rng)
    return F.conv2d(F.pad(h, (before, after, before, after)), weight)


def _nearest(h: Tensor, out: int, stack: Stack, rng: torch.Generator) -> Tensor:
    return _convolved(F.interpolate(h, scale_factor=float(stack.stride), mode="nearest"), out, stack, rng)


def _bilinear(h: Tensor, out: int, stack: Stack, rng: torch.Generator) -> Tensor:
    large = F.interpolate(h, scale_factor=float(stack.stride), mode="bilinear", align_corners=False)
    return _convolved(large, out, stack, rng)


def _shuffled(h: Tensor, out: int, stack: Stack, rng: torch.Generator) -> Tensor:
    return F.pixel_shuffle(_convolved(h, out * stack.stride**2, stack, rng), stack.stride)


_LAYERS: Final[dict[str, Callable[[Tensor, int, Stack, torch.Generator], Tensor]]] = {
    "convT": _transposed,
    "nearest": _nearest,
    "bilinear": _bilinear,
    "pixelshuffle": _shuffled,
}
