"""How many inputs hit each pixel of a transposed convolution (Odena, Dumoulin and Olah 2016, Distill).

Input i writes k pixels in a row, from i s - p on. So input i hits pixel o with tap t = o + p - i s, where
0 <= t < k: as often as (o + p - t) can be divided by s. Unless s divides k, that hangs on o mod s. In two
dimensions the counts multiply, and layers on top of each other compound on scales s, s^2, s^3.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

import numpy as np


@dataclass(frozen=True)
class Stack:
    """Equal transposed convolutions, one after another.

    Attributes:
        kernel, stride, padding: k, s and p of each, p pixels being cut off at either end.
        layers: how many, at least 1.
    """

    kernel: int
    stride: int
    padding: int
    layers: int = 1

    def length(self, n: int) -> int:
        """Pixels that one layer makes of n: (n - 1) s - 2 p + k."""
        return (n - 1) * self.stride - 2 * self.padding + self.kernel

    def lengths(self, n: int) -> list[int]:
        """Pixels of the input and after each layer."""
        found = [n]
        for _ in range(self.layers):
            found.append(self.length(found[-1]))
        return found

    @property
    def periods(self) -> list[int]:
        """The scales of its board that pictures of 64 px can show."""
        return [p for p in (self.stride**layer for layer in range(1, self.layers + 1)) if 1 < p <= 16] or [2]


def spread(ways: np.ndarray, stack: Stack) -> np.ndarray:
    """One layer with a kernel of ones: int (n,) -> (length(n),)."""
    made = np.zeros(stack.length(len(ways)), np.int64)
    for o in range(len(made)):
        made[o] = sum(int(ways[i]) for i in writers(o, len(ways), stack))
    return made


def writers(o: int, n: int, stack: Stack) -> list[int]:
    """The inputs, of n, that hit pixel o of one layer."""
    first = o + stack.padding
    at = [first - t for t in range(stack.kernel)]
    return [a // stack.stride for a in at if a % stack.stride == 0 and 0 <= a // stack.stride < n]


def levels(n: int, stack: Stack) -> list[np.ndarray]:
    """Ways from any of n inputs to each place, along one axis: of the input (ones) and after each layer."""
    found = [np.ones(n, np.int64)]
    for _ in range(stack.layers):
        found.append(spread(found[-1], stack))
    return found


def hits(o: int, n: int, stack: Stack) -> list[np.ndarray]:
    """Ways from each place to pixel o of the last layer: of n inputs first, then after each layer.

    They sum, over the inputs, to the count of pixel o.
    """
    sizes = stack.lengths(n)
    ways = np.zeros(sizes[-1], np.int64)
    ways[o] = 1
    found = [ways]
    for size in reversed(sizes[:-1]):
        below = np.zeros(size, np.int64)
        for at in np.flatnonzero(found[0]).tolist():
            for i in writers(at, size, stack):
                below[i] += found[0][at]
        found.insert(0, below)
    return found


def period(stack: Stack) -> np.ndarray:
    """The counts far from every edge, where they repeat: int (stride^layers,), along one axis."""
    ways = np.ones(1, np.int64)
    for _ in range(stack.layers):
        made = np.zeros(len(ways) * stack.stride, np.int64)
        for o in range(len(made)):
            at = [o + stack.padding - t for t in range(stack.kernel)]
            made[o] = sum(int(ways[a // stack.stride % len(ways)]) for a in at if a % stack.stride == 0)
        ways = made
    return ways


def plane(*axes: np.ndarray) -> np.ndarray:
    """Counts in two dimensions of those along one: (n,) -> (n, n), or (rows,) and (columns,)."""
    return np.multiply.outer(axes[0], axes[-1])


def ratio(stack: Stack) -> Fraction | None:
    """Most by least count in two dimensions, far from every edge; None where some pixels get nothing."""
    ways = period(stack)
    least = int(ways.min())
    return Fraction(int(ways.max()) ** 2, least**2) if least else None
