"""The crowd of particles: how many, at which noise, by which step, and what they stand on."""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import QObject

from engines.points.source import REACH
from widgets.plane.field import VectorField
from widgets.plane.particles import Particles
from widgets.plane.square import Square
from widgets.plane.view import PlaneView

COUNT, MOST, TRAIL = 2_000, 100_000, 14
FRAMES = 60.0  # a second
SLOW = 0.25  # of the step that a sampler would take: a walk is to be watched


def nodes(n: int) -> Square:
    """The square whose n x n nodes are the middles of cells over [-REACH, REACH]^2."""
    return Square(0.0, 0.0, REACH * (1 - 1 / n))


class Walkers(QObject):
    """Moves the particles of a view by the newest score, at the noise that is looked at."""

    def __init__(self, view: PlaneView, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._view = view
        self._particles = Particles(COUNT, Square(0.0, 0.0, REACH), most=MOST, trail=TRAIL)
        self.sigma, self.step_size = 0.3, 0.3
        view.set_particles(self._particles)

    @property
    def walking(self) -> bool:
        """Whether they walk."""
        return self._view.walking()

    def set_field(self, grid: np.ndarray, sigma: float) -> None:
        """The score to follow, float32 (2, n, n), at its noise."""
        self._particles.field = VectorField(np.nan_to_num(grid), nodes(grid.shape[-1]))
        self.sigma = sigma
        self._pace()

    def forget_field(self) -> None:
        """A new run begins: nothing is known of it."""
        self._particles.field = None

    def set_step_size(self, step_size: float) -> None:
        """c of a Langevin step, eta = c sigma^2."""
        self.step_size = step_size
        self._pace()

    def set_count(self, count: int) -> None:
        """Begin anew with so many."""
        self._particles.scatter(count)
        self._view.update()

    def walk(self, on: bool) -> None:
        """Go, or stand."""
        if on:
            self._view.walk(self._eta(), 1.0)
        else:
            self._view.halt()

    def scatter(self) -> None:
        """Spread them evenly."""
        self.set_count(len(self._particles))

    def drop(self, x: float, y: float) -> None:
        """A handful more at a place."""
        self._particles.drop(x, y, 40, 0.02)
        self._view.update()

    def positions(self) -> np.ndarray:
        """Where they are, (n, 2), a copy."""
        return self._particles.positions.copy()

    def place(self, positions: np.ndarray) -> None:
        """Put them somewhere else, the same number."""
        self._particles.place(positions)
        self._view.update()

    def _eta(self) -> float:
        return self.step_size * self.sigma**2 * SLOW

    def _pace(self) -> None:
        if self.walking:
            self._view.walk(self._eta(), 1.0)
