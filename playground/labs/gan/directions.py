"""Eight sliders that move the sample in the inspector: along latent directions, or along raw coordinates."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

import numpy as np
from PySide6.QtCore import QEvent, Signal
from PySide6.QtWidgets import QHBoxLayout

from widgets.controls.buttons import icon_button
from widgets.controls.segmented import Segmented
from widgets.form.sliders import DirectionRow
from widgets.frame.panel import Group

ROWS = 8
MODES = ("directions", "coordinates")


class Directions(Group):
    """Values in, signals out; knows nothing of engines."""

    edited = Signal()
    """A slider moved."""
    settled = Signal()
    """It came to rest."""
    turned = Signal()
    """The sliders went to zero and move something else from now on."""

    def __init__(self) -> None:
        super().__init__("Latent directions", "−3 … +3 σ")
        self._page, self._nz = 0, ROWS
        head = QHBoxLayout()
        self._mode = Segmented([("directions", "Directions"), ("coordinates", "Raw")])
        self._mode.setObjectName("gan.mode")
        self._mode.chosen.connect(lambda _: self._turn_to(0))
        head.addWidget(self._mode)
        head.addStretch(1)
        back, on = partial(self._turn_by, -ROWS), partial(self._turn_by, ROWS)
        previous = icon_button("caret-left", "Previous coordinates", back, size=16, by_tab=True)
        following = icon_button("caret-right", "Next coordinates", on, size=16, by_tab=True)
        zero = icon_button("arrow-counter-clockwise", "All to zero", self._zero, size=16, by_tab=True)
        self._turners = (previous, following)
        for button, name in ((previous, "page.previous"), (following, "page.next"), (zero, "zero")):
            button.setObjectName(f"gan.{name}")
            head.addWidget(button)
        self.body.addLayout(head)
        self.rows = [DirectionRow(k) for k in range(ROWS)]
        for k, row in enumerate(self.rows):
            row.set_name(f"gan.latent.{k}")
            row.moved.connect(lambda _: self.edited.emit())
            row.committed.connect(lambda _: self.settled.emit())
            self.body.addWidget(row)
        self._label_rows()

    @property
    def coefficients(self) -> np.ndarray:
        """Where the eight sliders stand, float32 (8,)."""
        return np.array([row.value() for row in self.rows], np.float32)

    @property
    def first(self) -> int:
        """The first coordinate shown; 0 for directions."""
        return self._page

    def set_latent_size(self, nz: int) -> None:
        """How many coordinates and directions there are."""
        self._nz = nz
        self._page = min(self._page, max(0, nz - 1) // ROWS * ROWS)
        self._label_rows()

    @property
    def mode(self) -> str:
        """ "directions" or "coordinates"."""
        return self._mode.current()

    @property
    def raw(self) -> bool:
        """Whether they move coordinates."""
        return self.mode == "coordinates"

    def set_mode(self, mode: str) -> None:
        """Choose one without a signal; an unknown one is ignored."""
        if mode in MODES:
            self._mode.set_current(mode)
            self._label_rows()

    def set_coefficients(self, values: Sequence[float] | np.ndarray) -> None:
        """Move the sliders without a signal."""
        for row, value in zip(self.rows, values, strict=True):
            row.set_value(float(value))

    def show_ends(self, pictures: np.ndarray) -> None:
        """What lies at either end of each slider, uint8 (k, 2, H, W, C)."""
        for row, (low, high) in zip(self.rows, pictures, strict=False):
            row.set_ends(low, high)

    def _zero(self) -> None:
        self.set_coefficients(np.zeros(ROWS))
        self.settled.emit()

    def _turn_by(self, coordinates: int) -> None:
        self._turn_to(self._page + coordinates)

    def _turn_to(self, page: int) -> None:
        if 0 <= page < self._nz:
            self._page = page
            self.set_coefficients(np.zeros(ROWS))
            self._label_rows()
            self.turned.emit()

    def _label_rows(self) -> None:
        for turner in self._turners:
            turner.setVisible(self.raw)
        for k, row in enumerate(self.rows):
            row.caption.setText(str(self._page + k + 1))
            row.setVisible(self._page + k < self._nz)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self._label_rows()
