"""Type a few letters, press Enter, and a node of that kind is wanted here."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtGui import QAction, QShowEvent
from PySide6.QtWidgets import QLineEdit, QWidget

from widgets.frame.command_palette import CommandPalette
from widgets.look import icons
from widgets.look.i18n import say

KIND = "application/x-seven-labs-node"  # what a drag from a palette carries: the key of a Choice


class Choice(NamedTuple):
    """A kind of node.

    Attributes:
        key: what ``chosen`` tells.
        title: what is searched, in the language shown.
        icon: a Phosphor name.
    """

    key: str
    title: str
    icon: str = "square"


class AddSearch(CommandPalette):
    """The kinds of nodes there are, in a list that opens where the node is to be."""

    chosen = Signal(str)

    def __init__(self, choices: Sequence[Choice], place: QPoint, parent: QWidget) -> None:
        actions = [QAction(choice.title, parent) for choice in choices]
        super().__init__(actions, parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._place = place
        for action, choice in zip(actions, choices, strict=True):
            action.setParent(self)
            icons.set_icon(action, choice.icon)
            action.triggered.connect(lambda _on=False, key=choice.key: self.chosen.emit(key))
        search = self.findChild(QLineEdit, "palette.search")
        assert isinstance(search, QLineEdit)
        say(search, placeholder="Add a node", name="Add a node")

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.setFixedWidth(280)
        room = self.screen().availableGeometry()
        self.move(
            min(self._place.x(), room.right() - self.width()),
            min(self._place.y(), room.bottom() - self.height()),
        )
