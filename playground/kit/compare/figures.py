"""What is measured of one side, each figure beside what it is to be read against."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QWidget

from playground.kit.sheets import Curves
from widgets.look.figures import brief, count
from widgets.look.i18n import tr
from widgets.look.labels import ElidedLabel

NAN: Final = float("nan")
MOST: Final = 4  # figures that have room


def whole(value: float) -> str:
    """A number of things."""
    return count(round(value))


def percent(value: float) -> str:
    """A share of one."""
    return f"{100 * value:.0f} %"


@dataclass(frozen=True)
class Figure:
    """A measure of a run, beside what it is to be read against.

    Attributes:
        name, floor: of both, English; no floor for a figure that stands alone.
        form: how a number of it is written.
    """

    name: str
    value: float
    floor: str = ""
    level: float = NAN
    form: Callable[[float], str] = brief

    def told(self) -> tuple[str, str, str]:
        """Its name, value and floor, in the language shown."""
        known = self.floor and np.isfinite(self.level)
        return (
            tr(self.name),
            self.form(self.value),
            f"{tr(self.floor)} {self.form(self.level)}" if known else "",
        )


def measured(
    curves: Curves, wanted: Sequence[tuple[str, str, str, str]], form: Callable[[float], str] = brief
) -> list[Figure]:
    """Newest values of the curves that there are: (name, curve, floor's name, floor's curve) each."""
    last = {name: float(y[-1]) for name, (_, y) in curves.items() if len(y)}
    found = [row for row in wanted if np.isfinite(last.get(row[1], NAN))]
    return [Figure(name, last[key], floor, last.get(of, NAN), form) for name, key, floor, of in found]


class FigureRow(QWidget):
    """Names over values, each column as wide as its text asks for."""

    def __init__(self) -> None:
        super().__init__()
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(8)
        grid.setVerticalSpacing(0)
        self._names = [ElidedLabel(role="caption") for _ in range(MOST)]
        self._values = [ElidedLabel(role="strong") for _ in range(MOST)]
        self._floors = [ElidedLabel(role="caption") for _ in range(MOST)]
        for column in range(MOST):
            line = QHBoxLayout()
            line.setSpacing(6)
            line.addWidget(self._values[column])
            line.addWidget(self._floors[column], 1)
            grid.addWidget(self._names[column], 0, column)
            grid.addLayout(line, 1, column)
        self._grid = grid

    def show_figures(self, rows: Sequence[tuple[str, str, str]]) -> None:
        """Name, value and floor of each, in the language shown; the first four."""
        shown = [*rows[:MOST], *[("", "", "")] * (MOST - len(rows))]
        for column, (name, value, floor) in enumerate(shown):
            self._names[column].setText(name)
            self._values[column].setText(value)
            self._values[column].setMinimumWidth(self._values[column].sizeHint().width())  # never cut
            self._floors[column].setText(floor)
            self._grid.setColumnStretch(column, max(len(name), len(value) + len(floor) + 1) if name else 0)
        self.setAccessibleDescription("; ".join(" ".join(filter(None, row)) for row in rows))

    def told(self) -> list[tuple[str, str, str]]:
        """What is shown."""
        rows = zip(self._names, self._values, self._floors, strict=True)
        found = [(name.text(), value.text(), floor.text()) for name, value, floor in rows]
        return [row for row in found if row[0]]
