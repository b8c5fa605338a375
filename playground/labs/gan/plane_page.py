"""The plane: both players in layers, moved one at a time, in slow motion, or at full speed; and an easel."""

from __future__ import annotations

from typing import Any

import numpy as np
from PySide6.QtCore import QEvent, Signal
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from engines.gan.plane.snapshot import Field, PlaneSnapshot, Spot
from engines.ground.marks import mark
from playground.kit.easel import Easel
from playground.kit.timeline_line import TimelineLine
from playground.labs.gan.plane_layers import SEEN, show_field, show_move, show_real, show_spot
from widgets.controls.buttons import text_button
from widgets.look.figures import brief
from widgets.look.i18n import tr
from widgets.look.labels import WrappedLabel
from widgets.plane.switches import LayerSwitches
from widgets.plane.view import PlaneView

SIDE = 156
PASSING = ("moved", "spot")  # layers that come and go
HOLD = mark("Hold it to go on")
LAYERS = ("heat", "mesh", "real", "fake", "push")


class PlanePage(QWidget):
    """Says what is wanted; the lab asks the engine and shows the answer."""

    move_clicked = Signal(str)
    """Let one player move alone: "d" or "g"."""
    slow_toggled = Signal(bool)
    look_wanted = Signal()
    """The plane is in sight again."""
    pointed = Signal(object)
    """Number of the generated point nearest to the pointer; None when it has left."""

    def __init__(self) -> None:
        super().__init__()
        self.view = PlaneView(mark("Both players appear here"))
        self.view.setObjectName("gan.plane")
        self.view.set_home(SEEN)
        self.view.hovered.connect(self._point)
        self.view.left.connect(lambda: self.pointed.emit(None))
        self.easel = Easel("gan")
        self._field: Field | None = None
        self._moved = ""  # the player whose move was seen last, if nothing happened since
        self._change = 0.0  # of the critic's score by it, at most
        self._stack = QStackedWidget()
        self._stack.addWidget(self.view)
        self._stack.addWidget(self.easel)
        self.timeline = TimelineLine("gan.plane")
        body = QGridLayout(self)
        body.setContentsMargins(0, 0, 0, 0)
        body.setSpacing(0)
        body.addWidget(self._stack, 0, 0)
        body.addWidget(self._side(), 0, 1, 2, 1)
        foot = QHBoxLayout()
        foot.setContentsMargins(12, 2, 12, 4)
        foot.addWidget(self.timeline)
        body.addLayout(foot, 1, 0)
        body.setRowStretch(0, 1)
        body.setColumnStretch(0, 1)

    def _side(self) -> QWidget:
        side = QWidget()
        side.setFixedWidth(SIDE)
        self._only_d = text_button("Step only D", lambda: self.move_clicked.emit("d"), tip=HOLD, by_tab=True)
        self._only_g = text_button("Step only G", lambda: self.move_clicked.emit("g"), tip=HOLD, by_tab=True)
        for player, button in (("d", self._only_d), ("g", self._only_g)):
            button.setObjectName(f"gan.only_{player}")
            button.setAutoRepeat(True)  # held, it goes on
        self.slow = text_button("Slow motion", icon="person-simple-walk", tip="Move by move", by_tab=True)
        self.slow.setObjectName("gan.slow")
        self.slow.setCheckable(True)
        self.slow.toggled.connect(self.slow_toggled)
        self._turn = WrappedLabel("", "dim")
        self._turn.setObjectName("gan.turn")
        self.paint = text_button("Paint", icon="paint-brush", tip="Paint a density to learn", by_tab=True)
        self.paint.setObjectName("gan.paint")
        self.paint.setCheckable(True)
        self.paint.clicked.connect(lambda: self.show_easel(self.paint.isChecked()))
        self.switches = LayerSwitches(self.view, prefix="gan.plane", without=PASSING)
        column = QVBoxLayout(side)
        column.setContentsMargins(0, 8, 12, 4)
        column.setSpacing(6)
        for part in (self._only_d, self._only_g, self.slow, self._turn, self.paint, self.switches):
            column.addWidget(part)
        column.addStretch(1)
        return side

    # -- acting ----------------------------------------------------------------------------------------

    def show_easel(self, on: bool) -> None:
        """Show the easel in place of the plane, or put it away."""
        self.paint.setChecked(on)
        self._stack.setCurrentIndex(1 if on else 0)
        for part in (self._only_d, self._only_g, self.slow, self.switches, self.timeline):
            part.setVisible(not on)
        self._say_turn()
        if not on:
            self.look_wanted.emit()

    def _point(self, x: float, y: float) -> None:
        if self._field is not None:
            away = ((self._field.fake - (x, y)) ** 2).sum(1)
            self.pointed.emit(int(away.argmin()))

    # -- showing ---------------------------------------------------------------------------------------

    def forget(self) -> None:
        """A new run: what was known of the old one goes."""
        self._field, self._moved = None, ""
        self.show_easel(False)
        for name in (*LAYERS, *PASSING):
            self.view.set_layer(name, None)
        self._say_turn()

    def show_snapshot(self, snapshot: PlaneSnapshot) -> None:
        """The data, once."""
        if self.view.layer("real") is None:
            show_real(self.view, snapshot.real)

    def show_field(self, field: Field) -> None:
        """Both players as they are, and what a move has done that was seen from its start to its end."""
        before, self._field = self._field, field
        show_field(self.view, field)
        if before is None or (field.step, field.turn) != (before.step, before.turn):
            self._moved = "" if before is None else _mover(before, field)
            self.view.set_layer("moved", None)
            if before is not None and self._moved == "d":
                self._change = float(np.abs(field.heat - before.heat).max())
            elif before is not None and self._moved == "g":
                show_move(self.view, before, field)
        self._say_turn()

    def show_spot(self, spot: Spot | None) -> None:
        """What becomes of some noise; None for none."""
        show_spot(self.view, spot)

    def _say_turn(self) -> None:
        if self._moved == "d":
            change = brief(self._change)
            text = tr("D has moved: scores changed by up to {change}. G is next.", change=change)
        elif self._moved == "g":
            text = tr("G has moved: its points followed their arrows. D is next.")
        else:
            text = tr("D moves first: its map of scores changes.") if self.slow.isChecked() else ""
        self._turn.setText(text)
        self._turn.setVisible(bool(text) and not self.paint.isChecked())

    def picture(self) -> QImage:
        """The plane as it is seen."""
        return self.view.picture()

    # -- remembering -----------------------------------------------------------------------------------

    def state(self) -> dict[str, Any]:
        """JSON-ready."""
        return {"off": [name for name in LAYERS if not self.view.is_visible(name)]}

    def restore(self, state: dict[str, Any]) -> None:
        """Put it back; anything else is left alone."""
        off = state.get("off")
        if isinstance(off, list):
            for name in LAYERS:
                self.view.set_visible(name, name not in off)

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.LanguageChange:
            self._say_turn()
        super().changeEvent(event)


def _mover(before: Field, now: Field) -> str:
    """Whose single move lies between two looks: "d", "g", or "" if it was another number of moves."""
    if (now.step, now.turn, before.turn) == (before.step, "g", "d") and now.heat.shape == before.heat.shape:
        return "d"
    return "g" if (now.step, now.turn, before.turn) == (before.step + 1, "d", "g") else ""
