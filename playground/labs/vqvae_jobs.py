"""What the VQ-VAE view asks of its engine, each a plain function that runs on the engine's thread.

The painter works on a frozen copy of the model, kept on the engine as ``painting``: training goes on beneath
it without changing what a code means.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from engines.vqvae.engine import VqvaeEngine
    from engines.vqvae.frozen import FrozenDecoder

Codes = Any  # int32 (h, w), with two levels a pair (coarse, fine)
NEIGHBOURS = 8


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


def similar(engine: VqvaeEngine, code: int, tolerance: float, level: int) -> np.ndarray:
    """Which codes a tolerant fill takes for the clicked one, bool (K,)."""
    return frozen(engine).similar(code, tolerance, level)


def filled(
    engine: VqvaeEngine, codes: Codes, mask: Codes, n: int, temperature: float, top_k: int, seed: int
) -> tuple[list[Codes], np.ndarray]:
    """``n`` ways to fill the mask, and their pictures uint8 (n, H, W, C)."""
    return _shown(engine, engine.fill(codes, mask, n, temperature, top_k, seed), n)


def sampled(
    engine: VqvaeEngine, n: int, temperature: float, top_k: int, seed: int
) -> tuple[list[Codes], np.ndarray]:
    """``n`` whole pictures from the prior."""
    return _shown(engine, engine.sample(n, temperature, top_k, seed), n)


def resampled(
    engine: VqvaeEngine, codes: Codes, cells: np.ndarray, n: int, temperature: float, top_k: int, seed: int
) -> tuple[list[Codes], np.ndarray]:
    """``n`` choices of the fine codes beneath changed coarse cells, bool (h, w) of the coarse grid."""
    top, bottom = codes
    found = engine.resample_bottom(top, bottom, cells, n, temperature, top_k, seed)
    return _shown(engine, (np.repeat(top[None], n, 0), found), n)


def _shown(engine: VqvaeEngine, found: Codes, n: int) -> tuple[list[Codes], np.ndarray]:
    ways: list[Codes] = [
        tuple(part[i] for part in found) if isinstance(found, tuple) else found[i] for i in range(n)
    ]
    return ways, np.stack([frozen(engine).decode(codes) for codes in ways])


def blended(engine: VqvaeEngine, a: np.ndarray, b: np.ndarray, amount: float, way: str) -> Codes:
    """Two pictures blended: "z" before quantising, "codes" by a fixed random order of cells."""
    from engines.vqvae import blend

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
