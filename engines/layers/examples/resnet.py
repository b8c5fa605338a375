"""A small residual network as one writes it in torch (He et al. 2015, post-activation blocks)."""

from __future__ import annotations

import torch
from torch import Tensor, nn


class Residual(nn.Module):
    """x + two convolutions of x; where the size changes, x goes through a convolution of one pixel."""

    def __init__(self, into: int, out: int, stride: int = 1) -> None:
        super().__init__()
        self.conv1 = nn.Conv2d(into, out, 3, stride, 1, bias=False)
        self.norm1 = nn.BatchNorm2d(out)
        self.conv2 = nn.Conv2d(out, out, 3, 1, 1, bias=False)
        self.norm2 = nn.BatchNorm2d(out)
        self.short = nn.Conv2d(into, out, 1, stride, bias=False) if (into, stride) != (out, 1) else None

    def forward(self, x: Tensor) -> Tensor:
        y = self.norm2(self.conv2(torch.relu(self.norm1(self.conv1(x)))))
        return torch.relu(y + (x if self.short is None else self.short(x)))


class ResNet(nn.Module):
    """Eight residual blocks in four stages. (B, C, H, W) -> (B, classes)."""

    def __init__(self, channels: int = 1, classes: int = 10, width: int = 8) -> None:
        super().__init__()
        self.stem = nn.Conv2d(channels, width, 3, 1, 1, bias=False)
        self.norm = nn.BatchNorm2d(width)
        widths = (width, width, 2 * width, 2 * width, 3 * width, 3 * width, 4 * width, 4 * width)
        stages = zip((width, *widths), widths, strict=False)
        self.body = nn.Sequential(*(Residual(a, b, 1 if a == b else 2) for a, b in stages))
        self.head = nn.Linear(widths[-1], classes)

    def forward(self, x: Tensor) -> Tensor:
        found: Tensor = self.head(self.body(torch.relu(self.norm(self.stem(x)))).mean((2, 3)))
        return found
