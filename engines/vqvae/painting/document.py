"""A painting in codes, its tools and its history. Pure Python and NumPy: neither torch nor a window.

Every change is one command that holds (places, what stood there, what stands there now); undoing writes the
old back, byte by byte. The eraser sets the mask, not a code: masked cells wait to be filled by the prior.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np

from engines.ground.undo import UndoStack
from engines.vqvae.codes import Codes, Grids, joined, levels_of
from engines.vqvae.painting import drawing

CAP: Final = 500  # strokes that can be undone
State = list[tuple[np.ndarray, np.ndarray]]
"""Codes and mask of each level."""


@dataclass(frozen=True)
class Change:
    """A part of a command: at flat places of one level's grid, codes and mask before and after."""

    level: int
    places: np.ndarray
    old: np.ndarray
    new: np.ndarray
    old_mask: np.ndarray
    new_mask: np.ndarray


class LatentDocument:
    """Codes and mask of one painting, with unlimited-looking undo.

    With two levels there are two grids, the coarse one first; ``level`` says which, -1 (the default) the
    fine.

    Args:
        codes: int (h, w), or a pair.
        version: of the codebook that the numbers belong to.
        K: entries of the codebook.
        mask: bool, of the same shapes: cells that wait to be filled. None: nowhere.

    Attributes:
        edited: grows with every change; equal numbers mean equal paintings.
    """

    def __init__(self, codes: Codes, version: str, K: int, mask: Codes | None = None) -> None:
        self._codes = [np.array(c, np.int32) for c in levels_of(codes)]
        masks = [np.zeros(c.shape) for c in self._codes] if mask is None else levels_of(mask)
        self._masks = [np.array(m, bool) for m in masks]
        if any(c.ndim != 2 or c.shape != m.shape for c, m in zip(self._codes, self._masks, strict=True)):
            raise ValueError("codes and mask must be grids of one shape")
        if any(c.size and (c.min() < 0 or c.max() >= K) for c in self._codes):
            raise ValueError(f"codes must lie between 0 and {K - 1}")
        self.version, self.K, self.edited = version, K, 0
        self._history: UndoStack[State, list[Change]] = UndoStack(self._copy, self._compare, self._carry, CAP)

    # -- looks -----------------------------------------------------------------------------------------

    @property
    def levels(self) -> int:
        return len(self._codes)

    @property
    def shapes(self) -> Grids:
        """(rows, columns) of each level."""
        return tuple((c.shape[0], c.shape[1]) for c in self._codes)

    @property
    def codes(self) -> Codes:
        """Fresh copies, in the form the engine takes: (h, w), or a pair."""
        return joined([c.copy() for c in self._codes])

    @property
    def mask(self) -> Codes:
        """As :attr:`codes`: True where a cell waits to be filled."""
        return joined([m.copy() for m in self._masks])

    def grid(self, level: int = -1) -> np.ndarray:
        """One level's codes (h, w), read-only."""
        return _readonly(self._codes[level])

    def holes(self, level: int = -1) -> np.ndarray:
        """One level's mask (h, w), read-only."""
        return _readonly(self._masks[level])

    @property
    def masked(self) -> bool:
        """Whether any cell waits to be filled."""
        return any(bool(m.any()) for m in self._masks)

    # -- history ---------------------------------------------------------------------------------------

    @property
    def undo_name(self) -> str:
        """What would be undone, "" for nothing."""
        return self._history.undo_name

    @property
    def redo_name(self) -> str:
        """What would be redone, "" for nothing."""
        return self._history.redo_name

    def begin(self, name: str) -> None:
        """What follows until :meth:`end` is one command: a drag of the pencil."""
        self._history.begin(name)

    def end(self) -> bool:
        """Close the stroke; returns whether it changed anything (else there is nothing to undo)."""
        return self._history.end()

    def undo(self) -> bool:
        """Take the last command back; returns whether there was one."""
        return self._history.undo()

    def redo(self) -> bool:
        """Do the last undone command again; returns whether there was one."""
        return self._history.redo()

    def _copy(self) -> State:
        return [(c.copy(), m.copy()) for c, m in zip(self._codes, self._masks, strict=True)]

    def _compare(self, before: State) -> list[Change] | None:
        """What stands elsewhere than it did, level by level."""
        changes = []
        for level, (codes, mask) in enumerate(before):
            now, now_mask = self._codes[level].ravel(), self._masks[level].ravel()
            codes, mask = codes.ravel(), mask.ravel()
            at = np.flatnonzero((now != codes) | (now_mask != mask))
            if len(at):
                changes.append(Change(level, at, codes[at], now[at], mask[at], now_mask[at]))
        return changes or None

    def _carry(self, changes: list[Change], back: bool) -> None:
        for c in changes:
            self._write(c.level, c.places, *((c.old, c.old_mask) if back else (c.new, c.new_mask)))

    def _write(self, level: int, places: np.ndarray, codes: np.ndarray, mask: np.ndarray) -> None:
        self._codes[level].reshape(-1)[places] = codes
        self._masks[level].reshape(-1)[places] = mask
        self.edited += 1

    # -- tools -----------------------------------------------------------------------------------------

    def set(self, name: str, cells: np.ndarray, codes: int | np.ndarray, level: int = -1) -> bool:
        """Write codes where ``cells`` (bool (h, w)) is True; these cells are whole again.

        Args:
            name: for the undo menu; part of the open stroke if there is one.
            codes: one code, or a grid (h, w).

        Returns:
            whether anything changed. Within a stroke, whether anything was written.

        Raises:
            ValueError: a code that is not in the codebook.
        """
        values = np.broadcast_to(np.asarray(codes, np.int32), self._codes[level].shape)[cells]
        if values.size and (values.min() < 0 or values.max() >= self.K):
            raise ValueError(f"codes must lie between 0 and {self.K - 1}")
        return self._apply(name, cells, values, False, level)

    def erase(self, name: str, cells: np.ndarray, level: int = -1, *, erased: bool = True) -> bool:
        """Mask cells (or, with ``erased`` False, unmask them); their codes stay beneath."""
        return self._apply(name, cells, self._codes[level][cells], erased, level)

    def _apply(self, name: str, cells: np.ndarray, values: np.ndarray, mask: bool, level: int) -> bool:
        within = self._history.recording
        if not within:
            self.begin(name)
        places = np.flatnonzero(cells)
        self._write(level % self.levels, places, values, np.full(len(places), mask))
        return bool(len(places)) if within else self.end()

    def pencil(
        self, row: int, column: int, code: int, size: int = 1, shape: str = "round", level: int = -1
    ) -> bool:
        """Set a code under a brush of 1 to 5 cells, "round" or "square"; beyond the rim is nothing."""
        cells = drawing.brush(self._codes[level].shape, row, column, size, shape)
        return self.set("Pencil", cells, code, level)

    def line(
        self,
        start: drawing.Cell,
        end: drawing.Cell,
        code: int,
        size: int = 1,
        shape: str = "round",
        level: int = -1,
    ) -> bool:
        """Draw a brush along a straight line, both ends included."""
        return self.set(
            "Line", drawing.stroke(self._codes[level].shape, start, end, size, shape), code, level
        )

    def flood(
        self, row: int, column: int, code: int, similar: np.ndarray | None = None, level: int = -1
    ) -> bool:
        """Fill the connected cells whose code is that of the clicked one, or one that ``similar`` (K,)
        allows."""
        return self.set("Fill", drawing.region(self._codes[level], row, column, similar), code, level)

    def replace(self, old: int, new: int, level: int = -1) -> bool:
        """Replace a code everywhere."""
        return self.set("Replace", self._codes[level] == old, new, level)

    def same(self, row: int, column: int, level: int = -1) -> np.ndarray:
        """Select all cells of the clicked cell's code: bool (h, w)."""
        return self._codes[level] == self._codes[level][row, column]

    def stamp(self, row: int, column: int, patch: np.ndarray, level: int = -1) -> bool:
        """Put a rectangle of codes with its first cell at (row, column); what hangs over the rim is cut off.

        Negative codes in the patch are holes that leave the painting as it is.
        """
        cells, codes = drawing.placed(self._codes[level].shape, row, column, patch)
        return self.set("Stamp", cells, codes, level)

    def noise(
        self, cells: np.ndarray, neighbours: np.ndarray, rng: np.random.Generator, level: int = -1
    ) -> bool:
        """Give each cell a random one of its code's neighbours, (K, k)."""
        codes = self._codes[level].copy()
        if neighbours.shape[1]:
            pick = rng.integers(0, neighbours.shape[1], codes.shape)
            codes = neighbours[codes, pick]
        return self.set("Noise", cells, codes, level)

    def put(self, name: str, codes: Codes) -> bool:
        """Take over whole grids, filled or blended: one command, nothing masked any more."""
        given = levels_of(codes)
        if [c.shape for c in given] != [c.shape for c in self._codes]:
            raise ValueError("the grids must keep their shapes")
        self.begin(name)
        for level, grid in enumerate(given):
            self.set(name, np.ones(grid.shape, bool), grid, level)
        return self.end()


def _readonly(array: np.ndarray) -> np.ndarray:
    view = array.view()
    view.flags.writeable = False
    return view
