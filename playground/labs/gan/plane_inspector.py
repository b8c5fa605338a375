"""The inspector of a run on points: figures beside their floors, and the noise that points are made of."""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import QEvent, Signal
from PySide6.QtWidgets import QGridLayout, QLabel, QWidget

from engines.gan.config import GanConfig
from engines.gan.plane.snapshot import Field, PlaneSnapshot, Spot
from engines.ground.marks import mark
from widgets.frame.panel import Group, ScrollPanel
from widgets.look.figures import brief
from widgets.look.i18n import joined, tr
from widgets.look.labels import WrappedLabel, label
from widgets.plane.cloud import Cloud
from widgets.plane.path import Path
from widgets.plane.square import Square
from widgets.plane.view import PlaneView

NOISE = 236  # px, the height of the noise
WIDE = 3.2  # standard deviations of the noise that are seen
FIGURES = (
    ("modes", mark("Modes covered")), ("quality", mark("High quality")),
    ("wasserstein", mark("Wasserstein")), ("js", mark("Jensen-Shannon")),
    ("real", mark("Score of real")), ("fake", mark("Score of generated")),
)  # fmt: skip


class PlaneInspector(ScrollPanel):
    """Values in, signals out; asks nothing of engines."""

    spot_wanted = Signal(float, float)
    """What becomes of this noise?"""
    spot_left = Signal()

    def __init__(self) -> None:
        super().__init__("Samples")
        self.setObjectName("gan.points")
        self.column.setContentsMargins(12, 0, 12, 12)
        self._snapshot: PlaneSnapshot | None = None
        self._shown: dict[str, float] = {}
        self._spot: Spot | None = None
        self._field: Field | None = None
        self._sizes = 2
        self.column.addWidget(self._figures())
        self.column.addWidget(self._noise())
        self.column.addStretch(1)

    def _figures(self) -> QWidget:
        box = QWidget()
        grid = QGridLayout(box)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setVerticalSpacing(3)
        grid.setHorizontalSpacing(12)
        grid.addWidget(label("samples", "dim"), 0, 1)
        grid.addWidget(label("real", "dim"), 0, 2)
        self._values: dict[str, tuple[QLabel, QLabel]] = {}
        for row, (key, title) in enumerate(FIGURES, 1):
            value, floor = label("–"), label("", "dim")
            value.setObjectName(f"gan.figure.{key}")
            floor.setObjectName(f"gan.floor.{key}")
            for column, part in enumerate((label(title, "dim"), value, floor)):
                grid.addWidget(part, row, column)
            self._values[key] = value, floor
        grid.setColumnStretch(0, 1)
        return box

    def _noise(self) -> Group:
        group = Group("Noise z")
        self.noise = PlaneView(mark("Noise appears here"))
        self.noise.setObjectName("gan.noise")
        self.noise.set_home(Square(0.0, 0.0, WIDE))
        self.noise.setFixedHeight(NOISE)
        self.noise.hovered.connect(self.spot_wanted)
        self.noise.left.connect(self.spot_left)
        self._told = WrappedLabel("", "dim")
        self._told.setObjectName("gan.spot")
        self._told.setMinimumHeight(36)
        group.body.addWidget(self.noise)
        group.body.addWidget(self._told)
        return group

    # -- showing ---------------------------------------------------------------------------------------

    def begin(self, config: GanConfig) -> None:
        """A new run."""
        self._snapshot, self._field, self._sizes = None, None, config.noise
        self.noise.set_layer("noise", None)
        self.show_spot(None)
        self._say()

    def show_snapshot(self, snapshot: PlaneSnapshot, at: int | None = None) -> None:
        """The newest figures, or those of an earlier step."""
        self._snapshot = snapshot
        self._shown = snapshot.figures if at is None else _then(snapshot, at)
        self._say_figures()

    def show_field(self, field: Field) -> None:
        """The noise that the points shown are made of; it is the same all the run."""
        self._field = field
        if self.noise.layer("noise") is None:
            self.noise.set_layer("noise", Cloud(field.noise, mark("Noise"), "fake"))

    def show_spot(self, spot: Spot | None) -> None:
        """Some noise, what is made of it, and the critic's score of that."""
        self._spot = spot
        at = None if spot is None else Path(np.array([spot.noise], np.float32), mark("z"))
        self.noise.set_layer("spot", at)
        self._say_spot()

    # -- words -----------------------------------------------------------------------------------------

    def _say(self) -> None:
        self._say_figures()
        self._say_spot()

    def _say_figures(self) -> None:
        shown = self._snapshot
        for key, (value, floor) in self._values.items():
            value.setText(_text(shown, key, self._shown) if shown else "–")
            floor.setText(_text(shown, key, shown.floors) if shown and key in shown.floors else "")

    def _say_spot(self) -> None:
        if (spot := self._spot) is None:
            text = tr("Point at noise to see what becomes of it, or at a point to see its noise.")
            if self._sizes > 2:
                text = joined(text, tr("Shown are the first two of {count} numbers.", count=self._sizes))
            self._told.setText(text)
            return
        facts = {"z": _pair(spot.noise), "x": _pair(spot.point), "score": brief(spot.score)}
        self._told.setText(tr("z ({z}) becomes ({x}), score {score}", **facts))

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.LanguageChange:
            self._say()
        super().changeEvent(event)


def _text(shown: PlaneSnapshot, key: str, of: dict[str, float]) -> str:
    """A figure of the generator's points or its floor, in words."""
    value = of.get(key)
    if value is None or not np.isfinite(value):
        return "–"
    if key == "modes":
        return tr("{count} of {all}", count=round(value), all=shown.modes)
    return f"{100 * value:.0f} %" if key == "quality" else brief(value)


def _then(shown: PlaneSnapshot, step: int) -> dict[str, float]:
    """What was last measured at an earlier step or before it."""
    found = {}
    for key, (steps, values) in shown.curves.items():
        before = int(np.searchsorted(steps, step, side="right")) - 1
        if before >= 0:
            found[key] = float(values[before])
    return found


def _pair(place: tuple[float, float]) -> str:
    return ", ".join(brief(part) for part in place)
