"""A row with two knobs: values from here to there."""

from __future__ import annotations

import re
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtGui import QFontMetrics
from PySide6.QtWidgets import QWidget

from widgets.controls.scale import Scale
from widgets.form.range_track import Range, RangeSlider
from widgets.form.track_row import TrackRow
from widgets.look import style
from widgets.look.figures import parse
from widgets.look.i18n import tr

__all__ = ["RangeRow", "RangeSlider"]

_DASH = re.compile("\\s*(?:[–—~～至]|(?<=[0-9.０-９\\s])-|\\.\\.)\\s*")


class RangeRow(TrackRow):
    """Label, range, its value to type ("2-6", or one number for both ends), dot."""

    changed = Signal(object, object)  # low, high: every change by the person; int where the scale is whole

    slider: RangeSlider

    def __init__(
        self, label: str, low: float, high: float, *, default: Range | None = None, log: bool = False,
        integer: bool = False, decimals: int = 2, unit: str = "", parent: QWidget | None = None,
    ) -> None:  # fmt: skip
        slider = RangeSlider(low, high, default=default, log=log, integer=integer, decimals=decimals)
        super().__init__(label, slider, unit, parent)
        self.moved.connect(lambda value: self.changed.emit(*value))
        self.set_preset(default or (low, high))
        self.set_value(default or (low, high))

    def _assemble(self) -> None:
        widest = self.slider.scale.text(self.slider.scale.high)
        room = QFontMetrics(style.fonts("field")).horizontalAdvance(f"{widest}–{widest}") + 12
        self.field.setFixedWidth(max(self.field.width(), room))
        super()._assemble()

    def value(self) -> Range:
        """Low and high, whole (``int``) where the scale is."""
        return self._whole(*self.slider.value())

    def set_preset(self, value: Any) -> None:
        """The range the dot compares with, and a double-click returns to."""
        if value is not None:
            self.slider.set_default(value)
            value = tuple(value)
        super().set_preset(value)

    def _whole(self, *knobs: float) -> Range:
        low, high = knobs
        return (round(low), round(high)) if self.slider.scale.integer else (low, high)

    def _show(self, value: Any) -> None:
        self.slider.set_value(value)
        self._show_text()

    def _read(self, text: str) -> Range:
        parts = [parse(part) for part in _DASH.split(text.strip(), maxsplit=1)]
        if not (parts[0] <= parts[-1] and all(map(self.slider.scale.holds, parts))):
            raise ValueError(text)
        return parts[0], parts[-1]

    def _refusal(self, scale: Scale) -> str:
        low, high = scale.limits()
        return tr("Two numbers between {low} and {high}, as 2-6", low=low, high=high)


def _demo() -> QWidget:
    from PySide6.QtWidgets import QVBoxLayout

    from widgets.form.sliders import SliderRow

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
    from widgets.look import demo

    demo.run(_demo)
