"""Pages in one place, and the switch above them."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from widgets.controls.segmented import Segmented


class Pages(QWidget):
    """Shows one of several widgets.

    Args:
        name: object name of the switch.
        pages: key, English title and widget of each.
    """

    shown = Signal(str)
    """Another page is seen, whoever chose it."""
    turned = Signal(str)
    """The person chose another page."""

    def __init__(self, name: str, pages: Sequence[tuple[str, str, QWidget]]) -> None:
        super().__init__()
        self._keys = [key for key, _, _ in pages]
        self.choice = Segmented([(key, title) for key, title, _ in pages])
        self.choice.setObjectName(name)
        self.choice.chosen.connect(self._choose)
        self._stack = QStackedWidget()
        for _, _, page in pages:
            self._stack.addWidget(page)
        self._stack.currentChanged.connect(lambda at: self.shown.emit(self._keys[at]))
        self.head = QHBoxLayout()
        """The row of the switch, for what else stands there."""
        self.head.setContentsMargins(12, 0, 12, 0)
        self.head.addWidget(self.choice, 0, Qt.AlignmentFlag.AlignLeft)  # where nothing else stands, too
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 6, 0, 0)
        column.setSpacing(4)
        column.addLayout(self.head)
        column.addWidget(self._stack, 1)

    def current(self) -> str:
        """Key of the page shown."""
        return self._keys[self._stack.currentIndex()]

    def turn_to(self, key: str) -> None:
        """Show a page, without a signal; an unknown key is ignored."""
        if key in self._keys:
            self.choice.set_current(key)
            self._stack.setCurrentIndex(self._keys.index(key))

    def _choose(self, key: str) -> None:
        self.turn_to(key)
        self.turned.emit(key)
