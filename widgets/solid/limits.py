"""How far the axes of an ellipse may be pulled."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Limits:
    """Half axes that may be chosen, and their ratio b / a.

    Raises:
        ValueError: a pair that is not rising or not above 0.
    """

    a: tuple[float, float] = (0.1, 5.0)
    b: tuple[float, float] = (0.05, 5.0)
    ratio: tuple[float, float] = (0.05, 1.0)

    def __post_init__(self) -> None:
        for low, high in (self.a, self.b, self.ratio):
            if not 0 < low <= high:
                raise ValueError(f"no limits from {low} to {high}")

    def hold(self, axis: str, value: float, other: float) -> float:
        """The nearest half ``axis`` that may be chosen while the other one stays."""
        low, high = self.a if axis == "a" else self.b
        if axis == "a":
            low, high = max(low, other / self.ratio[1]), min(high, other / self.ratio[0])
        else:
            low, high = max(low, other * self.ratio[0]), min(high, other * self.ratio[1])
        return min(max(value, low), high)
