"""The pictures of a run, as one uint8 tensor on the training device: no loader, no worker processes."""

from __future__ import annotations

from typing import Protocol

import numpy as np
import torch
from torch import Tensor
from torch.nn import functional as F

from engines.problem import Problem

HELD = 64  # at most so many pictures are kept out of training, to measure reconstruction on
FINGERPRINT = 8  # edge of the reduced pictures in which the nearest one is sought


class Pictures(Protocol):
    """What this lab needs of ``engines.images.Images``."""

    @property
    def pixels(self) -> np.ndarray: ...
    @property
    def labels(self) -> np.ndarray | None: ...
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
        labels: int64 (N,) or None.
        classes: number of labels, 0 without.
        train, held: indices of the pictures that are trained on, and of those kept out. With fewer than 20
            pictures none can be spared, and ``held`` is a part of ``train``.
        mean: the mean picture, float (C, H, W), what a guesser without eyes would answer.
    """

    def __init__(self, pictures: Pictures, seed: int, device: torch.device) -> None:
        if len(pictures.pixels) == 0:
            raise Problem(
                "{name} holds no picture that could be read. Choose another source.", name=pictures.name
            )
        self.pixels = torch.from_numpy(np.ascontiguousarray(pictures.pixels)).to(device)
        known = pictures.labels is not None and len(pictures.labels) == len(self.pixels)
        self.labels = torch.as_tensor(pictures.labels, dtype=torch.int64, device=device) if known else None
        self.classes = int(self.labels.max()) + 1 if self.labels is not None else 0
        order = torch.from_numpy(np.random.default_rng(seed).permutation(len(self.pixels))).to(device)
        spare = min(HELD, len(order) // 20)
        self.train = order[spare:]
        self.held = order[:spare] if spare else order[:HELD]
        self.mean = to_float(self.pixels[self.train[:4096]]).mean(0)
        self._fingerprints: Tensor | None = None

    def __len__(self) -> int:
        return len(self.pixels)

    def draw(self, n: int, rng: torch.Generator, *, flip: bool) -> tuple[Tensor, Tensor | None]:
        """A random batch: float (n, C, H, W) in [-1, 1], and its labels (n,) where there are any."""
        chosen = self.train[self._random(n, rng)]
        pixels = self.pixels.index_select(0, chosen)
        if flip:
            coin = torch.rand(n, generator=rng, device=pixels.device)[:, None, None, None] < 0.5
            pixels = torch.where(coin, pixels.flip(2), pixels)
        return to_float(pixels), None if self.labels is None else self.labels[chosen]

    def draw_labels(self, n: int, rng: torch.Generator) -> Tensor | None:
        """Random labels, each as frequent as among the pictures: (n,) or None."""
        return None if self.labels is None else self.labels[self.train[self._random(n, rng)]]

    def _random(self, n: int, rng: torch.Generator) -> Tensor:
        return torch.randint(len(self.train), (n,), generator=rng, device=self.pixels.device)

    def nearest(self, pixels: Tensor) -> int:
        """Index of the picture closest to uint8 (H, W, C), compared at 8 x 8."""
        if self._fingerprints is None:
            parts = [_fingerprint(chunk) for chunk in self.pixels.split(4096)]
            self._fingerprints = torch.cat(parts)
        return int(torch.cdist(_fingerprint(pixels[None]), self._fingerprints)[0].argmin())


def _fingerprint(pixels: Tensor) -> Tensor:
    return F.adaptive_avg_pool2d(to_float(pixels), FINGERPRINT).flatten(1)
