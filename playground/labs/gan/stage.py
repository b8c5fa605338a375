"""The GAN lab's stage: generated pictures beside real ones, or the plane of points; curves at the foot."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

import numpy as np
from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QWidget

from engines.gan.config import GanConfig
from engines.gan.plane.snapshot import PlaneSnapshot
from engines.ground.changes import Change
from engines.ground.marks import mark
from engines.images.scores.verdict import Features
from playground.kit.curve_foot import CurveFoot
from playground.kit.curve_marks import best, breaks, moments
from playground.kit.sheets import Curves, series
from playground.kit.stage import Stage
from playground.kit.timeline_line import TimelineLine
from playground.labs.gan import compared, plane_curves
from playground.labs.gan.plane_page import PlanePage
from playground.labs.gan.subject import SHEET
from widgets.frame.panel import Panel
from widgets.look.i18n import say, tr
from widgets.pictures.geometry import WHOLE
from widgets.pictures.grid import ImageGrid

if TYPE_CHECKING:
    from widgets.plots.curves import CurveView
    from widgets.plots.marks import Moment

HEAD = 40  # height of a panel's header
EDGE = 16  # what lies above and below a sheet: its margins and those of its panel
SIDE = 36  # a panel's margins and the room for a chosen cell's frame, both sides
PLAIN = Features()
UNIT = "loss"  # the setting that gives losses and scores another unit
ALL = 700  # px of width at which all plots have room
PLOTS = (
    ("losses", mark("Losses"), mark("per step")),
    ("scores", mark("Scores by D"), mark("gap = margin")),
    ("samples", mark("Samples"), ""),
    ("encoder", mark("Encoder"), mark("error")),
    *plane_curves.PLOTS,
)


class _Sheets(QWidget):
    """Room for both sheets. It is sized after the stage, which on its first show still knows the old size."""

    resized = Signal()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.resized.emit()


class GanStage(Stage):
    """Two sheets, or the plane, and their plots."""

    sample_clicked = Signal(int)
    sample_compared = Signal(int)
    """Clicked with Shift."""
    real_clicked = Signal(int)
    shuffle_clicked = Signal()
    columns_changed = Signal()
    """The real sheet has room for another number of columns: bring new pictures."""

    def __init__(self) -> None:
        super().__init__("gan.stage")
        self._samples, self._real = ImageGrid(), ImageGrid()
        self._samples.setObjectName("gan.samples")
        self._real.setObjectName("gan.real")
        say(self._samples, name="Generated pictures")
        say(self._real, name="Real pictures")
        self._real.share_scale(self._samples)
        self._samples.clicked.connect(self._click)
        self._real.clicked.connect(lambda index, _modifiers: self.real_clicked.emit(index))
        self._generated_panel = Panel("Generated", role="stage")
        self._generated_panel.set_dot("fake")
        self._generated_panel.facts_label().setObjectName("gan.drawn")
        self._generated_panel.body.addWidget(self._samples, 1)
        self.timeline = TimelineLine("gan", compact=True)
        self._generated_panel.add_to_head(self.timeline, 3)
        self._real_panel = Panel("Real", role="stage")
        self._real_panel.set_dot("real")
        self._real_panel.body.addWidget(self._real, 1)
        self._real_panel.add_tool("shuffle", "Other real pictures", self.shuffle_clicked.emit)
        self.columns = 4
        self._cell = 32
        self._real_facts = (0, 0, False)
        self._changes: Sequence[Change] = ()
        self._features = PLAIN
        self._curves = CurveFoot("gan", PLOTS, 1200, self._draw_curves)
        self._sheets = _Sheets()
        self._sheets.resized.connect(self._fit_columns)
        row = QHBoxLayout(self._sheets)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(self._generated_panel, 1)
        row.addWidget(self._real_panel)
        self.plane = PlanePage()
        self._plane: PlaneSnapshot | None = None
        self._main = QStackedWidget()
        self._main.addWidget(self._sheets)
        self._main.addWidget(self.plane)
        self.set_parts(self._main, self._curves, self._room_for_curves, name="gan.foot", limits=(90, 260))

    def begin(self, config: GanConfig) -> None:
        """A new run: show what suits it."""
        self._plane = None
        self._main.setCurrentIndex(1 if config.plane else 0)
        self.plane.forget()
        self._curves.redraw()

    @property
    def shows_plane(self) -> bool:
        """Whether points are learned."""
        return self._main.currentIndex() == 1

    def _fit_columns(self) -> None:
        """The real sheet has four columns where they cost the cells no size, else two."""
        columns = 4 if self._scale(4) >= self._scale(2) else 2
        width = round(columns * (self._cell * self._scale(columns) + 2)) + SIDE
        self._real_panel.setFixedWidth(max(184, width))
        if columns != self.columns:
            self.columns = columns
            self.columns_changed.emit()

    def _scale(self, columns: int) -> float:
        """How large cells get beside a real sheet of so many columns, as large as generated ones."""
        across = (self.width() - 2 * SIDE - 2 * (SHEET + columns)) / ((SHEET + columns) * self._cell)
        down = (self._sheets.height() - HEAD - EDGE - 2 * SHEET) / (SHEET * self._cell)
        scale = max(min(across, down), 0.5)
        whole = math.floor(scale)
        return whole if whole >= WHOLE * scale else scale

    def _room_for_curves(self) -> int:
        """What the largest whole multiple of the sheet leaves over, within what suits curves; a low window
        has none and shows what fits."""
        if self.shows_plane:
            return min(170, max(100, self.height() // 5))
        for scale in range(12, 1, -1):
            left = self.height() - HEAD - SHEET * (self._cell * scale + 2) - EDGE
            if left >= 100:
                return min(left, 190)
        return 100

    def _click(self, index: int, modifiers: Qt.KeyboardModifier) -> None:
        shift = bool(modifiers & Qt.KeyboardModifier.ShiftModifier)
        (self.sample_compared if shift else self.sample_clicked).emit(index)

    # -- showing ---------------------------------------------------------------------------------------

    def show_samples(self, tiles: np.ndarray, rows: int, columns: int, since: int, step: int) -> None:
        """The generated sheet, uint8 (rows * size, columns * size, C), at steps ``since`` to ``step``."""
        self._cell = tiles.shape[0] // rows
        self._samples.set_tiles(tiles, rows, columns)
        if since == step:
            facts = tr("step {step}", step=f"{step:,}")
        else:
            facts = tr("steps {first} to {step}", first=f"{since:,}", step=f"{step:,}")
        self._generated_panel.set_facts(facts)

    def show_past(self, tiles: np.ndarray, rows: int, columns: int, step: int) -> None:
        """The sheet of an earlier step, as :meth:`show_samples` has it."""
        self._samples.set_tiles(tiles, rows, columns)
        self._generated_panel.set_facts(tr("step {step}", step=f"{step:,}"))

    def set_badges(self, badges: Mapping[str, int]) -> None:
        """Letter samples, by place."""
        self._samples.set_badges(badges)

    def show_real(self, tiles: np.ndarray, rows: int, columns: int, count: int) -> None:
        """The sheet of real pictures."""
        self._real.set_tiles(tiles, rows, columns)
        self._real_facts = (min(rows * columns, count), count, columns > 2)
        self._say_real()

    def _say_real(self) -> None:
        shown, count, wide = self._real_facts
        total = f"{count:,}" if count else ""
        self._real_panel.set_facts(tr("{shown} of {count}", shown=shown, count=total) if wide else total)

    def show_curves(self, curves: Curves, changes: Sequence[Change], features: Features = PLAIN) -> None:
        """Draw these, soon: by name, (steps, values); where settings changed, and what compares samples."""
        self._changes, self._features = changes, features
        self._curves.show_curves(curves)

    def show_plane(self, snapshot: PlaneSnapshot) -> None:
        """The newest state of a run on points."""
        self._plane = snapshot
        self.plane.show_snapshot(snapshot)
        self.show_curves(snapshot.curves, snapshot.changes)

    def _draw_curves(self, plots: tuple[CurveView, ...], found: Curves) -> None:
        losses, scores, samples, encoder, *points = plots
        parts = breaks(self._changes, UNIT)
        losses.set_series(series(found, (("G", "fake", "loss_g"), ("D", 2, "loss_d")), parts), parts)
        lines = ((mark("real"), "real", "real"), (mark("fake"), "fake", "fake"))
        scores.set_series(series(found, lines, parts), parts)
        encoder.set_series(
            series(
                found,
                (
                    (mark("unseen"), "text", "rec"),
                    (mark("seen"), 2, "rec_seen"),
                    (mark("mean picture"), 4, "rec_mean"),
                ),
            )
        )
        changes = moments(self._changes, GanConfig)
        for plot in (losses, scores):
            plot.set_marks(moments(self._changes, GanConfig, UNIT))
        self._draw_samples(samples, found, changes)
        encoder.set_marks(changes, best(found, "rec"))
        encoder.setVisible(len(found.get("rec", ((), ()))[0]) > 1 and self.width() >= ALL)
        if (shown := self._plane) is not None:
            plane_curves.draw(points, found, shown.floors, shown.modes, self.width())
        losses.setVisible(not self.shows_plane or self.width() >= plane_curves.ALL)
        for plot in points:
            plot.set_marks(changes)
            if not self.shows_plane:
                plot.hide()

    def _draw_samples(self, plot: CurveView, found: Curves, changes: Sequence[Moment]) -> None:
        """By random features, and after a line by learned ones; the best is of those of now."""
        curves, parts = compared.joined(found)
        lines = (
            (mark("distance"), "fake", "distance"),
            (mark("mean picture"), 4, "distance_mean"),
            (mark("real"), "real", "distance_real"),
            (mark("variety"), 2, "variety"),
        )
        say(plot.note, **compared.note(self._features))
        plot.set_series(series(curves, lines, parts), parts)
        marks = [*changes, *compared.learned_from(parts, self._features)]
        plot.set_marks(marks, best(compared.newest(found), "distance"))
        plot.setVisible(len(curves.get("distance", ((), ()))[0]) > 1)

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.LanguageChange:
            self._say_real()
            self._curves.redraw()
        super().changeEvent(event)
