"""The pictures of a run, as one uint8 tensor on the training device: no loader, no worker processes."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Protocol

import numpy as np
import torch
from torch import Tensor

from engines.problem import Problem

if TYPE_CHECKING:
    pass

Report = Callable[[str, float | None], None]

HELD = 256  # at most so many pictures are kept out of training, to measure on
LOOKED = 4096  # pictures that mean and variance are taken of


class Pictures(Protocol):
    """What this lab needs of ``engines.images.Images``."""

    @property
    def pixels(self) -> np.ndarray: ...
    @property
    def name(self) -> str: ...
    @property
    def licence(self) -> str: ...


def to_float(pixels: Tensor) -> Tensor:
    """uint8 (N, H, W, C) -> float (N, C, H, W) in [-1, 1], channels last in memory."""
    return pixels.permute(0, 3, 1, 2).to(torch.float32).div_(127.5).sub_(1.0)


def to_pixels(x: Tensor) -> Tensor:
    """float (N, C, H, W) in [-1, 1] -> uint8 (N, H, W, C), rounded."""
    x = x.float().add(1.0).mul_(127.5).round_().clamp_(0, 255)
    return x.permute(0, 2, 3, 1).to(torch.uint8)


class Deck:
    """All pictures of a run; batches are drawn with replacement, so one picture is enough.

    Attributes:
        pixels: uint8 (N, H, W, C).
        train, held: indices of the pictures that are trained on, and of those kept out. With fewer than 20
            pictures none can be spared, and ``held`` is a part of ``train``.
        variance: of all their numbers about one mean, pixels in [-1, 1]; what NMSE is relative to.
    """

    def __init__(self, pictures: Pictures, seed: int, device: torch.device) -> None:
        if len(pictures.pixels) == 0:
            raise Problem(
                "{name} holds no picture that could be read. Choose another source.", name=pictures.name
            )
        self.pixels = torch.from_numpy(np.ascontiguousarray(pictures.pixels)).to(device)
        order = torch.from_numpy(np.random.default_rng(seed).permutation(len(self.pixels))).to(device)
        spare = min(HELD, len(order) // 20)
        self.train = order[spare:]
        self.held = order[:spare] if spare else order[:HELD]
        self.variance = max(
            float(to_float(self.pixels[self.train[:LOOKED]]).double().var(correction=0)), 1e-3
        )

    def __len__(self) -> int:
        return len(self.pixels)

    def draw(self, n: int, rng: torch.Generator, *, flip: bool) -> Tensor:
        """A random batch: float (n, C, H, W) in [-1, 1]."""
        device = self.pixels.device
        chosen = self.train[torch.randint(len(self.train), (n,), generator=rng, device=device)]
        pixels = self.pixels.index_select(0, chosen)
        if flip:
            coin = torch.rand(n, generator=rng, device=device)[:, None, None, None] < 0.5
            pixels = torch.where(coin, pixels.flip(2), pixels)
        return to_float(pixels)

    def kept(self, first: int, n: int) -> Tensor:
        """``n`` pictures kept out of training, from the ``first`` on, beginning anew after the last."""
        device = self.held.device
        return to_float(self.pixels[self.held[(first + torch.arange(n, device=device)) % len(self.held)]])
