"""Directions that a person named and keeps, and how far each is gone."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

import numpy as np
from PySide6.QtCore import QObject, Signal

from engines.gan.bench import text
from engines.gan.bench.codes import Code, moved
from engines.ground.problem import Problem

MOST: Final = 24
FAR: Final = 2.0  # of a direction's own length, either way


class Kept(QObject):
    """Values in, signals out.

    Attributes:
        vectors: by name, float32 (nz,) each; those of another latent size rest until it comes back.
    """

    changed = Signal()
    """Other directions."""
    moved = Signal()
    """Gone to another place along them."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.vectors: dict[str, np.ndarray] = {}
        self._amounts: dict[str, float] = {}
        self._nz = 0

    def names(self) -> list[str]:
        """Those that fit codes of the run, oldest first."""
        return [name for name, vector in self.vectors.items() if len(vector) == self._nz]

    def amount(self, name: str) -> float:
        """How far it is gone, in its own lengths."""
        return self._amounts.get(name, 0.0)

    def go(self, name: str, amount: float) -> None:
        """Go there."""
        self._amounts[name] = amount
        self.moved.emit()

    def rest(self) -> None:
        """All back to 0."""
        self._amounts.clear()
        self.changed.emit()
        self.moved.emit()

    def fit(self, nz: int) -> None:
        """Codes have so many numbers now."""
        self._nz = nz
        self.changed.emit()

    def keep(self, name: str, vector: np.ndarray) -> None:
        """Keep one under a name; one of the same name goes, and the oldest where there are too many."""
        self.vectors.pop(name, None)
        self.vectors[name] = vector.astype(np.float32)
        while len(self.vectors) > MOST:
            del self.vectors[next(iter(self.vectors))]
        self.changed.emit()

    def remove(self, name: str) -> None:
        """Keep it no more."""
        self.vectors.pop(name, None)
        self._amounts.pop(name, None)
        self.changed.emit()
        self.moved.emit()

    def apply(self, code: Code) -> Code:
        """A code, gone along all of them."""
        names = self.names()
        return moved(code, [self.vectors[n] for n in names], [self.amount(n) for n in names])

    # -- as text ---------------------------------------------------------------------------------------

    def written(self) -> str:
        """Those that fit, as JSON."""
        return text.written_directions({name: self.vectors[name] for name in self.names()})

    def read(self, written: str) -> int:
        """Keep those in a text; how many. Raises Problem: what is wrong with it."""
        found = text.read_directions(written, self._nz)
        for name, vector in found.items():
            self.keep(name[:60], vector)
        return len(found)

    def state(self) -> dict[str, list[float]]:
        """All of them, JSON-ready."""
        return {name: text.listed(vector) for name, vector in self.vectors.items()}

    def restore(self, state: Any) -> None:
        """Put them back; what does not fit is passed over."""
        if not isinstance(state, Mapping):
            return
        for name, numbers in list(state.items())[:MOST]:
            try:
                self.keep(str(name)[:60], text.numbers(numbers, len(numbers)))
            except (Problem, TypeError):
                continue
