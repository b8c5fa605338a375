"""What the VQ-VAE view asks of its engine, each a plain function that runs on the engine's thread.

The painter works on a frozen copy of the model, kept on the engine as ``painting``: training goes on beneath
it without changing what a code means.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from engines.vqvae.engine import VqvaeEngine
    from engines.vqvae.painting.frozen import FrozenDecoder

Codes = Any  # int32 (h, w), with two levels a pair (coarse, fine)
NEIGHBOURS = 8
Guesses = tuple[list[Codes], np.ndarray]
"""Ways to fill a mask, and their pictures uint8 (n, H, W, C)."""


@dataclass(frozen=True)
class Palette:
    """One level of a frozen codebook: thumbnails uint8 (K, s, s, C), its codes on a plane float (K, 2),
    and the nearest codes of each (K, k)."""

    thumbnails: np.ndarray
    plane: np.ndarray
    neighbours: np.ndarray


@dataclass(frozen=True)
class Opened:
    """A picture in codes: all that a painting begins with."""

    picture: np.ndarray
    codes: Codes
    decoded: np.ndarray
    version: str
    K: int
    palettes: tuple[Palette, ...]


def frozen(engine: VqvaeEngine) -> FrozenDecoder:
    """The copy that is painted with."""
    found: FrozenDecoder = engine.__dict__["painting"]
    return found


def freeze(engine: VqvaeEngine) -> FrozenDecoder:
    """Take a new copy of the model as it is now."""
    engine.__dict__["painting"] = engine.freeze()
    return frozen(engine)


def opened(engine: VqvaeEngine, picture: np.ndarray) -> Opened:
    """Freeze the model and encode a picture, uint8 (size, size, C)."""
    copy = freeze(engine)
    codes = copy.encode(picture)
    return Opened(picture, codes, copy.decode(codes), copy.version, copy.K, palettes(copy))


def held(engine: VqvaeEngine, index: int) -> Opened:
    """The same with one of the pictures kept out of training."""
    return opened(engine, engine.held(index))


def redecoded(engine: VqvaeEngine, picture: np.ndarray, codes: Codes) -> Opened:
    """The painting's numbers read by the model as it is now."""
    copy = freeze(engine)
    return Opened(picture, codes, copy.decode(codes), copy.version, copy.K, palettes(copy))


def palettes(copy: FrozenDecoder) -> tuple[Palette, ...]:
    """Every level's codes as they look, and where they lie."""
    found = []
    for level in range(len(copy.grids)):
        plane = _plane(copy.embed(level))
        found.append(Palette(copy.thumbnails(level), plane, copy.neighbours(NEIGHBOURS, level)))
    return tuple(found)


def _plane(embed: np.ndarray) -> np.ndarray:
    """The two leading principal components of (K, D), in [-1, 1]: (K, 2)."""
    centred = embed - embed.mean(0)
    _, _, axes = np.linalg.svd(centred, full_matrices=False)
    flat = centred @ axes[:2].T
    if flat.shape[1] < 2:
        flat = np.pad(flat, ((0, 0), (0, 2 - flat.shape[1])))
    return flat / max(float(np.abs(flat).max()), 1e-9)


def ordered(palette: Palette, usage: np.ndarray, by: str) -> np.ndarray:
    """Codes in the order that the palette shows them, (K,): "similar", "used" (most first), "light"."""
    if by == "used":
        return np.argsort(-usage, kind="stable")
    if by == "light":
        grey = palette.thumbnails.reshape(len(palette.plane), -1, palette.thumbnails.shape[-1]).mean(1)
        weights = np.array([0.299, 0.587, 0.114]) if grey.shape[1] == 3 else np.ones(1)  # ITU-R BT.601
        return np.argsort(grey @ weights, kind="stable")
    return palette_order(palette.plane)


def palette_order(plane: np.ndarray) -> np.ndarray:
    """Codes in reading order of a square sheet on which near codes are neighbours: (K,).

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


def decoded(engine: VqvaeEngine, codes: Codes) -> np.ndarray:
    """The painting's picture, uint8 (size, size, C)."""
    return frozen(engine).decode_region(codes)[0]


def nudged(
    engine: VqvaeEngine, grid: np.ndarray, cells: np.ndarray, code: int, strength: float, level: int
) -> np.ndarray:
    """Cells moved toward a code, (h, w)."""
    return frozen(engine).nudge(grid, cells, code, strength, level)


def rank(engine: VqvaeEngine, picture: np.ndarray, cell: tuple[int, int], code: int, level: int) -> int:
    """How near a code is to what the encoder says of a picture's cell; 1 is the nearest."""
    return frozen(engine).rank(picture, cell, code, level)


def similar(engine: VqvaeEngine, code: int, tolerance: float, level: int) -> np.ndarray:
    """Which codes a tolerant fill takes for the clicked one, bool (K,)."""
    return frozen(engine).similar(code, tolerance, level)


def filled(
    engine: VqvaeEngine,
    codes: Codes,
    mask: Codes,
    n: int,
    temperature: float,
    top_k: int,
    seed: int,
    kinds: Sequence[str] = ("",),
) -> Guesses:
    """``n`` ways to fill the mask, shared evenly among priors of these kinds, and their pictures."""
    ways: list[Codes] = []
    for kind in kinds:
        each = n // len(kinds)
        found = engine.fill(codes, mask, each, temperature, top_k, seed, kind)
        ways += _ways(found, each)
    return _shown(engine, ways)


def sampled(
    engine: VqvaeEngine,
    n: int,
    temperature: float,
    top_k: int,
    seed: int,
    kinds: Sequence[str] = ("",),
) -> Guesses:
    """``n`` whole pictures from the priors."""
    holes = tuple(np.ones(shape, bool) for shape in frozen(engine).grids)
    codes = tuple(np.zeros(hole.shape, np.int32) for hole in holes)
    one = len(holes) == 1
    whole: tuple[Codes, Codes] = (codes[0], holes[0]) if one else (codes, holes)
    return filled(engine, whole[0], whole[1], n, temperature, top_k, seed, kinds)


def resampled(
    engine: VqvaeEngine, codes: Codes, cells: np.ndarray, n: int, temperature: float, top_k: int, seed: int
) -> Guesses:
    """``n`` choices of the fine codes beneath changed coarse cells, bool (h, w) of the coarse grid."""
    top, bottom = codes
    found = engine.resample_bottom(top, bottom, cells, n, temperature, top_k, seed)
    return _shown(engine, _ways((np.repeat(top[None], n, 0), found), n))


def _ways(found: Codes, n: int) -> list[Codes]:
    return [tuple(part[i] for part in found) if isinstance(found, tuple) else found[i] for i in range(n)]


def _shown(engine: VqvaeEngine, ways: list[Codes]) -> Guesses:
    return ways, np.stack([frozen(engine).decode(codes) for codes in ways])


def blended(engine: VqvaeEngine, a: np.ndarray, b: np.ndarray, amount: float, way: str) -> Codes:
    """Two pictures blended: "z" before quantising, "codes" by a fixed random order of cells."""
    from engines.vqvae.painting import blend

    copy = frozen(engine)
    if way == "z":
        return copy.blend_pictures(a, b, amount)
    pairs = zip(_levels(copy.encode(a)), _levels(copy.encode(b)), strict=True)
    found = tuple(blend.cross_fade(x, y, amount) for x, y in pairs)
    return found if len(found) > 1 else found[0]


def _levels(codes: Codes) -> tuple[np.ndarray, ...]:
    return codes if isinstance(codes, tuple) else (codes,)


def patched(engine: VqvaeEngine, codes: Codes, b: np.ndarray, cells: np.ndarray) -> Codes:
    """The painting with B's codes in the chosen cells, bool (h, w) of the fine grid."""
    other = frozen(engine).encode(b)
    if not isinstance(codes, tuple):
        return np.where(cells, other, codes)
    small = cells.reshape(codes[0].shape[0], 2, codes[0].shape[1], 2).any((1, 3))
    return np.where(small, other[0], codes[0]), np.where(cells, other[1], codes[1])
