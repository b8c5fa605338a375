"""The GAN lab's inspector: one picture, its latent directions, the way between two, truncation."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
from PySide6.QtCore import Signal
from PySide6.QtWidgets import (
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QVBoxLayout,
    QWidget,
)

from playground.labs.gan.between import Between
from playground.labs.gan.directions import ROWS, Directions
from playground.labs.gan.samples import Sliders
from widgets.controls.buttons import icon_button, text_button
from widgets.form.sliders import SliderRow
from widgets.frame.drop import DropTarget
from widgets.frame.panel import Group, ScrollPanel
from widgets.look.i18n import say, tr
from widgets.look.labels import ElidedLabel
from widgets.look.style import set_role
from widgets.pictures.picture import Picture


class GanInspector(ScrollPanel):
    """Values in, signals out; knows nothing of engines."""

    edited = Signal()
    """A direction or the truncation moved."""
    settled = Signal()
    """They came to rest."""
    pin_clicked = Signal()
    copy_clicked = Signal()
    dropped = Signal(list)
    browse_clicked = Signal()
    closed_picture = Signal()

    def __init__(self) -> None:
        super().__init__("Sample A")
        self.setObjectName("gan.inspector")
        self.directions, self.between = Directions(), Between()
        self.column.setContentsMargins(12, 0, 8, 12)
        for part in (
            self._sample(),
            self._reconstruction(),
            self.directions,
            self.between,
            self._sampling(),
        ):
            self.column.addWidget(part)
        self.column.addStretch(1)
        self.column.addWidget(self._drop())
        self.show_mode(picture=False)
        self.directions.edited.connect(self._edit)
        self.directions.settled.connect(self._settle)
        self.between.walked.connect(lambda _: self.edited.emit())
        for other in (self.directions.mode_chosen, self.directions.page_chosen):  # the sliders went to zero
            other.connect(lambda _: self._settle())

    # -- parts -----------------------------------------------------------------------------------------

    def _sample(self) -> QWidget:
        self._sample_part = QWidget()
        row = QHBoxLayout(self._sample_part)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(12)
        self.selected = Picture("")
        self.selected.setObjectName("gan.selected")
        self.selected.setFixedSize(112, 112)
        say(self.selected, name="Selected sample")
        row.addWidget(self.selected)
        side = QVBoxLayout()
        side.setSpacing(2)
        grid = QGridLayout()
        grid.setHorizontalSpacing(8)
        grid.setVerticalSpacing(2)
        self._values: dict[str, QLabel] = {}
        for i, name in enumerate(("Place", "Score D", "Nearest")):
            title, value = QLabel(), QLabel("–")
            set_role(title, "dim")
            say(title, text=name)
            grid.addWidget(title, i, 0)
            grid.addWidget(value, i, 1)
            self._values[name] = value
        grid.setColumnStretch(1, 1)
        side.addLayout(grid)
        side.addStretch(1)
        buttons = QHBoxLayout()
        self.pin = text_button("Pin as B", self.pin_clicked.emit, icon="push-pin")
        self.pin.setObjectName("gan.pin")
        copy = icon_button("copy", "Copy the latent code as text", self.copy_clicked.emit)
        copy.setObjectName("gan.copy")
        buttons.addWidget(self.pin, 1)
        buttons.addWidget(copy)
        side.addLayout(buttons)
        row.addLayout(side, 1)
        return self._sample_part

    def _reconstruction(self) -> QWidget:
        self.reconstruct = QWidget()
        self.reconstruct.setObjectName("gan.reconstruct")
        column = QVBoxLayout(self.reconstruct)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(6)
        row = QHBoxLayout()
        row.setSpacing(8)
        self.original, self.rebuilt, self.edit = (
            Picture("Your picture"), Picture("Reconstruction"), Picture("Edited"),
        )  # fmt: skip
        for name, picture in (("original", self.original), ("rebuilt", self.rebuilt), ("edited", self.edit)):
            picture.setObjectName(f"gan.reconstruct.{name}")
            picture.setMinimumSize(76, 96)
            row.addWidget(picture, 1)
        self.edit.set_selected(True)
        column.addLayout(row)
        self._error = ElidedLabel()
        self._error.setObjectName("gan.reconstruct.error")
        column.addWidget(self._error)
        self._back = self.add_tool("x", "Back to samples", self.closed_picture.emit)
        self._back.setObjectName("gan.reconstruct.close")
        return self.reconstruct

    def _sampling(self) -> QWidget:
        group = Group("Sampling")
        self.truncation = SliderRow("Truncation", 0, 1.5, default=1)
        self.truncation.set_name("gan.truncation")
        self.truncation.moved.connect(lambda _: self.edited.emit())
        self.truncation.committed.connect(lambda _: self._settle())
        group.body.addWidget(self.truncation)
        return group

    def _drop(self) -> QWidget:
        self.drop = DropTarget("image", "Drop a picture to encode it", "or click to choose one")
        self.drop.setObjectName("gan.drop")
        self.drop.dropped.connect(self.dropped)
        self.drop.clicked.connect(self.browse_clicked)
        return self.drop

    # -- state -----------------------------------------------------------------------------------------

    def _edit(self) -> None:
        self.between.back_to_a()
        self.edited.emit()

    def _settle(self) -> None:
        self._edit()
        self.settled.emit()

    def show_mode(self, picture: bool) -> None:
        """The sample's half, or the dropped picture's."""
        self._sample_part.setVisible(not picture)
        self.reconstruct.setVisible(picture)
        self._back.setVisible(picture)
        self.set_title("Reconstruct" if picture else "Sample A")

    def begin(self, *, picture: bool) -> None:
        """Another sample, or a person's picture: the sliders stand at zero, and A itself shows."""
        self.directions.set_coefficients(np.zeros(ROWS))
        self.show_mode(picture)
        self.between.back_to_a()

    def sliders(self) -> Sliders:
        """Where everything stands that moves the picture."""
        rows = self.directions
        return Sliders(
            coefficients=rows.coefficients,
            raw=rows.mode.current() == "coordinates",
            first=rows.first,
            truncation=float(self.truncation.value()),
            t=float(self.between.walk.value()),
        )

    def state(self) -> dict[str, Any]:
        """What is remembered until the next start."""
        return {"truncation": self.truncation.value(), "mode": self.directions.mode.current()}

    def restore(self, state: Mapping[str, Any]) -> None:
        """Set what :meth:`state` gave; anything else is left alone."""
        if isinstance(t := state.get("truncation"), (int, float)) and 0 <= t <= 1.5:
            self.truncation.set_value(float(t))
        if (mode := state.get("mode")) in ("directions", "coordinates"):
            self.directions.mode.set_current(str(mode))

    # -- showing ---------------------------------------------------------------------------------------

    def show_edited(self, pixels: np.ndarray) -> None:
        """The picture at the sliders' place."""
        (self.edit if self.reconstruct.isVisibleTo(self) else self.selected).set_pixels(pixels)

    def show_facts(self, place: str, score: float, nearest: int) -> None:
        """Where the sample is, what the discriminator says, which real picture is nearest."""
        self._values["Place"].setText(place)
        self._values["Score D"].setText(f"{score:+.2f}".replace("-", "−"))
        self._values["Nearest"].setText(tr("real {number}", number=f"{nearest:,}"))

    def show_reconstruction(
        self, original: np.ndarray, rebuilt: np.ndarray, error: float, mean: float
    ) -> None:
        """A picture and what the encoder made of it; squared errors of it and of the mean picture."""
        self.original.set_pixels(original)
        self.rebuilt.set_pixels(rebuilt)
        self._error.setText(
            tr("Error {error}   mean picture {mean}", error=f"{error:.3f}", mean=f"{mean:.3f}")
        )

    def set_encoder(self, there: bool) -> None:
        """Whether a dropped picture can be encoded."""
        if there:
            self.drop.set_words("Drop a picture to encode it", "or click to choose one")
        else:
            self.drop.set_words("Drop a picture to encode it", "needs the O-GAN encoder")
