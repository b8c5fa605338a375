"""The page Compare: A against B, or all architectures in a table. Only one of all runs plays at a time."""

from __future__ import annotations

from typing import Any

from PySide6.QtGui import QImage
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from engines.gan.config import GanConfig
from engines.ground.marks import mark
from playground.ground.lab_run import LabRun
from playground.kit.compare.versus import VersusView
from playground.kit.point_exports import Save
from playground.lab import Exports
from playground.labs.gan.compare.kind import GanKind
from playground.labs.gan.compare.table import TableView
from widgets.controls.segmented import Segmented

KEYS = ("versus", "table")


class ComparePage(QWidget):
    """Both views, and the controls of the one that shows.

    Args:
        run: the lab's own, which is paused while one of these plays.
    """

    def __init__(self, run: LabRun) -> None:
        super().__init__()
        self.setObjectName("gan.compare")
        self.versus, self.table = VersusView("gan.versus", GanKind(), run), TableView(run)
        self.choice = Segmented([("versus", mark("A and B")), ("table", mark("Architectures"))])
        self.choice.setObjectName("gan.compare.choice")
        self.choice.chosen.connect(self._turn)
        self._controls, self._views = QStackedWidget(), QStackedWidget()
        for view, other in ((self.versus, self.table), (self.table, self.versus)):
            self._controls.addWidget(view.controls)
            self._views.addWidget(view)
            view.controls.began.connect(other.controls.pause)
        head = QHBoxLayout()
        head.setContentsMargins(12, 2, 12, 2)
        head.setSpacing(12)
        head.addWidget(self.choice)
        head.addWidget(self._controls, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(head)
        column.addWidget(self._views, 1)

    def begin(self, config: GanConfig) -> None:
        """The lab has another run."""
        self.versus.set_config(config)

    def exports(self, save: Save) -> Exports:
        """The table, or what both runs have come to."""
        return (self.table if self.choice.current() == "table" else self.versus).exports(save)

    def picture(self) -> QImage | None:
        """The samples shown."""
        return (self.table if self.choice.current() == "table" else self.versus).picture()

    def state(self) -> dict[str, Any]:
        """What is remembered, JSON-ready."""
        steps = round(self.table.budget.value())
        return {"view": self.choice.current(), "versus": self.versus.choice.state(), "steps": steps}

    def restore(self, state: Any) -> None:
        """Put it back; what does not fit is passed over."""
        if not isinstance(state, dict):
            return
        self.versus.choice.restore(state.get("versus"))
        if isinstance(steps := state.get("steps"), int) and 10 <= steps <= 5000:
            self.table.budget.set_value(steps)
        if state.get("view") in KEYS:
            self.choice.set_current(state["view"])
            self._turn(state["view"])

    def _turn(self, key: str) -> None:
        for stack in (self._controls, self._views):
            stack.setCurrentIndex(KEYS.index(key))
