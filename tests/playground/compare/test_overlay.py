"""Curves of both sides in one plot."""

from __future__ import annotations

import numpy as np

from playground.kit.compare import overlay
from playground.kit.compare.kind import Plot


class View:
    """Keeps the lines that it is given."""

    def set_series(self, lines: list[tuple[str, int, np.ndarray, np.ndarray]]) -> None:
        self.lines = {name: y.tolist() for name, _, _, y in lines}

    def setVisible(self, on: bool) -> None:
        self.on = on


def test_parts_are_drawn_in_the_unit_that_the_figures_above_have():
    steps, view = np.array([10, 20]), View()
    found = overlay.merged(
        {"strays": (steps, np.array([0.5, 0.01]))}, {"strays": (steps, np.array([1, 0.25]))}
    )
    overlay.draw(
        [view], [Plot("strays", "", "", (("", 0, "strays"),), smooth=False, scale=100.0)], found, 900
    )
    assert view.lines == {"A": [50.0, 1.0], "B": [100.0, 25.0]}
    assert view.on
