"""ResNet GAN for small pictures: the SNGAN family (Miyato et al. 2018, appendix B; numbers as in mimicry).

Ordinary 3 x 3 convolutions, bilinear enlarging, average pooling, and residual blocks x + alpha f(x): with
alpha = 1 the standard, with alpha near 0.1 Su's calmer start (kexue.fm 6549). Up to 32 px all blocks have
``width`` maps; above, each coarser block has twice as many.
"""

from __future__ import annotations

import torch
from torch import Tensor, nn
from torch.nn import functional as F

from engines.gan.config import GanConfig, base
from engines.gan.nets.dcgan import widths
from engines.gan.nets.layers import BatchNorm, Enlarge, Same, Unfold, norm

MAIN_GAIN = 2**0.5  # of the Glorot start on the main path, whose ReLUs halve the variance; 1 on shortcuts


def _main(channels: int, out: int) -> Same:
    convolution = Same(channels, out, 3)
    convolution.gain = MAIN_GAIN  # type: ignore[assignment]  # read by init.py
    return convolution


class UpBlock(nn.Module):
    """BN-ReLU-up-conv3-BN-ReLU-conv3 beside up-conv1."""

    def __init__(self, channels: int, out: int, alpha: float) -> None:
        super().__init__()
        self.alpha = alpha
        self.enlarge = Enlarge("bilinear")
        self.norm1, self.conv1 = BatchNorm(channels), _main(channels, out)
        self.norm2, self.conv2 = BatchNorm(out), _main(out, out)
        self.shortcut = Same(channels, out, 1)

    def forward(self, h: Tensor) -> Tensor:
        f = self.conv1(self.enlarge(F.relu(self.norm1(h))))
        f = self.conv2(F.relu(self.norm2(f)))
        return self.shortcut(self.enlarge(h)) + self.alpha * f


class Generator(nn.Module):
    """dense -> up blocks -> BN-ReLU-conv3-tanh: (B, nz) -> (B, C, edge, edge) in [-1, 1]."""

    def __init__(self, config: GanConfig) -> None:
        super().__init__()
        edge, doublings = base(config.size)
        flat = config.size <= 32
        outs = [config.width_g] * doublings if flat else widths(config.width_g, doublings)[::-1]
        ins = [outs[0] if flat else min(2 * outs[0], 1024), *outs[:-1]]
        self.unfold = Unfold(config.nz, ins[0], edge)
        self.blocks = nn.ModuleList(
            UpBlock(c, out, config.res_alpha) for c, out in zip(ins, outs, strict=True)
        )
        self.norm = BatchNorm(outs[-1])
        self.last = _main(outs[-1], config.channels)

    def forward(self, z: Tensor) -> Tensor:
        h = self.unfold(z)
        for block in self.blocks:
            h = block(h)
        return torch.tanh(self.last(F.relu(self.norm(h))).float())


class DownBlock(nn.Module):
    """ReLU-conv3-ReLU-conv3-pool beside conv1-pool; the first block starts without ReLU, on pixels."""

    def __init__(self, channels: int, out: int, config: GanConfig, *, halve: bool, first: bool) -> None:
        super().__init__()
        self.alpha, self.halve, self.first = config.res_alpha, halve, first
        self.norm1 = nn.Identity() if first else norm(config.norm_d, channels)
        self.conv1 = _main(channels, out)
        self.norm2, self.conv2 = norm(config.norm_d, out), _main(out, out)
        plain = channels == out and not halve
        self.shortcut = nn.Identity() if plain else Same(channels, out, 1)

    def forward(self, x: Tensor) -> Tensor:
        f = x if self.first else F.relu(self.norm1(x))
        f = self.conv2(F.relu(self.norm2(self.conv1(f))))
        if not self.halve:
            return self.shortcut(x) + self.alpha * f
        # pooling commutes with the 1x1 shortcut, and is cheaper before it
        return self.shortcut(F.avg_pool2d(x, 2)) + self.alpha * F.avg_pool2d(f, 2)


class Trunk(nn.Module):
    """Down blocks, then ReLU: (B, C, edge, edge) -> (B, channels, base, base).

    Up to 32 px two blocks halve and two keep the size (8 x 8 remains); above, blocks halve down to the base.
    """

    def __init__(self, config: GanConfig) -> None:
        super().__init__()
        edge, halvings = base(config.size)
        flat = config.size <= 32
        outs = [config.width_d] * 4 if flat else widths(config.width_d, halvings)
        halves = [i < 2 or not flat for i in range(len(outs))]
        ins = [config.channels, *outs[:-1]]
        self.blocks = nn.ModuleList(
            DownBlock(c, out, config, halve=h, first=i == 0)
            for i, (c, out, h) in enumerate(zip(ins, outs, halves, strict=True))
        )
        self.channels = outs[-1]
        self.edge = 8 if flat else edge

    def forward(self, x: Tensor) -> Tensor:
        for block in self.blocks:
            x = block(x)
        return F.relu(x)
