"""The points of a run: drawn, painted or read, in the frame that a network learns them in."""

from __future__ import annotations

import threading
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from pathlib import Path
from typing import Final, Literal, get_args

import numpy as np

from engines.ground.marks import mark
from engines.ground.problem import FileProblem
from engines.ground.report import Report, silent
from engines.points import painted, scores, sets, table
from engines.points.binned import Binned
from engines.points.mixture import Mixture
from engines.points.sets import SetKey

PointsKey = Literal[SetKey, "painted", "table"]
KEYS: Final[tuple[str, ...]] = (*get_args(SetKey), "painted", "table")
TRAINED, HELD = 100_000, 10_000  # so many that what is learned is the set, not its accidents
REACH: Final = 2.5  # of the part of the plane that is looked at: data have variance 1
FEW: Final = 500  # a table of fewer points keeps none out of training


@dataclass(frozen=True)
class Points:
    """A set of points, and what is known of it: found out once, then the same for every run on it.

    Attributes:
        name: of it. train: float32 (n, 2). held: (m, 2), kept out of training, or drawn besides; of
            few points the same as ``train``.
        mixture: what is exact about it, where it is a mixture of Gaussians.
        centre, scale: a point of the file, or of the painting, is ``centre + scale * point``.
        rows: of the file, or points drawn.
    """

    name: str
    train: np.ndarray
    held: np.ndarray
    mixture: Mixture | None = None
    centre: tuple[float, float] = (0.0, 0.0)
    scale: float = 1.0
    rows: int = 0
    _floors: dict[int, dict[str, float]] = field(default_factory=dict, init=False, repr=False, compare=False)

    @cached_property
    def binned(self) -> Binned:
        """The training points at any noise level, on a grid."""
        return Binned(self.train, 2 * REACH)

    @cached_property
    def strays(self) -> scores.Strays:
        """Counts samples that lie far from all training points."""
        return scores.Strays(self.train)

    def floor(self, n: int) -> dict[str, float]:
        """What the data itself scores where n samples are scored: "sw", "mmd" and "strays"."""
        if n not in self._floors:
            held, train = self.held, self.train
            cloud = train if held is train else np.concatenate([train, held])
            self._floors[n] = scores.floor(cloud, n, len(held)) | {"strays": self.strays.share(held)}
        return self._floors[n]


def load(
    key: str, path: str = "", seed: int = 0, report: Report = silent, cancel: threading.Event | None = None
) -> Points:
    """The points that ``key`` names, one of ``KEYS``.

    Args:
        path: of the painting, or of the table.

    Raises:
        Problem: there are none; the sentence says what to do. Cancelled: ``cancel`` was set.
    """
    report(mark("Drawing points"), None)
    if key in sets.MIXTURES or key in sets.DRAWN:
        return _drawn(key, TRAINED, HELD, seed)
    rng = np.random.default_rng(seed)
    if key == "painted":
        both = painted.draw(painted.read(path), TRAINED + HELD, rng)
        return _framed(Path(path).stem, both[:TRAINED], both[TRAINED:], len(both))
    if not path:
        raise FileProblem("Choose a file of points: two columns of numbers, as CSV.")
    found, rows = table.read(path, (cancel or threading.Event()).is_set)
    order = rng.permutation(len(found))
    spare = min(HELD, len(found) // 4) if len(found) >= FEW else 0
    held = found[order[:spare]] if spare else None
    return _framed(Path(path).name, found[order[spare:]], held, rows)


@lru_cache(maxsize=4)
def _drawn(key: str, trained: int, held: int, seed: int) -> Points:
    """Kept: the next run after a changed setting is most often on the same points. Nobody writes to them."""
    both = sets.draw(key, trained + held, np.random.default_rng(seed))
    return Points(key, both[:trained], both[trained:], sets.MIXTURES.get(key), rows=len(both))


def _framed(name: str, train: np.ndarray, held: np.ndarray | None, rows: int) -> Points:
    """With mean 0 and variance 1 over both axes. Where none are held out, those that are learned are."""
    wide = np.asarray(train, np.float64)
    centre = wide.mean(0)
    scale = float((wide - centre).std()) or 1.0
    learned = ((wide - centre) / scale).astype(np.float32)
    spared = learned if held is None else ((held - centre) / scale).astype(np.float32)
    return Points(name, learned, spared, None, (float(centre[0]), float(centre[1])), scale, rows)
