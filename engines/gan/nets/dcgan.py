"""DCGAN: strided convolutions only (Radford et al. 2016), and with SELF-MOD in place of its batch norm.

Both nets count widths from the fine end: the generator's last hidden layer has ``width`` maps, each coarser
one twice as many, never more than MOST. 64 px with width 64 and kernel 4 is the network of pytorch/examples.
"""

from __future__ import annotations

from collections.abc import Sequence

import torch
from torch import Tensor, nn
from torch.nn import functional as F

from engines.gan.config import GanConfig, base
from engines.gan.nets.layers import SLOPE, BatchNorm, Unfold, down, norm, up
from engines.gan.nets.selfmod import SelfMod

MOST = 1024


def widths(width: int, layers: int) -> list[int]:
    """``layers`` channel counts from fine to coarse: width, 2 width, 4 width, ..."""
    return [min(width << i, max(MOST, width)) for i in range(layers)]


class Generator(nn.Module):
    """z -> dense -> [norm, ReLU, up] x n -> tanh: (B, nz) -> (B, C, edge, edge) in [-1, 1]."""

    def __init__(self, config: GanConfig) -> None:
        super().__init__()
        edge, doublings = base(config.size)
        sizes = widths(config.width_g, doublings)[::-1]
        self.unfold = Unfold(config.nz, sizes[0], edge)
        self.norms = nn.ModuleList(self._norm(config, c) for c in sizes)
        outs = [*sizes[1:], config.channels]
        self.ups = nn.ModuleList(
            up(config.upsample, c, out, config.kernel) for c, out in zip(sizes, outs, strict=True)
        )

    @staticmethod
    def _norm(config: GanConfig, channels: int) -> nn.Module:
        if config.arch == "selfmod":
            return SelfMod(channels, config.nz, config.selfmod_hidden)
        return BatchNorm(channels)

    def forward(self, z: Tensor) -> Tensor:
        return self.layered([z] * (1 + len(self.norms)))

    def layered(self, codes: Sequence[Tensor]) -> Tensor:
        """As ``forward``, each layer with a code of its own: that of the dense one first, then of each
        norm."""
        h = self.unfold(codes[0])
        for normalise, enlarge, z in zip(self.norms, self.ups, codes[1:], strict=True):
            h = enlarge(F.relu(normalise(h, z)))
        return torch.tanh(h.float())


class Trunk(nn.Module):
    """[down, norm, LeakyReLU] x n, no norm in the first: (B, C, edge, edge) -> (B, channels, base, base).

    Attributes:
        channels: of the last feature map.
    """

    def __init__(self, config: GanConfig) -> None:
        super().__init__()
        _, halvings = base(config.size)
        sizes = widths(config.width_d, halvings)
        ins = [config.channels, *sizes[:-1]]
        self.downs = nn.ModuleList(down(c, out, config.kernel) for c, out in zip(ins, sizes, strict=True))
        self.norms = nn.ModuleList(
            nn.Identity() if i == 0 else norm(config.norm_d, c) for i, c in enumerate(sizes)
        )
        self.channels = sizes[-1]
        self.edge = base(config.size)[0]

    def forward(self, x: Tensor) -> Tensor:
        for halve, normalise in zip(self.downs, self.norms, strict=True):
            x = F.leaky_relu(normalise(halve(x)), SLOPE)
        return x
