"""A slider for each kept direction."""

from __future__ import annotations

import functools
from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from engines.ground.marks import mark
from playground.labs.gan.encode.kept import FAR
from widgets.controls.buttons import icon_button
from widgets.form.sliders import SliderRow
from widgets.look.i18n import say
from widgets.look.labels import WrappedLabel, label
from widgets.look.style import set_role


class KeptView(QWidget):
    """Values in, signals out."""

    gone = Signal(str, float)
    removed = Signal(str)
    rested = Signal()
    save_clicked = Signal()
    load_clicked = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._names: list[str] = []
        self._rows: list[QWidget] = []
        self._sliders: list[SliderRow] = []
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(2)
        head = QHBoxLayout()
        head.addWidget(label(mark("Kept directions"), "title"))
        head.addStretch(1)
        self._tools = []
        for icon, tip, signal, name in (
            ("arrow-counter-clockwise", mark("All to zero"), self.rested, "rest"),
            ("folder-open", mark("Open directions…"), self.load_clicked, "load"),
            ("floppy-disk", mark("Save directions…"), self.save_clicked, "save"),
        ):
            button = icon_button(icon, tip, signal.emit, size=16, by_tab=True)
            button.setObjectName(f"gan.encode.kept.{name}")
            head.addWidget(button)
            self._tools.append(button)
        self._none = WrappedLabel("", "dim")
        say(self._none, text=mark("None yet: make one under Direction. It then moves every picture here."))
        page = QWidget()
        set_role(page, "page")
        self._line = QVBoxLayout(page)
        self._line.setContentsMargins(0, 0, 0, 0)
        self._line.setSpacing(0)
        self._line.addStretch(1)
        self._area = QScrollArea()
        self._area.setWidgetResizable(True)
        self._area.setFrameShape(QFrame.Shape.NoFrame)
        self._area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._area.setWidget(page)
        self._area.setMinimumHeight(84)
        column.addLayout(head)
        column.addWidget(self._none)
        column.addWidget(self._area, 100)
        column.addStretch(1)
        self.show_directions([])

    def show_directions(self, found: Sequence[tuple[str, float]]) -> None:
        """Name of each, and how far it is gone; the sliders stay while the names do."""
        names = [name for name, _ in found]
        if names != self._names:
            self._build(names)
        for row, (_, amount) in zip(self._sliders, found, strict=True):
            if row.value() != amount:
                row.set_value(amount)
        self._none.setVisible(not names)
        self._area.setVisible(bool(names))
        for button in (self._tools[0], self._tools[2]):
            button.setEnabled(bool(names))

    def _build(self, names: list[str]) -> None:
        for old in self._rows:
            self._line.removeWidget(old)
            old.hide()
            old.deleteLater()
        self._names, self._rows, self._sliders = names, [], []
        for at, name in enumerate(names):
            line = QWidget()
            across = QHBoxLayout(line)
            across.setContentsMargins(0, 0, 0, 0)
            across.setSpacing(2)
            row = SliderRow(name, -FAR, FAR, default=0, bipolar=True)
            row.set_name(f"gan.encode.kept.{at}")
            row.moved.connect(functools.partial(self._go, name))
            drop = icon_button(
                "x", mark("Keep it no more"), functools.partial(self.removed.emit, name), size=16
            )
            drop.setObjectName(f"gan.encode.kept.{at}.remove")
            across.addWidget(row, 1)
            across.addWidget(drop)
            self._line.insertWidget(at, line)
            self._rows.append(line)
            self._sliders.append(row)

    def _go(self, name: str, amount: float) -> None:
        self.gone.emit(name, float(amount))
