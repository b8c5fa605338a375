"""Rows around a slider: one for any number, one for a latent direction with a picture at either end."""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from widgets.controls.scale import Scale
from widgets.controls.slider import Slider
from widgets.form.track_row import TrackRow
from widgets.look import tokens
from widgets.look.figures import parse
from widgets.look.i18n import tr
from widgets.look.pixels import Pixels

__all__ = ["DirectionRow", "Slider", "SliderRow"]


class SliderRow(TrackRow):
    """Label, slider, number to type or drag, dot.

    ``set_default`` moves the tick and the dot's home; ``set_preset`` does the same for a preset's value.
    With ``zero``, 0 is no number and called by that word, English, translated.
    """

    slider: Slider

    def __init__(
        self, label: str, low: float, high: float, *, default: float, log: bool = False,
        integer: bool = False, bipolar: bool = False, decimals: int = 2, unit: str = "",
        zero: str = "", parent: QWidget | None = None,
    ) -> None:  # fmt: skip
        self._zero = zero
        slider = Slider(
            low, high, default=default, log=log, integer=integer, bipolar=bipolar, decimals=decimals
        )
        super().__init__(label, slider, unit, parent)
        self._bipolar = bipolar
        self.set_default(default)
        self.set_value(default)

    def value(self) -> float:
        """The value, whole (an ``int``) where the scale is."""
        return self._whole(self.slider.value())

    def set_default(self, value: float) -> None:
        """Where the tick stands, and where a double-click and the dot return to."""
        self.set_preset(value)

    def set_preset(self, value: float | None) -> None:
        """As ``set_default``."""
        if value is not None:
            self.slider.set_default(value)
        super().set_preset(value)

    def _whole(self, *knobs: float) -> float:
        return round(knobs[0]) if self.slider.scale.integer else knobs[0]

    def _text(self) -> str:
        if self._zero and self.slider.value() == 0:
            return tr(self._zero)
        return self.slider.scale.text(self.slider.value(), signed=self._bipolar)

    def _show(self, value: float) -> None:
        self.slider.set_value(value)
        self._show_text()

    def _read(self, text: str) -> float:
        named = self._zero and text.strip().casefold() in (self._zero, tr(self._zero).casefold())
        value = 0.0 if named else parse(text)
        if not self.slider.scale.holds(value):
            raise ValueError(text)
        return value

    def _refusal(self, scale: Scale) -> str:
        low, high = scale.limits()
        if scale.integer:
            return tr("A whole number between {low} and {high}", low=low, high=high)
        return tr("Between {low} and {high}", low=low, high=high)


class Thumb(QWidget):
    """A small picture that is only looked at."""

    def __init__(self, size: int = 26, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._pixels: Pixels | None = None
        self.setFixedSize(size, size)

    def set_pixels(self, array: np.ndarray | None) -> None:
        """Show a uint8 picture, or an empty frame."""
        self._pixels = None if array is None or not array.size else Pixels(array)
        self.update()

    def sizeHint(self) -> QSize:
        return self.minimumSize()

    def paintEvent(self, event: QPaintEvent) -> None:
        t = tokens.current()
        painter = QPainter(self)
        if self._pixels is None:
            painter.setPen(QColor(t.border))
            painter.drawRect(self.rect().adjusted(0, 0, -1, -1))
        else:
            small = self._pixels.width * 2 > self.width()
            painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform, small)
            painter.drawImage(QRect(0, 0, self.width(), self.height()), self._pixels.drawable)
        painter.end()


class DirectionRow(SliderRow):
    """One latent direction from -3 to +3 sigma, with pictures of what lies at either end."""

    def __init__(self, index: int, *, limit: float = 3.0, parent: QWidget | None = None) -> None:
        self.low_end, self.high_end = Thumb(), Thumb()
        name = str(index + 1)
        super().__init__(name, -limit, limit, default=0.0, bipolar=True, unit="sigma", parent=parent)
        self.index = index
        self.caption.setFixedSize(18, 24)

    def set_ends(self, low: np.ndarray | None, high: np.ndarray | None) -> None:
        """Show the pictures at the low and the high end (uint8, H x W x 3 or 1)."""
        self.low_end.set_pixels(low)
        self.high_end.set_pixels(high)

    def _assemble(self) -> None:
        self.line.addWidget(self.low_end, 0, Qt.AlignmentFlag.AlignVCenter)
        self._place(self.slider)
        self.line.removeWidget(self.dot)
        for widget in (self.high_end, self.field):
            self.line.addSpacing(4)
            self.line.addWidget(widget, 0, Qt.AlignmentFlag.AlignVCenter)
        self.line.addWidget(self.dot)

    def _spoken(self) -> str:
        return tr("Direction {number}", number=self.caption.text())


def _demo() -> QWidget:
    page = QWidget()
    layout = QVBoxLayout(page)
    layout.setContentsMargins(12, 12, 0, 12)
    layout.setSpacing(0)
    batch = SliderRow("Batch", 4, 256, default=32, log=True, integer=True, unit="pictures")
    weight = SliderRow("R1 weight", 0, 10, default=3)
    rate = SliderRow("Rate D", 1e-5, 1e-2, default=4e-4, log=True)
    levels = SliderRow("Levels", 2, 32, default=16, integer=True)
    off = SliderRow("Label that is long", -3, 3, default=0, bipolar=True)
    weight.set_value(6.5)
    rate._typed("4e+4")
    rate.field.setText("4e+4")
    off.set_value(0.84)
    levels.setEnabled(False)
    rows: list[QWidget] = [batch, weight, off, rate, levels]
    draw = np.random.default_rng(0)
    for index, value in enumerate((0.84, -0.54, 0.0)):
        row = DirectionRow(index)
        row.set_value(value)
        row.set_ends(*draw.integers(0, 255, (2, 8, 8, 3), dtype=np.uint8))
        rows.append(row)
    for widget in rows:
        layout.addWidget(widget)
    layout.addStretch()
    return page


if __name__ == "__main__":
    from widgets.look import demo

    demo.run(_demo)
