"""The checkerboard: why it is there, what avoids it, and how much of it the run being trained has."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
from PySide6.QtCore import QEvent, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from engines.ground.marks import mark
from playground.kit.curve_foot import CurveFoot
from playground.kit.sheets import Curves
from playground.kit.stage import Stage
from playground.labs.gan.checkerboard.cards import Cards
from playground.labs.gan.checkerboard.overlap import ROWS, Overlap
from widgets.look.i18n import tr
from widgets.look.labels import ElidedLabel

if TYPE_CHECKING:
    from engines.gan.checkerboard.counts import Stack
    from engines.gan.checkerboard.queries import Reading
    from widgets.plots.curves import CurveView

PLOTS = (
    ("contrast", mark("Unevenness of this run"), mark("by place modulo 2; 1 = even")),
    ("nyquist", mark("Pixel-to-pixel waves"), mark("over all waves; 1 = noise")),
)
LINES = ((mark("generated"), "fake", "made"), (mark("dD/dx"), 2, "slope"), (mark("real"), "real", "real"))
MOST = 400  # readings that are kept; then every other one is


class CheckerboardPage(Stage):
    """Values in, signals out; asks nothing of engines."""

    grown_wanted = Signal()
    """Another stack, or other weights."""

    def __init__(self) -> None:
        super().__init__("gan.board")
        self.seed = 0
        self._pictured = True
        self._readings: list[Reading] = []
        self.overlap, self.cards = Overlap(), Cards()
        self.overlap.moved.connect(self.grown_wanted)
        self.cards.again.clicked.connect(self._again)
        self._now = ElidedLabel(role="dim")
        self._now.setObjectName("gan.board.now")
        main, foot = QWidget(), QWidget()
        column = QVBoxLayout(main)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        column.addWidget(self.overlap, 3)
        column.addWidget(self.cards, 2)
        self._curves = CurveFoot("gan.board", PLOTS, 500, self._draw)
        below = QVBoxLayout(foot)
        below.setContentsMargins(12, 4, 12, 0)
        below.setSpacing(0)
        below.addWidget(self._now)
        below.addWidget(self._curves, 1)
        self.set_parts(main, foot, lambda: max(130, min(220, self.height() // 5)), name="gan.board.foot")
        self._say()

    def stack(self) -> Stack:
        """What the sliders say."""
        return self.overlap.stack()

    def show_reading(self, reading: Reading) -> None:
        """What the meter reads of the run now."""
        if self._readings and self._readings[-1].step >= reading.step:
            self._readings = [r for r in self._readings if r.step < reading.step]  # it went back, or stands
        self._readings.append(reading)
        if len(self._readings) > MOST:
            self._readings = self._readings[::2]
        self._curves.show_curves({})
        self._say()

    def readings(self) -> list[Reading]:
        """What is drawn, rising by step."""
        return list(self._readings)

    def forget(self, *, pictured: bool = True) -> None:
        """Another run is trained from now on; one of points has no pixels to read, and no kernel."""
        self._pictured = pictured
        self.overlap.as_run_button.setEnabled(pictured)
        self._readings.clear()
        self._curves.show_curves({})
        self._say()

    def state(self) -> dict[str, Any]:
        """What is remembered, JSON-ready."""
        return {name: round(self.overlap.sliders[name].value()) for name, *_ in ROWS}

    def restore(self, state: Any) -> None:
        """Put it back; what does not fit is passed over."""
        if isinstance(state, dict):
            names = [name for name, *_ in ROWS if isinstance(state.get(name), int)]
            self.overlap.set_stack(**{name: state[name] for name in names})

    def _again(self) -> None:
        self.seed += 1
        self.grown_wanted.emit()

    def _draw(self, plots: tuple[CurveView, ...], _: Curves) -> None:
        contrast, nyquist = plots
        steps = np.array([r.step for r in self._readings], float)

        def line(name: str, value: Any) -> np.ndarray:
            return np.array([value(getattr(r, name)) for r in self._readings], float)

        contrast.set_series(
            [(t, c, steps, line(n, lambda b: b.contrast[2])) for t, c, n in LINES if len(steps)]
        )
        nyquist.set_series([(t, c, steps, line(n, lambda b: b.nyquist)) for t, c, n in LINES if len(steps)])

    def _say(self) -> None:
        if not self._pictured:
            self._now.setText(
                tr("This run learns points, which have no checkerboard. Choose pictures under Data.")
            )
            return
        if not self._readings:
            self._now.setText(
                tr("The meter reads the run being trained while this page is open: press Play.")
            )
            return
        reading = self._readings[-1]
        facts = {name: f"{getattr(reading, name).contrast[2]:.2f}" for name in ("made", "slope", "real")}
        self._now.setText(
            tr(
                "Step {step}: generated ×{made}, dD/dx ×{slope}; real pictures, for comparison, ×{real}",
                step=f"{reading.step:,}",
                **facts,
            )
        )

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.LanguageChange:
            self._say()
            self._curves.redraw()
        super().changeEvent(event)
