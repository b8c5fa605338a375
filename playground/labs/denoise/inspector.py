"""Beside the stage: what samples are worth, how wrong the score is at each noise, which picture is near."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from PySide6.QtCore import QEvent
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QLabel, QWidget

from engines.denoise.config import DenoiseConfig
from engines.denoise.inflation import inflation
from engines.denoise.snapshot import DenoiseSnapshot, Field
from engines.ground.marks import mark
from engines.points.source import REACH
from playground.kit.scoring import ScoreGroup
from playground.labs.denoise.layers import show_field
from widgets.frame.panel import Group, ScrollPanel
from widgets.look.figures import brief, count, figure
from widgets.look.i18n import joined, tr
from widgets.look.labels import WrappedLabel, label
from widgets.pictures.picture import Picture
from widgets.plane.square import Square
from widgets.plane.view import PlaneView

if TYPE_CHECKING:
    from engines.denoise.pictures.answers import Nearest

EXACT = 236  # px, its height
RUNGS = 7
"""Noise levels at which the error is told."""
FIGURES = (
    ("distance", mark("Distance of samples")), ("floor", mark("Of the data itself")),
    ("strays", mark("Strays")), ("excess", mark("Loss over its minimum")),
)  # fmt: skip


class DenoiseInspector(ScrollPanel):
    """Values in, signals out; asks nothing of engines."""

    def __init__(self) -> None:
        super().__init__("Samples")
        self.setObjectName("denoise.inspector")
        self.column.setContentsMargins(12, 0, 8, 12)
        self._snapshot: DenoiseSnapshot | None = None
        self._errors: dict[int, tuple[float, float]] = {}
        self._nearest: Nearest | None = None
        self._config: DenoiseConfig | None = None
        self._figures, self._exact_group = self._figure_group(), self._exactly()
        self._error_group, self._near_group = self._error_rows(), self._near()
        self.scores, self._step_group = ScoreGroup("denoise"), self._step()
        points, pictures = self._of_points(), (self._near_group, self.scores)
        for part in (*points, *pictures, self._step_group):
            self.column.addWidget(part)
        self.column.addStretch(1)

    # -- parts -----------------------------------------------------------------------------------------

    def _of_points(self) -> tuple[QWidget, ...]:
        return self._figures, self._exact_group, self._error_group

    def _figure_group(self) -> QWidget:
        box = QWidget()
        self._values = _grid(box, [(f"denoise.{key}", title) for key, title in FIGURES])
        return box

    def _exactly(self) -> Group:
        group = Group("Exact", "at this σ")
        self.exact = PlaneView()
        self.exact.setObjectName("denoise.exact")
        self.exact.set_home(Square(0.0, 0.0, REACH))
        self.exact.setFixedHeight(EXACT)
        group.body.addWidget(self.exact)
        return group

    def _error_rows(self) -> Group:
        group = Group("Error of the score", "learned against exact")
        box = QWidget()
        grid = QGridLayout(box)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setVerticalSpacing(2)
        self._rungs: list[tuple[QLabel, QLabel]] = []
        for row in range(RUNGS):
            sigma, value = label("", "dim"), label("–")
            value.setObjectName(f"denoise.error.{row}")
            grid.addWidget(sigma, row, 0)
            grid.addWidget(value, row, 1)
            self._rungs.append((sigma, value))
        grid.setColumnStretch(1, 1)
        group.body.addWidget(box)
        return group

    def _near(self) -> Group:
        group = Group("Nearest picture", "of those trained on")
        row = QHBoxLayout()
        self.sample, self.near = Picture("Sample", "Click a sample"), Picture("Nearest")
        for name, picture in (("sample", self.sample), ("nearest", self.near)):
            picture.setObjectName(f"denoise.near.{name}")
            picture.setMinimumSize(96, 116)
            row.addWidget(picture, 1)
        group.body.addLayout(row)
        self._distance = WrappedLabel()
        self._distance.setObjectName("denoise.near.distance")
        group.body.addWidget(self._distance)
        return group

    def _step(self) -> Group:
        group = Group("Step of the walk")
        self._bias = WrappedLabel()
        self._bias.setObjectName("denoise.bias")
        group.body.addWidget(self._bias)
        return group

    # -- showing ---------------------------------------------------------------------------------------

    def begin(self, config: DenoiseConfig) -> None:
        """A new run."""
        self._errors.clear()
        self.exact.set_layers(dict.fromkeys(self.exact.names()))  # those of other data
        self._nearest, self._snapshot = None, None
        for picture in (self.sample, self.near):
            picture.set_pixels(None)
        self.follow(config)

    def follow(self, config: DenoiseConfig) -> None:
        """Settings, as they are now."""
        self._config = config
        for part in self._of_points():
            part.setVisible(config.plane)
        for part in (self._near_group, self.scores):
            part.setVisible(not config.plane)
        self._say()

    def show_snapshot(self, snapshot: DenoiseSnapshot) -> None:
        """The newest figures."""
        self._snapshot = snapshot
        self._say_figures()

    def show_exact(self, field: Field) -> None:
        """The right answer at the noise that is looked at."""
        show_field(self.exact, field, across=12)

    def show_error(self, rung: int, found: tuple[float, float]) -> None:
        """(sigma, the score's relative error there)."""
        self._errors[rung] = found
        self._say_errors()

    def show_nearest(self, sample: np.ndarray, nearest: Nearest) -> None:
        """A sample and the picture trained on that is most like it."""
        self._nearest = nearest
        self.sample.set_pixels(sample)
        self.near.set_pixels(nearest.picture)
        self._say_nearest()

    # -- words -----------------------------------------------------------------------------------------

    def _say(self) -> None:
        self._say_figures()
        self._say_errors()
        self._say_nearest()
        self._say_bias()

    def _say_figures(self) -> None:
        shown = self._snapshot
        floors = shown.floors if shown is not None else {}
        found = {
            name: values[-1] for name, (_, values) in (shown.curves if shown else {}).items() if len(values)
        }
        texts = {
            "distance": _figure(found.get("sw")), "floor": _figure(floors.get("sw")),
            "strays": _percent(found.get("strays")), "excess": _figure(found.get("excess")),
        }  # fmt: skip
        for key, text in texts.items():
            self._values[f"denoise.{key}"].setText(text)

    def _say_errors(self) -> None:
        if (config := self._config) is None:
            return
        rungs = np.geomspace(config.sigma_low, config.sigma_high, RUNGS)
        for row, (name, value) in enumerate(self._rungs):
            sigma, error = self._errors.get(row, (rungs[row], None))
            name.setText(f"σ {sigma:.2f}")
            value.setText(_percent(error))

    def _say_nearest(self) -> None:
        if (found := self._nearest) is None:
            self._distance.setText("")
            return
        facts = {"distance": brief(found.distance), "typical": brief(found.typical)}
        self._distance.setText(
            tr("Distance {distance}. Pictures kept out are {typical} away from their nearest.", **facts)
        )

    def _say_bias(self) -> None:
        config = self._config
        langevin = config is not None and config.sampler == "langevin"
        self._step_group.setVisible(langevin)
        if config is None or not langevin:
            return
        facts = {"size": figure(config.step_size), "times": figure(inflation(config.step_size))}
        said = tr("A step of {size} σ² leaves the noise's variance {times} times what it should be.", **facts)
        if config.jump:
            said = joined(said, tr("The final jump takes the noise of the last level away again."))
        self._bias.setText(said)

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.LanguageChange:
            self._say()
        super().changeEvent(event)


def _grid(box: QWidget, rows: list[tuple[str, str]]) -> dict[str, QLabel]:
    """Titles and values to be set, by object name."""
    grid, found = QGridLayout(box), {}
    grid.setContentsMargins(0, 0, 0, 0)
    grid.setVerticalSpacing(2)
    for row, (name, title) in enumerate(rows):
        value = label("–")
        value.setObjectName(name)
        grid.addWidget(label(title, "dim"), row, 0)
        grid.addWidget(value, row, 1)
        found[name] = value
    grid.setColumnStretch(1, 1)
    return found


def _figure(value: float | None) -> str:
    return "–" if value is None else brief(value)


def _percent(value: float | None) -> str:
    if value is None or not np.isfinite(value):
        return "–"
    percent = 100 * value
    return f"{count(round(percent)) if percent >= 100 else f'{percent:.2g}'} %"
