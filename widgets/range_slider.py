"""A row with two knobs: values from here to there."""

from __future__ import annotations

import re
from typing import Any

from PySide6.QtCore import QEvent, Signal
from PySide6.QtGui import QFontMetrics
from PySide6.QtWidgets import QWidget

from widgets import style
from widgets.fields import NumberField
from widgets.figures import parse
from widgets.i18n import tr
from widgets.range_track import Range, RangeSlider
from widgets.row import Row

__all__ = ["RangeRow", "RangeSlider"]

_DASH = re.compile("\\s*(?:[–—~～至]|(?<=[0-9.０-９\\s])-|\\.\\.)\\s*")


class RangeRow(Row):
    """Label, range, its value to type ("2-6", or one number for both ends), dot."""

    changed = Signal(object, object)  # low, high: every change by the person; int where the scale is whole

    def __init__(
        self, label: str, low: float, high: float, *, default: Range | None = None, log: bool = False,
        integer: bool = False, decimals: int = 2, unit: str = "", parent: QWidget | None = None,
    ) -> None:  # fmt: skip
        super().__init__(label, parent)
        self._label, self._unit = label, unit
        self.slider = RangeSlider(low, high, default=default, log=log, integer=integer, decimals=decimals)
        self.field = NumberField()
        widest = "–".join(self.slider.scale.text(end) for end in (high, high))
        room = QFontMetrics(style.fonts("field")).horizontalAdvance(widest) + 12
        self.field.setFixedWidth(max(self.field.width(), room))
        self._place(self.slider, self.field)
        self.slider.moved.connect(self._moved)
        self.slider.committed.connect(lambda *_: self.committed.emit(self.value()))
        self.field.typed.connect(self._typed)
        self.field.nudged.connect(lambda by: self.slider.nudge(by / 100))
        self.field.released.connect(self.slider.commit)
        self.moved.connect(lambda value: self.changed.emit(*value))
        self.caption.setBuddy(self.field)
        self._say_names()
        self.set_preset(default or (low, high))
        self.set_value(default or (low, high))

    def value(self) -> Range:
        """Low and high, whole (``int``) where the scale is."""
        low, high = self.slider.value()
        return (round(low), round(high)) if self.slider.scale.integer else (low, high)

    def set_preset(self, value: Any) -> None:
        """The range the dot compares with, and a double-click returns to."""
        if value is not None:
            self.slider.set_default(value)
            value = tuple(value)
        super().set_preset(value)

    def reset(self) -> None:
        """Return to the preset's range as a person would."""
        self.slider.reset()

    def _show(self, value: Any) -> None:
        self.slider.set_value(value)
        self.field.show_text(self.slider.text())

    def _moved(self, _low: float, _high: float) -> None:
        self.field.show_text(self.slider.text())
        self.show_error("")
        self._mark()
        self.moved.emit(self.value())

    def _typed(self, text: str) -> None:
        if text.strip() == self.slider.text():
            self.set_value(self.slider.value())
            return
        scale = self.slider.scale
        try:
            parts = [parse(part) for part in _DASH.split(text.strip(), maxsplit=1)]
        except ValueError:
            parts = []
        if parts and parts[0] <= parts[-1] and all(map(scale.holds, parts)):
            self.set_value((parts[0], parts[-1]))
            self._tell()
            return
        low, high = scale.limits()
        self.field.set_invalid(True)
        self.show_error(tr("Two numbers between {low} and {high}, as 2-6", low=low, high=high))

    def _say_names(self) -> None:
        name = tr(self._label) + (f", {tr(self._unit)}" if self._unit else "")
        self.slider.setAccessibleName(name)
        self.field.setAccessibleName(tr("{name}, value", name=name))
        self.dot.setAccessibleName(tr("Reset {name}", name=name))

    def _name_parts(self, name: str) -> None:
        super()._name_parts(name)
        self.slider.setObjectName(f"{name}.slider")
        self.field.setObjectName(f"{name}.value")

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.LanguageChange:
            self._say_names()
        super().changeEvent(event)


def _demo() -> QWidget:
    from PySide6.QtWidgets import QVBoxLayout

    from widgets.sliders import SliderRow

    page = QWidget()
    column = QVBoxLayout(page)
    column.setContentsMargins(12, 12, 0, 12)
    column.setSpacing(0)
    length = RangeRow("Length", 1, 12, default=(2, 12), integer=True, unit="characters")
    length.set_value((2, 6))
    share = RangeRow("Share", 0, 1, default=(0.1, 0.9))
    off = RangeRow("Off", 0, 10, default=(3, 3), integer=True)
    off.setEnabled(False)
    wrong = RangeRow("Wrong", 1, 12, integer=True)
    wrong.field.setText("9-2")
    wrong._typed("9-2")
    for row in (length, SliderRow("Count", 2, 100, default=5, log=True, integer=True), share, off, wrong):
        column.addWidget(row)
    column.addStretch(1)
    return page


if __name__ == "__main__":
    from widgets import demo

    demo.run(_demo)
