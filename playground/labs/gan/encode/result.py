"""What comes of the bench: the picture, the real one most like it, and what can be done with its code."""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from engines.gan.snapshot import Facts
from engines.ground.marks import mark
from playground.labs.gan.nearest import Nearest
from widgets.controls.buttons import text_button
from widgets.pictures.picture import Picture


class Result(QWidget):
    """Values in, signals out."""

    put_clicked = Signal()
    copy_clicked = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._one, self._there = True, False
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(6)
        self._picture = Picture("", mark("Nothing yet"))
        self._picture.setObjectName("gan.encode.result")
        self._picture.setMinimumHeight(120)
        self._nearest = Nearest("gan.encode.nearest")
        self._put = text_button(mark("Put on the shelf"), self.put_clicked.emit, icon="plus", tint="text2")
        self._copy = text_button(mark("Copy code"), self.copy_clicked.emit, icon="copy", tint="text2")
        self._put.setObjectName("gan.encode.put")
        self._copy.setObjectName("gan.encode.copy")
        row = QHBoxLayout()
        row.addWidget(self._put)
        row.addWidget(self._copy)
        row.addStretch(1)
        column.addWidget(self._picture, 1)
        column.addLayout(row)
        column.addWidget(self._nearest)
        self._allow()

    def show_picture(self, pixels: np.ndarray | None) -> None:
        """uint8 (H, W, C); None for none."""
        self._picture.set_pixels(pixels)
        if pixels is None:
            self._nearest.clear()
        self._there = pixels is not None
        self._allow()

    def show_facts(self, facts: Facts, *, judged: bool) -> None:
        """The real picture most like it; ``judged``: whether it is asked if this is a copy of that."""
        if self._there:  # else they are of what was taken away meanwhile
            self._nearest.show_nearest(facts, judged=judged)

    def set_one(self, one: bool) -> None:
        """Whether it has one code, which can be taken along; a mix has two."""
        self._one = one
        self._allow()

    def _allow(self) -> None:
        for button in (self._put, self._copy):
            button.setEnabled(self._one and self._there)
