"""The sample sheet: pictures of the fixed codes, kept fresh a few at a time."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from engines.images.rolling import Rolling, tile

ROWS = COLS = 8
TIME = 0.0025  # seconds that one refresh may take in the middle of training


class Sheet:
    """See :class:`engines.images.rolling.Rolling` for ``render`` and ``whole``."""

    def __init__(self, render: Callable[[np.ndarray], np.ndarray], *, whole: bool) -> None:
        self._rolling = Rolling(ROWS * COLS, render, whole=whole, seconds=TIME, some=16)

    def at(self, step: int) -> np.ndarray:
        """The sheet as of ``step``: uint8 (rows * H, cols * W, C)."""
        return tile(self._rolling.at(step), ROWS, COLS)

    def spoil(self) -> None:
        """The generator changed without a step."""
        self._rolling.spoil()
