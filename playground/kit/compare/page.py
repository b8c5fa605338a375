"""The page Compare of a lab that compares nothing but A and B."""

from __future__ import annotations

from typing import Any

from PySide6.QtGui import QImage
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from playground.ground.lab_run import LabRun
from playground.kit.compare.kind import Kind
from playground.kit.compare.versus import VersusView
from playground.kit.point_exports import Save
from playground.lab import Exports


class ComparePage(QWidget):
    """The view below its controls.

    Args:
        lab: the lab's key; objects are ``<lab>.compare`` and ``<lab>.versus.…``.
        kind: what the lab brings. run: its own.
    """

    def __init__(self, lab: str, kind: Kind[Any], run: LabRun) -> None:
        super().__init__()
        self.setObjectName(f"{lab}.compare")
        self.versus = VersusView(f"{lab}.versus", kind, run)
        head = QHBoxLayout()
        head.setContentsMargins(12, 2, 12, 2)
        head.addWidget(self.versus.controls)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(head)
        column.addWidget(self.versus, 1)

    def picture(self) -> QImage | None:
        """Both sides, to export."""
        return self.versus.picture()

    def exports(self, save: Save) -> Exports:
        """See :meth:`VersusView.exports`."""
        return self.versus.exports(save)

    def state(self) -> dict[str, Any]:
        """What is remembered, JSON-ready."""
        return self.versus.choice.state()

    def restore(self, state: Any) -> None:
        """Put it back; what does not fit is passed over."""
        self.versus.choice.restore(state)
