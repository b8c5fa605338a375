"""Which of the words found pass the filters."""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import QObject, Signal

from engines.words import Filters, Result


class Filtering(QObject):
    """A result seen through filters."""

    passed = Signal()
    """Other words pass, or it is another result they are of."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.result: Result | None = None
        self.revision = 0
        """Of the text that the result is of."""
        self.filters = Filters()
        self.mask = np.zeros(0, bool)
        """Whether each word of the result passes, bool (W,)."""
        self.loosest = ""
        """The filter to turn off, by the name of its field, if no word passes; else ""."""

    def set_result(self, result: Result, revision: int) -> None:
        """Look at another result, counted at this revision of the text."""
        self.result, self.revision = result, revision
        self._filter(result)

    def set_filters(self, filters: Filters) -> None:
        """Look through other filters."""
        self.filters = filters
        if self.result is not None:
            self._filter(self.result)

    def row(self, word: str) -> int:
        """The row of a word in the result, -1 where it does not pass or was not found."""
        row = self.result.row(word) if self.result is not None else -1
        return row if row >= 0 and self.mask[row] else -1

    def _filter(self, result: Result) -> None:
        self.mask = self.filters.mask(result)
        self.loosest = "" if self.mask.any() else self.filters.loosest(result)
        self.passed.emit()
