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

from engines.gan.queries import Look, Sliders
from engines.gan.snapshot import Facts
from playground.kit.scoring import ScoreGroup
from playground.labs.gan.between import Between
from playground.labs.gan.directions import ROWS, Directions
from playground.labs.gan.nearest import Nearest
from playground.labs.gan.subject import SHEET
from widgets.controls.buttons import icon_button, text_button
from widgets.form.sliders import SliderRow
from widgets.frame.drop import DropTarget
from widgets.frame.panel import Group, ScrollPanel
from widgets.look.i18n import say, tr
from widgets.look.labels import ElidedLabel
from widgets.look.style import set_role
from widgets.pictures.picture import Picture


class GanInspector(ScrollPanel):
    """Values in, signals out; asks nothing of engines."""

    edited = Signal()
    """A slider moved: another picture is wanted."""
    settled = Signal()
    """It came to rest: what hangs on it is wanted, too."""
    walked = Signal()
    """On the way from A to B: the picture there is wanted, and what there is to say of it."""
    pin_clicked = Signal()
    copy_clicked = Signal()
    dropped = Signal(object)
    browse_clicked = Signal()
    closed_picture = Signal()

    def __init__(self) -> None:
        super().__init__("Sample A")
        self.setObjectName("gan.inspector")
        self.directions, self._between, self._nearest = Directions(), Between(), Nearest()
        self.scores = ScoreGroup("gan")
        self.column.setContentsMargins(12, 0, 8, 12)
        for part in (
            self._sample(),
            self._reconstruction(),
            self.directions,
            self._between,
            self._sampling(),
            self.scores,
        ):
            self.column.addWidget(part)
        self.column.addStretch(1)
        self.column.addWidget(self._drop())
        self._show_mode(picture=False)
        self.directions.edited.connect(self._edit)
        self.directions.settled.connect(self._settle)
        self.directions.turned.connect(self.edited)
        self.directions.turned.connect(self.settled)
        self._between.walked.connect(self._walk)

    # -- parts -----------------------------------------------------------------------------------------

    def _sample(self) -> QWidget:
        self._sample_part = QWidget()
        row = QHBoxLayout()
        row.setSpacing(12)
        self._selected = Picture("")
        self._selected.setObjectName("gan.selected")
        self._selected.setFixedSize(112, 112)
        say(self._selected, name="Selected sample")
        row.addWidget(self._selected)
        side = QVBoxLayout()
        side.setSpacing(2)
        grid = QGridLayout()
        grid.setHorizontalSpacing(8)
        grid.setVerticalSpacing(2)
        self._values: dict[str, QLabel] = {}
        for i, name in enumerate(("Place", "Score D")):
            title, value = QLabel(), ElidedLabel("–")
            value.setObjectName(f"gan.{name.split()[0].lower()}")
            set_role(title, "dim")
            say(title, text=name)
            grid.addWidget(title, i, 0)
            grid.addWidget(value, i, 1)
            self._values[name] = value
        grid.setColumnStretch(1, 1)
        side.addLayout(grid)
        side.addStretch(1)
        buttons = QHBoxLayout()
        pin = text_button(
            "Pin as B", self.pin_clicked.emit, icon="push-pin", tint="text2", tip="Pin as B", by_tab=True
        )
        pin.setObjectName("gan.pin")
        copy = icon_button(
            "copy", "Copy the latent code as text", self.copy_clicked.emit, size=16, by_tab=True
        )
        copy.setObjectName("gan.copy")
        buttons.addWidget(pin, 1)
        buttons.addWidget(copy)
        side.addLayout(buttons)
        row.addLayout(side, 1)
        whole = QVBoxLayout(self._sample_part)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(8)
        whole.addLayout(row)
        whole.addWidget(self._nearest)
        return self._sample_part

    def _reconstruction(self) -> QWidget:
        self._reconstruct = QWidget()
        self._reconstruct.setObjectName("gan.reconstruct")
        column = QVBoxLayout(self._reconstruct)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(6)
        row = QHBoxLayout()
        row.setSpacing(8)
        self._original, self._rebuilt, self._edited = (
            Picture("Your picture"), Picture("Reconstruction"), Picture("Edited"),
        )  # fmt: skip
        parts = {"original": self._original, "rebuilt": self._rebuilt, "edited": self._edited}
        for name, picture in parts.items():
            picture.setObjectName(f"gan.reconstruct.{name}")
            picture.setMinimumSize(76, 96)
            row.addWidget(picture, 1)
        self._edited.set_selected(True)
        column.addLayout(row)
        self._error = ElidedLabel()
        self._error.setObjectName("gan.reconstruct.error")
        column.addWidget(self._error)
        self._back = self.add_tool("x", "Back to samples", self.closed_picture.emit)
        self._back.setObjectName("gan.reconstruct.close")
        return self._reconstruct

    def _sampling(self) -> QWidget:
        group = Group("Sampling")
        self._truncation = SliderRow("Truncation", 0, 1.5, default=1)
        self._truncation.set_name("gan.truncation")
        self._truncation.moved.connect(lambda _: self.edited.emit())
        self._truncation.committed.connect(lambda _: self._settle())
        group.body.addWidget(self._truncation)
        return group

    def _drop(self) -> QWidget:
        self._target = DropTarget("image", "Drop a picture to encode it", "or click to choose one")
        self._target.setObjectName("gan.drop")
        self._target.dropped.connect(self.dropped)
        self._target.clicked.connect(self.browse_clicked)
        return self._target

    # -- state -----------------------------------------------------------------------------------------

    @property
    def sliders(self) -> Sliders:
        """Where they stand."""
        moves, truncation = self.directions, float(self._truncation.value())
        return Sliders(moves.coefficients, moves.raw, moves.first, truncation, self._between.at)

    def start_over(self, picture: bool) -> None:
        """Another sample is held, or a picture of the person's own: what acts on it is at rest."""
        self._between.back_to_a()
        self._show_mode(picture)
        self.directions.set_coefficients(np.zeros(ROWS))

    def fit(self, *, encoder: bool, nz: int) -> None:
        """Another engine answers from now on: can it encode a picture, and how long is a code?"""
        self.directions.set_latent_size(nz)
        self._target.set_words(
            "Drop a picture to encode it", "or click to choose one" if encoder else "needs the O-GAN encoder"
        )

    def state(self) -> dict[str, Any]:
        """What is remembered of it, JSON-ready."""
        return {"truncation": self._truncation.value(), "mode": self.directions.mode}

    def restore(self, state: Mapping[str, Any]) -> None:
        """Put it back."""
        if isinstance(t := state.get("truncation"), (int, float)) and 0 <= t <= 1.5:
            self._truncation.set_value(float(t))
        self.directions.set_mode(str(state.get("mode")))

    def _edit(self) -> None:
        self._between.back_to_a()
        self._show_title()
        self.edited.emit()

    def _walk(self) -> None:
        self._show_title()
        self.walked.emit()

    def _settle(self) -> None:
        self._edit()
        self.settled.emit()

    def _show_mode(self, picture: bool) -> None:
        """The sample's half, or the picture's."""
        self._sample_part.setVisible(not picture)
        self._reconstruct.setVisible(picture)
        self._back.setVisible(picture)
        self._show_title()

    def _show_title(self) -> None:
        """What is shown: A, or something between A and B."""
        between = self._between.at > 0
        title = "Between A and B" if between else "Sample A"
        self.set_title("Reconstruct" if self._reconstruct.isVisibleTo(self) else title)
        self._edited.set_caption("On the way to B" if between else "Edited")

    # -- showing ---------------------------------------------------------------------------------------

    def show_edited(self, pixels: np.ndarray) -> None:
        """The picture at the sliders' place."""
        (self._edited if self._reconstruct.isVisibleTo(self) else self._selected).set_pixels(pixels)

    def show_ends(self, pictures: np.ndarray) -> None:
        """What lies at either end of each slider, uint8 (k, 2, H, W, C)."""
        self.directions.show_ends(pictures)

    def show_strip(self, pictures: np.ndarray) -> None:
        """The way from A to B, uint8 (n, H, W, C)."""
        self._between.show_pictures(pictures)

    def show_facts(self, look: Look, facts: Facts) -> None:
        """Where the picture is that they are of, what the discriminator says, which real one is nearest."""
        if look.sliders.walk:
            place = tr("{percent} % from A to B", percent=round(100 * look.sliders.walk))
        else:
            row, column = divmod(look.index or 0, SHEET)
            place = tr("row {row}, col {column}", row=row + 1, column=column + 1)
        self._values["Place"].setText(place)
        self._values["Score D"].setText(f"{facts.score:+.2f}".replace("-", "−"))
        self._nearest.show_nearest(facts)

    def show_reconstruction(
        self, original: np.ndarray, rebuilt: np.ndarray, error: float, mean: float
    ) -> None:
        """A picture and what the encoder made of it; squared errors of it and of the mean picture."""
        self._original.set_pixels(original)
        self._rebuilt.set_pixels(rebuilt)
        self._error.setText(
            tr("Error {error}   mean picture {mean}", error=f"{error:.3f}", mean=f"{mean:.3f}")
        )
