"""The plane: field, density, data and samples in layers, particles that walk, and the noise looked at."""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import QEvent, QTimer, Signal
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from engines.denoise import DenoiseConfig, DenoiseSnapshot, Field
from engines.ground.marks import mark
from engines.points.source import REACH
from playground.kit.easel import Easel
from playground.labs.denoise.layers import show_field
from playground.labs.denoise.walkers import COUNT, MOST, Walkers
from widgets.controls.buttons import icon_button, text_button
from widgets.controls.segmented import Segmented
from widgets.controls.sigma_ladder import SigmaLadder
from widgets.controls.slider import Slider
from widgets.look import icons
from widgets.look.figures import brief, count
from widgets.look.i18n import say, tr
from widgets.look.labels import ElidedLabel
from widgets.plane.cloud import Cloud
from widgets.plane.square import Square
from widgets.plane.switches import LayerSwitches
from widgets.plane.view import PlaneView

LOW, HIGH, START = 0.01, 20.0, 0.2
SIDE = 156
KINDS = (
    ("learned", mark("Learned")), ("exact", mark("Exact")), ("difference", mark("Difference")),
    ("own", mark("Generator's")),
)  # fmt: skip
DESCENT = 700  # ms on each level of the ladder while it descends


class PlanePage(QWidget):
    """Says what is looked at; the lab asks the engine and shows the answer."""

    look_wanted = Signal()
    """Another noise level, or another kind of field."""
    jump_clicked = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.view = PlaneView(mark("The field appears here"))
        self.view.setObjectName("denoise.field")
        self.view.set_home(Square(0.0, 0.0, REACH))
        self.touched = False
        """Whether the person has let the particles walk or stand."""
        self.walkers = Walkers(self.view, self)
        self.kind = Segmented(KINDS)
        """For the row of the pages' switch."""
        self.kind.setObjectName("denoise.kind")
        self.kind.chosen.connect(lambda _: self.look_wanted.emit())
        self.view.clicked.connect(self.walkers.drop)
        self.view.dragged.connect(self.walkers.drop)
        self.switches = LayerSwitches(self.view)
        self.switches.setObjectName("denoise.layers")
        self._descent = QTimer(self, interval=DESCENT)
        self._descent.timeout.connect(self._descend)
        self._stack = QStackedWidget()
        self._stack.addWidget(self.view)
        self.easel = Easel("denoise")
        self._stack.addWidget(self.easel)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        column.addLayout(self._ladder())
        body = QHBoxLayout()
        body.setSpacing(0)
        body.addWidget(self._stack, 1)
        body.addWidget(self._side())
        column.addLayout(body, 1)

    # -- controls --------------------------------------------------------------------------------------

    def _ladder(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setContentsMargins(12, 0, 12, 0)
        row.setSpacing(8)
        self.sigma = SigmaLadder(LOW, HIGH, default=START)
        self.sigma.setObjectName("denoise.sigma")
        self.sigma.moved.connect(lambda _: self._say_sigma())
        self.sigma.moved.connect(lambda _: self.look_wanted.emit())
        self._sigma = ElidedLabel("")
        self._sigma.setFixedWidth(64)
        self.descend = icon_button("arrow-down", "Descend the ladder of noise", self.toggle_descent)
        self.descend.setObjectName("denoise.descend")
        self.descend.setCheckable(True)
        for part, stretch in ((self._sigma, 0), (self.sigma, 1), (self.descend, 0)):
            row.addWidget(part, stretch)
        self._say_sigma()
        return row

    def _side(self) -> QWidget:
        side = QWidget()
        side.setFixedWidth(SIDE)
        column = QVBoxLayout(side)
        column.setContentsMargins(0, 4, 12, 4)
        column.setSpacing(6)
        self.walk = text_button("Walk", self._toggle_walk, icon="person-simple-walk", tip="Langevin's walk")
        self.walk.setObjectName("denoise.walk")
        self.walk.setCheckable(True)
        self.jump = text_button("Jump", self.jump_clicked.emit, tip="Every particle to where it came from")
        self.jump.setObjectName("denoise.jump")
        self.scatter = text_button("Scatter", self.walkers.scatter, tip="Spread the particles evenly")
        self.scatter.setObjectName("denoise.scatter")
        self.count = Slider(100, MOST, default=COUNT, log=True, integer=True)
        self.count.setObjectName("denoise.particles")
        say(self.count, name="Particles")
        self.count.moved.connect(lambda _: self._say_count())
        self.count.moved.connect(lambda count: self.walkers.set_count(round(count)))
        self._count = ElidedLabel("", "dim")
        self.paint = text_button(
            "Paint", self.toggle_easel, icon="paint-brush", tip="Paint a density to learn"
        )
        self.paint.setObjectName("denoise.paint")
        self.paint.setCheckable(True)
        for part in (self.walk, self.jump, self.scatter, self._count, self.count, self.paint, self.switches):
            column.addWidget(part)
        column.addStretch(1)
        self._say_count()
        return side

    # -- acting ----------------------------------------------------------------------------------------

    def _toggle_walk(self) -> None:
        self.touched = True
        on = self.walk.isChecked()
        icons.set_icon(self.walk, "pause" if on else "person-simple-walk")
        self.walkers.walk(on)

    def begin_walk(self) -> None:
        """Let the particles walk, unless the person has decided that."""
        if not self.touched:
            self.walk.click()

    def toggle_easel(self) -> None:
        """Paint, or look at the plane again."""
        self.show_easel(self.paint.isChecked())

    def show_easel(self, on: bool) -> None:
        """Show the easel in place of the plane, or put it away."""
        self.paint.setChecked(on)
        self._stack.setCurrentIndex(1 if on else 0)
        for part in (self.walk, self.jump, self.scatter, self._count, self.count, self.switches):
            part.setVisible(not on)
        if not on:
            self.look_wanted.emit()

    def toggle_descent(self) -> None:
        """Down the ladder of noise, level by level, as sampling does; at its end it stops."""
        if not self.descend.isChecked():
            self._descent.stop()
            return
        if self.sigma.levels():
            self.sigma.set_value(self.sigma.levels()[0])
            self._say_sigma()
            self.look_wanted.emit()
        if not self.walk.isChecked():
            self.walk.click()
        self._descent.start()

    def _descend(self) -> None:
        if not self.isVisible() or self.sigma.climb(1):
            return
        self._descent.stop()
        self.descend.setChecked(False)

    def _say_count(self) -> None:
        self._count.setText(tr("{count} particles", count=count(round(self.count.value()))))

    def _say_sigma(self) -> None:
        self._sigma.setText(f"\u03c3 {brief(self.sigma.value())}")

    # -- showing ---------------------------------------------------------------------------------------

    def begin(self, config: DenoiseConfig) -> None:
        """A new run, or other settings."""
        levels = np.geomspace(config.sigma_high, config.sigma_low, config.levels)
        self.sigma.set_levels([float(np.clip(s, LOW, HIGH)) for s in levels])
        self.walkers.set_step_size(config.step_size)
        own = config.method == "dde"
        if not own and self.kind.current() == "own":
            self.kind.set_current("learned")
        self.kind.set_choice_enabled("own", own)

    def forget(self) -> None:
        """A new run: what was known of the old one goes."""
        self.walkers.forget_field()
        for name in ("heat", "arrows", "samples", "data"):
            self.view.set_layer(name, None)

    def show_snapshot(self, snapshot: DenoiseSnapshot) -> None:
        """Data and samples."""
        if snapshot.data is not None and self.view.layer("data") is None:
            self.view.set_layer("data", Cloud(snapshot.data, mark("Data"), "real", "square"))
        if snapshot.points is not None:
            fine = snapshot.points[np.isfinite(snapshot.points).all(1)]
            title = mark("Generator's samples") if snapshot.generating else mark("Samples")
            self.view.set_layer("samples", Cloud(fine, title, "fake"))

    def show_field(self, field: Field, grid: np.ndarray) -> None:
        """A look at the plane, and the score that particles follow."""
        show_field(self.view, field)
        self.walkers.set_field(grid, field.sigma)

    def picture(self) -> QImage:
        """The plane as it is seen."""
        return self.view.picture()

    # -- remembering -----------------------------------------------------------------------------------

    def state(self) -> dict[str, object]:
        """JSON-ready."""
        return {"sigma": self.sigma.value(), "kind": self.kind.current(), "count": self.count.value()}

    def restore(self, state: dict[str, object]) -> None:
        """Put it back; anything else is left alone."""
        sigma, kind, number = state.get("sigma"), state.get("kind"), state.get("count")
        if isinstance(sigma, int | float) and LOW <= sigma <= HIGH:
            self.sigma.set_value(float(sigma))
            self._say_sigma()
        if kind in dict(KINDS[:3]):
            self.kind.set_current(str(kind))
        if isinstance(number, int | float) and 100 <= number <= MOST:
            self.count.set_value(number)
            self._say_count()
            self.walkers.set_count(round(number))

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.LanguageChange:
            self._say_count()
        super().changeEvent(event)
