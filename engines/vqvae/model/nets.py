"""Encoder and decoder: strided convolutions, residual blocks, no layer that looks further than its kernel.

Source: sonnet's VQ-VAE example (github.com/google-deepmind/sonnet), whose blocks are those of van den Oord et
al. 2017, section 4.1; with ``norm`` "bn" the norms stand where bojone/vae, vq_vae_keras.py has them. Group
and layer norm would make every pixel depend on every code, so there is none; batch norm is local once it
rests.
"""

from __future__ import annotations

from collections.abc import Iterator

import torch
from torch import Tensor, nn
from torch.nn import functional as F


class Norm(nn.BatchNorm2d):
    """Batch norm that also bears a single value per channel, where a variance cannot be taken."""

    def forward(self, x: Tensor) -> Tensor:
        if self.training and x.numel() == x.shape[1]:
            return F.batch_norm(x, self.running_mean, self.running_var, self.weight, self.bias, False)
        return super().forward(x)


def norm(kind: str, width: int) -> nn.Module:
    """Batch norm, or nothing."""
    return Norm(width) if kind == "bn" else nn.Identity()


class Residual(nn.Module):
    """x + conv1(relu(conv3(relu(x)))), (B, C, h, w) -> the same shape."""

    def __init__(self, width: int, inner: int, kind: str) -> None:
        super().__init__()
        self.norm1, self.norm2 = norm(kind, width), norm(kind, inner)
        self.conv3 = nn.Conv2d(width, inner, 3, padding=1)
        self.conv1 = nn.Conv2d(inner, width, 1)

    def forward(self, x: Tensor) -> Tensor:
        h = self.conv3(torch.relu(self.norm1(x)))
        return x + self.conv1(torch.relu(self.norm2(h)))


class Up(nn.Module):
    """relu, then twice as large: convolution transposed 4/2/1. Input i reaches outputs 2i - 1 ... 2i + 2."""

    def __init__(self, given: int, made: int, kind: str) -> None:
        super().__init__()
        self.norm = norm(kind, given)
        self.conv = nn.ConvTranspose2d(given, made, 4, 2, 1)

    def forward(self, x: Tensor) -> Tensor:
        return self.conv(torch.relu(self.norm(x)))


class Encoder(nn.Module):
    """(B, given, H, W) -> (B, width, H / 2^downs, W / 2^downs)."""

    def __init__(self, given: int, width: int, inner: int, blocks: int, downs: int, kind: str) -> None:
        super().__init__()
        layers: list[nn.Module] = []
        for i in range(downs):
            made = width if i == downs - 1 else max(1, width // 2)
            layers += [nn.Conv2d(given, made, 4, 2, 1), norm(kind, made), nn.ReLU()]
            given = made
        layers += [nn.Conv2d(width, width, 3, padding=1)]
        layers += [Residual(width, inner, kind) for _ in range(blocks)]
        self.layers = nn.Sequential(*layers)

    def forward(self, x: Tensor) -> Tensor:
        return torch.relu(self.layers(x))


class Decoder(nn.Module):
    """(B, given, h, w) -> (B, made, h 2^ups, w 2^ups). ``layers`` is the whole of it, one after another."""

    def __init__(
        self, given: int, width: int, inner: int, blocks: int, ups: int, made: int, kind: str
    ) -> None:
        super().__init__()
        self.layers = nn.ModuleList([nn.Conv2d(given, width, 3, padding=1)])
        self.layers.extend(Residual(width, inner, kind) for _ in range(blocks))
        for i in range(ups):
            last = i == ups - 1
            half = made if last else max(1, width // 2)
            self.layers.append(Up(width, half, kind))
            width = half

    def forward(self, x: Tensor) -> Tensor:
        for layer in self.layers:
            x = layer(x)
        return x


def convolutions(net: nn.Module) -> Iterator[nn.Conv2d | nn.ConvTranspose2d]:
    """All convolutions of a net, in order."""
    for module in net.modules():
        if isinstance(module, nn.Conv2d | nn.ConvTranspose2d):
            yield module


@torch.no_grad()
def initialise(net: nn.Module, rng: torch.Generator) -> None:
    """Torch's own start of convolutions, U(-1/sqrt(fan in), 1/sqrt(fan in)), from a generator of ours."""
    for conv in convolutions(net):
        turned = isinstance(conv, nn.ConvTranspose2d)
        fan = conv.weight[0, 0].numel() * conv.weight.shape[0 if turned else 1]
        if turned:
            fan //= 4  # stride 2: a quarter of the kernel meets each output
        for p in (conv.weight, conv.bias):
            if p is not None:
                p.uniform_(-(fan**-0.5), fan**-0.5, generator=rng)
