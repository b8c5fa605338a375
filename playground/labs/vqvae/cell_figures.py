"""Figures for cells of a painting: what the prior did not expect, what varies, how near a code is."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, Signal

from engines.vqvae.codes import Codes, levels_of
from engines.vqvae.painting import queries
from playground.labs.vqvae.painter import Cell, Painter


class CellFigures(QObject):
    """Asks the engine for them; they belong to the level painted on."""

    mapped = Signal(str, object)
    """(map, float (h, w)) of all cells."""
    ranked = Signal(object, int)
    """(cell, how near its code is to what the original has there; 1 is the nearest)."""

    def __init__(self, ask: Callable[..., None], painter: Painter, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._ask, self._painter = ask, painter

    def map(self, name: str) -> None:
        """A figure for every cell: "surprise" of the prior, nats, or "entropy" over the pictures, bits."""
        document, level = self._painter.document, self._painter.level
        if document is None:
            return
        codes = document.codes

        def show(found: Codes) -> None:
            self.mapped.emit(name, levels_of(found)[level])

        self._ask(lambda e: e.entropy() if name == "entropy" else e.surprise(codes), show, key=name)

    def rank(self, cell: Cell) -> None:
        """Of the code that is painted in a cell."""
        picture, level = self._painter.original, self._painter.level
        if picture is None:
            return
        code = int(self._painter.grid[cell])

        def show(rank: int) -> None:
            self.ranked.emit(cell, rank)

        self._ask(lambda e: queries.rank(e, picture, cell, code, level), show, key="rank")
