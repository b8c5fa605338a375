"""What the stroke under the pointer would look like, before it is made."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QObject, Signal

from engines.vqvae.painting.foresight import Foreseen
from engines.vqvae.painting.queries import Opened
from playground.labs.vqvae.painter import Cell, Painter
from playground.labs.vqvae.preview import Preview


class Foresight(QObject):
    """Asks for it while the pointer rests on cells; only the newest question is answered.

    It is dropped with any change of the painting, and does not come again before the pointer has moved on:
    who takes a stroke back wants to see it gone.
    """

    seen = Signal(object)
    """The :class:`Foreseen`; None: there is nothing to show any more."""

    def __init__(
        self, ask: Callable[..., None], painter: Painter, preview: Preview, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._ask, self._painter, self._preview = ask, painter, preview
        self._cells: tuple[Cell, ...] = ()
        self._asked = object()
        self._opened = False
        painter.opened.connect(self._open)
        painter.changed.connect(self._change)

    def rest(self, cells: Sequence[Cell]) -> None:
        """The pointer rests where a stroke would go over these cells."""
        self._cells = tuple(cells)
        self._look()

    def leave(self) -> None:
        """It does not any more."""
        self._cells = ()
        self._drop()

    # -- inside ----------------------------------------------------------------------------------------

    def _open(self, _found: Opened) -> None:
        self._opened = True

    def _change(self) -> None:
        """A picture that was read anew, by a newer model most often, is looked at again."""
        opened, self._opened = self._opened, False
        (self._look if opened else self.leave)()

    def _look(self) -> None:
        self._drop()
        query = self._painter.foresight(self._cells)
        if query is None:
            return
        asked = self._asked

        def show(found: Foreseen | None) -> None:
            if asked is self._asked and found is not None:
                self._preview.expect(found)
                self.seen.emit(found)

        self._ask(query, show, key="foresee")

    def _drop(self) -> None:
        self._asked = object()
        self.seen.emit(None)
