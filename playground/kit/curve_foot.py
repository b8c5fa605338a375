"""The plots below a lab's pictures."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QWidget
from shiboken6 import isValid

from playground.kit.sheets import Curves
from widgets.look.style import set_role

if TYPE_CHECKING:
    from widgets.plots.curves import CurveView

Draw = Callable[["tuple[CurveView, ...]", Curves], None]


class CurveFoot(QWidget):
    """Made after it was first painted, as pyqtgraph takes its time to import; redrawn when it has rested.

    Args:
        lab: the lab's key; objects are ``<lab>.curves`` and ``<lab>.curves.<name>``.
        plots: name, title and note of each, English, translated.
        rest: ms between two drawings; curves change little in a second, and cost more than pictures.
        draw: shows curves in the plots.
    """

    def __init__(self, lab: str, plots: Sequence[tuple[str, str, str]], rest: int, draw: Draw) -> None:
        super().__init__()
        self._lab, self._wanted, self._draw = lab, plots, draw
        self._plots: tuple[CurveView, ...] = ()
        self._curves: Curves = {}
        self.setObjectName(f"{lab}.curves")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        set_role(self, "stage")
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(0, 4, 0, 0)
        self._row.setSpacing(0)
        self._soon = QTimer(self, singleShot=True)
        self._soon.timeout.connect(self.make)
        self._rest = QTimer(self, singleShot=True, interval=rest)
        self._rest.timeout.connect(self.redraw)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if not self._plots:
            self._soon.start()

    def make(self) -> None:
        """Make the plots, once."""
        from widgets.plots.curves import CurveView

        if self._plots or not isValid(self):  # the import took a second, in which the window was closed
            return
        self._plots = tuple(CurveView(title, note) for _, title, note in self._wanted)
        for (name, _, _), plot in zip(self._wanted, self._plots, strict=True):
            plot.setObjectName(f"{self._lab}.curves.{name}")
            self._row.addWidget(plot)
        self.redraw()

    def plot(self, name: str) -> CurveView:
        """One of the plots, once they are made. Raises KeyError."""
        return dict(zip((name for name, _, _ in self._wanted), self._plots, strict=False))[name]

    def show_curves(self, curves: Curves) -> None:
        """Draw these, soon: by name, (steps, values)."""
        self._curves = curves
        if not self._rest.isActive():
            self._rest.start()

    def redraw(self) -> None:
        """Draw the newest curves now; a new run has none yet."""
        if self._plots:
            self._draw(self._plots, self._curves)
