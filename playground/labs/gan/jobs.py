"""What the GAN view asks of its engine, each a plain function that runs on the engine's thread."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from engines.gan.engine import GanEngine

COUNT = 8
END = 3.0


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


def _start(engine: GanEngine, look: Look) -> tuple[np.ndarray, int | None]:
    """The code before truncation (nz,), and its class in a run with labels."""
    if look.index is not None:
        return engine.bank(look.index), engine.bank_label(look.index)
    return np.asarray(look.z), look.label


def _moves(engine: GanEngine, look: Look, z: np.ndarray) -> np.ndarray:
    """The unit moves behind the sliders, (up to 8, nz)."""
    if look.raw:
        return np.eye(len(z), dtype=np.float32)[look.first : look.first + COUNT]
    return engine.directions(min(COUNT, len(z))).matrix


def _code(engine: GanEngine, look: Look) -> tuple[np.ndarray, int | None]:
    """The code at the sliders' place (nz,), and its class."""
    z, label = _start(engine, look)
    moves = _moves(engine, look, z)
    return look.truncation * z + look.coefficients[: len(moves)] @ moves, label


def _render(engine: GanEngine, codes: np.ndarray, label: int | None) -> np.ndarray:
    return engine.render(codes, None if label is None else [label] * len(codes))


def edited(engine: GanEngine, look: Look) -> np.ndarray:
    """The picture at the sliders' place, uint8 (H, W, C)."""
    z, label = _code(engine, look)
    return _render(engine, z[None], label)[0]


def ends(engine: GanEngine, look: Look) -> np.ndarray:
    """What lies at -3 and +3 of each slider, uint8 (k, 2, H, W, C)."""
    z, label = _start(engine, look)
    moves = _moves(engine, look, z)
    both = np.stack([look.truncation * z - END * moves, look.truncation * z + END * moves], axis=1)
    pictures = _render(engine, both.reshape(-1, len(z)), label)
    return pictures.reshape(len(moves), 2, *pictures.shape[1:])


def between(engine: GanEngine, look: Look, b: int, n: int) -> np.ndarray:
    """``n`` pictures on the way from the edited picture to B, uint8 (n, H, W, C)."""
    z, label = _code(engine, look)
    return engine.between(z, look.truncation * engine.bank(b), n, 1.0, label)


def walked(engine: GanEngine, look: Look, b: int, t: float) -> np.ndarray:
    """The picture at ``t`` (0..1) of that way, uint8 (H, W, C)."""
    from engines.gan.latents import slerp

    z, label = _code(engine, look)
    return _render(engine, slerp(z, look.truncation * engine.bank(b), np.array([t])), label)[0]


def facts(engine: GanEngine, look: Look) -> tuple[float, int]:
    """The discriminator's score of the picture, and the number of the nearest real one."""
    z, label = _code(engine, look)
    picture = _render(engine, z[None], label)[0]
    return engine.score(picture, label), engine.nearest(picture)


def code(engine: GanEngine, look: Look) -> str:
    """The latent code as text that a script can read."""
    return json.dumps([round(float(v), 4) for v in _code(engine, look)[0]])


def opened(path: str, size: int, channels: int) -> np.ndarray:
    """A picture file in the engine's size, uint8 (size, size, channels)."""
    from engines.images import open_picture

    return open_picture(path, size, channels)


def resized(picture: np.ndarray, size: int, channels: int) -> np.ndarray:
    """A picture brought along to an engine of another size."""
    from PIL import Image

    from engines.images import prepare

    array: Any = picture[..., 0] if picture.shape[-1] == 1 else picture
    return prepare(Image.fromarray(array), size, channels)
