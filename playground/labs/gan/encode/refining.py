"""Refining a picture of the shelf piece by piece: training goes on between, and a person can stop it."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, Signal

from engines.gan.bench.refine import Refinement
from playground.labs.gan.encode.shelf import Item, Shelf


class Refining(QObject):
    """One at a time; ``ask`` and ``refused`` as the methods of :class:`playground.lab.Lab`."""

    progress = Signal(object)
    """How much is done, 0 to 1; None when nothing is under way."""

    def __init__(
        self,
        ask: Callable[..., None],
        refused: Callable[[Exception], None],
        shelf: Shelf,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._ask, self._refused, self._shelf = ask, refused, shelf
        self._work: tuple[Refinement, Item] | None = None

    def begin(self, item: Item) -> None:
        """Refine the code of a picture, from the encoder's on."""
        if item.picture is not None and self._work is None:
            self._work = Refinement(item.picture), item
            self.progress.emit(0.0)
            self._go_on(self._work[0])

    @property
    def busy(self) -> bool:
        """Whether one is under way."""
        return self._work is not None

    def stop(self) -> None:
        """Stop where it is; the best code so far stays."""
        if self._work is None:
            return
        work, item = self._work
        self._work = None
        self.progress.emit(None)
        if work.best is not None and item in self._shelf.items and item.picture is work.picture:
            self._shelf.keep(item, work.best, work.errors)

    def forget(self) -> None:
        """Another run answers from now on."""
        self._work = None
        self.progress.emit(None)

    def errors(self) -> list[float]:
        """Of the one under way."""
        return list(self._work[0].errors) if self._work else []

    def _go_on(self, work: Refinement) -> None:
        self._ask(
            work.advance,
            lambda done: self._advanced(work, done),
            failed=lambda error: self._failed(work, error),
        )

    def _advanced(self, work: Refinement, done: float) -> None:
        if self._work is None or self._work[0] is not work:
            return  # stopped meanwhile
        if done < 1:
            self.progress.emit(done)
            self._go_on(work)
        else:
            self.stop()

    def _failed(self, work: Refinement, error: Exception) -> None:
        if self._work is not None and self._work[0] is work:
            self.forget()
            self._refused(error)
