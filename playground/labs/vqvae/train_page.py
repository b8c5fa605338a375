"""The VQ-VAE lab's first page: originals, reconstructions, the same without quantising; curves."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np
from PySide6.QtCore import Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from engines.ground.changes import Change
from engines.ground.marks import mark
from engines.vqvae.config import VqvaeConfig
from engines.vqvae.snapshot import VqvaeSnapshot
from playground.kit.curve_foot import CurveFoot
from playground.kit.curve_marks import best, moments
from playground.kit.sheets import Curves, series, smoothed
from playground.kit.stage import Stage
from playground.kit.timeline_line import TimelineLine
from widgets.frame.panel import Panel
from widgets.look.i18n import say, tr
from widgets.pictures.grid import ImageGrid

if TYPE_CHECKING:
    from widgets.plots.curves import CurveView

PLOTS = (
    ("loss", mark("Loss"), mark("per step, smoothed")),
    ("quality", mark("Quality"), mark("unseen pictures")),
    ("use", mark("Codes in use"), mark("the last hundred steps")),
    ("prior", mark("Prior"), mark("nats per code")),
)
FOUR, THREE = 900, 640  # px of width at which so many plots have room
FLOORS = ("uniform", "marginal", "position")  # of the prior's loss


class TrainPage(Stage):
    """Three sheets that share a scale, and four plots at the foot."""

    picked = Signal(int)
    """A cell of one of the sheets was clicked: the picture of that number among those kept out."""

    def __init__(self) -> None:
        super().__init__("vqvae.train")
        self._floors: dict[str, float] = {}
        self._changes: Sequence[Change] = ()
        self._plots: tuple[CurveView, ...] = ()
        self._learnt = False  # a prior, too
        self._shape = 1, 1
        self.sheets: dict[str, ImageGrid] = {}
        self._panels: dict[str, Panel] = {}
        self._curves = CurveFoot("vqvae", PLOTS, 800, self._draw_curves)
        self._lay_out()

    def _lay_out(self) -> None:
        upper = QWidget()
        row = QVBoxLayout(upper)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        for name, title, dot in (
            ("original", "Original", "real"),
            ("reconstruction", "Reconstruction", "fake"),
            ("bypassed", "Without quantising", ""),
        ):
            sheet, panel = ImageGrid(), Panel(title, role="stage")
            sheet.setObjectName(f"vqvae.{name}")
            say(sheet, name=title)
            panel.set_dot(dot)
            panel.body.setContentsMargins(12, 0, 12, 2)
            panel.body.addWidget(sheet, 1)
            sheet.clicked.connect(lambda index, _mods: self.picked.emit(index))
            row.addWidget(panel, 1)
            self.sheets[name], self._panels[name] = sheet, panel
        for name in ("reconstruction", "bypassed"):
            self.sheets[name].share_scale(self.sheets["original"])
        self.timeline = TimelineLine("vqvae")  # the painter goes by it, too: it stands above the pages
        self.set_parts(upper, self._curves, self._curves_height, name="vqvae.foot", least=160)

    def _curves_height(self) -> int:
        return 104 if self.height() < 700 else 170

    # -- showing ---------------------------------------------------------------------------------------

    def show_snapshot(self, snapshot: VqvaeSnapshot) -> None:
        """The newest sheets and curves."""
        self.timeline.set_steps(snapshot.kept, snapshot.branches, snapshot.best, snapshot.step)
        self._shape = snapshot.rows, snapshot.cols
        self.sheets["original"].set_tiles(snapshot.originals, *self._shape)
        if self.timeline.at() is None:
            self.show_present(snapshot)
        self._floors = {k: snapshot.figures[k] for k in FLOORS if k in snapshot.figures}
        self._changes = snapshot.changes
        self._curves.show_curves(snapshot.curves)

    def show_past(self, sheet: np.ndarray, step: int) -> None:
        """Both sheets of an earlier step, one below the other, uint8 (2 * rows * H, cols * W, C)."""
        for name, part in zip(("reconstruction", "bypassed"), np.split(sheet, 2), strict=True):
            self.sheets[name].set_tiles(part, *self._shape)
            self._panels[name].set_facts(tr("step {step}", step=f"{step:,}"))

    def show_present(self, snapshot: VqvaeSnapshot) -> None:
        """The sheets of now, and what is measured of them."""
        for name, sheet in (
            ("reconstruction", snapshot.reconstructions),
            ("bypassed", snapshot.bypassed),
        ):
            self.sheets[name].set_tiles(sheet, snapshot.rows, snapshot.cols)
        figures = snapshot.figures
        self._panels["original"].set_facts(tr("kept out of training"))
        if "nmse" in figures:
            psnr, ssim = _drawn(snapshot.curves, "psnr"), figures.get("ssim", math.nan)
            facts = tr(
                "NMSE {nmse}   PSNR {psnr} dB   SSIM {ssim}",
                nmse=f"{figures['nmse']:.3f}", psnr=f"{psnr:.1f}", ssim=f"{ssim:.2f}",
            )  # fmt: skip
            self._panels["reconstruction"].set_facts(facts)
        if "psnr_past" in figures:
            past = _drawn(snapshot.curves, "psnr_past")
            self._panels["bypassed"].set_facts(tr("PSNR {psnr} dB", psnr=f"{past:.1f}"))
        if "psnr_small" in figures and "bits" in figures:
            small = tr(
                "{bits} bits; shrunken to as many {small} dB, mean picture {mean} dB",
                bits=f"{figures['bits']:,.0f}",
                small=f"{figures['psnr_small']:.1f}",
                mean=f"{figures['psnr_mean']:.1f}",
            )
            self._panels["original"].set_facts(f"{tr('kept out of training')}   {small}")

    def _draw_curves(self, plots: tuple[CurveView, ...], curves: Curves) -> None:
        loss, quality, use, prior = plots
        found = dict(curves)
        loss.set_series(series(found, ((mark("loss"), "text", "loss"), (mark("commit"), 2, "commit"))))
        quality.set_series(
            series(
                found,
                (
                    ("PSNR", "fake", "psnr"), (mark("seen"), 2, "psnr_seen"),
                    (mark("not quantised"), "text", "psnr_past"),
                    (mark("shrunken"), 4, "psnr_small"), (mark("mean picture"), 5, "psnr_mean"),
                ),
            )
        )  # fmt: skip
        changes = moments(self._changes, VqvaeConfig)
        for plot in (loss, use):
            plot.set_marks(changes)
        quality.set_marks(changes, best(found, "psnr", lowest=False))
        prior.set_marks(changes, best(found, "prior_nll"))
        use.set_series(series(found, ((mark("used"), "real", "used"), (mark("perplexity"), 2, "perplexity"))))
        x = found["prior_loss"][0] if "prior_loss" in found else None
        if x is not None and len(x):
            for name, level in self._floors.items():
                found[name] = (x[[0, -1]], x[[0, -1]] * 0.0 + level)
        wanted = (
            (mark("prior"), "fake", "prior_loss"), (mark("unseen"), "text", "prior_nll"),
            (mark("uniform"), 4, "uniform"), (mark("marginal"), 5, "marginal"),
            (mark("per place"), 2, "position"),
        )  # fmt: skip
        prior.set_series(series(found, wanted))
        self._plots, self._learnt = plots, x is not None
        self._fit_plots()

    def _fit_plots(self) -> None:
        """Where there is no room for four, those go whose figures other pages and sheets tell, too."""
        if self._plots:
            loss, _, use, prior = self._plots
            prior.setVisible(self._learnt)
            use.setVisible(not self._learnt or self.width() >= FOUR)
            loss.setVisible(not self._learnt or self.width() >= THREE)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit_plots()


def _drawn(curves: Curves, key: str) -> float:
    """The last value of a curve as it is drawn, which is what its name says: no header says another."""
    _, y = curves.get(key, (np.empty(0), np.empty(0)))
    return float(smoothed(y)[-1]) if len(y) else math.nan
