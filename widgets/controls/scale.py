"""Where a value lies between its limits, straight or logarithmic: the arithmetic behind every slider."""

from __future__ import annotations

import math
from dataclasses import dataclass

from widgets.look.figures import figure


@dataclass(frozen=True)
class Scale:
    """Maps values in ``[low, high]`` to places in ``[0, 1]`` and back.

    A logarithmic scale that starts at 0 spends its whole length on the five decades below ``high``; its left
    end is exactly 0.

    Raises:
        ValueError: ``high`` lies below ``low``, or a logarithm would be taken of a negative number.
    """

    low: float
    high: float
    log: bool = False
    integer: bool = False
    decimals: int = 2

    def __post_init__(self) -> None:
        if not self.low <= self.high or (self.log and self.low < 0):
            raise ValueError(f"no scale from {self.low} to {self.high}")

    @property
    def floor(self) -> float:
        """The smallest value a logarithmic scale can tell from its left end."""
        return self.low if self.low > 0 else self.high * 1e-5

    def clamp(self, value: float) -> float:
        """``value`` within the limits."""
        return min(max(value, self.low), self.high)

    def holds(self, value: float) -> bool:
        """Whether ``value`` is one a person may choose."""
        return self.low <= value <= self.high and (not self.integer or float(value).is_integer())

    def place(self, value: float) -> float:
        """Where ``value`` lies, 0 at ``low`` and 1 at ``high``."""
        value = self.clamp(value)
        if self.high == self.low:
            return 0.0
        if not self.log:
            return (value - self.low) / (self.high - self.low)
        if value <= self.floor:
            return 0.0
        return min(1.0, math.log(value / self.floor) / math.log(self.high / self.floor))

    def value(self, place: float) -> float:
        """The exact value at ``place``; whole where the scale is."""
        place = min(max(place, 0.0), 1.0)
        if place in (0.0, 1.0) or self.high == self.low:
            return self.high if place == 1.0 else self.low
        if self.log:
            value = self.floor * (self.high / self.floor) ** place
        else:
            value = self.low + (self.high - self.low) * place
        return self.clamp(float(round(value)) if self.integer else value)

    def snap(self, value: float) -> float:
        """``value`` rounded to what its figure shows, so that the number read is the number used."""
        if self.integer:
            return self.clamp(float(round(value)))
        if self.log and value > 0:
            return self.clamp(float(f"{value:.1e}"))
        return self.clamp(round(value, self.decimals))

    def nudge(self, value: float, by: float) -> float:
        """``value`` moved ``by`` of the whole length (0.01 is an arrow key), at least to the next figure."""
        moved = self.snap(self.value(self.place(value) + by))
        if moved == value or (moved > value) != (by > 0):
            moved = self.snap(value + math.copysign(self._quantum(value), by))
        return moved

    def _quantum(self, value: float) -> float:
        if self.integer:
            return 1.0
        if self.log:
            size = max(abs(value), self.floor)
            return float(10 ** (math.floor(math.log10(size)) - 1)) if size > 0 else 0.0
        return float(10**-self.decimals)

    def text(self, value: float, *, signed: bool = False) -> str:
        """``value`` as the person reads it."""
        if self.log and not self.integer and 0 < value < 1e5:
            places = max(0, 1 - math.floor(math.log10(value))) if value >= 1e-2 else 2
            return figure(value, min(places, self.decimals) if value >= 1 else places, signed=signed)
        text = figure(value, 0 if self.integer else self.decimals, signed=signed)
        while self.decimals > 2 and "." in text[:-3] and text.endswith("0"):
            text = text[:-1]  # 0.995, not 0.9950
        return text

    def limits(self) -> tuple[str, str]:
        """Both ends as the person reads them, short."""
        return _short(self.low), _short(self.high)


def _short(value: float) -> str:
    return figure(value, 0 if float(value).is_integer() and abs(value) < 1e6 else 1)
