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
    """All that decides the picture in the inspector, as one value."""

    index: int | None
    z: np.ndarray | None
    coefficients: np.ndarray
    raw: bool
    first: int
    truncation: float


def _start(engine: GanEngine, look: Look) -> np.ndarray:
    return engine.bank(look.index) if look.index is not None else np.asarray(look.z)


def _moved(engine: GanEngine, look: Look) -> np.ndarray:
    """The code at the sliders' place, before truncation, (nz,)."""
    z = _start(engine, look).copy()
    if look.raw:
        span = z[look.first : look.first + COUNT]
        span += look.coefficients[: len(span)]
        return z
    rows = engine.directions(min(COUNT, len(z))).matrix
    return z + look.coefficients[: len(rows)] @ rows


def edited(engine: GanEngine, look: Look) -> np.ndarray:
    """The picture at the sliders' place, uint8 (H, W, C)."""
    return engine.render(look.truncation * _moved(engine, look)[None])[0]


def ends(engine: GanEngine, look: Look) -> np.ndarray:
    """What lies at -3 and +3 of each slider, uint8 (k, 2, H, W, C)."""
    z = _start(engine, look)
    if look.raw:
        chosen = np.eye(len(z), dtype=np.float32)[look.first : look.first + COUNT]
    else:
        chosen = engine.directions(min(COUNT, len(z))).matrix
    both = np.stack([z - END * chosen, z + END * chosen], axis=1)
    pictures = engine.render(look.truncation * both.reshape(-1, len(z)))
    return pictures.reshape(len(chosen), 2, *pictures.shape[1:])


def between(engine: GanEngine, look: Look, b: int, n: int) -> np.ndarray:
    """``n`` pictures on the way from the edited picture to B, uint8 (n, H, W, C)."""
    return engine.between(_moved(engine, look), engine.bank(b), n, look.truncation)


def walked(engine: GanEngine, look: Look, b: int, t: float) -> np.ndarray:
    """The picture at ``t`` (0..1) of that way, uint8 (H, W, C)."""
    from engines.gan.latents import slerp

    z = slerp(_moved(engine, look), engine.bank(b), t)
    return engine.render(look.truncation * z[None])[0]


def facts(engine: GanEngine, look: Look) -> tuple[float, int]:
    """The discriminator's score of the picture, and the number of the nearest real one."""
    picture = edited(engine, look)
    return engine.score(picture), engine.nearest(picture)


def code(engine: GanEngine, look: Look) -> str:
    """The latent code as text that a script can read."""
    z = look.truncation * _moved(engine, look)
    return json.dumps([round(float(v), 4) for v in z])


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
