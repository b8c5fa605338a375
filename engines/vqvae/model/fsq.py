"""Finite scalar quantisation: no codebook to learn, each number of a vector is rounded to a few steps.

Source: Mentzer et al., "Finite Scalar Quantization: VQ-VAE Made Simple" (arXiv:2309.15505), in the form of
Su's fsqae.py (github.com/bojone/FSQ): a sigmoid, then rounding with the straight-through gradient.
"""

from __future__ import annotations

import math

import torch
from torch import Tensor, nn

from engines.vqvae.model.quantizer import Quantised, rows, straight_through


class FiniteScalarQuantizer(nn.Module):
    """Rounds D = len(levels) numbers; the K = prod(levels) combinations are numbered in mixed radix.

    Attributes:
        embed: all code vectors (K, D), each number one of L even steps from -1 to 1.
        count: (K,), how many vectors chose a code per step, lately.
    """

    embed: Tensor
    count: Tensor
    levels: Tensor
    radix: Tensor
    decay = 0.99  # of ``count`` only

    def __init__(self, levels: tuple[int, ...]) -> None:
        super().__init__()
        radix = [math.prod(levels[:i]) for i in range(len(levels))]
        self.register_buffer("levels", torch.tensor(levels), persistent=False)
        self.register_buffer("radix", torch.tensor(radix), persistent=False)
        self.register_buffer("embed", self.vectors(torch.arange(math.prod(levels))), persistent=False)
        self.register_buffer("count", torch.ones(math.prod(levels)))

    def forward(self, z: Tensor) -> Quantised:
        """Quantise z (B, D, h, w), unbounded numbers as a convolution makes them. No loss is needed."""
        z = z.float()
        bounded = 2 * torch.sigmoid(rows(z)) - 1
        codes = self.indices(bounded.detach())
        q = straight_through(bounded, self.vectors(codes))
        B, D, h, w = z.shape
        counts = torch.bincount(codes, minlength=len(self.embed)).float()
        if self.training:
            self.count.mul_(self.decay).add_(counts, alpha=1 - self.decay)
        zero = torch.zeros((), device=z.device)
        shaped = q.reshape(B, h, w, D).permute(0, 3, 1, 2)
        return Quantised(shaped, codes.reshape(B, h, w), zero, zero, counts)

    def indices(self, bounded: Tensor) -> Tensor:
        """Numbers (N,) of vectors (N, D) in [-1, 1], each rounded to its nearest step."""
        steps = (0.5 * (bounded + 1) * (self.levels - 1)).round().to(torch.int64)
        return (steps * self.radix).sum(1)

    def vectors(self, codes: Tensor) -> Tensor:
        """Vectors (N, D) of codes (N,): the inverse of :meth:`indices`."""
        steps = (codes[:, None] // self.radix) % self.levels
        return 2 * steps.float() / (self.levels - 1) - 1
