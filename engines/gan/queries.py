"""What the window asks of a run: plain functions of the engine, to be run on its thread.

They only look (see :mod:`engines.gan.inference`), so all may be asked in the middle of a step. Importing this
imports no torch.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from engines.gan.latent import arithmetic
from engines.gan.snapshot import Facts
from engines.ground.marks import mark
from engines.images.scores.session import Session

if TYPE_CHECKING:
    from engines.gan.engine import GanEngine

COUNT: Final = 8
"""Sliders."""


@dataclass(frozen=True)
class Sliders:
    """Where a person's sliders stand.

    Attributes:
        coefficients: of the eight moves, (8,).
        raw: the moves are coordinates ``first`` and up of the code, not latent directions.
        truncation: multiplies the code before it is moved.
        walk: how far on the way from the moved code (0) to sample B (1).
    """

    coefficients: np.ndarray
    raw: bool = False
    first: int = 0
    truncation: float = 1.0
    walk: float = 0.0


@dataclass(frozen=True)
class Look:
    """All that decides the picture in the inspector, as one value.

    Attributes:
        index: a sample of the sheet; or, where None, ``z`` and ``label`` of an encoded picture.
        b: the sample at the other end of the way.
    """

    index: int | None
    z: np.ndarray | None
    label: int | None
    b: int
    sliders: Sliders
    at: int | None = None
    """A step to look back on; the generator kept nearest to it makes the pictures. None: that of now."""


def edited(engine: GanEngine, look: Look) -> np.ndarray:
    """The picture at the sliders' place, uint8 (H, W, C)."""
    return _here(engine, look)[0]


def ends(engine: GanEngine, look: Look) -> np.ndarray:
    """What lies at -3 and +3 of each slider, uint8 (k, 2, H, W, C)."""
    z, label = _start(engine, look)
    codes = arithmetic.ends(z, _moves(engine, look, z), look.sliders.truncation)
    pictures = _render(engine, codes.reshape(-1, len(z)), label, look.at)
    return pictures.reshape(*codes.shape[:2], *pictures.shape[1:])


def between(engine: GanEngine, look: Look, n: int) -> np.ndarray:
    """``n`` pictures on the way from the moved code to sample B, uint8 (n, H, W, C)."""
    z, label = _code(engine, look)
    b = look.sliders.truncation * engine.bank.code(look.b)
    return _render(engine, arithmetic.slerp(z, b, np.linspace(0.0, 1.0, n)), label, look.at)


def tour(engine: GanEngine, look: Look, stops: int, n: int) -> np.ndarray:
    """A round walk from the moved code over the next ``stops`` samples of the sheet and back, ``n`` pictures
    from one to the next: uint8 ((stops + 1) * n, H, W, C)."""
    z, label = _code(engine, look)
    first, size = look.index or 0, len(engine.bank.codes)
    codes = [look.sliders.truncation * engine.bank.code((first + i) % size) for i in range(1, stops + 1)]
    places = np.linspace(0.0, 1.0, n, endpoint=False)
    ways = zip([z, *codes], [*codes, z], strict=True)
    return _render(engine, np.concatenate([arithmetic.slerp(a, b, places) for a, b in ways]), label, look.at)


def facts(engine: GanEngine, look: Look) -> Facts:
    """What there is to say of the picture at the sliders' place: of the one that is shown."""
    picture, label = _here(engine, look)
    nearest, distance = engine.inference.nearest(picture)
    score = engine.inference.score(picture, label)
    return Facts(score, nearest, engine.real(nearest), distance, engine.deck.typical)


def sheet_of(engine: GanEngine, step: int) -> tuple[int, np.ndarray]:
    """The kept step nearest to a step, and its sheet, uint8 (rows * H, cols * W, C)."""
    return engine.pasts.sheet(step)


def code(engine: GanEngine, look: Look) -> str:
    """The latent code at the sliders' place as text that a script can read."""
    return json.dumps([round(float(v), 4) for v in _code(engine, look, look.sliders.walk)[0]])


def drawn(engine: GanEngine, n: int, seed: int) -> np.ndarray:
    """Fresh samples of random codes, and classes as frequent as among the pictures: uint8 (n, H, W, C)."""
    import torch

    rng = torch.Generator(engine.device).manual_seed(seed)
    codes = torch.randn(n, engine.config.nz, generator=rng, device=engine.device)
    labels = engine.deck.draw_labels(n, rng) if engine.config.conditional else None
    return engine.inference.pictures(codes, labels).cpu().numpy()


def scoring(seed: int) -> Session:
    """Scores of such samples, to be advanced on a run's thread."""
    return Session(drawn, mark("Fresh samples"), seed * 10_000)


def resized(picture: np.ndarray, size: int, channels: int) -> np.ndarray:
    """A picture, uint8 (H, W, 1 or 3), brought along to an engine of another size."""
    from PIL import Image

    from engines.images import prepare

    array: Any = picture[..., 0] if picture.shape[-1] == 1 else picture
    return prepare(Image.fromarray(array), size, channels)


def _start(engine: GanEngine, look: Look) -> tuple[np.ndarray, int | None]:
    """The code before truncation (nz,), and its class in a run with labels."""
    if look.index is not None:
        return engine.bank.code(look.index), engine.bank.label(look.index)
    return np.asarray(look.z), look.label


def _moves(engine: GanEngine, look: Look, z: np.ndarray) -> np.ndarray:
    """The unit moves behind the sliders, (up to 8, nz)."""
    if look.sliders.raw:
        first = look.sliders.first
        return np.eye(len(z), dtype=np.float32)[first : first + COUNT]
    return engine.directions(min(COUNT, len(z))).matrix


def _code(engine: GanEngine, look: Look, walk: float = 0.0) -> tuple[np.ndarray, int | None]:
    """The moved code, gone so far towards B: (nz,); and its class."""
    z, label = _start(engine, look)
    moves, s = _moves(engine, look, z), look.sliders
    moved = arithmetic.moved(z, moves, s.coefficients, s.truncation)
    if walk:
        b = s.truncation * engine.bank.code(look.b)
        moved = arithmetic.slerp(moved, b, np.array([walk]))[0]
    return moved, label


def _here(engine: GanEngine, look: Look) -> tuple[np.ndarray, int | None]:
    """The picture at the sliders' place, and its class."""
    z, label = _code(engine, look, look.sliders.walk)
    return _render(engine, z[None], label, look.at)[0], label


def _render(engine: GanEngine, codes: np.ndarray, label: int | None, at: int | None) -> np.ndarray:
    inference = engine.inference if at is None else engine.pasts.inference(at)
    return inference.render(codes, None if label is None else [label] * len(codes))
