"""Five games of one generated point against a real one: the chosen one large, all side by side below."""

from __future__ import annotations

import functools
from typing import Any

import numpy as np
from PySide6.QtCore import QEvent, Qt, QTimer
from PySide6.QtGui import QHideEvent, QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from engines.gan.dirac.systems import KINDS, USUAL, Kind
from engines.ground.marks import mark
from playground.labs.gan.dirac.race import END, Race
from playground.labs.gan.dirac.words import TITLES, shows
from widgets.controls.buttons import text_button
from widgets.form.sliders import SliderRow
from widgets.look.figures import figure
from widgets.look.i18n import say, tr
from widgets.look.labels import ElidedLabel, WrappedLabel
from widgets.look.style import set_role
from widgets.plane.arrows import Arrows
from widgets.plane.field import VectorField
from widgets.plane.path import Path
from widgets.plane.square import Square
from widgets.plane.trails import Trails
from widgets.plane.view import PlaneView
from widgets.plots.function_plot import FunctionPlot

TICK = 50  # ms
POINTS = 4  # of the trails, each tick: the whole takes 15 s
HALVES = (0.3, 0.5, 0.8, 1.3, 2.2, 4.0, 8.0)  # of what is in sight: the least that holds the trail
NODES = 9  # of the field, across
TAIL = 120  # newest points of a trail, which are drawn as a line


class DiracPage(QWidget):
    """Runs by itself while it shows."""

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("gan.dirac")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        set_role(self, "stage")
        self.race, self.kind = Race(), KINDS[0]
        self._ticks = 0
        self._timer = QTimer(self, interval=TICK)
        self._timer.timeout.connect(self._tick)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(12, 4, 12, 8)
        whole.setSpacing(6)
        whole.addLayout(self._upper(), 5)
        whole.addLayout(self._lower(), 2)
        self.choose("vanilla")

    # -- parts -----------------------------------------------------------------------------------------

    def _upper(self) -> QHBoxLayout:
        self.plane = PlaneView()
        self.plane.setObjectName("gan.dirac.plane")
        say(self.plane, name="The plane of the generated point")
        self.plane.clicked.connect(self._put)
        self.plane.dragged.connect(self._put)
        self.plane.released.connect(self._let_go)
        self.distance = FunctionPlot(mark("Distance |θ|"), mark("over time"), "t", "|θ|", zero=True)
        self.distance.setObjectName("gan.dirac.distance")
        self._shows, self._now = WrappedLabel(), ElidedLabel(role="dim")
        self._shows.setObjectName("gan.dirac.shows")
        self._now.setObjectName("gan.dirac.now")
        self.weight = SliderRow(mark("Weight λ"), 0.01, 10, default=0.1, log=True)
        self.weight.set_name("gan.dirac.weight")
        self.weight.moved.connect(lambda value: self._change(weight=float(value)))
        self.centre = SliderRow(mark("Slope c"), 0, 1.5, default=0)
        self.centre.set_name("gan.dirac.centre")
        self.centre.moved.connect(lambda value: self._change(centre=float(value)))
        again = text_button(mark("Start again"), self.start_again, icon="arrow-counter-clockwise")
        again.setObjectName("gan.dirac.again")
        side = QVBoxLayout()
        side.setSpacing(6)
        hint = WrappedLabel("", "dim")
        say(hint, text="Drag the orange point to another start; blue is the real one.")
        for part in (self._shows, self.weight, self.centre, hint):
            side.addWidget(part)
        line = QHBoxLayout()
        line.addWidget(again)
        line.addWidget(self._now, 1)
        side.addLayout(line)
        side.addWidget(self.distance, 1)
        both = QHBoxLayout()
        both.setSpacing(12)
        both.addWidget(self.plane, 1)
        both.addLayout(side, 1)
        return both

    def _lower(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(8)
        self.small: dict[Kind, PlaneView] = {}
        self._titles: dict[Kind, Any] = {}
        for kind in KINDS:
            button = text_button(TITLES[kind], functools.partial(self.choose, kind), role="segment")
            button.setObjectName(f"gan.dirac.choose.{kind}")
            button.setCheckable(True)
            view = PlaneView()
            view.setObjectName(f"gan.dirac.small.{kind}")
            view.setFocusPolicy(Qt.FocusPolicy.NoFocus)  # its title is for the keyboard
            say(view, name=TITLES[kind])
            view.clicked.connect(functools.partial(self._clicked, kind))
            column = QVBoxLayout()
            column.setSpacing(2)
            column.addWidget(button)
            column.addWidget(view, 1)
            row.addLayout(column, 1)
            self.small[kind], self._titles[kind] = view, button
        return row

    # -- the person ------------------------------------------------------------------------------------

    def choose(self, kind: Kind) -> None:
        """Show this game large."""
        self.kind = kind
        system = self.race.systems[kind]
        for other, button in self._titles.items():
            button.setChecked(other == kind)
        self.weight.setEnabled(kind in USUAL)
        self.weight.set_default(USUAL.get(kind, 0.1))
        self.weight.set_value(system.weight)
        self.centre.setEnabled(kind == "gp")
        self.centre.set_value(system.centre)
        self._draw(all_of_them=True)

    def start_again(self) -> None:
        """All games from the start."""
        self._begin(None)
        self._run()

    def _clicked(self, kind: Kind, *_: float) -> None:
        self.choose(kind)

    def _put(self, x: float, y: float) -> None:
        """The generated point follows the hand."""
        self._timer.stop()
        self._begin(complex(x, y))

    def _let_go(self) -> None:
        self._run()

    def _begin(self, theta: complex | None) -> None:
        self.race.restart(theta)
        self._draw(all_of_them=True)

    def _change(self, **values: float) -> None:
        self.race.change(self.kind, **values)
        if self.race.over:
            self.race.restart()
        self._run()
        self._draw(all_of_them=True)

    # -- time ------------------------------------------------------------------------------------------

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._run()

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self._timer.stop()

    def running(self) -> bool:
        """Whether time passes."""
        return self._timer.isActive()

    def _run(self) -> None:
        if self.isVisible() and not self.race.over:
            self._timer.start()

    def _tick(self) -> None:
        self.race.advance(POINTS)
        self._ticks += 1
        if self.race.over:
            self._timer.stop()
        self._draw(all_of_them=self.race.over)
        self._draw_small(KINDS[self._ticks % len(KINDS)])  # one at a time, which keeps ticks short

    # -- drawing ---------------------------------------------------------------------------------------

    def _draw(self, *, all_of_them: bool) -> None:
        trail = self.race.trail(self.kind)
        _fit(self.plane, trail)
        self.plane.set_layer(
            "field", Arrows(self._field(), mark("Where the critic sends a point"), across=NODES)
        )
        _trace(self.plane, trail)
        far = np.hypot(*trail.T)
        self.distance.set_curve(self.race.times(), far)
        self.distance.set_present(float(self.race.time))
        if all_of_them:
            for kind in KINDS:
                self._draw_small(kind)
        self._say(float(far[-1]))

    def _draw_small(self, kind: Kind) -> None:
        path = self.race.trail(kind)
        _fit(self.small[kind], path)
        _trace(self.small[kind], path, tail=2)

    def _field(self) -> VectorField:
        square = self.plane.square()
        x, y = square.nodes(NODES)
        places = np.stack([part.ravel() for part in np.meshgrid(x, y)], 1)
        pull = self.race.pull(self.kind, places)
        return VectorField(pull.T.reshape(2, NODES, NODES).astype(np.float32), square)

    def _say(self, far: float) -> None:
        sentence, centre = shows(self.race.systems[self.kind])
        self._shows.setText(tr(sentence, centre=centre) if centre else tr(sentence))
        facts = {"time": f"{self.race.time:.0f}", "end": f"{END:.0f}", "distance": figure(far, 3)}
        self._now.setText(tr("time {time} of {end}: |θ| = {distance}", **facts))

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.LanguageChange:
            self._draw(all_of_them=True)
        super().changeEvent(event)

    # -- remembering -----------------------------------------------------------------------------------

    def state(self) -> dict[str, Any]:
        """What is remembered, JSON-ready."""
        weights = {kind: self.race.systems[kind].weight for kind in USUAL}
        return {"kind": self.kind, "weights": weights, "centre": self.race.systems["gp"].centre}

    def restore(self, state: Any) -> None:
        """Put it back; what does not fit is passed over."""
        if not isinstance(state, dict):
            return
        weights = state.get("weights")
        for kind in USUAL:
            weight = weights.get(kind) if isinstance(weights, dict) else None
            if isinstance(weight, (int, float)) and 0.01 <= weight <= 10:
                self.race.change(kind, weight=float(weight))
        centre = state.get("centre")
        if isinstance(centre, (int, float)) and 0 <= centre <= 1.5:
            self.race.change("gp", centre=float(centre))
        if state.get("kind") in KINDS:
            self.choose(state["kind"])


def _fit(view: PlaneView, trail: np.ndarray) -> None:
    """Look at a square that holds all of it; it grows by steps, so that the picture rarely jumps."""
    far = 1.05 * float(np.abs(trail).max())
    view.set_home(Square(0, 0, next((half for half in HALVES if half >= far), HALVES[-1])))


def _trace(view: PlaneView, trail: np.ndarray, tail: int = TAIL) -> None:
    """The real point, and the way of the generated one: of late as a line, which is dear to paint,
    the rest in dots that fade."""
    places = trail.astype(np.float32)
    view.set_layer("trail", Trails(places[:, None], mark("Earlier"), "fake"))
    view.set_layer("path", Path(places[-tail:], mark("Generated θ"), "fake"))
    view.set_layer("real", Path(np.zeros((1, 2), np.float32), mark("Real"), "real"))
