"""A row of things that are open, one of which is shown; others can be closed."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QSizePolicy, QWidget

from widgets.controls.buttons import icon_button
from widgets.look import style
from widgets.look.i18n import mark, say


class Tabs(QFrame):
    """Hidden while there is but one. Parts are named ``<its own name>.<key>`` and ``….<key>.close``."""

    chosen = Signal(str)
    """By the person."""
    closed = Signal(str)
    """A tab that shall go."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        style.set_role(self, "segmented")
        self.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(1, 1, 1, 1)
        self._row.setSpacing(1)
        self._shown: tuple[object, ...] = ()
        self._parts: list[QWidget] = []
        self.hide()

    def set_tabs(self, tabs: Sequence[tuple[str, str]], current: str) -> None:
        """Show ``(key, English title)``, the current one marked."""
        if (tuple(tabs), current) == self._shown:
            return
        self._shown = tuple(tabs), current
        for old in self._parts:
            self._row.removeWidget(old)
            old.hide()
            old.deleteLater()
        self._parts = []
        for key, title in tabs:
            self._add(self._button(key, title, key == current))
            if key != current:
                close = icon_button("x", mark("Close"), partial(self.closed.emit, key), size=12)
                close.setFixedSize(20, 24)
                close.setObjectName(f"{self.objectName()}.{key}.close")
                self._add(close)
        self.setVisible(len(tabs) > 1)

    def _add(self, part: QWidget) -> None:
        self._parts.append(part)
        self._row.addWidget(part)

    def _button(self, key: str, title: str, current: bool) -> QPushButton:
        button = QPushButton()
        style.set_role(button, "segment")
        button.setObjectName(f"{self.objectName()}.{key}")
        button.setCheckable(True)
        button.setChecked(current)
        button.setCursor(Qt.CursorShape.PointingHandCursor)
        say(button, text=title, name=title)

        def press() -> None:
            button.setChecked(current)  # until the owner has turned to it
            self.chosen.emit(key)

        button.clicked.connect(press)
        return button


def _demo() -> QWidget:
    page = QWidget()
    row = QHBoxLayout(page)
    tabs = Tabs(page)
    tabs.setObjectName("demo")
    tabs.set_tabs([("1", "Canvas"), ("2", "resnet"), ("3", "body_0")], "2")
    row.addWidget(tabs, 0, Qt.AlignmentFlag.AlignLeft)
    return page


if __name__ == "__main__":
    from widgets.look import demo

    demo.run(_demo)
