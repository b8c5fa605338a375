"""The word that is looked at from all sides."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from PySide6.QtCore import QObject, Signal

from engines.words import Concordance, WordFacts, queries
from engines.words.queries import Look
from engines.words.text.concordance import Order


class Selection(QObject):
    """Asks the engine about the word, and tells what it answers; a late answer about another word is dropped.

    Args:
        ask: asks the engine (:meth:`playground.lab.Lab.ask`).
    """

    looked = Signal(object)
    """A ``Look`` at the word; None where no word is looked at any more."""
    ordered = Signal(object)
    """Its places in another order: a ``Concordance``."""

    def __init__(self, ask: Callable[..., None], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._ask = ask
        self.word = ""
        self.order: Order = "text"
        self.facts: WordFacts | None = None
        """Of the word that was answered last."""

    def choose(self, word: str) -> None:
        """Look at a word; it need not be among those found."""
        self.word = word
        order = self.order
        self._ask(lambda engine: queries.look(engine, word, order), self._take, key="word")

    def forget(self) -> None:
        """There is no word to look at."""
        self.word, self.facts = "", None
        self.looked.emit(None)

    def set_order(self, order: Order) -> None:
        """See the word's places in this order."""
        self.order = order
        if word := self.word:
            self._ask(
                lambda engine: queries.lines(engine, word, order),
                lambda places: self._reorder(word, places),
                key="lines",
            )

    def nearest(self, share: float) -> int | None:
        """The word's place nearest to a share of the text, 0 to 1."""
        if self.facts is None or not len(self.facts.positions):
            return None
        shares = self.facts.positions / max(self.facts.length, 1)
        return int(self.facts.positions[int(np.abs(shares - share).argmin())])

    def _take(self, look: Look) -> None:
        if look.facts.word == self.word:
            self.facts = look.facts
            self.looked.emit(look)

    def _reorder(self, word: str, places: Concordance) -> None:
        if word == self.word:
            self.ordered.emit(places)
