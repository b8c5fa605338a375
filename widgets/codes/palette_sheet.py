"""The still part of the palette: where codes stand, and all of them drawn in one go."""

from __future__ import annotations

import math
from collections.abc import Collection
from dataclasses import dataclass

import numpy as np
from PySide6.QtGui import QColor

from widgets.look import tokens
from widgets.look.i18n import tr
from widgets.look.ramp import packed, shade

EDGE = 2  # logical px around the sheet, for the frame of a chosen code
_DIM = 0.3  # how much of a dead or unmarked thumbnail is left


@dataclass(frozen=True)
class Codes:
    """A codebook as people see it; arrays by code, but for ``order``: the code at each place."""

    thumbnails: np.ndarray
    order: np.ndarray
    place: np.ndarray
    usage: np.ndarray
    dead: np.ndarray

    @classmethod
    def of(cls, thumbnails: np.ndarray, order: np.ndarray, usage: np.ndarray, dead: np.ndarray) -> Codes:
        """Check them. Raises ``ValueError`` for what does not fit together."""
        count = len(thumbnails)
        if thumbnails.dtype != np.uint8 or thumbnails.ndim != 4 or thumbnails.shape[3] not in (1, 3):
            raise ValueError(
                f"thumbnails are uint8 (K, s, s, 3 or 1), not {thumbnails.dtype} {thumbnails.shape}"
            )
        if not count or {order.shape, usage.shape, dead.shape} != {(count,)}:
            raise ValueError(
                f"{count} thumbnails, order {order.shape}, usage {usage.shape}, dead {dead.shape}"
            )
        place = np.full(count, -1)
        place[order[(order >= 0) & (order < count)]] = np.arange(count)[(order >= 0) & (order < count)]
        if (place < 0).any():
            raise ValueError("the order must name every code once")
        return cls(thumbnails, order.astype(int), place, usage.astype(float), dead.astype(bool))

    @property
    def count(self) -> int:
        """How many there are."""
        return len(self.order)


@dataclass(frozen=True)
class Sheet:
    """Square cells in a square, in device pixels, counted row by row from the top left."""

    count: int
    cols: int
    side: int  # of a thumbnail
    gap: int  # between thumbnails, half of it frame
    edge: int

    @classmethod
    def of(cls, count: int, width: int, ratio: float) -> Sheet:
        """The largest that ``width`` allows."""
        cols, edge = max(1, math.ceil(math.sqrt(count))), round(EDGE * ratio)
        pitch = max(3, (width - 2 * edge) // cols)
        gap = max(1, round((4 if pitch >= 18 * ratio else 2 if pitch >= 10 * ratio else 1) * ratio))
        return cls(count, cols, pitch - gap, gap, edge)

    @property
    def pitch(self) -> int:
        """From one cell to the next."""
        return self.side + self.gap

    @property
    def height(self) -> int:
        """Of the whole sheet."""
        return 2 * self.edge + math.ceil(self.count / self.cols) * self.pitch

    def cell(self, place: int) -> tuple[int, int, int]:
        """Left, top and side of a thumbnail."""
        row, col = divmod(place, self.cols)
        start = self.edge + self.gap // 2
        return start + col * self.pitch, start + row * self.pitch, self.side

    def at(self, x: float, y: float) -> int:
        """The place at a point, frames included; -1 outside."""
        col, row = int((x - self.edge) // self.pitch), int((y - self.edge) // self.pitch)
        place = row * self.cols + col
        return place if 0 <= col < self.cols and row >= 0 and place < self.count else -1


def draw_sheet(codes: Codes, sheet: Sheet, marked: Collection[int]) -> np.ndarray:
    """uint32 (height, width) of framed thumbnails: usage in the sequential map, dead ones struck through."""
    rows, side, pitch = math.ceil(codes.count / sheet.cols), sheet.side, sheet.pitch
    cells = np.zeros((rows * sheet.cols, pitch, pitch), np.uint32)
    frame, inner = max(1, sheet.gap // 4), sheet.gap // 2
    rim = slice(inner - frame, inner + side + frame) if inner >= frame else slice(0, pitch)
    if inner >= frame:
        cells[: codes.count, rim, rim] = _frames(codes)[codes.order, None, None]
    cells[: codes.count, inner : inner + side, inner : inner + side] = _thumbs(codes, side, marked)[
        codes.order
    ]
    sheet_of = cells.reshape(rows, sheet.cols, pitch, pitch).transpose(0, 2, 1, 3)
    drawn = np.pad(sheet_of.reshape(rows * pitch, sheet.cols * pitch), sheet.edge)
    return np.ascontiguousarray(drawn)


def _frames(codes: Codes) -> np.ndarray:
    most = float(codes.usage.max(initial=0)) or 1.0
    part = np.sqrt(np.clip(codes.usage / most, 0, 1)) * 0.85 + 0.15
    border = np.array(_rgb(tokens.current().border), np.uint8)
    return packed(np.where(codes.dead[:, None], border, shade(part)))


def _thumbs(codes: Codes, side: int, marked: Collection[int]) -> np.ndarray:
    """uint32 (K, side, side)."""
    size = codes.thumbnails.shape[1]
    near = ((np.arange(side) + 0.5) * size / side).astype(int)
    rgb = np.broadcast_to(codes.thumbnails[:, near][:, :, near], (codes.count, side, side, 3))
    ground = np.array(_rgb(tokens.current().panel), float)
    dim = codes.dead.copy()
    if marked:
        dim |= ~np.isin(np.arange(codes.count), [*marked])
    if dim.any():
        rgb = rgb.copy()
        rgb[dim] = (rgb[dim] * _DIM + ground * (1 - _DIM)).astype(np.uint8)
    thumbs = packed(rgb)
    if codes.dead.any():
        down, across = np.mgrid[0:side, 0:side]
        strike = abs(down + across - (side - 1)) <= max(0, side // 24)
        thumbs[codes.dead[:, None, None] & strike] = packed(np.array(_rgb(tokens.current().text2), np.uint8))
    return thumbs


def _rgb(name: str) -> tuple[int, int, int]:
    colour = QColor(name)
    return colour.red(), colour.green(), colour.blue()


def code_text(codes: Codes, code: int) -> str:
    """What there is to say of a code, in the language shown."""
    used = tr("code {code}, used {share} %", code=code, share=f"{codes.usage[code] * 100:.1f}")
    return tr("{fact}, dead", fact=used) if codes.dead[code] else used
