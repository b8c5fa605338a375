"""Pictures on their way from noise: a sheet that takes one move a look, and begins anew at its end."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final

import numpy as np
import torch
from torch import Tensor

from engines.denoise import drawing
from engines.denoise.config import DenoiseConfig
from engines.denoise.pasts import Pasts
from engines.images.rolling import tile

ROWS, COLS = 4, 6
REST: Final = 12  # looks that a finished sheet stays


class Sheet:
    """The averaged network that is looked at draws it; ``drawn`` is the last sheet that was finished,
    uint8."""

    def __init__(self, pasts: Pasts, config: DenoiseConfig, space: Any, device: torch.device) -> None:
        self._pasts, self._config, self._space, self._device = pasts, config, space, device
        self._moves: Iterator[tuple[Tensor, float]] | None = None
        self._last: tuple[np.ndarray, float] | None = None
        self._rest = 0
        self._rounds = 0
        self.drawn: np.ndarray | None = None

    def set_config(self, config: DenoiseConfig) -> None:
        """Begin anew with other settings, if they are of sampling."""
        names = ("sampler", "levels", "walk", "step_size", "jump")
        if any(getattr(config, name) != getattr(self._config, name) for name in names):
            self._moves, self._rest = None, 0
        self._config = config

    def next(self) -> tuple[np.ndarray, float]:
        """The sheet after one move more, and the noise it has."""
        if self._rest and self._last is not None:
            self._rest -= 1
            return self._last
        if self._moves is None:
            self._moves = self._begin()
        moved = next(self._moves, None)
        if moved is None:
            self._moves, self._rest = None, REST
            self._rounds += 1
            assert self._last is not None
            self.drawn = self._last[0]
            return self._last
        x, sigma = moved
        self._last = tile(self._space.to_pixels(x), ROWS, COLS), sigma
        return self._last

    @property
    def resting(self) -> bool:
        """Whether the sheet is finished, and stays for a while."""
        return self._moves is None

    def begin_anew(self) -> None:
        """Another network draws from now on."""
        self._moves, self._rest = None, 0

    def finish(self) -> None:
        """Draw a whole sheet with the network as it is now."""
        self._rest = 0
        for x, sigma in self._begin():
            self._last = tile(self._space.to_pixels(x), ROWS, COLS), sigma
        assert self._last is not None
        self.drawn, self._moves = self._last[0], None

    def _begin(self) -> Iterator[tuple[Tensor, float]]:
        config = self._config
        rng = torch.Generator(self._device).manual_seed(config.seed)  # the same noise each time
        x = drawing.noise(ROWS * COLS, self._space.shape, config.sigma_high, rng)
        yield x, config.sigma_high
        yield from drawing.walk(self._pasts.learned, config, x, rng)
