"""The small parts both players are made of. Pictures are (B, C, H, W), stored channels last."""

from __future__ import annotations

from typing import Literal

import torch
from torch import Tensor, nn
from torch.nn import functional as F

from engines.gan.fields.model import Upsample

SLOPE = 0.2  # of LeakyReLU on the negative side (DCGAN)


class BatchNorm(nn.Module):
    """(h - mean) / std over the batch, per channel (Ioffe & Szegedy 2015), with gain and offset if
    ``affine``.

    While training, running averages are kept for later use one picture at a time, but only of batches that
    count (``track``). The discriminator counts real batches alone: its averages serve the O-GAN encoder,
    which sees real pictures, and a mixture with generated ones would shift every code.
    """

    running_mean: Tensor
    running_var: Tensor

    def __init__(self, channels: int, *, affine: bool = True, momentum: float = 0.1) -> None:
        super().__init__()
        self.momentum = momentum
        self.track = True
        self.weight = nn.Parameter(torch.empty(channels)) if affine else None
        self.bias = nn.Parameter(torch.empty(channels)) if affine else None
        self.register_buffer("running_mean", torch.zeros(channels))
        self.register_buffer("running_var", torch.ones(channels))

    def forward(self, h: Tensor, z: Tensor | None = None) -> Tensor:
        """Normalise; ``z`` is ignored, so that this and SELF-MOD can stand in each other's place."""
        kept = self.track or not self.training
        mean, var = (self.running_mean, self.running_var) if kept else (None, None)
        return F.batch_norm(h, mean, var, self.weight, self.bias, self.training, self.momentum)


def norm(kind: Literal["bn", "none", "layer"], channels: int) -> nn.Module:
    """The discriminator's normalisation; "layer" is over all of one picture's features."""
    if kind == "bn":
        return BatchNorm(channels)
    return nn.GroupNorm(1, channels) if kind == "layer" else nn.Identity()


class Same(nn.Conv2d):
    """A stride-1 convolution that keeps the picture's size, also for an even kernel."""

    def __init__(self, channels: int, out: int, kernel: int) -> None:
        super().__init__(channels, out, kernel, padding=(kernel - 1) // 2)
        self.extra = 1 - kernel % 2

    def forward(self, h: Tensor) -> Tensor:
        return super().forward(F.pad(h, (0, self.extra, 0, self.extra)) if self.extra else h)


def down(channels: int, out: int, kernel: int) -> nn.Module:
    """A stride-2 convolution that halves the picture."""
    return nn.Conv2d(channels, out, kernel, stride=2, padding=(kernel - 1) // 2)


def up(kind: Upsample, channels: int, out: int, kernel: int) -> nn.Module:
    """A layer that doubles the picture.

    A transposed convolution whose kernel is no multiple of its stride writes neighbouring pixels from
    different numbers of taps: the checkerboard (Odena et al. 2016). The other kinds do not; "pixelshuffle" is
    a convolution to 2 x 2 pixels at a time (Shi et al. 2016).
    """
    if kind == "convT":
        odd = kernel % 2
        return nn.ConvTranspose2d(
            channels, out, kernel, stride=2, padding=(kernel - 1) // 2, output_padding=odd
        )
    if kind == "pixelshuffle":
        return nn.Sequential(Same(channels, 4 * out, kernel), nn.PixelShuffle(2))
    return nn.Sequential(Enlarge(kind), Same(channels, out, kernel))


class Enlarge(nn.Module):
    """Twice the size, by repeating pixels or by bilinear interpolation."""

    def __init__(self, kind: Literal["nearest", "bilinear"]) -> None:
        super().__init__()
        self.kind = kind

    def forward(self, h: Tensor) -> Tensor:
        if self.kind == "nearest":
            return F.interpolate(h, scale_factor=2.0, mode="nearest")
        return F.interpolate(h, scale_factor=2.0, mode="bilinear", align_corners=False)


class Unfold(nn.Module):
    """z -> the coarsest feature map, (B, nz) -> (B, C, edge, edge), by one affine map."""

    def __init__(self, nz: int, channels: int, edge: int) -> None:
        super().__init__()
        self.channels, self.edge = channels, edge
        self.dense = nn.Linear(nz, edge * edge * channels)

    def forward(self, z: Tensor) -> Tensor:
        h = self.dense(z).view(len(z), self.edge, self.edge, self.channels)
        return h.permute(0, 3, 1, 2)  # this is channels last already, without a copy
