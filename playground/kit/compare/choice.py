"""What B has that A has not: a pair worth comparing, or a few settings of the person's own."""

from __future__ import annotations

import functools
from typing import Any, Final

from PySide6.QtCore import QEvent, Signal
from PySide6.QtWidgets import QGridLayout, QPushButton, QWidget

from engines.ground import spec
from engines.ground.compare.rules import Rules, Versus
from engines.ground.marks import mark
from playground.kit.compare.own import OwnSetting
from widgets.controls.buttons import icon_button
from widgets.controls.combo import Combo

OWN: Final = "own"
MOST: Final = 4  # settings of the person's own: with more nobody knows what did it


class Choice(QWidget):
    """Pairs, and behind "settings of your own" fields and their values for B.

    Args:
        name: of its objects: ``<name>.pair``, ``.field``, ``.value`` and ``.more``; of a second setting
            ``.field2``, ``.value2`` and ``.less2``.
        rules: what may be chosen.
    """

    changed = Signal()
    """Another comparison is wanted."""

    def __init__(self, name: str, rules: Rules[Any]) -> None:
        super().__init__()
        self._name, self._rules = name, rules
        self._config: Any = rules.config()
        self._pairs, self._fields = self._offered()
        self._pair = Combo(mark("What is compared"))
        self._pair.setObjectName(f"{name}.pair")
        self._pair.chosen.connect(lambda _: self._choose())
        self._settings: list[OwnSetting] = []
        self._less: list[QPushButton] = []
        self._more = icon_button("plus", mark("One more setting"), self._add, by_tab=True)
        self._more.setObjectName(f"{name}.more")
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(8)
        self._grid.setVerticalSpacing(2)
        self._grid.setColumnStretch(0, 4)
        self._grid.addWidget(self._pair, 0, 0)
        self._grid.addWidget(self._more, 0, 2)
        self._fill()
        self._pair.set_key(next(iter(self._pairs)))
        self._set([(self._first(), None)])

    def set_config(self, config: Any) -> None:
        """The run's settings are these now: pairs and fields that do not suit it are not offered."""
        known, pair = (set(self._pairs), set(self._fields)), self._pair.key()
        held = [setting.held() for setting in self._settings]
        self._config = config
        self._pairs, self._fields = self._offered()
        if (set(self._pairs), set(self._fields)) == known:
            for setting in self._settings:
                field = setting.held()
                setting.set_fields(self._fields, config)
                setting.show_field(*field)
            return
        self._fill()
        self._pair.set_key(pair if pair in (*self._pairs, OWN) else next(iter(self._pairs)))
        kept = [(name, value) for name, value in held if name in self._fields]
        self._set(kept or [(self._first(), None)])

    def values(self) -> tuple[dict[str, Any], dict[str, Any]]:
        """What A and what B have in place of the run's settings."""
        if (pair := self._pairs.get(self._pair.key())) is not None:
            return dict(pair.a), dict(pair.b)
        return {}, dict(setting.held() for setting in self._settings)

    def state(self) -> dict[str, Any]:
        """What is remembered, JSON-ready."""
        (name, value), *more = (setting.held() for setting in self._settings)
        state = {"pair": self._pair.key(), "field": name, "value": value}
        return state | ({"more": [list(row) for row in more]} if more else {})

    def restore(self, state: Any) -> None:
        """Put it back; what does not fit is passed over."""
        if not isinstance(state, dict):
            return
        more = state.get("more")
        rows = [(state.get("field"), state.get("value")), *(more if isinstance(more, list) else ())]
        fits = [row for row in rows if isinstance(row, list | tuple) and len(row) == 2]
        known = [(name, value) for name, value in fits if isinstance(name, str) and name in self._fields]
        if state.get("pair") in [OWN, *self._pairs]:
            self._pair.set_key(state["pair"])
        if known:
            self._set(known[:MOST])
            self.changed.emit()
        self._arrange()

    # -- inside ----------------------------------------------------------------------------------------

    def _offered(self) -> tuple[dict[str, Versus], dict[str, spec.Field]]:
        pairs, fields = self._rules.offered(self._config), self._rules.choosable(self._config)
        return {pair.key: pair for pair in pairs}, {field.name: field for field in fields}

    def _first(self) -> str:
        """The field in which the first pair differs, or any that is not chosen."""
        pair = next(iter(self._pairs.values()))
        wished = [name for name, value in pair.b.items() if pair.a.get(name) != value]
        taken = {setting.held()[0] for setting in self._settings}
        return next(name for name in (*wished, *self._fields) if name in self._fields and name not in taken)

    def _fill(self) -> None:
        own = (OWN, mark("Settings of your own"))
        self._pair.set_choices([*((pair.key, pair.name) for pair in self._pairs.values()), own])

    def _choose(self) -> None:
        self._arrange()
        self.changed.emit()

    def _set(self, rows: list[tuple[str, Any]]) -> None:
        """As many settings as rows, at these fields and values."""
        while len(self._settings) > len(rows):
            for gone in (self._settings.pop(), self._less.pop()):
                gone.hide()
                gone.deleteLater()
        while len(self._settings) < len(rows):
            self._make()
        for setting, (name, value) in zip(self._settings, rows, strict=True):
            setting.set_fields(self._fields, self._config)
            setting.show_field(name, value)
        self._arrange()

    def _make(self) -> None:
        at = len(self._settings)
        tail = str(at + 1) if at else ""
        setting = OwnSetting(self._name, tail)
        setting.changed.connect(self.changed)
        less = icon_button(
            "x", mark("Without this setting"), functools.partial(self._remove, at), by_tab=True
        )
        less.setObjectName(f"{self._name}.less{tail}")
        less.setParent(self)  # the first one's stays hidden: there is always a setting
        self._settings.append(setting)
        self._less.append(less)
        self._grid.addWidget(setting, at, 1)
        if at:
            self._grid.addWidget(less, at, 2)

    def _add(self) -> None:
        self._set([*(setting.held() for setting in self._settings), (self._first(), None)])
        self.changed.emit()

    def _remove(self, at: int) -> None:
        held = [setting.held() for setting in self._settings]
        self._set(held[:at] + held[at + 1 :])
        self.changed.emit()

    def _arrange(self) -> None:
        own = self._pair.key() == OWN
        self._grid.setColumnStretch(1, 7 if own else 0)
        self._more.setVisible(own)
        self._more.setEnabled(len(self._settings) < min(MOST, len(self._fields)))
        for at, (setting, less) in enumerate(zip(self._settings, self._less, strict=True)):
            setting.setVisible(own)
            less.setVisible(own and at > 0)

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.LanguageChange:
            pair = self._pair.key()
            self._fill()
            self._pair.set_key(pair)
        super().changeEvent(event)
