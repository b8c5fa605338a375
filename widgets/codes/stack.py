"""What stands still on the canvas: picture, codes, mask, maps. Every change names the places it touches."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

import numpy as np
from PySide6.QtCore import QRect

from widgets.codes.cells import bounds
from widgets.codes.view import Box, Cell, View
from widgets.look.pixels import Pixels
from widgets.look.ramp import packed

HEATS = ("surprise", "entropy")  # maps of cells
MAPS = ("difference", *HEATS)  # only one of them can be read at a time
OVERLAYS = ("grid", "numbers", "colours", *MAPS, "influence")
_SINGLE = 12  # so many changed cells are repainted one by one, more of them as one box
_BESIDE = 2  # device pixels a cell's outline reaches into its neighbours


@dataclass(frozen=True)
class Heat:
    """A figure per cell: (h, w), NaN where there is none, and the figures at both ends of the map."""

    values: np.ndarray
    low: float
    high: float
    label: str


@dataclass(frozen=True)
class After:
    """A stroke that is not made: the picture after it, uint32 (H, W), the codes, int (h, w), and which of
    them it would change."""

    picture: np.ndarray
    codes: np.ndarray
    cells: np.ndarray


class Stack:
    """The arrays that make the canvas; ``stale`` is told which box to draw again, None for all."""

    def __init__(self, stale: Callable[[Box | None], None]) -> None:
        self._stale = stale
        self.view: View | None = None
        self.picture: np.ndarray | None = None  # uint32 (H, W)
        self.foreseen: After | None = None
        self.codes = np.zeros((0, 0), int)
        self.mask = np.zeros((0, 0), bool)
        self.pending = np.zeros((0, 0), np.uint32)  # colour, 0 where nothing waits
        self.palette: np.ndarray | None = None  # uint32 (K,)
        self.difference: np.ndarray | None = None  # uint8 (H, W)
        self.difference_label = ""
        self.heats: dict[str, Heat] = {}
        self.on = {"grid", "influence"}

    @property
    def shape(self) -> tuple[int, int]:
        """Rows and columns of the grid."""
        rows, cols = self.codes.shape
        return rows, cols

    def size(self) -> tuple[int, int]:
        """Height and width of the picture; of a stand-in where there is none yet."""
        if self.picture is None:
            return self.shape[0] * 8, self.shape[1] * 8
        return self.picture.shape[0], self.picture.shape[1]

    @property
    def seen(self) -> np.ndarray | None:
        """The picture that is drawn, uint32 (H, W)."""
        return self.picture if self.foreseen is None else self.foreseen.picture

    def set_picture(self, array: np.ndarray | None) -> None:
        """Take uint8 (H, W), (H, W, 1) or (H, W, 3)."""
        before = self.seen
        self.picture = None if array is None else opaque(array)
        if self.foreseen is not None and (
            self.picture is None or self.picture.shape != self.foreseen.picture.shape
        ):
            self.foreseen = None
        self._touch_picture(before)

    def set_foreseen(self, after: After | None) -> None:
        """Draw what a stroke would make instead of what there is; None: what there is.

        Raises:
            ValueError: it is of another shape.
        """
        if after is not None:
            if self.picture is None or after.picture.shape != self.picture.shape:
                raise ValueError(f"a picture of {after.picture.shape} is not of what is painted")
            if after.codes.shape != self.shape or after.cells.shape != self.shape:
                raise ValueError(f"codes of {after.codes.shape} do not lie over {self.shape}")
        before, hidden = self.seen, self.hatched()
        self.foreseen = after
        self._touch_picture(before)
        self.touch(hidden != self.hatched())

    def hatched(self) -> np.ndarray:
        """Cells that are drawn as masked, bool (h, w): none where a stroke would make them whole."""
        return self.mask if self.foreseen is None else self.mask & ~self.foreseen.cells

    def _touch_picture(self, before: np.ndarray | None) -> None:
        """Draw again what the picture drawn does not share with the one before."""
        now = self.seen
        if before is None or now is None or before.shape != now.shape:
            self._stale(None)
        elif (box := bounds(before != now)) and self.view:
            self._stale(self.view.pixels(box[1], box[0], box[3], box[2]))

    def set_grid(self, codes: np.ndarray, mask: np.ndarray) -> None:
        """Take codes (h, w) and which of them are masked, copied.

        Raises:
            ValueError: they are not of one shape, not whole numbers, or of no cells.
        """
        if codes.ndim != 2 or codes.shape != mask.shape or not codes.size or codes.dtype.kind not in "iu":
            raise ValueError(f"codes {codes.dtype} {codes.shape} and mask {mask.shape} make no grid")
        old, hidden = self.codes, self.mask
        if old.shape != codes.shape:
            self.foreseen = None
        self.codes, self.mask = codes.astype(int), mask.astype(bool)
        if old.shape != codes.shape:
            self.pending = np.zeros(codes.shape, np.uint32)
            self.heats = {name: heat for name, heat in self.heats.items() if heat.values.shape == codes.shape}
            self._stale(None)
            return
        changed = hidden != self.mask
        if self.on & {"numbers", "colours"}:
            changed |= old != self.codes
        self.touch(changed)

    def set_pending(self, cells: Iterable[Cell], colour: tuple[int, int, int]) -> None:
        """Show these cells in ``colour``, and no others, until they are decoded."""
        before, self.pending = self.pending, np.zeros(self.shape, np.uint32)
        places = np.array([*cells], int).reshape(-1, 2)
        places = places[((places >= 0) & (places < self.shape)).all(1)]
        self.pending[tuple(places.T)] = packed(np.array(colour, np.uint8))
        self.touch(before != self.pending)

    def set_palette(self, colours: np.ndarray | None) -> None:
        """Take the colour of every code, uint8 (K, 3)."""
        self.palette = None if colours is None or not len(colours) else packed(np.asarray(colours, np.uint8))
        if "colours" in self.on:
            self._stale(None)

    def set_difference(self, values: np.ndarray | None, label: str) -> None:
        """Take a map of the picture's pixels, uint8 (H, W)."""
        self.difference, self.difference_label = values, label
        if "difference" in self.on:
            self._stale(None)

    def set_heat(self, name: str, heat: Heat | None) -> None:
        """Take a map of cells. Raises ``ValueError`` for one of another shape."""
        if heat is not None and heat.values.shape != self.shape:
            raise ValueError(f"a map of {heat.values.shape} does not lie over {self.shape} codes")
        self.heats.pop(name, None)
        if heat is not None:
            self.heats[name] = heat
        if name in self.on:
            self._stale(None)

    def set_on(self, name: str, on: bool) -> list[str]:
        """Show an overlay or not; returns those that had to give way. Raises ``KeyError`` for no overlay."""
        if name not in OVERLAYS:
            raise KeyError(name)
        gone = [other for other in MAPS if other in self.on and on and name in MAPS and other != name]
        self.on = (self.on | {name} if on else self.on - {name}) - {*gone}
        self._stale(None)
        return gone

    def heat(self) -> Heat | None:
        """The map of cells that is shown."""
        return next((self.heats[name] for name in HEATS if name in self.on and name in self.heats), None)

    def touch(self, changed: np.ndarray) -> None:
        """Draw these cells again."""
        box = bounds(changed)
        if box is None or self.view is None:
            return
        found = [(*cell, cell[0] + 1, cell[1] + 1) for cell in np.argwhere(changed)[: _SINGLE + 1].tolist()]
        for r0, c0, r1, c1 in found if len(found) <= _SINGLE else [box]:
            self._stale(grown(self.view.cells(r0, c0, r1, c1), _BESIDE))


def box_of(rect: QRect) -> Box:
    """A rectangle as four numbers."""
    return rect.x(), rect.y(), rect.width(), rect.height()


def grown(box: Box, by: int) -> Box:
    """A box with ``by`` more on every side."""
    return box[0] - by, box[1] - by, box[2] + 2 * by, box[3] + 2 * by


def opaque(array: np.ndarray) -> np.ndarray:
    kept = Pixels(array).array
    return packed(kept if kept.ndim == 3 and kept.shape[2] == 3 else _grey(kept))


def _grey(array: np.ndarray) -> np.ndarray:
    return np.repeat(array.reshape(*array.shape[:2], 1), 3, 2)
