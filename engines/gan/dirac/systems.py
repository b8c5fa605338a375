"""Dirac-GAN (Mescheder et al. 2018; gan_numeric and post 6583 by Su): one real point, one generated, a line.

The real point lies at 0 of the plane, the generated one at theta, and the critic is linear, D(x) = phi . x.
With rates that go to nought, learning is a motion of (phi, theta), which each game turns elsewhere. Points of
the plane are complex numbers here: one motion then costs a microsecond, and a window can follow it live.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final, Literal, NamedTuple

import numpy as np

Kind = Literal["vanilla", "wgan", "gp", "qp", "qp_l2"]
KINDS: Final[tuple[Kind, ...]] = ("vanilla", "wgan", "gp", "qp", "qp_l2")
TINY: Final = 1e-12  # |phi| or |theta| where a game divides by it
DECAY: Final = 0.1  # of weights, in qp_l2


class State(NamedTuple):
    """The critic's slope and the generated point, both points of the plane."""

    phi: complex
    theta: complex


START: Final = State(0.1 + 0.2j, 0.2 + 0.1j)
"""Where the post begins."""

USUAL: Final[dict[Kind, float]] = {"gp": 0.1, "qp": 1.0, "qp_l2": 1.0}
"""Weight of each game that has one."""


@dataclass(frozen=True)
class System:
    """A game.

    Attributes:
        weight: lambda, of the gradient penalty or of GAN-QP.
        centre: c, the slope that the gradient penalty asks for: 0 is R1, 1 is WGAN-GP.
    """

    kind: Kind
    weight: float = 0.1
    centre: float = 0.0

    def motion(self, state: State) -> State:
        """(phi', theta') at a state."""
        return _GAMES[self.kind](self, *state)

    def step(self, state: State, h: float) -> State:
        """The state ``h`` later, by the classical Runge-Kutta method of fourth order."""
        a = self.motion(state)
        b = self.motion(_on(state, a, h / 2))
        c = self.motion(_on(state, b, h / 2))
        d = self.motion(_on(state, c, h))
        phi = state.phi + h / 6 * (a.phi + 2 * b.phi + 2 * c.phi + d.phi)
        return State(phi, state.theta + h / 6 * (a.theta + 2 * b.theta + 2 * c.theta + d.theta))


def path(system: System, seconds: float, h: float = 0.05, start: State = START) -> np.ndarray:
    """theta from ``start`` on, every ``h``: complex (n + 1,)."""
    found = [start]
    for _ in range(round(seconds / h)):
        found.append(system.step(found[-1], h))
    return np.array([state.theta for state in found])


def _on(state: State, motion: State, h: float) -> State:
    return State(state.phi + h * motion.phi, state.theta + h * motion.theta)


def _score(phi: complex, theta: complex) -> float:
    """phi . theta"""
    return phi.real * theta.real + phi.imag * theta.imag


def _vanilla(_: System, phi: complex, theta: complex) -> State:
    """Non-saturating, p = sigmoid(phi . theta): (-p theta, (1 - p) phi)."""
    p = 0.5 * (1 + math.tanh(_score(phi, theta) / 2))
    return State(-p * theta, (1 - p) * phi)


def _wgan(_: System, phi: complex, theta: complex) -> State:
    """The critic divided by its slope n = |phi|: (-theta / n + (phi . theta) phi / n^3, phi / n)."""
    n = max(abs(phi), TINY)
    return State(-theta / n + _score(phi, theta) * phi / n**3, phi / n)


def _gp(s: System, phi: complex, theta: complex) -> State:
    """WGAN with the penalty lambda (n - c)^2: (-theta - 2 lambda (1 - c / n) phi, phi)."""
    return State(-theta - 2 * s.weight * (1 - s.centre / max(abs(phi), TINY)) * phi, phi)


def _qp(s: System, phi: complex, theta: complex) -> State:
    """GAN-QP, whose quadratic term is over the points' distance |theta|, which is 0 where they meet:
    (-theta - (phi . theta) theta / (lambda |theta|), phi)."""
    return State(-theta - _score(phi, theta) * theta / (s.weight * max(abs(theta), TINY)), phi)


def _qp_l2(s: System, phi: complex, theta: complex) -> State:
    """GAN-QP with weight decay: phi' is less by 0.1 phi."""
    motion = _qp(s, phi, theta)
    return State(motion.phi - DECAY * phi, motion.theta)


_GAMES: Final[dict[Kind, Callable[[System, complex, complex], State]]] = {
    "vanilla": _vanilla,
    "wgan": _wgan,
    "gp": _gp,
    "qp": _qp,
    "qp_l2": _qp_l2,
}
