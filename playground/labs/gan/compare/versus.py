"""A and B beside each other: the same fixed codes, curves over each other, scores beside their floors."""

from __future__ import annotations

from typing import Any

import numpy as np
from PySide6.QtCore import QEvent
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from engines.gan.compare.versus import difference, sides
from engines.gan.config import GanConfig
from engines.gan.snapshot import GanSnapshot
from engines.ground.compare.lockstep import Both
from engines.ground.marks import mark
from engines.ground.problem import Problem
from engines.ground.runner import Runner
from playground.ground.bridge import Build
from playground.ground.lab_run import LabRun
from playground.kit.curve_foot import CurveFoot
from playground.kit.sheets import Curves, image_of, series
from playground.kit.sideline import Sideline
from playground.kit.stage import Stage
from playground.labs.gan.compare.choice import Choice
from widgets.form.field import shown
from widgets.frame.panel import Panel
from widgets.look.figures import brief, count
from widgets.look.i18n import tr
from widgets.look.labels import ElidedLabel
from widgets.pictures.grid import ImageGrid

PLOTS = (
    ("losses", mark("Losses"), mark("A solid, B dashed")),
    ("scores", mark("Scores by D"), mark("gap = margin")),
    ("samples", mark("Samples"), mark("distance to unseen ones")),
    ("encoder", mark("Encoder"), mark("error")),
)
G, D, REAL, FAKE = 1, 2, 0, 1  # colours
DASHED = 6  # the same colours, dashed
ALL = 900  # px of width at which all plots have room
GAP = 8  # px between the sheets in an exported picture
EMPTY = mark("Press Play: both begin from the same seed")


class VersusView(Stage):
    """The two sheets over their curves; ``controls`` drives them, ``choice`` says what differs."""

    def __init__(self, run: LabRun) -> None:
        super().__init__("gan.versus")
        self._run = run
        self._settings: tuple[GanConfig, GanConfig] | None = None
        self.latest: Both[GanSnapshot] | None = None
        """What is shown."""
        self.choice = Choice()
        self.choice.changed.connect(self._chosen)
        self.controls = Sideline("gan.versus", run, self._build)
        self.controls.shown.connect(self.show_both)
        self.controls.ended.connect(self._say)
        main = QWidget()
        column = QVBoxLayout(main)
        column.setContentsMargins(0, 2, 0, 0)
        column.setSpacing(2)
        head = QHBoxLayout()
        head.setContentsMargins(12, 0, 12, 0)
        head.addWidget(self.choice)
        column.addLayout(head)
        row = QHBoxLayout()
        row.setSpacing(0)
        self._panels, self._sheets, self._scores = {}, {}, {}
        for side in ("A", "B"):
            self._panels[side], self._sheets[side] = panel, sheet = (
                Panel(side, role="stage"),
                ImageGrid(EMPTY),
            )
            panel.facts_label().setObjectName(f"gan.versus.{side.lower()}.facts")
            sheet.setObjectName(f"gan.versus.{side.lower()}")
            sheet.clicked.connect(lambda index, _: self._frame(index))
            self._scores[side] = scores = ElidedLabel(role="dim")
            scores.setObjectName(f"gan.versus.{side.lower()}.scores")
            panel.body.addWidget(scores)
            panel.body.addWidget(sheet, 1)
            row.addWidget(panel, 1)
        self._sheets["B"].share_scale(self._sheets["A"])
        column.addLayout(row, 1)
        self._curves = CurveFoot("gan.versus", PLOTS, 700, self._draw)
        self.set_parts(
            main, self._curves, lambda: max(130, min(220, self.height() // 4)), name="gan.versus.foot"
        )
        self._say()

    def set_config(self, config: GanConfig) -> None:
        """The run's settings are these now; what is being compared goes on as it began, until played anew."""
        self.choice.set_config(config)
        self._say()

    def show_both(self, both: Both[GanSnapshot]) -> None:
        """The newest of both runs."""
        self.latest = both
        for side, seen in (("A", both.a), ("B", both.b)):
            self._sheets[side].set_tiles(seen.samples, seen.rows, seen.cols)
        merged = {f"a.{name}": curve for name, curve in both.a.curves.items()}
        self._curves.show_curves(merged | {f"b.{name}": curve for name, curve in both.b.curves.items()})
        self._say()

    def picture(self) -> QImage | None:
        """Both sheets side by side, to export."""
        if self.latest is None:
            return None
        a, b = self.latest.a.samples, self.latest.b.samples
        gap = np.full((a.shape[0], GAP, a.shape[2]), 255, np.uint8)
        return image_of(np.concatenate([a, gap, b], axis=1))

    # -- inside ----------------------------------------------------------------------------------------

    def _build(self) -> Build:
        a, b = sides(self._run.config, *self.choice.values())
        if a == b:
            raise Problem("A and B are the same. Choose another value for B.")
        self._settings, self.latest = (a, b), None
        device = self._run.selection.device

        def build(runner: Runner[Any]) -> Any:
            runner.report(mark("Loading torch…"))
            from engines.gan.compare import pair

            return pair.build(a, b, runner.report, runner.cancelled, device)

        return build

    def _chosen(self) -> None:
        """Another comparison: what one that is over has found makes room for it."""
        if not self.controls.alive:
            self._settings = self.latest = None
            for sheet in self._sheets.values():
                sheet.clear()
            self._curves.show_curves({})
        self._say()

    def _frame(self, index: int) -> None:
        """The same code on both sheets."""
        for sheet in self._sheets.values():
            sheet.set_badges({"": index})

    def _draw(self, plots: tuple[Any, ...], found: Curves) -> None:
        losses, scores, samples, encoder = plots

        def lines(wanted: tuple[tuple[str, int, str], ...]) -> Any:
            """Each of A, and the same of B, dashed."""
            a = tuple((f"{name} A".strip(), colour, f"a.{key}") for name, colour, key in wanted)
            b = tuple((f"{name} B".strip(), colour + DASHED, f"b.{key}") for name, colour, key in wanted)
            return series(found, a + b)

        losses.set_series(lines((("G", G, "loss_g"), ("D", D, "loss_d"))))
        scores.set_series(lines(((tr("real"), REAL, "real"), (tr("fake"), FAKE, "fake"))))
        floor = series(found, ((mark("real"), "real", "a.distance_real"),))
        samples.set_series([*lines((("", G, "distance"),)), *floor])
        mean = series(found, ((mark("mean picture"), "text2", "a.rec_mean"),))
        encoder.set_series([*lines((("", G, "rec"),)), *mean])
        many = {name for name, (x, _) in found.items() if len(x) > 1}
        samples.setVisible(bool({"a.distance", "b.distance"} & many))
        encoder.setVisible(bool({"a.rec", "b.rec"} & many) and self.width() >= ALL)

    def _say(self) -> None:
        """Beside each sheet: what it has in its place, and how far it is."""
        try:
            wanted = sides(self._run.config, *self.choice.values())
        except Problem:  # said when it is to begin
            wanted = self._run.config, self._run.config
        a, b = self._settings or wanted
        differing = difference(a, b)
        for side, at in (("A", 1), ("B", 2)):
            values = [f"{tr(found[0].title)}: {shown(found[0], found[at])}" for found in differing]
            seen = None if self.latest is None else (self.latest.a if side == "A" else self.latest.b)
            self._panels[side].set_facts(" · ".join(values))
            self._scores[side].setText(" · ".join(_figures(seen)))
        self.controls.set_facts(self._facts)
        self.controls.set_stale(self._settings != wanted)

    def _facts(self) -> str:
        if self.latest is None:
            return tr("Both begin from the same seed and see the same codes and pictures.")
        return tr("step {step}", step=count(self.latest.step))

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.LanguageChange:
            self._say()
            self._curves.redraw()
        super().changeEvent(event)


def _figures(seen: GanSnapshot | None) -> list[str]:
    """How old its pictures are, and scores as last measured, each beside its floor."""
    if seen is None:
        return []
    found, told = {name: float(y[-1]) for name, (_, y) in seen.curves.items() if len(y)}, []
    if seen.since != seen.step:  # a sheet is drawn a few at a time while it trains
        told.append(tr("steps {first} to {step}", first=count(seen.since), step=count(seen.step)))
    if "distance" in found:
        real = brief(found.get("distance_real", float("nan")))
        told.append(tr("distance {value} (real {floor})", value=brief(found["distance"]), floor=real))
    if "rec" in found:
        mean = brief(found.get("rec_mean", float("nan")))
        told.append(tr("error {value} (mean picture {floor})", value=brief(found["rec"]), floor=mean))
    return told
