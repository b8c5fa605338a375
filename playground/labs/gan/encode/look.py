"""The picture looked at beside its reconstruction, and the descent of the error between them."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from PySide6.QtCore import QEvent, Signal
from PySide6.QtWidgets import QHBoxLayout

from engines.ground.marks import mark
from playground.labs.gan.encode.shelf import Item
from playground.labs.gan.encode.tools import Tool
from widgets.controls.buttons import text_button
from widgets.look.i18n import say, tr
from widgets.look.labels import WrappedLabel
from widgets.pictures.picture import Picture
from widgets.plots.function_plot import FunctionPlot

ROUNDED = 3e-3  # what rounding to 8 bits may change of an error


class Look(Tool):
    """Values in, signals out."""

    refine_clicked = Signal()
    """Begin, or stop."""
    encoder_clicked = Signal()
    """The encoder's code again."""

    def __init__(self) -> None:
        super().__init__("look")
        self._item: Item | None = None
        self._done: float | None = None
        pair = QHBoxLayout()
        self._original, self._rebuilt = Picture(mark("Picture")), Picture(mark("Reconstruction"))
        for picture, name in ((self._original, "original"), (self._rebuilt, "rebuilt")):
            picture.setObjectName(f"gan.encode.{name}")
            picture.setFixedSize(104, 124)
            pair.addWidget(picture)
        pair.addStretch(1)
        self._says = WrappedLabel()
        self._says.setObjectName("gan.encode.errors")
        row = QHBoxLayout()
        tip = mark("Descends the error from the encoder's code on, by Adam on the code alone")
        self._refine = text_button(mark("Refine"), self.refine_clicked.emit, tip=tip)
        self._refine.setObjectName("gan.encode.refine")
        self._back = text_button(mark("Encoder's code"), self.encoder_clicked.emit, role="link")
        self._back.setObjectName("gan.encode.encoder")
        row.addWidget(self._refine)
        row.addWidget(self._back)
        row.addStretch(1)
        self._plot = FunctionPlot(mark("Error"), mark("while it is refined"), mark("step"), mark("error"))
        self._plot.setObjectName("gan.encode.descent")
        self._plot.setMinimumHeight(84)
        self.column.addLayout(pair)
        self.column.addWidget(self._says)
        self.column.addLayout(row)
        self.column.addWidget(self._plot, 1)
        self.column.addStretch(0)
        self._say()

    def show_item(self, item: Item | None) -> None:
        """What is looked at."""
        self._item = item
        found = item.found if item is not None else None
        self._original.set_pixels(item.picture if item is not None else None)
        pictured = item is None or item.picture is not None
        self._original.setVisible(pictured)
        self._rebuilt.set_caption(mark("Reconstruction") if pictured else mark("Of this code"))
        self._rebuilt.set_pixels(found.shown if found is not None else None)
        if self._done is None:
            self.show_errors(item.errors if item is not None else ())
        self._say()

    def show_progress(self, done: float | None, errors: Sequence[float]) -> None:
        """How much of a descent is done, None for none under way; and the errors so far."""
        self._done = done
        if done is not None:
            self.show_errors(errors)
        self._say()

    def show_errors(self, errors: Sequence[float]) -> None:
        """Step by step."""
        self._plot.set_curve(np.arange(len(errors), dtype=float), np.array(errors, float))
        self._plot.setVisible(len(errors) > 1)

    def _say(self) -> None:
        item = self._item
        pictured = item is not None and item.picture is not None
        self._refine.setEnabled(pictured)
        self._back.setVisible(item is not None and pictured and item.kept is not None)
        if self._done is None:
            say(self._refine, text=mark("Refine"))
        else:
            self._refine.setText(tr("Stop ({percent} %)", percent=round(100 * self._done)))
        self._says.setText(self._words(item))

    @staticmethod
    def _words(item: Item | None) -> str:
        if item is None:
            return tr("Put pictures on the shelf: files, real ones, or samples.")
        if item.found is None or item.found.error is None:
            return tr("A code without a picture of its own: there is nothing to compare it with.")
        if item.kept is not None and item.errors:
            first, least = item.errors[0], min(item.errors)
            facts = {"first": f"{first:.3f}", "least": f"{least:.3f}", "steps": len(item.errors) - 1}
            said = tr("Error: encoder {first}, refined {least} in {steps} steps", **facts)
            if abs(item.found.error - least) < ROUNDED:
                return said
            return tr("{said}. To the generator of now: {now}", said=said, now=f"{item.found.error:.3f}")
        return tr("Error: encoder {first}", first=f"{item.found.error:.3f}")

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.LanguageChange:
            self._say()
        super().changeEvent(event)
