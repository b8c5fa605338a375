"""The picture of what is being painted, decoded on the engine's thread and so a little late."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from PySide6.QtCore import QObject, Signal

from engines.vqvae.codes import Codes, levels_of
from engines.vqvae.painting import queries
from engines.vqvae.painting.foresight import Foreseen


class Preview(QObject):
    """Asks for the picture of codes; only the newest ones waiting are decoded.

    Attributes:
        picture: uint8 (size, size, C), None before the first.
    """

    decoded = Signal(object)
    """The newest picture."""

    def __init__(self, ask: Callable[..., None], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._ask = ask
        self.picture: np.ndarray | None = None
        self._shown: tuple[np.ndarray, ...] = ()
        self._foreseen: Foreseen | None = None

    def expect(self, found: Foreseen) -> None:
        """A stroke would make this: if that stroke comes next, its picture is shown at once."""
        self._foreseen = found

    def refresh(self, codes: Codes) -> None:
        """Let these be decoded."""
        found = self._foreseen
        if found is not None and all(map(np.array_equal, levels_of(found.codes), levels_of(codes))):
            self.show(codes, found.picture)
        self._ask(
            lambda e: queries.decoded(e, codes), lambda picture: self.show(codes, picture), key="decode"
        )

    def show(self, codes: Codes, picture: np.ndarray) -> None:
        """This is the picture of these codes."""
        self._shown, self.picture, self._foreseen = levels_of(codes), picture, None
        self.decoded.emit(picture)

    def behind(self, grid: np.ndarray, level: int) -> np.ndarray:
        """Cells whose code the picture does not show yet, bool (h, w)."""
        if len(self._shown) < -level or self._shown[level].shape != grid.shape:
            return np.zeros(grid.shape, bool)
        return grid != self._shown[level]
