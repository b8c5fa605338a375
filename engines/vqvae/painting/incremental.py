"""Decode only what a brush stroke changed: every layer's last result is kept, and its dirty box recomputed.

A layer's dirty box grows by its reach. It is computed from a crop of the layer below with one cell more on
each side than is needed, so that the crop's own rim, where the convolution met zeros that are not there, is
left out.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import torch
from torch import Tensor, nn

from engines.vqvae.model.nets import Decoder, Up
from engines.vqvae.model.receptive import Box


def grown(box: Box, layer: nn.Module, h: int, w: int) -> Box:
    """The outputs that inputs in ``box`` change, of a layer whose input is h x w."""
    top, left, bottom, right = box
    if isinstance(layer, Up):
        return (
            max(0, 2 * top - 1),
            max(0, 2 * left - 1),
            min(2 * h, 2 * bottom + 1),
            min(2 * w, 2 * right + 1),
        )
    return max(0, top - 1), max(0, left - 1), min(h, bottom + 1), min(w, right + 1)


def recompute(layer: nn.Module, x: Tensor, out: Tensor, box: Box) -> Box:
    """Write into ``out`` what changed when inputs of ``box`` in x (1, C, h, w) did; returns the changed
    box."""
    h, w = x.shape[-2:]
    scale, halo = (2, 1) if isinstance(layer, Up) else (1, 2)
    top, left = max(0, box[0] - halo), max(0, box[1] - halo)
    crop = x[..., top : min(h, box[2] + halo), left : min(w, box[3] + halo)]
    fresh = layer(crop.contiguous(memory_format=torch.channels_last))
    a, b, c, d = dirty = grown(box, layer, h, w)
    out[..., a:c, b:d] = fresh[..., a - scale * top : c - scale * top, b - scale * left : d - scale * left]
    return dirty


class IncrementalDecoder:
    """A decoder that remembers. Use in evaluation mode, under ``no_grad``, on one picture at a time."""

    def __init__(self, decoder: Decoder) -> None:
        self._layers = list(decoder.layers)
        self._kept: list[Tensor] = []

    @property
    def result(self) -> Tensor:
        """What the last call decoded."""
        return self._kept[-1]

    def full(self, ground: Tensor) -> Tensor:
        """Decode all of (1, C, h, w), and remember. The result is overwritten by the next call."""
        self._kept = [ground.contiguous(memory_format=torch.channels_last).clone()]
        for layer in self._layers:
            self._kept.append(layer(self._kept[-1]))
        return self._kept[-1]

    def update(self, ground: Tensor, box: Box) -> tuple[Tensor, Box]:
        """Decode anew after ``ground`` changed inside ``box``: (everything, the box that changed)."""
        top, left, bottom, right = box
        self._kept[0][..., top:bottom, left:right] = ground[..., top:bottom, left:right]
        for layer, x, out in zip(self._layers, self._kept, self._kept[1:], strict=False):
            box = recompute(layer, x, out, box)
        return self._kept[-1], box

    @contextmanager
    def aside(self) -> Iterator[None]:
        """What is decoded within is decoded as it would be now, and forgotten afterwards."""
        kept, self._kept = self._kept, [layer.clone() for layer in self._kept]
        try:
            yield
        finally:
            self._kept = kept
