"""What the bench asks of a run. Functions of the engine for its thread; importing this imports no torch."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np

from engines.gan.checkerboard.counts import Stack
from engines.gan.checkerboard.meter import Board, read

if TYPE_CHECKING:
    from engines.gan.checkerboard.stacks import Way
    from engines.gan.engine import GanEngine

READ_AT: Final = 64  # edge of the pictures of random weights, px
SHOWN: Final = 32  # edge of the part that is shown, so that pixels are seen
GROWN: Final = 4  # of random weights that are read
READ: Final = 16  # of a run that are read
REAL: Final = 256  # real ones, which are read once


@dataclass(frozen=True)
class Grown:
    """What random weights make: grey uint8 (H, W, 1), and what the meter reads of it and its like."""

    picture: np.ndarray
    board: Board


@dataclass(frozen=True)
class Reading:
    """What the meter reads of a run at ``step``.

    Attributes:
        made: of the averaged generator's pictures.
        slope: of dD/dx at them, which is what the generator learns from.
        real: of pictures trained on: what the meter reads where there is no checkerboard.
    """

    step: int
    made: Board
    slope: Board
    real: Board


def grown(way: Way, stack: Stack, seed: int) -> Grown:
    """A picture that random weights make in one way, and the reading of several. Needs no run, but torch."""
    from engines.gan.checkerboard import stacks

    pictures = stacks.grown(way, stack, seed, GROWN, READ_AT).numpy()
    middle = slice((READ_AT - SHOWN) // 2, (READ_AT + SHOWN) // 2)
    shown = np.clip(pictures[0, middle, middle, :1] * 56 + 128, 0, 255).round().astype(np.uint8)
    return Grown(shown, read(pictures, stack.periods))


def reading(engine: GanEngine, real: Board | None = None) -> Reading:
    """Read a run's generator and discriminator as they are; ``real`` is of an earlier reading, if any."""
    pictures = engine.inference.pictures(engine.bank.codes[:READ], engine.bank.labels[:READ])
    slope = engine.inference.slope(pictures)
    if real is None:
        real = read(engine.deck.pixels[engine.deck.train[:REAL]].cpu().numpy())
    return Reading(engine.count, read(pictures.cpu().numpy()), read(slope.cpu().numpy()), real)
