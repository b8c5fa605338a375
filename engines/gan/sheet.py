"""The sample sheet: fixed codes, and their pictures kept fresh a few at a time."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import torch

from engines.gan.config import GanConfig
from engines.images.rolling import Rolling, tile

ROWS = COLS = 8
TIME = 0.0025  # seconds that one refresh may take in the middle of training


class Bank:
    """The fixed codes that the sheet shows, drawn once from the seed.

    Attributes:
        codes: float (64, nz); saved with the run.
        labels: the classes in turn, int64 (64,); all 0 without labels.
    """

    def __init__(self, config: GanConfig, classes: int) -> None:
        rng = torch.Generator().manual_seed(4 * config.seed + 2)
        self.codes = torch.randn(ROWS * COLS, config.nz, generator=rng)
        self.labels = torch.arange(ROWS * COLS) % max(1, classes)
        self._labelled = config.conditional

    def code(self, index: int) -> np.ndarray:
        """The code of sample ``index``: (nz,)."""
        return self.codes[index].numpy().copy()

    def label(self, index: int) -> int | None:
        """The class that sample is asked for, None in a run without labels."""
        return int(self.labels[index]) if self._labelled else None


class Sheet:
    """See :class:`engines.images.rolling.Rolling` for ``render`` and ``whole``."""

    def __init__(self, render: Callable[[np.ndarray], np.ndarray], *, whole: bool) -> None:
        self._rolling = Rolling(ROWS * COLS, render, whole=whole, seconds=TIME, some=16)

    def at(self, step: int) -> np.ndarray:
        """The sheet as of ``step``: uint8 (rows * H, cols * W, C)."""
        return tile(self._rolling.at(step), ROWS, COLS)

    @property
    def since(self) -> int:
        """The step at which the oldest picture on it was drawn."""
        return self._rolling.since

    def spoil(self) -> None:
        """The generator changed without a step."""
        self._rolling.spoil()
