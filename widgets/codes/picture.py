"""What the canvas is given: picture, codes, mask, maps, selection; and which of them it shows."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from widgets.codes.cells import outline
from widgets.codes.stack import After, Heat, opaque
from widgets.codes.surface import CanvasSurface
from widgets.codes.view import Cell
from widgets.look.i18n import mark


class CanvasPicture(CanvasSurface):
    """A decoded picture under a grid of codes, with overlays; ``CodeCanvas`` adds the person."""

    overlay_changed = Signal(str, bool)  # also those that give way to another

    def __init__(self, empty: str = "", parent: QWidget | None = None) -> None:
        super().__init__(empty, parent)
        self._selection: np.ndarray | None = None

    def set_picture(self, pixels: np.ndarray | None) -> None:
        """Show uint8 (H, W, 3 or 1), copied; only what differs from the last one is drawn."""
        self._stack.set_picture(pixels)
        self._frame_foreseen()
        self._shape()

    def set_foreseen(
        self,
        pixels: np.ndarray | None,
        codes: np.ndarray | None = None,
        cells: np.ndarray | None = None,
    ) -> None:
        """Show what a stroke would make, marked as such, over a painting that stays as it is.

        Args:
            pixels: the picture after it, uint8 (H, W, 3 or 1); None shows the painting again.
            codes: after it, int (h, w).
            cells: that it would change, bool (h, w); they are framed by dashes.

        Raises:
            ValueError: not of the shape of what is painted.
        """
        after = None
        if pixels is not None and codes is not None and cells is not None:
            after = After(opaque(pixels), codes.copy(), cells.copy())
        self._stack.set_foreseen(after)
        self._frame_foreseen()

    def foreseen(self) -> bool:
        """Whether a stroke is shown that is not made."""
        return self._stack.foreseen is not None

    def _frame_foreseen(self) -> None:
        after = self._stack.foreseen
        if after is None and self._marks.foreseen is None:
            return
        self._touch_marks()
        self._marks.foreseen = None if after is None else after.cells
        self._touch_marks()

    def set_grid(self, codes: np.ndarray, mask: np.ndarray) -> None:
        """Lay codes, int (h, w), and the mask, bool (h, w), over the picture; both are copied."""
        self._stack.set_grid(codes, mask)
        self._frame_foreseen()
        if self._selection is not None and self._selection.shape != codes.shape:
            self.set_selection(None)
        self._shape()

    def codes(self) -> np.ndarray:
        """The codes (h, w); to be read only."""
        return self._stack.codes

    def set_pending(self, cells: Iterable[Cell], colour: tuple[int, int, int] = (128, 128, 128)) -> None:
        """Show at once what is painted but not yet decoded: these cells and no others, in ``colour``."""
        self._stack.set_pending(cells, colour)

    def set_code_colours(self, colours: np.ndarray | None) -> None:
        """The colour of every code, uint8 (K, 3), for the overlay ``colours``."""
        self._stack.set_palette(colours)

    def set_difference(self, values: np.ndarray | None, label: str = mark("Difference")) -> None:
        """Differences of pixels, uint8 (H, W), for the overlay ``difference``; 255 is the far end."""
        self._stack.set_difference(values, label)

    def set_heat(
        self, values: np.ndarray | None, label: str = mark("Surprise"), *, name: str = "surprise",
        limits: tuple[float, float] | None = None,
    ) -> None:  # fmt: skip
        """A figure per cell, float (h, w), for the overlay ``name`` (``surprise`` or ``entropy``).

        Args:
            values: NaN shows the picture instead; None takes the map away.
            label: what the key says; English, translated.
            limits: the figures at both ends of the map; 0 and the largest if not told.
        """
        if values is None:
            self._stack.set_heat(name, None)
            return
        known = values[np.isfinite(values)]
        low, high = limits or (min(0.0, float(known.min(initial=0))), float(known.max(initial=0)))
        self._stack.set_heat(name, Heat(np.asarray(values, float), low, high, label))

    def set_overlay(self, name: str, on: bool) -> None:
        """Show ``grid numbers colours difference surprise entropy influence``, or one of them not.

        Of the three maps the last one wins. Raises ``KeyError`` for another name.
        """
        before = self.overlay(name)
        for gone in self._stack.set_on(name, on):
            self.overlay_changed.emit(gone, False)
        if before != on:
            self.overlay_changed.emit(name, on)

    def overlay(self, name: str) -> bool:
        """Whether an overlay is on."""
        return name in self._stack.on

    def set_selection(self, cells: np.ndarray | None) -> None:
        """March a dashed frame around the True cells of (h, w); None for none."""
        self._touch_selection()
        self._selection = None if cells is None or not cells.any() else cells.astype(bool)
        self._marks.selection = [] if self._selection is None else outline(self._selection)
        self._touch_selection()
        self._watch_march()

    def selection(self) -> np.ndarray | None:
        """The selected cells, bool (h, w)."""
        return self._selection
