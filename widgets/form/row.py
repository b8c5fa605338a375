"""One line of a form: a label, an input, the reset dot, and a sentence below when something is wrong."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from widgets.form.fields import ResetDot
from widgets.look.i18n import say
from widgets.look.icons import Sign
from widgets.look.labels import ElidedLabel, WrappedLabel

LABEL = 88
_NARROW = 76  # in a panel below 250 px, where sliders get too short


class Row(QWidget):
    """What all rows share. ``moved`` tells every change by a person, ``committed`` the value they end with.

    A subclass puts its input into ``line`` and answers ``value`` and ``_show``.
    """

    moved = Signal(object)
    committed = Signal(object)

    def __init__(self, label: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._home: Any = None  # where the dot returns to
        self.caption = ElidedLabel()
        self.caption.setFixedSize(LABEL, 24)
        say(self.caption, text=label)
        self.dot = ResetDot()
        self.dot.clicked.connect(self.reset)
        self.line = QHBoxLayout()
        self.line.setContentsMargins(0, 3, 0, 3)
        self.line.setSpacing(0)
        self.line.addWidget(self.caption)
        self._trouble: _Trouble | None = None  # as the note, made when there is something to say: in most
        self._note: WrappedLabel | None = None  # rows never, and a form has forty
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(0)
        self._column.addLayout(self.line)
        self.objectNameChanged.connect(self._name_parts)

    def _place(self, *inputs: QWidget) -> None:
        """Put the inputs and the dot behind the label; the first input gets the room there is."""
        for at, widget in enumerate(inputs):
            self.line.addSpacing(8)
            self.line.addWidget(widget, 1 if at == 0 else 0, Qt.AlignmentFlag.AlignVCenter)
        self.line.addWidget(self.dot)  # its square is its own gap

    # what a subclass answers

    def value(self) -> Any:
        """The value chosen."""
        raise NotImplementedError

    def _show(self, value: Any) -> None:
        raise NotImplementedError

    def input(self) -> QWidget:
        """The widget that carries the row's object name in a form."""
        return self

    def set_name(self, name: str) -> None:
        """Name the input ``name`` and the parts around it after it."""
        self.input().setObjectName(name)
        self._name_parts(name)

    def set_help(self, tip: str, plain: str) -> None:
        """Explain the row: ``tip`` (rich text) on hover, ``plain`` to a screen reader."""
        self.setToolTip(tip)
        self.caption.setToolTip(tip)
        self.input().setAccessibleDescription(plain)

    # what all rows do

    def set_value(self, value: Any) -> None:
        """Show ``value`` without a signal; an error sentence goes."""
        self._show(value)
        self.show_error("")
        self._mark()

    def set_preset(self, value: Any) -> None:
        """The value the dot compares with and returns to."""
        self._home = value
        self._mark()

    @property
    def differs(self) -> bool:
        """Whether the value is not the preset's."""
        return self._home is not None and not _same(self.value(), self._home)

    def reset(self) -> None:
        """Return to the preset's value as a person would, with both signals."""
        if self.differs:
            self.set_value(self._home)
            self._tell()

    def show_error(self, sentence: str) -> None:
        """Say below the row what is wrong, already in the language shown; empty takes it away."""
        if self._trouble is None and sentence:
            self._trouble = _Trouble()
            self._column.insertWidget(1, self._trouble)
        if self._trouble is not None:
            self._trouble.words.setText(sentence)
            self._trouble.setVisible(bool(sentence))

    def show_note(self, note: str) -> None:
        """Say a dim fact below the row, already in the language shown; empty takes it away."""
        if self._note is None and note:
            self._note = WrappedLabel(role="caption")
            self._note.setContentsMargins(LABEL + 8, 0, 24, 6)
            self._column.addWidget(self._note)
        if self._note is not None:
            self._note.setText(note)
            self._note.setVisible(bool(note))

    def error(self) -> str:
        """The sentence shown below, or nothing."""
        return self._trouble.words.text() if self._trouble is not None else ""

    def _tell(self) -> None:
        self._mark()
        self.moved.emit(self.value())
        self.committed.emit(self.value())

    def resizeEvent(self, event: QResizeEvent) -> None:
        if self.caption.maximumWidth() in (LABEL, _NARROW):
            self.caption.setFixedWidth(LABEL if self.width() >= 230 else _NARROW)
        super().resizeEvent(event)

    def _mark(self) -> None:
        self.dot.set_shown(self.differs)

    def _name_parts(self, name: str) -> None:
        self.dot.setObjectName(f"{name}.reset")


class _Trouble(QWidget):
    """What is wrong, under the input."""

    def __init__(self) -> None:
        super().__init__()
        self.words = WrappedLabel(role="error")
        line = QHBoxLayout(self)
        line.setContentsMargins(LABEL + 8, 0, 24, 4)
        line.setSpacing(4)
        line.addWidget(Sign("warning-circle", "error", 16), 0, Qt.AlignmentFlag.AlignTop)
        line.addWidget(self.words, 1)


def _same(one: Any, other: Any) -> bool:
    if isinstance(one, float) and isinstance(other, float | int):
        return abs(one - other) <= 1e-9 * max(1e-6, abs(one), abs(other))
    return bool(one == other)
