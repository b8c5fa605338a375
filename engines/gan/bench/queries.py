"""What the bench asks of a run. Functions of the engine for its thread; importing this imports no torch."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from engines.gan.bench.codes import Code, make
from engines.gan.bench.mixing import mixed
from engines.gan.snapshot import Encoding, Facts

if TYPE_CHECKING:
    from engines.gan.engine import GanEngine

TRUNCATION = 0.9  # as engines.gan.nets.ogan, which imports torch, has it


@dataclass(frozen=True, eq=False)
class Found:
    """A picture as a code.

    Attributes:
        code: of it.
        shown: G(code), uint8 (H, W, C).
        error: mean squared error between the two, pixels in [-1, 1]; None where there is no picture but this.
    """

    code: Code
    shown: np.ndarray
    error: float | None = None


@dataclass(frozen=True, eq=False)
class Dish:
    """What lies on the bench: a code; or with ``fine`` two, of which the first ``at`` layers follow ``code``
    and all others ``fine``."""

    code: Code
    fine: Code | None = None
    at: int = 0


def code_of(encoding: Encoding) -> Code:
    """The code whose picture is the reconstruction."""
    return make(TRUNCATION * encoding.z, encoding.label)


def encoded(engine: GanEngine, picture: np.ndarray) -> Found:
    """A picture, uint8 (H, W, C) in the run's size, put into the latent space.

    Raises:
        Problem: the run has no encoder.
    """
    found = engine.inference.encode(picture)
    return Found(code_of(found), found.reconstruction, found.error)


def sampled(engine: GanEngine, index: int) -> Found:
    """A sample of the sheet."""
    return drawn(engine, make(engine.bank.code(index), engine.bank.label(index)))


def drawn(engine: GanEngine, code: Code, picture: np.ndarray | None = None) -> Found:
    """A code as it is; with ``picture``, uint8 (H, W, C), how far from that its own is."""
    shown = pictures(engine, [code])[0]
    if picture is None:
        return Found(code, shown)
    apart = (shown.astype(np.float32) - picture.astype(np.float32)) / 127.5
    return Found(code, shown, float(np.square(apart).mean()))


def pictures(engine: GanEngine, codes: Sequence[Code]) -> np.ndarray:
    """G of codes, each of its own class: uint8 (n, H, W, C)."""
    labels = [code.label or 0 for code in codes] if engine.config.conditional else None
    return engine.inference.render(np.stack([code.z for code in codes]), labels)


def served(engine: GanEngine, dish: Dish) -> np.ndarray:
    """Its picture, uint8 (H, W, C)."""
    if dish.fine is None:
        return pictures(engine, [dish.code])[0]
    return mixed(engine, dish.code, dish.fine, dish.at)


def facts(engine: GanEngine, dish: Dish) -> Facts:
    """What there is to say of its picture."""
    picture = served(engine, dish)
    nearest, distance = engine.inference.nearest(picture)
    score = engine.inference.score(picture, dish.code.label)
    return Facts(score, nearest, engine.real(nearest), distance, engine.deck.typical)


def reals(engine: GanEngine, count: int, seed: int) -> list[np.ndarray]:
    """Real pictures at random, uint8 (H, W, C) each."""
    rng = np.random.default_rng(seed)
    chosen = rng.choice(len(engine.deck), min(count, len(engine.deck)), replace=False)
    return [engine.real(int(at)) for at in chosen]
