"""Things to see on the mask bench, each at one click."""

from __future__ import annotations

import functools

from PySide6.QtCore import QEvent, Signal
from PySide6.QtGui import QFontMetrics, QResizeEvent
from PySide6.QtWidgets import QGridLayout, QPushButton, QSizePolicy, QWidget

from engines.layers.masks.asked import SCENARIOS, Ask, Scenario
from playground.labs.layers.mask_form import same
from widgets.controls.buttons import text_button

ROOM = 28  # px around the words of a button


class MaskScenarios(QWidget):
    """A button each, in as many columns as there is room for; what is asked now is pressed."""

    chosen = Signal(object)  # a Scenario

    def __init__(self) -> None:
        super().__init__()
        self._buttons: dict[str, QPushButton] = {}
        self._columns = 0
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setSpacing(6)
        for scenario in SCENARIOS:
            button = text_button(
                scenario.title, functools.partial(self.chosen.emit, scenario), tip=scenario.look
            )
            button.setObjectName(f"layers.mask.scenario.{scenario.key}")
            button.setCheckable(True)
            button.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
            self._buttons[scenario.key] = button
        self._arrange()

    def show_ask(self, ask: Ask) -> Scenario | None:
        """Press the scenario that asks this, if one does; returns it."""
        found = None
        for scenario in SCENARIOS:
            pressed = same(scenario.ask, ask)
            self._buttons[scenario.key].setChecked(pressed)
            found = scenario if pressed else found
        return found

    def _arrange(self) -> None:
        """Lay the buttons out anew where the number of columns has changed."""
        metrics = QFontMetrics(self.font())
        widest = max(metrics.horizontalAdvance(b.text()) for b in self._buttons.values()) + ROOM
        columns = min(max(1, self.width() // (widest + self._grid.spacing())), len(self._buttons))
        if columns == self._columns:
            return
        for at in range(max(columns, self._columns)):
            self._grid.setColumnStretch(at, 1 if at < columns else 0)
        self._columns = columns
        for at, button in enumerate(self._buttons.values()):
            self._grid.addWidget(button, at // columns, at % columns)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._arrange()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() in (QEvent.Type.LanguageChange, QEvent.Type.FontChange) and self._columns:
            self._arrange()
