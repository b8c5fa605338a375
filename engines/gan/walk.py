"""Walks in the latent space from one code: along directions, along coordinates, and to another code.

z' = t z + sum_i c_i d_i, with t the truncation (Brock et al. 2019, section 3.1, by scaling), c_i where the
sliders stand, and d_i the leading directions of the first maps (Shen and Zhou 2021) or the axes.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from engines.gan.queries import Queries

SLIDERS = 8
END = 3.0  # standard deviations at a slider's ends


@dataclass(frozen=True)
class Look:
    """All that decides the picture that is looked at, as one value.

    Attributes:
        index: a sample of the sheet; or, where None, ``z`` and ``label`` of an encoded picture.
        coefficients: where the sliders stand, (up to 8,).
        raw: sliders move coordinates ``first`` and up of the code, not latent directions.
        truncation: multiplies the code before the sliders act.
    """

    index: int | None
    coefficients: np.ndarray
    z: np.ndarray | None = None
    label: int | None = None
    raw: bool = False
    first: int = 0
    truncation: float = 1.0


def edited(engine: Queries, look: Look) -> np.ndarray:
    """The picture at the sliders' place, uint8 (H, W, C)."""
    z, label = _code(engine, look)
    return _render(engine, z[None], label)[0]


def ends(engine: Queries, look: Look) -> np.ndarray:
    """What lies at -3 and +3 of each slider, uint8 (k, 2, H, W, C)."""
    z, label = _start(engine, look)
    moves = _moves(engine, look, z)
    both = np.stack([look.truncation * z - END * moves, look.truncation * z + END * moves], axis=1)
    pictures = _render(engine, both.reshape(-1, len(z)), label)
    return pictures.reshape(len(moves), 2, *pictures.shape[1:])


def between(engine: Queries, look: Look, b: int, n: int) -> np.ndarray:
    """``n`` pictures from the edited one to sample ``b``, both included: uint8 (n, H, W, C)."""
    return _on_the_way(engine, look, b, np.linspace(0.0, 1.0, n))


def walked(engine: Queries, look: Look, b: int, t: float) -> np.ndarray:
    """The picture at ``t`` (0..1) of that way, uint8 (H, W, C)."""
    return _on_the_way(engine, look, b, np.array([t]))[0]


def facts(engine: Queries, look: Look) -> tuple[float, int]:
    """The discriminator's score of the picture, and the number of the nearest real one."""
    z, label = _code(engine, look)
    picture = _render(engine, z[None], label)[0]
    return engine.score(picture, label), engine.nearest(picture)


def code(engine: Queries, look: Look) -> str:
    """The latent code as text that a script can read."""
    return json.dumps([round(float(v), 4) for v in _code(engine, look)[0]])


def _start(engine: Queries, look: Look) -> tuple[np.ndarray, int | None]:
    """The code before truncation (nz,), and its class in a run with labels."""
    if look.index is not None:
        return engine.bank(look.index), engine.bank_label(look.index)
    return np.asarray(look.z), look.label


def _moves(engine: Queries, look: Look, z: np.ndarray) -> np.ndarray:
    """The unit moves behind the sliders, (up to 8, nz)."""
    if look.raw:
        return np.eye(len(z), dtype=np.float32)[look.first : look.first + SLIDERS]
    return engine.directions(min(SLIDERS, len(z))).matrix


def _code(engine: Queries, look: Look) -> tuple[np.ndarray, int | None]:
    """The code at the sliders' place (nz,), and its class."""
    z, label = _start(engine, look)
    moves = _moves(engine, look, z)
    return look.truncation * z + look.coefficients[: len(moves)] @ moves, label


def _on_the_way(engine: Queries, look: Look, b: int, t: np.ndarray) -> np.ndarray:
    from engines.gan.latents import slerp  # torch: a window that only names a look need not have it

    z, label = _code(engine, look)
    return _render(engine, slerp(z, look.truncation * engine.bank(b), t), label)


def _render(engine: Queries, codes: np.ndarray, label: int | None) -> np.ndarray:
    return engine.render(codes, None if label is None else [label] * len(codes))
