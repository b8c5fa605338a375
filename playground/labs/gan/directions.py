"""Eight sliders that move the sample in the inspector: along latent directions, or along raw coordinates."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from PySide6.QtCore import QEvent, Signal
from PySide6.QtWidgets import QHBoxLayout

from engines.gan.queries import COUNT as ROWS
from widgets.controls.buttons import icon_button
from widgets.controls.segmented import Segmented
from widgets.form.sliders import DirectionRow
from widgets.frame.panel import Group


class Directions(Group):
    """Values in, signals out; knows nothing of engines."""

    edited = Signal()
    """A slider moved."""
    settled = Signal()
    """It came to rest."""
    mode_chosen = Signal(str)
    """"directions" or "coordinates"."""
    page_chosen = Signal(int)
    """The first coordinate shown."""

    def __init__(self) -> None:
        super().__init__("Latent directions", "−3 … +3 σ")
        self._page, self._nz = 0, ROWS
        head = QHBoxLayout()
        self.mode = Segmented([("directions", "Directions"), ("coordinates", "Raw")])
        self.mode.setObjectName("gan.mode")
        self.mode.chosen.connect(self._choose_mode)
        head.addWidget(self.mode)
        head.addStretch(1)
        self._turn = {
            -ROWS: icon_button("caret-left", "Previous coordinates", lambda: self._turn_page(-ROWS)),
            ROWS: icon_button("caret-right", "Next coordinates", lambda: self._turn_page(ROWS)),
        }
        for name, turn in zip(("previous", "next"), self._turn.values(), strict=True):
            turn.setObjectName(f"gan.page.{name}")
            head.addWidget(turn)
        zero = icon_button("arrow-counter-clockwise", "All to zero", self._zero)
        zero.setObjectName("gan.zero")
        head.addWidget(zero)
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

    def _choose_mode(self, mode: str) -> None:
        self._page = 0
        self.set_coefficients(np.zeros(ROWS))
        self._label_rows()
        self.mode_chosen.emit(mode)

    def _turn_page(self, by: int) -> None:
        page = self._page + by
        if 0 <= page < self._nz:
            self._page = page
            self.set_coefficients(np.zeros(ROWS))
            self._label_rows()
            self.page_chosen.emit(page)

    def _label_rows(self) -> None:
        raw = self.mode.current() == "coordinates"
        for turn in self._turn.values():
            turn.setVisible(raw)
        for k, row in enumerate(self.rows):
            row.caption.setText(str(self._page + k + 1))
            row.setVisible(self._page + k < self._nz)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self._label_rows()
