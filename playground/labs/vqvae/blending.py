"""Two pictures in one: codes between them, or cells of the one in the other."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from PySide6.QtCore import QObject, Signal

from engines.ground.marks import mark
from engines.vqvae.painting import queries
from playground.labs.vqvae.painter import Painter
from widgets.look.i18n import tr


class Blending(QObject):
    """The other picture, and what is made of it and the one being painted."""

    other_changed = Signal(object)
    """The picture to blend with, uint8 (H, W, C)."""
    said = Signal(object, object, str)
    """(sentence, [(link, callable)], key) for the notice bar."""

    def __init__(self, ask: Callable[..., None], painter: Painter, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._ask, self._painter = ask, painter
        self._other: np.ndarray | None = None

    def open(self, path: str) -> None:
        """Blend with the picture in this file."""
        self._ask(lambda e: queries.picture_of(e, path), self.take, key="other")

    def take(self, picture: np.ndarray) -> None:
        """Blend with this picture from now on, uint8 (H, W, C)."""
        self._other = picture
        self.other_changed.emit(picture)

    def blend(self, amount: float, way: str) -> None:
        """Codes between both pictures: ``way`` is "z" or "codes"."""
        a, b = self._painter.original, self._other
        if a is None or b is None:
            self.said.emit(tr("Choose another picture to blend with."), [], "")
            return
        self._ask(
            lambda e: queries.blended(e, a, b, amount, way),
            lambda codes: self._painter.put(mark("Blend"), codes),
            key="blend",
        )

    def patch(self) -> None:
        """The selected cells as they are in the other picture."""
        document, b, cells = self._painter.document, self._other, self._painter.selection
        if document is None or b is None or cells is None or self._painter.level == -2:
            self.said.emit(tr("Choose another picture and select cells (M) first."), [], "")
            return
        codes = document.codes
        self._ask(
            lambda e: queries.patched(e, codes, b, cells),
            lambda found: self._painter.put(mark("Patchwork"), found),
            key="blend",
        )
