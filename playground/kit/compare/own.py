"""One setting in which B differs from A, of the person's own choosing."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from PySide6.QtCore import QEvent, Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from engines.ground import spec
from engines.ground.marks import mark
from engines.ground.problem import Problem
from widgets.controls.combo import Combo
from widgets.form.field import make_row
from widgets.form.row import Row


class OwnSetting(QWidget):
    """A field, and its value for B.

    Args:
        name: of its objects: ``<name>.field<tail>`` and ``<name>.value<tail>``.
    """

    changed = Signal()
    """Another field, or another value."""

    def __init__(self, name: str, tail: str = "") -> None:
        super().__init__()
        self._name = f"{name}.value{tail}"
        self._fields: Mapping[str, spec.Field] = {}
        self._config: Any = None
        self._row: Row | None = None
        self._field = Combo(mark("Setting of B"))
        self._field.setObjectName(f"{name}.field{tail}")
        self._field.chosen.connect(self._choose)
        self._line = QHBoxLayout(self)
        self._line.setContentsMargins(0, 0, 0, 0)
        self._line.setSpacing(8)
        self._line.addWidget(self._field, 3)

    def set_fields(self, fields: Mapping[str, spec.Field], config: Any) -> None:
        """Offer these, for A at the values of a config; :meth:`show_field` says which one shows."""
        self._fields, self._config = fields, config
        self._field.set_choices([(f.name, f.title) for f in fields.values()])

    def held(self) -> tuple[str, Any]:
        """Name and value of the field."""
        assert self._row is not None
        return self._field.key(), self._row.value()

    def show_field(self, name: str, value: Any = None) -> None:
        """Show a field, for B at ``value`` if that is allowed, else at another than A's; without a signal."""
        field = self._fields[name]
        before, self._row = self._row, make_row(field)
        if before is not None:
            before.hide()
            before.deleteLater()
        self._field.set_key(name)
        self._row.caption.hide()
        self._row.set_name(self._name)
        own = getattr(self._config, name)
        self._row.set_preset(own)
        self._row.set_value(_allowed(field, value, _other(field, own)))
        self._row.committed.connect(lambda _: self.changed.emit())
        self._line.addWidget(self._row, 4)

    def _choose(self, name: str) -> None:
        self.show_field(name)
        self.changed.emit()

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.LanguageChange and self._fields:
            field = self._field.key()
            self.set_fields(self._fields, self._config)
            self._field.set_key(field)
        super().changeEvent(event)


def _allowed(field: spec.Field, value: Any, otherwise: Any) -> Any:
    try:
        return otherwise if value is None else field.check(value)
    except Problem:
        return otherwise


def _other(field: spec.Field, own: Any) -> Any:
    """A value that differs where that needs no thought: the other of two, the next of several."""
    if field.kind == "bool":
        return not own
    if field.kind == "choice":
        values = [value for value, _ in field.choices]
        return values[(values.index(own) + 1) % len(values)]
    return own
