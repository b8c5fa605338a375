"""Rows of a form other than sliders: a switch, a choice, a text, a path, a number without limits."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QLineEdit, QSizePolicy, QWidget

from widgets.controls.buttons import icon_button
from widgets.controls.combo import Combo
from widgets.controls.switch import Switch
from widgets.form.row import Row
from widgets.look import style
from widgets.look.figures import figure, parse
from widgets.look.i18n import say, tr

_WIDE = 16777215


class SwitchRow(Row):
    """On or off, at the right end of the row, so that the label may be longer."""

    def __init__(self, label: str, *, default: bool, parent: QWidget | None = None) -> None:
        super().__init__(label, parent)
        self.switch = Switch(label)
        self.caption.setMaximumWidth(_WIDE)
        self.caption.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self._place(self.switch)
        self.line.setStretch(0, 1)
        self.line.setStretch(2, 0)
        self.switch.clicked.connect(self._tell)
        self.set_preset(default)
        self.set_value(default)

    def value(self) -> bool:
        return self.switch.isChecked()

    def _show(self, value: Any) -> None:
        self.switch.setChecked(bool(value))

    def input(self) -> QWidget:
        return self.switch


class ChoiceRow(Row):
    """One of a few values, each with a title."""

    def __init__(
        self, label: str, choices: Sequence[tuple[Any, str]], *, default: Any, parent: QWidget | None = None
    ) -> None:
        super().__init__(label, parent)
        self.combo = Combo(label)
        self._values: list[Any] = []
        self._place(self.combo)
        self.combo.activated.connect(self._tell)
        self.set_choices(choices)
        self.set_preset(default)
        self.set_value(default)

    def set_choices(self, choices: Sequence[tuple[Any, str]]) -> None:
        """Offer other values; the choice is kept if it is still there, else the first is taken silently."""
        kept = self.value() if self._values else None
        self._values = [value for value, _ in choices]
        self.combo.set_choices([(str(at), title) for at, (_, title) in enumerate(choices)])
        self.combo.setCurrentIndex(self._values.index(kept) if kept in self._values else 0)
        self._mark()

    def value(self) -> Any:
        return self._values[max(0, self.combo.currentIndex())]

    def _show(self, value: Any) -> None:
        self.combo.setCurrentIndex(self._values.index(value))  # ValueError for what is not offered

    def input(self) -> QWidget:
        return self.combo


class TextRow(Row):
    """A line of text."""

    def __init__(self, label: str, *, default: Any, parent: QWidget | None = None) -> None:
        super().__init__(label, parent)
        self.edit = QLineEdit()
        self.edit.setMinimumWidth(40)
        self._last = ""
        say(self.edit, name=label)
        self._build()
        self.edit.textEdited.connect(self._edited)
        self.edit.editingFinished.connect(self._finish)
        self.set_preset(default)
        self.set_value(default)

    def _build(self) -> None:
        self._place(self.edit)

    def value(self) -> Any:
        return self.edit.text()

    def _show(self, value: Any) -> None:
        self._last = str(value)
        self.edit.setText(self._last)
        self.edit.setCursorPosition(0)

    def input(self) -> QWidget:
        return self.edit

    def _edited(self) -> None:
        self.show_error("")
        self._mark()
        self.moved.emit(self.value())

    def _finish(self) -> None:
        if self.edit.text() != self._last:
            self._last = self.edit.text()
            self.committed.emit(self.value())


class PathRow(TextRow):
    """A path to type, or to pick: ``browse`` asks the owner, who knows what is looked for, for a dialog."""

    browse = Signal()

    def _build(self) -> None:
        self.button = icon_button("folder-open", "Browse", self.browse.emit)
        self._place(self.edit, self.button)

    def _show(self, value: Any) -> None:
        super()._show(value)
        self.edit.end(False)  # the file's name, rather than the folders it lies in

    def take(self, path: str) -> None:
        """The path a person picked: shown, and told as if typed."""
        self.set_value(path)
        self._tell()

    def _name_parts(self, name: str) -> None:
        super()._name_parts(name)
        self.button.setObjectName(f"{name}.browse")


class NumberRow(TextRow):
    """A number that knows no slider because a limit is missing."""

    def __init__(
        self, label: str, *, default: float, low: float | None, high: float | None, integer: bool,
        parent: QWidget | None = None,
    ) -> None:  # fmt: skip
        self._low, self._high, self._integer = low, high, integer
        self._number: float = default
        super().__init__(label, default=default, parent=parent)
        self.edit.setAlignment(Qt.AlignmentFlag.AlignRight)

    def value(self) -> float:
        return self._number

    def _show(self, value: float) -> None:
        self._number = int(value) if self._integer else float(value)
        super()._show(str(self._number) if self._integer else figure(self._number))
        style.set_property(self.edit, "state", "")

    def _edited(self) -> None:
        self.show_error("")
        style.set_property(self.edit, "state", "")

    def _finish(self) -> None:
        if self.edit.text() == self._last:
            return
        try:
            number = parse(self.edit.text())
        except ValueError:
            number = float("nan")
        low = self._low if self._low is not None else -float("inf")
        high = self._high if self._high is not None else float("inf")
        if low <= number <= high and (number.is_integer() or not self._integer):
            self.set_value(number)
            self._tell()
            return
        style.set_property(self.edit, "state", "invalid")
        self.show_error(self._sentence())

    def _sentence(self) -> str:
        if self._low is not None:
            return tr("A number from {low}", low=figure(self._low, 0))
        if self._high is not None:
            return tr("A number up to {high}", high=figure(self._high, 0))
        return tr("A whole number") if self._integer else tr("A number")
