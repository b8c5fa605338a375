"""The seed of a run: a number to type, and a die to throw."""

from __future__ import annotations

import random

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QWidget

from widgets.controls.buttons import icon_button
from widgets.look import style
from widgets.look.figures import parse
from widgets.look.i18n import say

_MOST = 2**31 - 1


class SeedField(QWidget):
    """A whole number from 0; the line edit is called ``name``, the die ``<name>.dice``."""

    chosen = Signal(int)

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._value = 0
        self.edit = QLineEdit()
        self.edit.setObjectName(name)
        self.edit.setFixedSize(58, 28)
        self.edit.setMaxLength(10)
        say(self.edit, name="Seed", tip="Equal seeds give equal runs. A new one starts again.")
        self.edit.editingFinished.connect(self._typed)
        self.edit.textEdited.connect(lambda: style.set_property(self.edit, "state", ""))
        self.dice = icon_button("dice-five", "Draw a seed", self._throw)
        self.dice.setObjectName(f"{name}.dice")
        line = QHBoxLayout(self)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(2)
        line.addWidget(self.edit)
        line.addWidget(self.dice)
        self.set_value(0)

    def value(self) -> int:
        """The seed in force."""
        return self._value

    def set_value(self, seed: int) -> None:
        """Show ``seed`` without a signal."""
        self._value = seed
        self.edit.setText(str(seed))
        self.edit.setCursorPosition(0)
        style.set_property(self.edit, "state", "")

    def _throw(self) -> None:
        self.set_value(random.randrange(10_000))
        self.chosen.emit(self._value)

    def _typed(self) -> None:
        if self.edit.text() == str(self._value):
            return
        try:
            number = parse(self.edit.text())
        except ValueError:
            number = -1.0
        if not number.is_integer() or not 0 <= number <= _MOST:
            style.set_property(self.edit, "state", "invalid")
            return
        self.set_value(int(number))
        self.chosen.emit(self._value)
