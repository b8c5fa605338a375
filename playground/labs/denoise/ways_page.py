"""One trained network, several ways to draw from it, side by side from the same noise."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

import numpy as np
from PySide6.QtCore import QEvent, Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from engines.denoise.snapshot import Draw
from engines.ground.marks import mark
from engines.points.source import REACH
from widgets.controls.buttons import text_button
from widgets.frame.panel import Panel
from widgets.look.figures import brief, count
from widgets.look.i18n import tr
from widgets.look.labels import ElidedLabel, WrappedLabel
from widgets.plane.cloud import Cloud
from widgets.plane.square import Square
from widgets.plane.view import PlaneView

if TYPE_CHECKING:
    from widgets.plots.curves import CurveView

WAYS = (
    ("langevin", mark("Annealed Langevin")), ("sde", mark("Reverse SDE")), ("heun", mark("ODE (Heun)")),
    ("generator", mark("Generator")),
)  # fmt: skip
COLOURS = {"langevin": 0, "sde": 1, "heun": 2}
LEVELS = (3, 4, 6, 9, 13, 20, 30, 45)
"""Of the curve of quality."""


class WaysPage(QWidget):
    """A plane for each way, its scores over it; below, what quality costs."""

    draw_clicked = Signal()
    measure_clicked = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._draws: dict[str, Draw] = {}
        self._floors: Mapping[str, float] = {}
        self._points: dict[str, dict[int, float]] = {}
        self._plot: CurveView | None = None
        self.views: dict[str, PlaneView] = {}
        self._panels: dict[str, Panel] = {}
        self._facts: dict[str, WrappedLabel] = {}
        upper, lower = _Share(), _Share()
        row = QHBoxLayout(upper)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        for key, title in WAYS:
            row.addWidget(self._way(key, title), 1)
        self._panels["generator"].hide()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        column.addLayout(self._tools())
        column.addWidget(upper, 5)
        self._lower = QVBoxLayout(lower)
        self._lower.setContentsMargins(0, 0, 0, 0)
        column.addWidget(lower, 3)

    def _way(self, key: str, title: str) -> Panel:
        panel = Panel(title, role="stage")
        view = PlaneView(mark("Draw, and samples appear here"))
        view.setObjectName(f"denoise.ways.{key}")
        view.set_home(Square(0.0, 0.0, REACH))
        facts = WrappedLabel("", "dim")
        facts.setObjectName(f"denoise.ways.{key}.scores")
        panel.body.addWidget(view, 1)
        panel.body.addWidget(facts)
        self.views[key], self._panels[key], self._facts[key] = view, panel, facts
        return panel

    def _tools(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setContentsMargins(12, 0, 12, 0)
        row.setSpacing(8)
        draw = text_button(
            "Draw from the same noise",
            self.draw_clicked.emit,
            icon="shuffle",
            tip="Every click brings other noise",
        )
        draw.setObjectName("denoise.draw")
        measure = text_button("Measure quality over steps", self.measure_clicked.emit, icon="chart-line")
        measure.setObjectName("denoise.measure")
        self._floor = ElidedLabel("", "dim")
        for part, stretch in ((draw, 0), (measure, 0), (self._floor, 1)):
            row.addWidget(part, stretch)
        return row

    # -- showing ---------------------------------------------------------------------------------------

    def begin(self, *, generator: bool) -> None:
        """Another run: nothing has been drawn from it yet."""
        self._draws.clear()
        self._points.clear()
        self._panels["generator"].setVisible(generator)
        for key, view in self.views.items():
            view.set_layer("samples", None)
            self._facts[key].setText("")
        self._redraw()

    def set_floors(self, floors: Mapping[str, float], data: np.ndarray | None) -> None:
        """What the data itself scores; and some of it, (n, 2), to lie below the samples."""
        if floors == self._floors and all(view.layer("data") is not None for view in self.views.values()):
            return
        self._floors = floors
        for view in self.views.values():
            view.set_layer("data", None if data is None else Cloud(data, mark("Data"), "real", "square"))
        self._say()

    def show_draw(self, draw: Draw) -> None:
        """Samples by one way."""
        self._draws[draw.sampler] = draw
        fine = draw.points[np.isfinite(draw.points).all(1)]
        self.views[draw.sampler].set_layer("samples", Cloud(fine, mark("Samples"), "fake"))
        self._say()

    def add_quality(self, sampler: str, found: tuple[int, float]) -> None:
        """A point of the curve: (network evaluations a sample, distance)."""
        evaluations, distance = found
        if np.isfinite(distance):
            self._points.setdefault(sampler, {})[evaluations] = distance
            self._redraw()

    def draws(self) -> dict[str, Draw]:
        """What is shown, by sampler."""
        return dict(self._draws)

    def qualities(self) -> dict[str, dict[int, float]]:
        """What has been measured: distance by evaluations, by sampler."""
        return {key: dict(found) for key, found in self._points.items()}

    def _say(self) -> None:
        sw, strays = self._floors.get("sw"), self._floors.get("strays")
        if sw is not None:
            facts = {"distance": brief(sw), "strays": _percent(strays or 0.0)}
            self._floor.setText(tr("The data itself: distance {distance}, strays {strays}", **facts))
        for key, draw in self._draws.items():
            told = {
                "distance": brief(draw.scores["sw"]), "strays": _percent(draw.scores["strays"]),
                "cost": count(draw.evaluations),
            }  # fmt: skip
            self._facts[key].setText(tr("distance {distance}, strays {strays}, {cost} evaluations", **told))

    def _redraw(self) -> None:
        if self._plot is None:
            return
        found = []
        for key, title in WAYS[:3]:
            points = sorted(self._points.get(key, {}).items())
            if points:
                x, y = np.array(points, float).T
                found.append((title, COLOURS[key], x, y))
        floor = self._floors.get("sw")
        if found and floor is not None:
            ends = np.array([min(x[0] for _, _, x, _ in found), max(x[-1] for _, _, x, _ in found)])
            found.append((mark("the data itself"), 4, ends, np.full(2, floor)))
        self._plot.set_series(found)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if self._plot is None:
            from widgets.plots.curves import CurveView

            self._plot = CurveView(
                mark("Quality over steps"),
                mark("distance to data kept out, over network evaluations a sample"),
            )
            self._plot.setObjectName("denoise.quality")
            self._lower.addWidget(self._plot)
            self._redraw()

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.LanguageChange:
            self._say()
            self._redraw()
        super().changeEvent(event)


class _Share(QWidget):
    """As high as its share of the page. What lies in it wishes for more than there is, and a label whose
    lines follow its width would have that wish granted: the plot was left nothing."""

    def __init__(self) -> None:
        super().__init__()
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Ignored)

    def hasHeightForWidth(self) -> bool:
        return False


def _percent(part: float) -> str:
    return "–" if np.isnan(part) else f"{100 * part:.2g} %"
