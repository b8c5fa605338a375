"""The way from sample A to sample B: a strip of pictures, a slider, and an animation along it."""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel

from widgets.controls.buttons import text_button
from widgets.form.sliders import Slider
from widgets.frame.panel import Group
from widgets.look import icons
from widgets.look.i18n import say
from widgets.look.style import set_role
from widgets.pictures.grid import Strip


def _letter(letter: str) -> QLabel:
    """The badge of a sample."""
    badge = QLabel(letter)
    badge.setAlignment(Qt.AlignmentFlag.AlignCenter)
    badge.setFixedSize(18, 18)
    set_role(badge, "badge")
    return badge


class Between(Group):
    """Values in, signals out; knows nothing of engines."""

    walked = Signal(float)
    """Where between A (0) and B (1)."""

    def __init__(self) -> None:
        super().__init__("Between A and B")
        self._direction, self._count = 1, 0
        self._animation = QTimer(self)
        self._animation.setInterval(40)
        self._animation.timeout.connect(self._stride)
        self._strip = Strip()
        self._strip.setObjectName("gan.between")
        say(self._strip, name="Pictures between A and B")
        self._strip.clicked.connect(lambda index, _mods: self.go(index / (self._count - 1)))
        self.body.addWidget(self._strip)
        row = QHBoxLayout()
        row.setSpacing(6)
        self._walk = Slider(0, 1, default=0)
        self._walk.setObjectName("gan.walk")
        say(self._walk, name="From A to B")
        self._walk.moved.connect(lambda t: self.walked.emit(t))
        self._animate = text_button("Animate", icon="play", tint="text2", tip="Animate", by_tab=True)
        self._animate.setObjectName("gan.animate")
        self._animate.setCheckable(True)
        self._animate.toggled.connect(self._play)
        for part in (_letter("A"), self._walk, _letter("B"), self._animate):
            row.addWidget(part, 1 if part is self._walk else 0)
        self.body.addLayout(row)

    @property
    def at(self) -> float:
        """Where on the way."""
        return float(self._walk.value())

    def show_pictures(self, pictures: np.ndarray) -> None:
        """The strip from A to B, uint8 (n, H, W, C)."""
        self._count = len(pictures)
        self._strip.set_row(np.hstack(list(pictures)), len(pictures))

    def back_to_a(self) -> None:
        """A itself shows again, not a picture on the way to B; an animation goes on."""
        if not self._animate.isChecked():
            self._walk.set_value(0)

    def go(self, t: float) -> None:
        """Walk to ``t``, as a person would."""
        self._walk.set_value(t)
        self.walked.emit(t)

    def _play(self, on: bool) -> None:
        icons.set_icon(self._animate, "pause" if on else "play")
        (self._animation.start if on else self._animation.stop)()

    def _stride(self) -> None:
        t = self.at + 0.02 * self._direction
        if not 0 <= t <= 1:
            self._direction *= -1
            t = min(max(t, 0.0), 1.0)
        self.go(t)
