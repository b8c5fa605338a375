"""The sentence that is read, and how: asked for again whenever weights, text or choice change."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from PySide6.QtCore import QObject, Signal

from engines.onlstm import Parse, queries
from engines.onlstm.queries import Choice, Looks
from playground.labs.onlstm.drawing import Drawn, drawn


class Reading(QObject):
    """Asks the engine and tells what it answered; knows no view.

    Args:
        ask: as :meth:`playground.lab.Lab.ask`.
    """

    changed = Signal()
    """Another parse, or the same one drawn in another way: see ``drawn``."""
    found = Signal(str)
    """A held-out sentence to look at."""

    def __init__(self, ask: Callable[..., None], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._ask = ask
        self.text = ""
        self.looks, self.levels = Looks(), True
        self.parse: Parse | None = None
        self.drawn: Drawn | None = None
        self.index = 0
        """Of the held-out sentence looked at last."""

    def read(self, text: str) -> None:
        """Another sentence."""
        self.text = text
        self.refresh()

    def look_back(self, at: int | None) -> None:
        """With the weights kept of a step, or with those of now (None)."""
        self.looks = replace(self.looks, at=at)
        self.refresh()

    def choose(self, choice: Choice, *, control: bool, levels: bool) -> None:
        """Another layer, builder or gate draws the same parse anew; another model reads anew."""
        reread = control != self.looks.control
        self.looks, self.levels = replace(self.looks, choice=choice, control=control), levels
        if reread:
            self.refresh()
        else:
            self._draw()

    def refresh(self) -> None:
        """Read the sentence with the weights as they are."""
        text, looks = self.text, self.looks
        self._ask(lambda e: queries.parsed(e, text, looks), self._take, key="parse")

    def show_held(self, index: int) -> None:
        """Find the held-out sentence of a number; they go round."""

        def show(answer: tuple[str, int]) -> None:
            text, total = answer
            self.go_to(index % max(total, 1), text)

        self._ask(lambda e: queries.held_out(e, index), show, key="held")

    def step(self, by: int) -> None:
        """The next held-out sentence, or the one before."""
        self.show_held(self.index + by)

    def go_to(self, index: int, text: str) -> None:
        """Look at a held-out sentence that was found in another way."""
        self.index = index
        self.found.emit(text)

    def forget(self) -> None:
        """Another run: its kept weights are none of these, and nobody knows yet whether it has a control."""
        self.looks, self.index = replace(self.looks, at=None, control=False), 0

    def _take(self, parse: Parse) -> None:
        self.parse = parse
        self._draw()

    def _draw(self) -> None:
        if self.parse is not None:
            self.drawn = drawn(self.parse, self.looks.choice, self.levels)
            self.changed.emit()
