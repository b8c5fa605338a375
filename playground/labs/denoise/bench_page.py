"""A picture, noise on it, one denoising jump, and the whole walk back."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from PySide6.QtCore import QEvent, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from engines.ground.marks import mark
from widgets.controls.buttons import text_button
from widgets.form.sliders import SliderRow
from widgets.look.figures import figure
from widgets.look.i18n import tr
from widgets.look.labels import WrappedLabel
from widgets.pictures.picture import Picture

if TYPE_CHECKING:
    from engines.denoise.pictures.answers import Bench

LOW, HIGH = 0.01, 20.0
CAPTION = 12  # px of height beyond its width
PARTS = (
    ("clean", mark("Picture")), ("noisy", mark("With noise")), ("jumped", mark("One step")),
    ("walked", mark("A whole walk")),
)  # fmt: skip


class BenchPage(QWidget):
    """Four pictures and a noise level; says when another answer is wanted."""

    wanted = Signal()
    """Another noise level, or other noise."""
    other_clicked = Signal()
    open_clicked = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.seed = 0
        self._answer: Bench | None = None
        tools = QHBoxLayout()
        tools.setSpacing(8)
        self.noise = SliderRow(mark("Noise σ"), LOW, HIGH, default=0.5, log=True)
        self.noise.set_name("denoise.noise")
        self.noise.moved.connect(lambda _: self.wanted.emit())
        tools.addWidget(self.noise, 1)
        for name, text, icon, slot in (
            ("again", mark("Other noise"), "shuffle", self._again),
            ("other", mark("Other picture"), "image", self.other_clicked.emit),
            ("open", mark("Open a picture…"), "folder-open", self.open_clicked.emit),
        ):
            button = text_button(text, slot, icon=icon)
            button.setObjectName(f"denoise.bench.{name}")
            tools.addWidget(button)
        row = QHBoxLayout()
        row.setSpacing(8)
        self.pictures: dict[str, Picture] = {}
        self._figures: dict[str, WrappedLabel] = {}
        for name, title in PARTS:
            column, picture, error = QVBoxLayout(), Picture(title), WrappedLabel("", "dim")
            picture.setObjectName(f"denoise.bench.{name}")
            error.setObjectName(f"denoise.bench.{name}.error")
            column.addWidget(picture, 1)
            column.addWidget(error)
            column.addStretch(0)
            row.addLayout(column, 1)
            self.pictures[name], self._figures[name] = picture, error
        column = QVBoxLayout(self)
        column.setContentsMargins(12, 0, 12, 8)
        column.addLayout(tools)
        column.addLayout(row, 1)

    def sigma(self) -> float:
        """The noise level."""
        return float(self.noise.value())

    def show_clean(self, picture: np.ndarray) -> None:
        """The picture that noise is put on, uint8 (H, W, C)."""
        self.pictures["clean"].set_pixels(picture)

    def show_answer(self, answer: Bench) -> None:
        """What the denoiser makes of it."""
        self._answer = answer
        for name in ("noisy", "jumped", "walked"):
            self.pictures[name].set_pixels(getattr(answer, name))
        self._say()

    def forget(self) -> None:
        """Another run answers from now on."""
        self._answer = None
        for name in ("noisy", "jumped", "walked"):
            self.pictures[name].set_pixels(None)
            self._figures[name].setText("")

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        for picture in self.pictures.values():  # as high as it is wide, so that its error stands close to it
            picture.setMaximumHeight(self.width() // len(PARTS) + CAPTION)

    def _again(self) -> None:
        self.seed += 1
        self.wanted.emit()

    def _say(self) -> None:
        if (found := self._answer) is None:
            return
        for name, value in (("noisy", found.rmse_noisy), ("walked", found.rmse_walk)):
            self._figures[name].setText(tr("error {error}", error=figure(value, 3)))
        both = {"error": figure(found.rmse_jump, 3), "linear": figure(found.rmse_linear, 3)}
        self._figures["jumped"].setText(tr("error {error}, best linear one {linear}", **both))

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.LanguageChange:
            self._say()
        super().changeEvent(event)
