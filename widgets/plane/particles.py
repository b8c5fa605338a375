"""Particles that walk by a field: the unadjusted Langevin walk, x + eta score(x) + sqrt(2 eta T) noise.

Roberts and Tweedie, "Exponential convergence of Langevin distributions and their discrete approximations"
(1996). The score is looked up on a grid, so that a hundred thousand of them move within a frame.
"""

from __future__ import annotations

import math

import numpy as np

from widgets.plane import arrays
from widgets.plane.field import VectorField
from widgets.plane.square import Square

_TRACED = 2_000  # particles with a trail


class Particles:
    """A crowd of fixed bounds. What leaves ``square`` comes back somewhere in it.

    Args:
        count: how many there are at first, spread evenly over ``square``.
        square: where they live.
        seed: of their own generator: equal seeds and steps make equal walks.
        most: no more than this, however many are dropped; the oldest make room.
        trail: steps that are remembered of the first 2,000 of them; 0 for none.

    Raises:
        ValueError: a negative number, or more particles than ``most``.
    """

    def __init__(
        self, count: int, square: Square, *, seed: int = 0, most: int = 100_000, trail: int = 0
    ) -> None:
        if not 0 <= count <= most or trail < 0:
            raise ValueError(f"{count} particles of at most {most}, trails of {trail} steps")
        self.square, self.most = square, most
        self.field: VectorField | None = None  # without one they only diffuse
        self._random = np.random.default_rng(seed)
        self._positions = self._anywhere(count)
        self._taken = 0
        self._past = np.empty((trail, 0, 2), np.float32)  # a ring of steps, the next to be written at _at
        self._at = 0
        self._restart()

    def __len__(self) -> int:
        return len(self._positions)

    @property
    def positions(self) -> np.ndarray:
        """float32 (n, 2) as they are now: look at it, do not keep it."""
        return self._positions

    @property
    def steps(self) -> int:
        """Steps taken so far."""
        return self._taken

    def trails(self) -> np.ndarray:
        """float32 (trail, m, 2): where the first m were, oldest first; a new one stood still before."""
        return np.concatenate([self._past[self._at :], self._past[: self._at]])

    def place(self, positions: np.ndarray) -> None:
        """Put them where you say, float (n, 2); their trails begin anew.

        Raises:
            ValueError: another shape, a number that is not finite, or more than ``most``.
        """
        taken = arrays.points(positions)
        if len(taken) > self.most:
            raise ValueError(f"{len(taken)} particles of at most {self.most}")
        self._positions = taken.copy()
        self._restart()

    def scatter(self, count: int) -> None:
        """Spread ``count`` of them evenly. Raises ``ValueError`` for less than 0 or more than ``most``."""
        if not 0 <= count <= self.most:
            raise ValueError(f"{count} particles of at most {self.most}")
        self._positions = self._anywhere(count)
        self._restart()

    def drop(self, x: float, y: float, count: int = 1, spread: float = 0.0) -> None:
        """Let new ones start about a place, normally ``spread`` about it; they come first, and are traced.

        Raises:
            ValueError: a number that is not finite, or a negative one.
        """
        if not (math.isfinite(x) and math.isfinite(y) and math.isfinite(spread)) or spread < 0 or count < 0:
            raise ValueError(f"{count} particles at {x}, {y} within {spread}")
        noise = self._random.standard_normal((min(count, self.most), 2), np.float32)
        with np.errstate(over="ignore"):
            fresh = np.asarray((x, y), np.float32) + np.float32(spread) * noise
        if not np.isfinite(fresh).all():
            raise ValueError(f"no place at {x}, {y}")
        self._positions = np.concatenate([fresh, self._positions])[: self.most]
        stood = np.broadcast_to(fresh, (len(self._past), *fresh.shape))
        self._past = np.concatenate([stood, self._past], 1)[:, : min(_TRACED, len(self))]

    def clear(self) -> None:
        """Take all away."""
        self.scatter(0)

    def step(self, eta: float, temperature: float = 1.0) -> None:
        """Walk once. ``temperature`` 0 follows the field alone, 1 ends at the density whose score it is.

        Raises:
            ValueError: a number that is not finite, or a negative one.
        """
        if not (math.isfinite(eta) and math.isfinite(temperature)) or min(eta, temperature) < 0:
            raise ValueError(f"no step of {eta} at temperature {temperature}")
        if len(self._past):
            self._past[self._at] = self._positions[: self._past.shape[1]]
            self._at = (self._at + 1) % len(self._past)
        with np.errstate(over="ignore", invalid="ignore"):  # what flies to infinity is brought back below
            self._move(eta, temperature)
        self._recycle()
        self._taken += 1

    def _move(self, eta: float, temperature: float) -> None:
        if self.field is not None:
            drift = self.field.at(self._positions)
            drift *= np.float32(eta)
            self._positions += drift
        if temperature:
            noise = self._random.standard_normal(self._positions.shape, np.float32)
            noise *= np.float32(math.sqrt(2 * eta * temperature))
            self._positions += noise

    def _recycle(self) -> None:
        """What is outside now, or nowhere, starts anew."""
        outside = np.flatnonzero(~self.square.holds(self._positions))
        if len(outside):
            self._positions[outside] = self._anywhere(len(outside))
            traced = outside[outside < self._past.shape[1]]
            self._past[:, traced] = self._positions[traced]

    def _anywhere(self, count: int) -> np.ndarray:
        square = self.square
        places = self._random.random((count, 2), np.float32)
        places -= np.float32(0.5)
        places *= np.float32(2 * square.half * (1 - 1e-6))  # rounding must not put one outside
        return places + np.asarray((square.x, square.y), np.float32)

    def _restart(self) -> None:
        """Trails begin where the particles are."""
        first = self._positions[:_TRACED]
        self._past = np.repeat(first[None], len(self._past), 0)
