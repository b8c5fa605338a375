"""Places that take what is looked at on the shelf."""

from __future__ import annotations

import functools
from collections.abc import Sequence

import numpy as np
from PySide6.QtCore import Signal
from PySide6.QtWidgets import QGridLayout, QWidget

from engines.ground.marks import mark
from widgets.look.i18n import say
from widgets.look.labels import label
from widgets.pictures.picture import Picture

EDGE = 76  # px
EMPTY = mark("Empty")


class Slots(QWidget):
    """A row or a square of pictures to click.

    Args:
        name: objects are ``<name>.0`` and so on.
        letters: what each wears.
        between: signs between neighbours of a row; "" for none.
    """

    taken = Signal(int)
    """The person clicked one."""

    def __init__(
        self,
        name: str,
        letters: Sequence[str],
        between: Sequence[str] = (),
        columns: int = 9,
        edge: int = EDGE,
    ) -> None:
        super().__init__()
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setSpacing(4)
        self._pictures: list[Picture] = []
        for at, letter in enumerate(letters):
            picture = Picture("", EMPTY)
            picture.setObjectName(f"{name}.{at}")
            picture.setFixedSize(edge, edge)
            picture.set_letter(letter)
            say(
                picture,
                name=mark("Place of a code"),
                tip=mark("Click: what is chosen on the shelf comes here"),
            )
            picture.clicked.connect(functools.partial(self._take, at))
            row, column = divmod(at, columns)
            grid.addWidget(picture, row, 2 * column)
            if column and between:
                grid.addWidget(label(between[column - 1], "title"), row, 2 * column - 1)
            self._pictures.append(picture)
        grid.setColumnStretch(2 * columns, 1)

    def show_pictures(self, pictures: Sequence[np.ndarray | None]) -> None:
        """What lies in the places, uint8 (H, W, C) each."""
        for slot, pixels in zip(self._pictures, pictures, strict=False):
            slot.set_pixels(pixels)

    def _take(self, at: int, _checked: bool = False) -> None:
        self.taken.emit(at)
