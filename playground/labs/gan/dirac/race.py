"""Five games from one start, and how far they have come. Numbers only."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

import numpy as np

from engines.gan.dirac.systems import KINDS, START, USUAL, Kind, State, System

H: Final = 0.05  # of one step of the integration
EACH: Final = 1  # steps between two points of a trail
END: Final = 60.0  # time at which all has been seen


class Race:
    """All games at one time.

    Attributes:
        systems: the games, by kind; change them by :meth:`change`.
        time: since the start.
    """

    def __init__(self) -> None:
        self.systems: dict[Kind, System] = {kind: System(kind, USUAL.get(kind, 0.1)) for kind in KINDS}
        self.start = START
        self.restart()

    def restart(self, theta: complex | None = None) -> None:
        """Begin anew, the generated point at ``theta`` if that is given, else where it began before."""
        if theta is not None:
            self.start = State(self.start.phi, theta)
        self.time = 0.0
        self.states: dict[Kind, State] = dict.fromkeys(KINDS, self.start)
        self._trails: dict[Kind, list[complex]] = {kind: [self.start.theta] for kind in KINDS}

    def change(self, kind: Kind, *, weight: float | None = None, centre: float | None = None) -> None:
        """Turn a game into another from here on."""
        old = self.systems[kind]
        new_weight = old.weight if weight is None else weight
        self.systems[kind] = replace(old, weight=new_weight, centre=old.centre if centre is None else centre)

    def advance(self, points: int) -> None:
        """Go on by so many points of the trails, but not beyond the end."""
        for _ in range(min(points, round((END - self.time) / (H * EACH)))):
            for kind, system in self.systems.items():
                for _ in range(EACH):
                    self.states[kind] = system.step(self.states[kind], H)
                self._trails[kind].append(self.states[kind].theta)
            self.time += H * EACH

    @property
    def over(self) -> bool:
        """Whether the end is reached."""
        return self.time > END - H

    def trail(self, kind: Kind) -> np.ndarray:
        """Where the generated point of a game has been: float (n, 2)."""
        found = np.array(self._trails[kind])
        return np.stack([found.real, found.imag], 1)

    def times(self) -> np.ndarray:
        """When it was there: float (n,)."""
        return np.arange(len(self._trails[KINDS[0]])) * (H * EACH)

    def pull(self, kind: Kind, places: np.ndarray) -> np.ndarray:
        """Where the present critic of a game sends generated points: float (n, 2) -> (n, 2)."""
        system, phi = self.systems[kind], self.states[kind].phi
        moved = [system.motion(State(phi, complex(x, y))).theta for x, y in places.tolist()]
        return np.array([(m.real, m.imag) for m in moved])
