"""Spans that the model reads as it reads the one that was clicked: asked for, kept true, followed."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from engines.onlstm import Parse, queries
from engines.onlstm.queries import Looks
from engines.onlstm.texts.tokens import joined
from playground.kit.throttle import Throttle

if TYPE_CHECKING:
    from engines.onlstm.similar import Found, Like

SELDOM = 3.0  # seconds between refreshes while the model learns: each reads all held-out sentences


class SimilarSpans(QObject):
    """Remembers what was clicked; asks the engine; knows no view.

    Args:
        ask: as :meth:`playground.lab.Lab.ask`.
        looks: what is looked at now.
    """

    forgotten = Signal()
    """Nothing is asked for."""
    waiting = Signal()
    """The held-out sentences are being read."""
    found = Signal(str, int, object)
    """(words asked about, how many, :class:`engines.onlstm.similar.Found`)."""
    followed = Signal(object)
    """A sentence of the list was chosen: its :class:`engines.onlstm.similar.Like`."""

    def __init__(
        self, ask: Callable[..., None], looks: Callable[[], Looks], parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._ask, self._looks = ask, looks
        self._text = ""
        self._words: tuple[str, ...] = ()  # of the sentence asked about
        self._span = (0, 0)
        self._likes: tuple[Like, ...] = ()
        self._state: object = None  # what the list was made with
        self._seldom = Throttle(SELDOM, self._query)

    def choose(self, text: str, parse: Parse | None, start: int, end: int) -> None:
        """A node over these words of a sentence was clicked."""
        if parse is not None and end <= len(parse.tokens):
            self._text, self._words, self._span = text, parse.tokens, (start, end)
            self._seldom(at_once=True)

    def clear(self) -> None:
        """Another run."""
        self._words, self._likes, self._state = (), (), None
        self.forgotten.emit()

    def refresh(self, parse: Parse, *, learning: bool) -> None:
        """The sentence, the weights or the choice may be others: ask again, seldom while the model learns."""
        if not self._words:
            return
        if parse.tokens != self._words:
            if parse.tokens not in {like.tokens for like in self._likes}:  # else it was followed: keep it
                self.clear()
        elif (self._looks(), parse.step) != self._state:
            self._seldom(at_once=not learning)

    def follow(self, row: int) -> None:
        """Go to a sentence of the list."""
        if row < len(self._likes):
            self.followed.emit(self._likes[row])

    def _query(self) -> None:
        text, words, span, looks = self._text, self._words, self._span, self._looks()

        def take(answer: tuple[int, Found] | None) -> None:
            if (words, span) != (self._words, self._span):
                return
            if answer is None:
                self.waiting.emit()
                self._query()
                return
            step, shown = answer
            self._likes, self._state = shown.likes, (looks, step)
            self.found.emit(joined(words[span[0] : span[1]]), span[1] - span[0], shown)

        self._ask(lambda e: queries.similar(e, text, span, looks), take, key="similar")
