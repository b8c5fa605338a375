"""A foot with a lab's curves, and under them the way back in time."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from playground.kit.curve_foot import CurveFoot
from playground.kit.timeline_line import TimelineLine
from widgets.look.style import set_role


class TimelineBar(QWidget):
    """Curves over ``line``.

    Args:
        lab: the lab's key.
        curves: what stands above.
    """

    def __init__(self, lab: str, curves: CurveFoot) -> None:
        super().__init__()
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        set_role(self, "stage")
        self.line = TimelineLine(lab)
        row = QHBoxLayout()
        row.setContentsMargins(12, 0, 12, 0)
        row.addWidget(self.line)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 2, 0, 6)
        column.setSpacing(2)
        column.addWidget(curves, 1)
        column.addLayout(row)
