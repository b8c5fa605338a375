"""A foot with a lab's curves, and under them the way back in time."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from playground.kit.curve_foot import CurveFoot
from widgets.frame.scrubber import Scrubber
from widgets.look.style import set_role


class TimelineBar(QWidget):
    """Speaks in steps of the run: places change whenever its timeline is thinned.

    Args:
        lab: the lab's key; objects are ``<lab>.scrubber`` and ``<lab>.live``.
        curves: what stands above.
    """

    scrubbed = Signal(object)
    """The kept step to look back on; None for the present."""

    def __init__(self, lab: str, curves: CurveFoot) -> None:
        super().__init__()
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        set_role(self, "stage")
        self._scrubber = Scrubber(lab)
        self._scrubber.moved.connect(lambda place: self.scrubbed.emit(self._scrubber.steps()[place]))
        self._scrubber.live.connect(lambda: self.scrubbed.emit(None))
        line = QHBoxLayout()
        line.setContentsMargins(12, 0, 12, 0)
        line.addWidget(self._scrubber)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 2, 0, 6)
        column.setSpacing(2)
        column.addWidget(curves, 1)
        column.addLayout(line)

    def set_steps(self, steps: Sequence[int]) -> None:
        """The steps kept, rising; none in a new run. If the one looked back on went, the nearest is told."""
        self._scrubber.set_steps(steps)

    def at(self) -> int | None:
        """The kept step looked back on; None while the present is shown."""
        return None if self._scrubber.is_live() else self._scrubber.step()

    def look_back(self, step: int) -> None:
        """Show the kept step nearest to this one, without a signal; where none is kept, the present stays."""
        kept = self._scrubber.steps()
        if kept:
            self._scrubber.set_index(min(range(len(kept)), key=lambda place: abs(kept[place] - step)))
