"""What the window asks of a run: plain functions of the engine, to be run on its thread.

They only look (see :mod:`engines.gan.inference`), so all may be asked in the middle of a step. Importing this
imports no torch.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from engines.gan import latents

if TYPE_CHECKING:
    from engines.gan.engine import GanEngine

COUNT: Final = 8
"""Sliders."""


@dataclass(frozen=True)
class Look:
    """All that decides the picture in the inspector, as one value.

    Attributes:
        index: a sample of the sheet; or, where None, ``z`` and ``label`` of an encoded picture.
        coefficients: where the sliders stand, (8,).
        raw: sliders move coordinates ``first`` and up of the code, not latent directions.
        truncation: multiplies the code before the sliders act.
    """

    index: int | None
    z: np.ndarray | None
    label: int | None
    coefficients: np.ndarray
    raw: bool
    first: int
    truncation: float


def edited(engine: GanEngine, look: Look) -> np.ndarray:
    """The picture at the sliders' place, uint8 (H, W, C)."""
    z, label = _code(engine, look)
    return _render(engine, z[None], label)[0]


def ends(engine: GanEngine, look: Look) -> np.ndarray:
    """What lies at -3 and +3 of each slider, uint8 (k, 2, H, W, C)."""
    z, label = _start(engine, look)
    codes = latents.ends(z, _moves(engine, look, z), look.truncation)
    pictures = _render(engine, codes.reshape(-1, len(z)), label)
    return pictures.reshape(*codes.shape[:2], *pictures.shape[1:])


def between(engine: GanEngine, look: Look, b: int, n: int) -> np.ndarray:
    """``n`` pictures on the way from the edited picture to sample ``b``, uint8 (n, H, W, C)."""
    return _way(engine, look, b, np.linspace(0.0, 1.0, n))


def walked(engine: GanEngine, look: Look, b: int, t: float) -> np.ndarray:
    """The picture at ``t`` (0..1) of that way, uint8 (H, W, C)."""
    return _way(engine, look, b, np.array([t]))[0]


def facts(engine: GanEngine, look: Look) -> tuple[float, int]:
    """The discriminator's score of the edited picture, and the number of the nearest real one."""
    z, label = _code(engine, look)
    picture = _render(engine, z[None], label)[0]
    return engine.inference.score(picture, label), engine.inference.nearest(picture)


def code(engine: GanEngine, look: Look) -> str:
    """The latent code at the sliders' place as text that a script can read."""
    return json.dumps([round(float(v), 4) for v in _code(engine, look)[0]])


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
    if look.raw:
        return np.eye(len(z), dtype=np.float32)[look.first : look.first + COUNT]
    return engine.directions(min(COUNT, len(z))).matrix


def _code(engine: GanEngine, look: Look) -> tuple[np.ndarray, int | None]:
    """The code at the sliders' place (nz,), and its class."""
    z, label = _start(engine, look)
    return latents.moved(z, _moves(engine, look, z), look.coefficients, look.truncation), label


def _way(engine: GanEngine, look: Look, b: int, t: np.ndarray) -> np.ndarray:
    z, label = _code(engine, look)
    return _render(engine, latents.slerp(z, look.truncation * engine.bank.code(b), t), label)


def _render(engine: GanEngine, codes: np.ndarray, label: int | None) -> np.ndarray:
    return engine.inference.render(codes, None if label is None else [label] * len(codes))
