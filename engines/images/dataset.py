"""The pictures of a run, as one uint8 tensor on the training device: no loader, no worker processes."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

import numpy as np
import torch
from torch import Tensor

from engines.ground.problem import Problem
from engines.images.rolling import tile

LOOKED_AT = 256  # pictures, to see whether they have any colour


class Pictures(Protocol):
    """What a run needs of ``engines.images.Images``."""

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


def looked_at(picture: np.ndarray, shape: Sequence[int], device: torch.device) -> Tensor:
    """uint8 (H, W, C) -> float (1, C, H, W). Raises ValueError for another ``shape`` (H, W, C)."""
    if picture.shape != tuple(shape) or picture.dtype != np.uint8:
        raise ValueError(f"a uint8 picture of shape {tuple(shape)} is needed, not {picture.shape}")
    return to_float(torch.from_numpy(np.ascontiguousarray(picture))[None].to(device))


class Deck:
    """All pictures of a run; batches are drawn with replacement, so one picture is enough.

    Args:
        held: at most so many pictures are kept out of training, to measure on.

    Attributes:
        pixels: uint8 (N, H, W, C).
        train, held: indices of the pictures that are trained on, and of those kept out. With fewer than 20
            pictures none can be spared, and ``held`` is a part of ``train``.
        grey: pictures in colour that have none.
    """

    def __init__(self, pictures: Pictures, seed: int, device: torch.device, held: int) -> None:
        if len(pictures.pixels) == 0:
            raise Problem(
                "{name} holds no picture that could be read. Choose another source.", name=pictures.name
            )
        self.pixels = torch.from_numpy(np.ascontiguousarray(pictures.pixels)).to(device)
        order = torch.from_numpy(np.random.default_rng(seed).permutation(len(self.pixels))).to(device)
        spare = min(held, len(order) // 20)
        self.train = order[spare:]
        self.held = order[:spare] if spare else order[:held]
        some = self.pixels[order[:LOOKED_AT]]
        self.grey = some.shape[-1] == 3 and bool((some == some[..., :1]).all())

    def __len__(self) -> int:
        return len(self.pixels)

    def pick(self, n: int, rng: torch.Generator) -> Tensor:
        """Indices (n,) of random pictures that are trained on."""
        chosen = torch.randint(len(self.train), (n,), generator=rng, device=self.pixels.device)
        return self.train[chosen]

    def batch(self, chosen: Tensor, rng: torch.Generator, *, flip: bool) -> Tensor:
        """Pictures of indices (n,), half of them mirrored on ``flip``: float (n, C, H, W) in [-1, 1]."""
        pixels = self.pixels.index_select(0, chosen)
        if flip:
            coin = torch.rand(len(chosen), generator=rng, device=pixels.device)[:, None, None, None] < 0.5
            pixels = torch.where(coin, pixels.flip(2), pixels)
        return to_float(pixels)

    def sheet(self, rows: int, cols: int, seed: int) -> tuple[np.ndarray, np.ndarray]:
        """Pictures at random: uint8 (rows * H, cols * W, C), and their indices (rows * cols,)."""
        n = rows * cols
        chosen = np.random.default_rng(seed).choice(len(self), n, replace=n > len(self))
        pixels = self.pixels[torch.from_numpy(chosen).to(self.pixels.device)]
        return tile(pixels.cpu().numpy(), rows, cols), chosen
