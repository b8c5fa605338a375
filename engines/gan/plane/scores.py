"""How near the generator's points are to the data, in four figures, each beside what real points score.

Modes covered and the share of high quality as the literature counts them (``engines.points.modes``), the
exact Wasserstein distance, and the Jensen-Shannon divergence on a grid. Where data are no mixture of
Gaussians there are no modes to count, and a sample is of high quality if it is no stray
(``engines.points.scores.Strays``).
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cached_property
from typing import Final

import numpy as np

from engines.points import jensen, modes, transport
from engines.points.source import REACH, Points

PROBE: Final = modes.PROBE
OFTEN, SELDOM = 50, 200  # steps between measurements, and between exact distances, of 30 to 150 ms


def due(step: int) -> bool:
    """Whether it is time to measure."""
    return step % OFTEN == 0 or step in (1, 10, 25)


def distance_due(step: int) -> bool:
    """Whether it is time for the exact distance, too. Where it is, the rest is due as well."""
    return step % SELDOM == 0 or step in (1, 50, 100)


class Scores:
    """Measures clouds of points against those that were kept out of training."""

    def __init__(self, points: Points) -> None:
        self._points = points
        self.modes = 0 if points.mixture is None else len(points.mixture.means)

    def quick(self, cloud: np.ndarray) -> dict[str, float]:
        """ "modes" (where there are any), "quality" and "js" of a cloud (n, 2) of finite points."""
        found: dict[str, float] = {}
        if (mixture := self._points.mixture) is not None:
            count, found["quality"] = modes.covered(mixture, cloud)
            found["modes"] = float(count)
        else:
            found["quality"] = 1.0 - self._points.strays.share(cloud)
        found["js"] = jensen.divergence(jensen.counted(cloud, REACH), self._shares)
        return found

    def distance(self, cloud: np.ndarray) -> float:
        """W1 of its first points to as many that were kept out."""
        held = self._points.held
        n = min(transport.PAIRED, len(held), len(cloud))
        return transport.wasserstein(cloud[:n], held[:n])

    @cached_property
    def floors(self) -> dict[str, float]:
        """What real points score: each figure's name with its floor."""
        held, train = self._points.held, self._points.train
        return {**self.quick(held[:PROBE]), "wasserstein": transport.floor(held[: transport.PAIRED], train)}

    @cached_property
    def _shares(self) -> np.ndarray:
        return jensen.counted(self._points.train, REACH)


def measured(scores: Scores, cloud: np.ndarray, *, whole: bool) -> Iterator[dict[str, float]]:
    """The figures, in two pieces; none of a cloud that is not finite."""
    if not np.isfinite(cloud).all():
        return
    yield scores.quick(cloud)
    if whole:
        yield {"wasserstein": scores.distance(cloud)}
