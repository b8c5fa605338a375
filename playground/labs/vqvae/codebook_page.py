"""The VQ-VAE lab's second page: every code as it looks, where it lies, and how often it is chosen."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from PySide6.QtCore import QEvent, QTimer, Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget

from engines.ground.marks import mark
from engines.vqvae.painting.palette import sheet_order
from engines.vqvae.snapshot import Codebook, Then, VqvaeSnapshot
from playground.kit.sheets import Curves, series
from widgets.codes.map import CodeMap
from widgets.codes.palette import CodePalette
from widgets.codes.usage_bars import UsageBars
from widgets.controls.switch import Switch
from widgets.frame.panel import Panel
from widgets.look.i18n import joined, say, tr
from widgets.look.style import set_role

if TYPE_CHECKING:
    from widgets.plots.curves import CurveView


COUNTED = mark(
    "Use at step {step} is counted anew over {n} pictures; what the steps before it chose was not kept."
)


def _perplexity(usage: np.ndarray) -> float:
    """exp(- sum p ln p) of counts (K,)."""
    p = usage[usage > 0] / max(int(usage.sum()), 1)
    return float(np.exp(-(p * np.log(p)).sum()))


class CodebookPage(QWidget):
    """A codebook can collapse while the loss looks fine: here it shows, and here is the switch."""

    restart_clicked = Signal(bool)
    chosen = Signal(int)

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("vqvae.codebook")
        self._order: np.ndarray | None = None
        self._lengths: CurveView | None = None
        self._curves: Curves = {}
        self._newest: VqvaeSnapshot | None = None
        self._at: int | None = None  # the step looked back on
        self._then: Then | None = None
        self.sheet, self.map, self.bars = CodePalette(), CodeMap(), UsageBars()
        self.sheet.setObjectName("vqvae.codes")
        self.map.setObjectName("vqvae.map")
        self.bars.setObjectName("vqvae.usage")
        say(self.sheet, name="Codes as they look")
        say(self.map, name="Codes on a plane")
        say(self.bars, name="Use of the codes")
        self.sheet.chosen.connect(self.chosen)
        self.map.chosen.connect(self.chosen)
        self._lay_out()

    def _lay_out(self) -> None:
        codes, plane = Panel("All codes", role="stage"), Panel("Map", role="stage")
        self._codes = codes
        codes.body.addWidget(self.sheet)
        codes.body.addStretch(1)
        self._foot = codes.body
        plane.body.addWidget(self.map, 3)
        plane.body.addWidget(self.bars, 2)
        plane.body.addLayout(self._restart())
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(codes, 1)
        row.addWidget(plane, 1)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._draw_lengths()  # the run may be another one since it was shown last
        if self._lengths is None:
            QTimer.singleShot(0, self, self._make_plot)

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.LanguageChange and self._at is not None:
            self.show_past(self._then, self._at)
        super().changeEvent(event)

    def _make_plot(self) -> None:
        """Vectors of encoder and codebook that grow apart are how a codebook dies."""
        from widgets.plots.curves import CurveView

        if self._lengths is None:
            self._lengths = CurveView("Length of vectors", "of encoder and of codes")
            self._lengths.setObjectName("vqvae.lengths")
            self._lengths.setFixedHeight(130)
            self._foot.addWidget(self._lengths)
            self._draw_lengths()

    def _draw_lengths(self) -> None:
        if self._lengths is not None:
            self._lengths.set_series(series(self._curves, (("|z|", "real", "z"), ("|e|", "fake", "e"))))
            self._mark_lengths(self._lengths)

    def _mark_lengths(self, plot: CurveView) -> None:
        """Say where on the curves the step lies that is looked back on."""
        from widgets.plots.marks import Moment

        plot.set_marks(
            [] if self._at is None else [Moment(self._at, tr("step {step}", step=f"{self._at:,}"))]
        )

    def _restart(self) -> QVBoxLayout:
        row = QHBoxLayout()
        self.restart = Switch("Restart dead codes")
        self.restart.setObjectName("vqvae.restart")
        self.restart.clicked.connect(lambda on: self.restart_clicked.emit(bool(on)))
        title = QLabel()
        say(title, text="Restart dead codes")
        self._health = QLabel()
        self._health.setObjectName("vqvae.health")
        self._health.setWordWrap(True)
        set_role(self._health, "caption")
        row.addWidget(title)
        row.addWidget(self.restart)
        row.addStretch(1)
        column = QVBoxLayout()
        column.addLayout(row)
        column.addWidget(self._health)
        return column

    def show_snapshot(self, snapshot: VqvaeSnapshot, restart: bool) -> None:
        """The newest codebook, unless an earlier one is looked at; the order of the sheet stays as it is, or
        the eye would lose its place."""
        self._curves, self._newest = snapshot.curves, snapshot
        if self.isVisible():
            self._draw_lengths()
        self.restart.setChecked(restart)
        if self._at is None:
            self._show_newest(snapshot, restart)

    def show_past(self, then: Then | None, step: int) -> None:
        """The codebook of an earlier step; None: it was not kept."""
        self._at, self._then = step, then
        self._draw_lengths()
        if then is None:
            self._show_none(
                tr("The codes of step {step} were not kept, only its pictures.", step=f"{step:,}")
            )
        elif not then.codebooks:
            self._show_none(tr("This run does not quantise."))
        else:
            book = then.codebooks[-1]
            self._show(book, _perplexity(book.usage))
            counted = tr(COUNTED, step=f"{step:,}", n=then.pictures)
            self._health.setText(joined(self._health.text(), counted))

    def show_present(self) -> None:
        """The newest codebook again."""
        self._at = self._then = None
        self._draw_lengths()
        if self._newest is not None:
            self._show_newest(self._newest, self.restart.isChecked())

    # -- inside ----------------------------------------------------------------------------------------

    def _show_newest(self, snapshot: VqvaeSnapshot, restart: bool) -> None:
        book = snapshot.codebook
        if book is None:
            self._show_none(tr("This run does not quantise."))
            return
        if self._order is not None and snapshot.step < 2:
            self._order = None
        used = float((book.usage > 0).sum())
        self._show(book, snapshot.figures.get("perplexity", used))
        if book.dead.sum() > len(book.usage) // 4 and snapshot.step > 100:
            more = (
                tr("Restart is reviving them.") if restart else tr("The codebook collapses: turn restart on.")
            )
            self._health.setText(joined(self._health.text(), more))

    def _show_none(self, sentence: str) -> None:
        for part in (self.sheet, self.map, self.bars):
            part.setVisible(False)
        self._codes.set_facts("")
        self._health.setText(sentence)

    def _show(self, book: Codebook, perplexity: float) -> None:
        K = len(book.usage)
        for part in (self.sheet, self.map, self.bars):
            part.setVisible(True)
        if self._order is None or len(self._order) != K:
            self._order = sheet_order(book.projection)
        share = book.usage / max(int(book.usage.sum()), 1)
        self.sheet.set_codes(book.thumbnails, self._order, share, book.dead)
        self.map.set_points(book.projection, share, book.dead, book.thumbnails)
        self.bars.set_usage(book.usage, book.dead)
        facts = tr("{used} of {K} in use", used=int((book.usage > 0).sum()), K=K)
        if self._at is not None:
            facts = tr("step {step}", step=f"{self._at:,}") + "   " + facts
        self._codes.set_facts(facts)
        said = {"perplexity": f"{perplexity:.0f}", "K": K, "dead": int(book.dead.sum())}
        self._health.setText(tr("Perplexity {perplexity} of {K}, {dead} dead.", **said))

    def sort_again(self) -> None:
        """Lay the sheet out anew by similarity at the next snapshot."""
        self._order = None
