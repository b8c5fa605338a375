"""The GAN lab's inspector: one picture, its latent directions, the way between two, truncation."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from PySide6.QtCore import QEvent, Qt, QTimer, Signal
from PySide6.QtWidgets import (
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from widgets import icons
from widgets.drop import DropTarget
from widgets.i18n import say, tr
from widgets.image_grid import Strip
from widgets.labels import ElidedLabel
from widgets.panel import Group, ScrollPanel
from widgets.picture import Picture
from widgets.segmented import Segmented
from widgets.sliders import DirectionRow, Slider, SliderRow
from widgets.style import set_role

ROWS = 8
STEPS = 7


def _letter(letter: str) -> QLabel:
    """The badge of a sample."""
    badge = QLabel(letter)
    badge.setAlignment(Qt.AlignmentFlag.AlignCenter)
    badge.setFixedSize(18, 18)
    set_role(badge, "badge")
    return badge


class GanInspector(ScrollPanel):
    """Values in, signals out; knows nothing of engines."""

    edited = Signal()
    """A direction or the truncation moved."""
    settled = Signal()
    """They came to rest."""
    mode_chosen = Signal(str)
    """"directions" or "coordinates"."""
    page_chosen = Signal(int)
    """The first coordinate shown."""
    pin_clicked = Signal()
    copy_clicked = Signal()
    walked = Signal(float)
    """Where between A (0) and B (1)."""
    dropped = Signal(list)
    browse_clicked = Signal()
    closed_picture = Signal()

    def __init__(self) -> None:
        super().__init__("Sample A")
        self.setObjectName("gan.inspector")
        self._page, self._nz = 0, ROWS
        self._direction = 1
        self._animation = QTimer(self)
        self._animation.setInterval(40)
        self._animation.timeout.connect(self._walk_on)
        self.column.setContentsMargins(12, 0, 8, 12)
        for part in (
            self._sample(),
            self._reconstruction(),
            self._directions(),
            self._between(),
            self._sampling(),
        ):
            self.column.addWidget(part)
        self.column.addStretch(1)
        self.column.addWidget(self._drop())
        self.show_mode(picture=False)

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
        self.pin = self._button("gan.pin", "Pin as B", "push-pin", self.pin_clicked)
        copy = self._button("gan.copy", "Copy code", "copy", self.copy_clicked)
        buttons.addWidget(self.pin, 1)
        buttons.addWidget(copy)
        set_role(copy, "icon")
        say(copy, text="", tip="Copy the latent code as text", name="Copy the latent code as text")
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

    def _directions(self) -> QWidget:
        self._group = Group("Latent directions", "−3 … +3 σ")
        head = QHBoxLayout()
        self.mode = Segmented([("directions", "Directions"), ("coordinates", "Raw")])
        self.mode.setObjectName("gan.mode")
        self.mode.chosen.connect(self._choose_mode)
        head.addWidget(self.mode)
        head.addStretch(1)
        self._turn = {
            -ROWS: self._button("gan.page.previous", "Previous coordinates", "caret-left", None),
            ROWS: self._button("gan.page.next", "Next coordinates", "caret-right", None),
        }
        for by, button in self._turn.items():
            set_role(button, "icon")
            button.clicked.connect(lambda _=False, by=by: self._turn_page(by))
            head.addWidget(button)
        zero = self._button("gan.zero", "All to zero", "arrow-counter-clockwise", None)
        set_role(zero, "icon")
        zero.clicked.connect(self._zero)
        head.addWidget(zero)
        for button in (*self._turn.values(), zero):
            button.setText("")
            say(button, text="")
        self._group.body.addLayout(head)
        self.rows = [DirectionRow(k) for k in range(ROWS)]
        for k, row in enumerate(self.rows):
            row.set_name(f"gan.latent.{k}")
            row.moved.connect(lambda _: self._edit())
            row.committed.connect(lambda _: self._settle())
            self._group.body.addWidget(row)
        self._label_rows()
        return self._group

    def _between(self) -> QWidget:
        group = Group("Between A and B")
        self.strip = Strip()
        self.strip.setObjectName("gan.between")
        say(self.strip, name="Pictures between A and B")
        self.strip.clicked.connect(lambda index, _mods: self._go(index / (STEPS - 1)))
        group.body.addWidget(self.strip)
        row = QHBoxLayout()
        row.setSpacing(6)
        self.walk = Slider(0, 1, default=0)
        self.walk.setObjectName("gan.walk")
        say(self.walk, name="From A to B")
        self.walk.moved.connect(lambda t: self.walked.emit(t))
        self.animate = self._button("gan.animate", "Animate", "play", None)
        self.animate.setCheckable(True)
        self.animate.toggled.connect(self._animate)
        for part in (_letter("A"), self.walk, _letter("B"), self.animate):
            row.addWidget(part, 1 if part is self.walk else 0)
        group.body.addLayout(row)
        return group

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

    def _button(self, name: str, text: str, icon: str, signal: object) -> QPushButton:
        button = QPushButton()
        button.setObjectName(name)
        button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        say(button, text=text, tip=text, name=text)
        if icon:
            icons.set_icon(button, icon)
        if signal is not None:
            button.clicked.connect(lambda: signal.emit())  # type: ignore[attr-defined]
        return button

    # -- state -----------------------------------------------------------------------------------------

    @property
    def coefficients(self) -> np.ndarray:
        """Where the eight sliders stand, float32 (8,)."""
        return np.array([row.value() for row in self.rows], np.float32)

    @property
    def first(self) -> int:
        """The first coordinate shown; 0 for directions."""
        return self._page

    def set_latent_size(self, nz: int) -> None:
        """How many coordinates and directions there are."""
        self._nz = nz
        self._page = min(self._page, max(0, nz - 1) // ROWS * ROWS)
        self._label_rows()

    def set_coefficients(self, values: Sequence[float] | np.ndarray) -> None:
        """Move the sliders without a signal."""
        for row, value in zip(self.rows, values, strict=True):
            row.set_value(float(value))

    def back_to_a(self) -> None:
        """A itself shows again, not a picture on the way to B; an animation goes on."""
        if not self.animate.isChecked():
            self.walk.set_value(0)

    def _edit(self) -> None:
        self.back_to_a()
        self.edited.emit()

    def _zero(self) -> None:
        self.set_coefficients(np.zeros(ROWS))
        self._settle()

    def _settle(self) -> None:
        self._edit()
        self.settled.emit()

    def _choose_mode(self, mode: str) -> None:
        self._page = 0
        self.set_coefficients(np.zeros(ROWS))
        self._label_rows()
        self.mode_chosen.emit(mode)

    def _turn_page(self, by: int) -> None:
        page = self._page + by
        if 0 <= page < self._nz:
            self._page = page
            self.set_coefficients(np.zeros(ROWS))
            self._label_rows()
            self.page_chosen.emit(page)

    def _label_rows(self) -> None:
        raw = self.mode.current() == "coordinates"
        for button in self._turn.values():
            button.setVisible(raw)
        for k, row in enumerate(self.rows):
            row.caption.setText(str(self._page + k + 1))
            row.setVisible(self._page + k < self._nz)

    def show_mode(self, picture: bool) -> None:
        """The sample's half, or the dropped picture's."""
        self._sample_part.setVisible(not picture)
        self.reconstruct.setVisible(picture)
        self._back.setVisible(picture)
        self.set_title("Reconstruct" if picture else "Sample A")

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

    def show_ends(self, pictures: np.ndarray) -> None:
        """What lies at either end of each slider, uint8 (k, 2, H, W, C)."""
        for row, (low, high) in zip(self.rows, pictures, strict=False):
            row.set_ends(low, high)

    def show_between(self, pictures: np.ndarray) -> None:
        """The strip from A to B, uint8 (n, H, W, C)."""
        self.strip.set_row(np.hstack(list(pictures)), len(pictures))

    def set_encoder(self, there: bool) -> None:
        """Whether a dropped picture can be encoded."""
        if there:
            self.drop.set_words("Drop a picture to encode it", "or click to choose one")
        else:
            self.drop.set_words("Drop a picture to encode it", "needs the O-GAN encoder")

    # -- animation -------------------------------------------------------------------------------------

    def _animate(self, on: bool) -> None:
        icons.set_icon(self.animate, "pause" if on else "play")
        (self._animation.start if on else self._animation.stop)()

    def _walk_on(self) -> None:
        t = self.walk.value() + 0.02 * self._direction
        if not 0 <= t <= 1:
            self._direction *= -1
            t = min(max(t, 0.0), 1.0)
        self._go(t)

    def _go(self, t: float) -> None:
        self.walk.set_value(t)
        self.walked.emit(t)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self._label_rows()
