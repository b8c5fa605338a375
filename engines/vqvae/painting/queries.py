"""What a painter asks of a run, each a plain function that runs on the engine's thread. Imports no torch.

A painting belongs to a frozen copy of the model, the run's ``painting``: training goes on beneath it without
changing what a code means.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from engines.images import open_picture
from engines.vqvae.codes import Codes, joined, levels_of
from engines.vqvae.config import VqvaeConfig
from engines.vqvae.model.projection import project
from engines.vqvae.painting import blend, foresight
from engines.vqvae.painting.foresight import Foreseen
from engines.vqvae.painting.palette import Palette
from engines.vqvae.painting.strokes import Stroke

if TYPE_CHECKING:
    from engines.vqvae.engine import VqvaeEngine
    from engines.vqvae.painting.frozen import FrozenDecoder

NEIGHBOURS = 8


@dataclass(frozen=True)
class Opened:
    """A picture in codes: all that a painting begins with."""

    picture: np.ndarray
    codes: Codes
    decoded: np.ndarray
    version: str
    K: int
    palettes: tuple[Palette, ...]
    config: VqvaeConfig


@dataclass(frozen=True)
class Steering:
    """How the prior guesses.

    Attributes:
        temperature: 0 always takes what is most likely, 1 draws as learnt.
        top_k: how many of the likeliest codes are drawn from; 0 for all.
        kinds: of prior, which share the guesses evenly; "" is the one that is set.
    """

    temperature: float = 1.0
    top_k: int = 0
    kinds: tuple[str, ...] = ("",)


@dataclass(frozen=True)
class Guesses:
    """Ways to go on with a painting, whole grids of codes, and their pictures, uint8 (n, H, W, C)."""

    ways: tuple[Codes, ...]
    pictures: np.ndarray


# -- opening -------------------------------------------------------------------------------------------


def opened(engine: VqvaeEngine, picture: np.ndarray, codes: Codes | None = None) -> Opened:
    """Freeze the model and encode a picture, uint8 (size, size, C).

    With the ``codes`` of a painting of it, these numbers are read by the model as it is now instead.
    """
    copy = engine.painting = engine.freeze()
    found = copy.encode(picture) if codes is None else codes
    return Opened(picture, found, copy.decode(found), copy.version, copy.K, palettes(copy), engine.config)


def read_again(engine: VqvaeEngine, picture: np.ndarray, codes: Codes) -> Opened:
    """A painting of a picture with the copy that it is painted with; a new one if there is none."""
    copy = engine.painting
    if copy is None:
        return opened(engine, picture, codes)
    return Opened(picture, codes, copy.decode(codes), copy.version, copy.K, palettes(copy), engine.config)


def held(engine: VqvaeEngine, index: int) -> Opened:
    """The same with one of the pictures kept out of training."""
    return opened(engine, engine.held(index))


def picture_of(engine: VqvaeEngine, path: str | Path) -> np.ndarray:
    """A picture file in the size and channels of the run, uint8 (size, size, C). Raises FileProblem."""
    return open_picture(path, engine.config.size, engine.config.channels)


def palettes(copy: FrozenDecoder) -> tuple[Palette, ...]:
    """Every level's codes as they look, and where they lie."""
    return tuple(
        Palette(copy.thumbnails(level), project(copy.embed(level))[0], copy.neighbours(NEIGHBOURS, level))
        for level in range(len(copy.grids))
    )


# -- painting ------------------------------------------------------------------------------------------


def _copy(engine: VqvaeEngine) -> FrozenDecoder:
    assert engine.painting is not None, "a painting begins with a picture that is opened"
    return engine.painting


def decoded(engine: VqvaeEngine, codes: Codes) -> np.ndarray:
    """The painting's picture, uint8 (size, size, C)."""
    return _copy(engine).decode_region(codes)[0]


def foreseen(
    engine: VqvaeEngine,
    codes: Codes,
    mask: Codes,
    stroke: Stroke,
    cells: Sequence[tuple[int, int]],
    rng: np.random.Generator,
) -> Foreseen | None:
    """What a stroke would make of the painting; see :func:`engines.vqvae.painting.foresight.foreseen`."""
    return foresight.foreseen(_copy(engine), codes, mask, stroke, cells, rng)


def nudged(
    engine: VqvaeEngine, grid: np.ndarray, cells: np.ndarray, code: int, strength: float, level: int
) -> np.ndarray:
    """Cells moved toward a code, (h, w)."""
    return _copy(engine).nudge(grid, cells, code, strength, level)


def rank(engine: VqvaeEngine, picture: np.ndarray, cell: tuple[int, int], code: int, level: int) -> int:
    """How near a code is to what the encoder says of a picture's cell; 1 is the nearest."""
    return _copy(engine).rank(picture, cell, code, level)


def similar(engine: VqvaeEngine, code: int, tolerance: float, level: int) -> np.ndarray:
    """Which codes a tolerant fill takes for the clicked one, bool (K,)."""
    return _copy(engine).similar(code, tolerance, level)


# -- guessing ------------------------------------------------------------------------------------------


def filled(engine: VqvaeEngine, codes: Codes, mask: Codes, n: int, steering: Steering, seed: int) -> Guesses:
    """``n`` ways to fill the mask. Raises Problem where no prior has learnt these codes."""
    s = steering
    each = n // len(s.kinds)
    found = [engine.fill(codes, mask, each, s.temperature, s.top_k, seed, kind) for kind in s.kinds]
    return _shown(engine, found)


def sampled(engine: VqvaeEngine, n: int, steering: Steering, seed: int) -> Guesses:
    """``n`` whole pictures. Raises Problem as :func:`filled`."""
    s = steering
    each = n // len(s.kinds)
    return _shown(engine, [engine.sample(each, s.temperature, s.top_k, seed, kind) for kind in s.kinds])


def resampled(
    engine: VqvaeEngine, codes: Codes, cells: np.ndarray, n: int, steering: Steering, seed: int
) -> Guesses:
    """``n`` choices of the fine codes beneath changed coarse cells, bool (h, w) of the coarse grid."""
    top, bottom = codes
    fine = engine.resample_bottom(top, bottom, cells, n, steering.temperature, steering.top_k, seed)
    return _shown(engine, [(np.repeat(top[None], n, 0), fine)])


def _shown(engine: VqvaeEngine, batches: Iterable[Codes]) -> Guesses:
    """Take batches (n, h, w) of each level apart, and decode every one."""
    ways = tuple(joined(way) for batch in batches for way in zip(*levels_of(batch), strict=True))
    return Guesses(ways, np.stack([_copy(engine).decode(way) for way in ways]))


# -- blending ------------------------------------------------------------------------------------------


def blended(engine: VqvaeEngine, a: np.ndarray, b: np.ndarray, amount: float, way: str) -> Codes:
    """Two pictures blended: "z" before quantising, "codes" by a fixed random order of cells."""
    copy = _copy(engine)
    if way == "z":
        return copy.blend_pictures(a, b, amount)
    return blend.cross_fade(copy.encode(a), copy.encode(b), amount)


def patched(engine: VqvaeEngine, codes: Codes, b: np.ndarray, cells: np.ndarray) -> Codes:
    """The painting with another picture's codes in the chosen cells, bool (h, w) of the fine grid."""
    return blend.patchwork(codes, _copy(engine).encode(b), cells)
