"""Beside the canvas: what the prior would put under the mask, and where one began."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
from PySide6.QtCore import Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel

from engines.ground.marks import mark
from engines.vqvae.painting.queries import Steering
from widgets.controls.buttons import text_button
from widgets.controls.segmented import Segmented
from widgets.form.sliders import SliderRow
from widgets.frame.panel import Group, Panel
from widgets.look.i18n import joined, tr
from widgets.look.labels import WrappedLabel
from widgets.look.style import set_role
from widgets.pictures.picture import Picture
from widgets.pictures.variants import Variants

KINDS = {"masked": mark("Masked"), "pixelcnn": mark("PixelCNN"), "causal": mark("Causal")}
WIDTH = 264
BELOW = 440  # px that everything but the guesses takes


class GuessPanel(Panel):
    """Four guesses, what steers them, and the buttons that ask for them."""

    fill_clicked = Signal()
    sample_clicked = Signal()
    train_clicked = Signal()
    more_clicked = Signal()
    chosen = Signal(int)

    def __init__(self) -> None:
        super().__init__("Fill the mask", role="stage")
        self.setFixedWidth(WIDTH)
        self._trained: tuple[str, ...] = ()
        self.variants = Variants("vqvae")
        self.variants.used.connect(self.chosen)
        self.variants.more.connect(self.more_clicked)
        self._steering()
        self.body.addWidget(self.variants)
        fill = text_button("Fill the mask", self.fill_clicked.emit, role="soft")
        fill.setObjectName("vqvae.fill")
        self.body.addWidget(fill)
        line = QHBoxLayout()
        for name, text, signal in (
            ("sample", "Whole picture", self.sample_clicked),
            ("train_prior", "Train the prior", self.train_clicked),
        ):
            button = text_button(text, signal.emit)
            button.setObjectName(f"vqvae.{name}")
            line.addWidget(button, 1)
        self.body.addLayout(line)
        self._learnt = WrappedLabel(role="caption")
        self._learnt.setObjectName("vqvae.prior_state")
        self._learnt.hide()
        self.body.addWidget(self._learnt)
        self._compare()
        self.body.addStretch(1)

    def _steering(self) -> None:
        self.by = Segmented([("one", "This prior"), ("two", "Side by side")])
        self.by.setObjectName("vqvae.beside")
        self.by.chosen.connect(lambda _: self._tell_kinds())
        self.by.hide()
        self._kinds = QLabel()
        set_role(self._kinds, "caption")
        self._kinds.hide()
        self.temperature = SliderRow("Temperature", 0, 2, default=1)
        self.temperature.set_name("vqvae.temperature")
        self.top_k = SliderRow("Top k", 0, 64, default=0, integer=True, zero=mark("all"))
        self.top_k.set_name("vqvae.top_k")
        for part in (self._kinds, self.by, self.temperature, self.top_k):
            self.variants.between.addWidget(part)

    def _compare(self) -> None:
        compare = Group("Compare")
        pair = QHBoxLayout()
        self.before, self.now = Picture("Original"), Picture("Painting")
        for picture in (self.before, self.now):
            picture.setMinimumSize(84, 92)
            pair.addWidget(picture, 1)
        compare.body.addLayout(pair)
        self.body.addWidget(compare)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.variants.set_largest(max(56, (self.height() - BELOW) // 2))

    def steering(self) -> Steering:
        """How the prior shall guess, as it is set now."""
        return Steering(float(self.temperature.value()), int(self.top_k.value()), self.kinds())

    def show_learning(self, figures: Mapping[str, float], learning: bool) -> None:
        """How far the prior is, beside what needs no learning: is it good enough to fill with?"""
        nats, floor = figures.get("prior_nll"), figures.get("position")
        self._learnt.setVisible(learning or nats is not None)
        if nats is None or floor is None:
            self._learnt.setText(tr("The prior begins to learn…"))
            return
        enough = tr("Good enough to fill with.") if nats < 0.95 * floor else tr("Not better than chance yet.")
        said = tr(
            "Prior: {nats} nats a code, by place alone {floor}.", nats=f"{nats:.2f}", floor=f"{floor:.2f}"
        )
        self._learnt.setText(joined(said, enough))

    def show_guesses(self, pictures: np.ndarray) -> None:
        """Ways to choose from, uint8 (n, H, W, C)."""
        self.variants.set_pictures(pictures)

    def show_painting(self, picture: np.ndarray) -> None:
        """The painting as it is now."""
        self.now.set_pixels(picture)

    def show_original(self, picture: np.ndarray) -> None:
        """Another picture is painted over: guesses for the old one go."""
        self.variants.set_pictures(None)
        self.before.set_pixels(picture)

    def set_priors(self, trained: Sequence[str]) -> None:
        """Which kinds of prior have learnt something; with two, their guesses can be seen side by side."""
        if tuple(trained) != self._trained:
            self._trained = tuple(trained)
            self.by.setVisible(len(trained) > 1)
            if len(trained) < 2:
                self.by.set_current("one")
            self._tell_kinds()

    def kinds(self) -> tuple[str, ...]:
        """Which priors shall guess; ("",) is the one that is set."""
        return self._trained[:2] if self.by.current() == "two" else ("",)

    def _tell_kinds(self) -> None:
        kinds = self.kinds()
        self._kinds.setVisible(len(kinds) > 1)
        if len(kinds) > 1:
            above, below = (tr(KINDS[kind]) for kind in kinds)
            self._kinds.setText(tr("Above {above}, below {below}", above=above, below=below))

    def set_busy(self, busy: bool) -> None:
        """Guesses are on their way."""
        self.variants.set_busy(busy)
