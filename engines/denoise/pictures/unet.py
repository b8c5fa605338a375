"""A small U-Net that is told sigma (Ronneberger et al. 2015; Ho et al. 2020, here without attention).

It never works on more than 16 x 16 places: a picture is folded first, each patch of pixels becoming channels,
and unfolded at the end ("space to depth", Shi et al. 2016). At 32 px this costs a quarter of the work.
Blocks are residual, with SiLU and group norm, and sigma scales and shifts what is inside (Perez et al. 2018).
"""

from __future__ import annotations

from typing import Final

import torch
from torch import Tensor, nn
from torch.nn import functional as F

from engines.denoise.nets import begin

PLACES: Final = 16  # across, at most
LEAST: Final = 4  # no level is smaller
WIDTHS: Final = (1, 2, 3)  # channels of the levels, in base widths
WAVES: Final = 8  # of log sigma
TOLD: Final = 64  # numbers that sigma is told by
GROUPS: Final = 8


class Level(nn.Module):
    """What is told of sigma: (B,) -> (B, TOLD)."""

    frequencies: Tensor

    def __init__(self) -> None:
        super().__init__()
        self.register_buffer("frequencies", torch.logspace(-2, 2, WAVES, base=2.0))
        self.layers = nn.Sequential(nn.Linear(2 * WAVES, TOLD), nn.SiLU(), nn.Linear(TOLD, TOLD), nn.SiLU())

    def forward(self, sigma: Tensor) -> Tensor:
        angle = sigma.log()[:, None] * self.frequencies
        found: Tensor = self.layers(torch.cat([angle.sin(), angle.cos()], 1))
        return found


class Block(nn.Module):
    """h + two convolutions, scaled and shifted in between by what is told of sigma."""

    def __init__(self, given: int, out: int) -> None:
        super().__init__()
        self.norm1, self.norm2 = nn.GroupNorm(_groups(given), given), nn.GroupNorm(_groups(out), out)
        self.conv1 = nn.Conv2d(given, out, 3, padding=1)
        self.conv2 = nn.Conv2d(out, out, 3, padding=1)
        self.told = nn.Linear(TOLD, 2 * out)
        self.past = nn.Conv2d(given, out, 1) if given != out else nn.Identity()

    def forward(self, h: Tensor, told: Tensor) -> Tensor:
        scale, shift = self.told(told)[:, :, None, None].chunk(2, 1)
        inner = self.norm2(self.conv1(F.silu(self.norm1(h)))) * (1 + scale) + shift
        found: Tensor = self.past(h) + self.conv2(F.silu(inner))
        return found


class UNet(nn.Module):
    """Noisy pictures (B, C, H, W), a first guess like them, sigma (B,) -> a third like them; zeros at first.

    Args:
        shape: (C, H, W), H equal to W and at least 8.
        base: channels of the first level.
        rng: draws the weights.
    """

    def __init__(self, shape: tuple[int, ...], base: int, rng: torch.Generator) -> None:
        super().__init__()
        channels, size, _ = shape
        self.patch = -(-size // PLACES)
        folded = channels * self.patch**2
        widths = [base * share for share in WIDTHS[: depth(size // self.patch)]]
        self.level = Level()
        self.into = nn.Conv2d(2 * folded, widths[0], 3, padding=1)
        self.down = nn.ModuleList(Block(a, b) for a, b in zip([widths[0], *widths], widths, strict=False))
        self.middle = Block(widths[-1], widths[-1])
        above = [widths[-1], *widths[:0:-1]]
        self.up = nn.ModuleList(Block(a + b, b) for a, b in zip(above, reversed(widths), strict=True))
        self.norm = nn.GroupNorm(_groups(widths[0]), widths[0])
        self.out = nn.Conv2d(widths[0], folded, 3, padding=1)
        begin(self, rng)
        with torch.no_grad():
            self.out.weight.zero_()
            for block in self.modules():
                if isinstance(block, Block):
                    block.conv2.weight.mul_(0.1)
                    block.told.weight.zero_()
                    block.told.bias.zero_()
        self.to(memory_format=torch.channels_last)  # type: ignore[call-overload]

    def forward(self, u: Tensor, guess: Tensor, sigma: Tensor) -> Tensor:
        told = self.level(sigma)
        h = F.pixel_unshuffle(torch.cat([u, guess], 1), self.patch).contiguous(
            memory_format=torch.channels_last
        )
        h, kept = self.into(h), []
        for i, block in enumerate(self.down):
            h = block(F.avg_pool2d(h, 2) if i else h, told)
            kept.append(h)
        h = self.middle(h, told)
        for block in self.up:
            beside = kept.pop()
            if h.shape[-1] != beside.shape[-1]:
                h = F.interpolate(h, size=beside.shape[-2:], mode="nearest")
            h = block(torch.cat([h, beside], 1), told)
        return F.pixel_shuffle(self.out(F.silu(self.norm(h))), self.patch)


def depth(places: int) -> int:
    """Levels of a grid so many places across: halved while it is even and more than ``LEAST`` remain."""
    found = 1
    while places % 2 == 0 and places // 2 >= LEAST and found < len(WIDTHS):
        places, found = places // 2, found + 1
    return found


def _groups(channels: int) -> int:
    """At most ``GROUPS``, each of at least 4 channels where there are so many, and all equally large."""
    return next(g for g in range(min(GROUPS, max(1, channels // 4)), 0, -1) if channels % g == 0)
