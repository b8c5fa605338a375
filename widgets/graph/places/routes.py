"""The way of a wire: a curve where nothing is in between, else out, along a free lane, and in."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from PySide6.QtCore import QPointF
from PySide6.QtGui import QPainterPath

AIR = 12.0  # px between a lane and a card
_OUT, _ROUND = 20.0, 10.0  # px straight out of a port before a turn, and the radius of turns
_BESIDE = 7.0  # px between lanes that lie side by side
_BETWEEN, _SHAFTS = 6.0, 3  # px between ways up and down at the same cards, and how many find room
_SAMPLES = np.linspace(0.0, 1.0, 24)
_BERNSTEIN = np.stack(
    [
        (1 - _SAMPLES) ** 3,
        3 * _SAMPLES * (1 - _SAMPLES) ** 2,
        3 * _SAMPLES**2 * (1 - _SAMPLES),
        _SAMPLES**3,
    ]
)


class Router:
    """Finds ways around cards, and lets no two wires share a lane.

    Args:
        cards: float (n, 4), left, top, right, bottom of each.
    """

    def __init__(self, cards: np.ndarray) -> None:
        self._cards = np.asarray(cards, np.float64).reshape(-1, 4)
        self._taken: dict[int, list[tuple[float, float, float, object]]] = {}  # from, to, y, whose; by height
        self._shafts: dict[int, list[tuple[float, float, object]]] = {}  # from, to, whose; by x

    def way(self, start: QPointF, end: QPointF, owner: object = None) -> QPainterPath:
        """From an output to an input; wires of the same owner may share a lane."""
        x1, y1, x2, y2 = start.x(), start.y(), end.x(), end.y()
        if x2 - x1 >= _OUT:
            bend = min(max(_OUT, (x2 - x1) / 2), 110.0)
            if self._is_free(np.array([x1, x1 + bend, x2 - bend, x2]), np.array([y1, y1, y2, y2])):
                path = QPainterPath(start)
                path.cubicTo(QPointF(x1 + bend, y1), QPointF(x2 - bend, y2), end)
                return path
        left, right = x1 + _OUT, x2 - _OUT
        low, high = min(left, right), max(left, right)
        y = self._lane(low, high, y1, y2, owner)
        left, right = self._shaft(left, y1, y, owner, -1), self._shaft(right, y, y2, owner, 1)
        turns = [start, QPointF(left, y1), QPointF(left, y), QPointF(right, y), QPointF(right, y2), end]
        return rounded(turns)

    def _is_free(self, x: np.ndarray, y: np.ndarray) -> bool:
        """Whether a cubic with these control points crosses no card; at its own two only the rims."""
        px, py = (x @ _BERNSTEIN)[1:-1, None], (y @ _BERNSTEIN)[1:-1, None]
        left, top, right, bottom = self._between(x[0], x[3]).T
        inside = (px > left - 3) & (px < right + 3) & (py > top - 6) & (py < bottom + 6)
        inside &= (px > x[0] + 8) & (px < x[3] - 8)
        return not inside.any()

    def _between(self, low: float, high: float) -> np.ndarray:
        """The cards that lie somewhere over a stretch of x."""
        return self._cards[(self._cards[:, 2] > low - 4) & (self._cards[:, 0] < high + 4)]

    def _lane(self, low: float, high: float, y1: float, y2: float, owner: object) -> float:
        """The height nearest to both ends at which nothing lies between ``low`` and ``high``."""
        cards = self._between(low, high)
        tops, bottoms = cards[:, 1] - AIR, cards[:, 3] + AIR
        wishes = np.unique(np.concatenate([[(y1 + y2) / 2], tops, bottoms]))
        far = np.abs(wishes - y1) + np.abs(wishes - y2) + 1e-3 * np.abs(wishes - y2)
        nearest = (wish for wish in wishes[np.argsort(far, kind="stable")])
        y = next(float(w) for w in nearest if not ((w > tops + 1) & (w < bottoms - 1)).any())
        away = -1 if bool(np.isclose(tops, y).any()) else 1
        while self._is_taken(low, high, y, owner):
            y += away * _BESIDE
        self._taken.setdefault(round(y / _BESIDE), []).append((low, high, y, owner))
        return y

    def _shaft(self, x: float, y1: float, y2: float, owner: object, away: int) -> float:
        """The x nearest to the one wanted, nearer to the card, where no other's way goes up or down."""
        low, high = min(y1, y2), max(y1, y2)
        for step in range(_SHAFTS):
            at = x + away * step * _BETWEEN
            beside = self._shafts.setdefault(round(at / _BETWEEN), [])
            if all(b <= low or high <= a or who == owner for a, b, who in beside):
                break
        beside.append((low, high, owner))
        return at

    def _is_taken(self, low: float, high: float, y: float, owner: object) -> bool:
        """Whether a wire of somebody else has this lane, or one too near to it."""
        at = round(y / _BESIDE)
        lanes = (lane for step in (-1, 0, 1) for lane in self._taken.get(at + step, ()))
        return any(
            a < high and low < b and abs(y - h) < _BESIDE - 1 and who != owner for a, b, h, who in lanes
        )


def rounded(turns: Sequence[QPointF], radius: float = _ROUND) -> QPainterPath:
    """A line through points with its corners rounded."""
    path = QPainterPath(turns[0])
    for before, corner, after in zip(turns, turns[1:], turns[2:], strict=False):
        into, out = corner - before, after - corner
        first = (into.x() ** 2 + into.y() ** 2) ** 0.5
        second = (out.x() ** 2 + out.y() ** 2) ** 0.5
        if first < 1e-6 or second < 1e-6:
            continue
        path.lineTo(corner - into * (min(radius, first / 2) / first))
        path.quadTo(corner, corner + out * (min(radius, second / 2) / second))
    path.lineTo(turns[-1])
    return path


def loose(start: QPointF, end: QPointF) -> QPainterPath:
    """A wire that still hangs at the mouse."""
    bend = max(_OUT, abs(end.x() - start.x()) / 2)
    path = QPainterPath(start)
    path.cubicTo(start + QPointF(bend, 0), end - QPointF(bend, 0), end)
    return path
