"""What B has that A has not: a pair worth comparing, or one setting of the person's own."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QEvent, Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from engines.ground import spec
from engines.ground.compare.rules import Rules, Versus
from engines.ground.marks import mark
from engines.ground.problem import Problem
from widgets.controls.combo import Combo
from widgets.form.field import make_row
from widgets.form.row import Row

OWN = "own"


class Choice(QWidget):
    """Pairs, and behind "one setting" a field and its value for B.

    Args:
        name: of its objects: ``<name>.pair``, ``.field`` and ``.value``.
        rules: what may be chosen.
    """

    changed = Signal()
    """Another comparison is wanted."""

    def __init__(self, name: str, rules: Rules[Any]) -> None:
        super().__init__()
        self._name, self._rules = name, rules
        self._config: Any = rules.config()
        self._pairs, self._fields = self._offered()
        self._pair, self._field = Combo(mark("What is compared")), Combo(mark("Setting of B"))
        self._pair.setObjectName(f"{name}.pair")
        self._field.setObjectName(f"{name}.field")
        self._pair.chosen.connect(lambda _: self._choose())
        self._field.chosen.connect(lambda name: self._show_field(name))
        self._row: Row | None = None
        self._line = QHBoxLayout(self)
        self._line.setContentsMargins(0, 0, 0, 0)
        self._line.setSpacing(8)
        self._line.addWidget(self._pair, 4)
        self._line.addWidget(self._field, 3)
        self._fill()
        self._pair.set_key(next(iter(self._pairs)))
        self._show_field(self._first())
        self._arrange()

    def set_config(self, config: Any) -> None:
        """The run's settings are these now: pairs and fields that do not suit it are not offered."""
        known, held, pair = (set(self._pairs), set(self._fields)), self._held(), self._pair.key()
        self._config = config
        self._pairs, self._fields = self._offered()
        if (set(self._pairs), set(self._fields)) == known:
            return
        self._fill()
        self._pair.set_key(pair if pair in (*self._pairs, OWN) else next(iter(self._pairs)))
        self._show_field(held[0] if held[0] in self._fields else self._first(), held[1])
        self._arrange()

    def values(self) -> tuple[dict[str, Any], dict[str, Any]]:
        """What A and what B have in place of the run's settings."""
        if (pair := self._pairs.get(self._pair.key())) is not None:
            return dict(pair.a), dict(pair.b)
        name, value = self._held()
        return {}, {name: value}

    def state(self) -> dict[str, Any]:
        """What is remembered, JSON-ready."""
        name, value = self._held()
        return {"pair": self._pair.key(), "field": name, "value": value}

    def restore(self, state: Any) -> None:
        """Put it back; what does not fit is passed over."""
        if not isinstance(state, dict):
            return
        name = state.get("field")
        if isinstance(name, str) and name in self._fields:
            self._show_field(name, state.get("value"))
        if state.get("pair") in [OWN, *self._pairs]:
            self._pair.set_key(state["pair"])
        self._arrange()

    # -- inside ----------------------------------------------------------------------------------------

    def _offered(self) -> tuple[dict[str, Versus], dict[str, spec.Field]]:
        pairs, fields = self._rules.offered(self._config), self._rules.choosable(self._config)
        return {pair.key: pair for pair in pairs}, {field.name: field for field in fields}

    def _first(self) -> str:
        """The field in which the first pair differs, or any."""
        pair = next(iter(self._pairs.values()))
        wished = [name for name, value in pair.b.items() if pair.a.get(name) != value]
        return next(name for name in (*wished, *self._fields) if name in self._fields)

    def _held(self) -> tuple[str, Any]:
        assert self._row is not None
        return self._field.key(), self._row.value()

    def _fill(self) -> None:
        own = (OWN, mark("One setting of your own"))
        self._pair.set_choices([*((pair.key, pair.name) for pair in self._pairs.values()), own])
        self._field.set_choices([(f.name, f.title) for f in self._fields.values()])

    def _choose(self) -> None:
        self._arrange()
        self.changed.emit()

    def _show_field(self, name: str, value: Any = None) -> None:
        """The row of a field, for B at ``value`` if that is allowed, else at another than A's."""
        field = self._fields[name]
        before, self._row = self._row, make_row(field)
        if before is not None:
            before.hide()
            before.deleteLater()
        self._field.set_key(name)
        self._row.caption.hide()
        self._row.set_name(f"{self._name}.value")
        own = getattr(self._config, name)
        self._row.set_preset(own)
        self._row.set_value(_allowed(field, value, _other(field, own)))
        self._row.committed.connect(lambda _: self.changed.emit())
        self._line.addWidget(self._row, 4)
        if before is not None:
            self._arrange()
            self.changed.emit()

    def _arrange(self) -> None:
        own = self._pair.key() == OWN
        self._field.setVisible(own)
        assert self._row is not None
        self._row.setVisible(own)

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.LanguageChange:
            pair, field = self._pair.key(), self._field.key()
            self._fill()
            self._pair.set_key(pair)
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
