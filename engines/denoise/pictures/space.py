"""Pictures as the engine sees them: batches, their way to pixels and back, the nearest, and scores."""

from __future__ import annotations

from dataclasses import replace
from functools import cached_property
from typing import Final, Protocol

import numpy as np
import torch
from torch import Tensor
from torch.nn import functional as F

from engines.denoise.pictures.filter import Filter
from engines.denoise.pictures.wiener import Wiener, fitted
from engines.images import features
from engines.images.config import PictureConfig
from engines.images.dataset import Deck, Pictures, to_float, to_pixels
from engines.images.scores import balls
from engines.images.source import SIZES

HELD: Final = 300  # pictures kept out of training at most: they are what samples are scored against
LOOKED: Final = 4096  # pictures that mean and spread are taken of
LEARNT: Final = 1024  # that the linear answer is learned of
LEAST_SPREAD: Final = 0.02  # of pictures of one colour, so that nothing is divided by zero
REDUCED: Final = 16  # pixels across at which the nearest picture is sought
TYPICAL: Final = 100  # pictures whose distance to the nearest is looked at
LOADED_AT: Final = 32  # pixels across of pictures that are wanted smaller than sources have them


def loaded_at(config: PictureConfig) -> PictureConfig:
    """The settings to load pictures with, of the size wanted or a multiple of it."""
    if config.size in SIZES:
        return config
    return replace(config, size=LOADED_AT)


class Sized(Protocol):
    """What of the settings a space needs."""

    @property
    def size(self) -> int: ...
    @property
    def flip(self) -> bool: ...
    @property
    def seed(self) -> int: ...


class PictureSpace:
    """Pictures as x (n, C, H, W), the mean colour 0 and the spread 1.

    Args:
        pictures: square, of the settings' size or a multiple of it.

    Attributes:
        shape, std: of one x, and its standard deviation.
        deck: which pictures are trained on and which are not.
        spread: what the standard deviation was, of values in [-1, 1].
        flip: whether half of the pictures trained on are mirrored.
    """

    def __init__(self, pictures: Pictures, config: Sized, device: torch.device) -> None:
        self.deck = Deck(_Reduced(pictures, config.size), config.seed, device, HELD)
        self.flip = config.flip
        size, channels = self.deck.pixels.shape[2:]
        self.shape, self.std = (channels, size, size), 1.0
        self.name, self.count, self.licence = pictures.name, len(self.deck), pictures.licence
        self.skipped: tuple[tuple[str, str], ...] = tuple(getattr(pictures, "skipped", ()))
        looked = to_float(self.deck.pixels[self.deck.train[:LOOKED]])
        self.mean = looked.mean((0, 2, 3), keepdim=True)
        self.spread = max(float((looked - self.mean).std(correction=0)), LEAST_SPREAD)

    def batch(self, n: int, rng: torch.Generator) -> Tensor:
        """n pictures that are trained on, with replacement: there may be fewer than n."""
        return (self.deck.batch(self.deck.pick(n, rng), rng, flip=self.flip) - self.mean) / self.spread

    def to_x(self, pixels: np.ndarray) -> Tensor:
        """uint8 (n, H, W, C) -> x (n, C, H, W)."""
        return self._x(torch.from_numpy(np.ascontiguousarray(pixels)).to(self.deck.pixels.device))

    def to_pixels(self, x: Tensor) -> np.ndarray:
        """x (n, C, H, W) -> uint8 (n, H, W, C), rounded and cut off at black and white."""
        found: np.ndarray = to_pixels(x * self.spread + self.mean).cpu().numpy()
        return found

    def held(self, index: int) -> np.ndarray:
        """A picture kept out of training, beginning anew after the last: uint8 (H, W, C)."""
        found: np.ndarray = self.deck.pixels[self.deck.held[index % len(self.deck.held)]].cpu().numpy()
        return found

    @cached_property
    def wiener(self) -> Wiener:
        """The best linear denoiser of x."""
        return fitted(self._x(self.deck.pixels[self.deck.train[:LEARNT]]))

    @cached_property
    def filter(self) -> Filter:
        """What a network begins as."""
        return Filter(self._x(self.deck.pixels[self.deck.train[:LOOKED]]))

    def weight(self, sigma: Tensor) -> Tensor:
        """Of the loss at noise (B,), which makes all levels count alike at the beginning: (B,)."""
        return 1 / self.filter.error(sigma) ** 2

    # -- the nearest picture -----------------------------------------------------------------------------

    def nearest(self, pixels: np.ndarray) -> tuple[int, float]:
        """(number of the closest picture trained on, root mean square distance) to uint8 (H, W, C)."""
        small = _small(torch.from_numpy(np.ascontiguousarray(pixels))[None].to(self._reduced.device))
        distance, at = torch.cdist(small, self._reduced)[0].min(0)
        return int(self.deck.train[at]), float(distance) / small.shape[1] ** 0.5

    @cached_property
    def typical(self) -> float:
        """Median of this distance of pictures kept out of training; of those trained on, to the next one."""
        held = self.deck.held[:TYPICAL]
        apart = torch.cdist(_small(self.deck.pixels[held]), self._reduced)
        apart[held[:, None] == self.deck.train[None]] = torch.inf
        median = float(apart.min(1).values.median())
        return median / self._reduced.shape[1] ** 0.5 if np.isfinite(median) else 0.0

    @cached_property
    def _reduced(self) -> Tensor:
        return torch.cat([_small(self.deck.pixels[part]) for part in self.deck.train.split(LOOKED)])

    # -- scores ------------------------------------------------------------------------------------------

    def scored(self, pixels: np.ndarray) -> dict[str, float]:
        """ "coverage" and "density" of uint8 (n, H, W, C) among pictures kept out of training."""
        made = features.of(to_float(torch.from_numpy(np.ascontiguousarray(pixels)).to(self._seen.device)))
        coverage, density = balls.coverage_density(self._seen, made)
        return {"coverage": coverage, "density": density}

    def floor(self, n: int) -> dict[str, float]:
        """The same of n pictures that are trained on: what the data itself scores."""
        return self.scored(self.deck.pixels[self.deck.train[:n]].cpu().numpy())

    @cached_property
    def _seen(self) -> Tensor:
        return features.of(to_float(self.deck.pixels[self.deck.held]))

    def _x(self, pixels: Tensor) -> Tensor:
        return (to_float(pixels) - self.mean) / self.spread


class _Reduced:
    """Pictures, averaged down to a size."""

    def __init__(self, pictures: Pictures, size: int) -> None:
        self.name, self.licence = pictures.name, pictures.licence
        n, across, _, channels = pictures.pixels.shape
        self.pixels = pictures.pixels
        if across > size:
            every = across // size
            blocks = pictures.pixels.reshape(n, size, every, size, every, channels)
            self.pixels = np.rint(blocks.mean((2, 4))).astype(np.uint8)


def _small(pixels: Tensor) -> Tensor:
    """uint8 (n, H, W, C) -> (n, d), values in 0..1 of pictures no larger than ``REDUCED``."""
    x = to_float(pixels)
    return F.adaptive_avg_pool2d(x, min(REDUCED, x.shape[-1])).flatten(1) / 2
