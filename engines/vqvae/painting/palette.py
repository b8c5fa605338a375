"""The codes of one level as a palette to paint from, and the orders it can be laid out in. NumPy only."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

LUMA = np.array([0.299, 0.587, 0.114])  # of red, green and blue: ITU-R BT.601


@dataclass(frozen=True)
class Palette:
    """One level of a frozen codebook.

    Attributes:
        thumbnails: uint8 (K, s, s, C), what each code looks like alone.
        plane: float (K, 2) in [-1, 1], where it lies.
        neighbours: (K, k), the codes nearest to each.
    """

    thumbnails: np.ndarray
    plane: np.ndarray
    neighbours: np.ndarray

    def __len__(self) -> int:
        return len(self.plane)

    def order(self, by: str, usage: np.ndarray) -> np.ndarray:
        """Codes in the order that the palette shows them, (K,): "similar", "used" (most first), "light".

        Args:
            usage: how often each is chosen, (K,).
        """
        if by == "used":
            return np.argsort(-usage, kind="stable")
        if by == "light":
            return np.argsort(self.luma(), kind="stable")
        return sheet_order(self.plane)

    def colours(self) -> np.ndarray:
        """The mean colour of each code, (K, C)."""
        return self.thumbnails.reshape(len(self), -1, self.thumbnails.shape[-1]).mean(1)

    def luma(self) -> np.ndarray:
        """How bright each code is, 0 to 255: (K,)."""
        colours = self.colours()
        return colours @ LUMA if colours.shape[1] == 3 else colours[:, 0]


def sheet_order(plane: np.ndarray) -> np.ndarray:
    """Codes in reading order of a square sheet on which near codes are neighbours: (K, 2) -> (K,).

    Sorted by x into columns, then by y within each: deterministic, O(K log K).
    """
    K = len(plane)
    side = int(np.ceil(np.sqrt(K)))
    by_x = np.argsort(plane[:, 0], kind="stable")
    cells = np.full(side * side, -1)
    for column in range(side):
        part = by_x[column * side : (column + 1) * side]
        part = part[np.argsort(-plane[part, 1], kind="stable")]
        cells[np.arange(len(part)) * side + column] = part
    return cells[cells >= 0]
