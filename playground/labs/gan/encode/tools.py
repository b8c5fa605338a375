"""What can be done with codes of the shelf: one small widget each. Values in, signals out."""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import QEvent, Signal
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from engines.ground.marks import mark
from playground.labs.gan.encode.slots import Slots
from widgets.controls.buttons import text_button
from widgets.controls.segmented import Segmented
from widgets.form.sliders import Slider, SliderRow
from widgets.look.i18n import say, tr
from widgets.look.labels import WrappedLabel
from widgets.pictures.grid import Strip
from widgets.pictures.pad import Pad

HINT = mark("Choose a picture on the shelf, then click a place to put it there.")


def hint(text: str) -> WrappedLabel:
    """A dim sentence."""
    made = WrappedLabel("", "dim")
    say(made, text=text)
    return made


class Tool(QWidget):
    """A column of parts."""

    taken = Signal(int)
    """A place wants what is chosen on the shelf."""

    def __init__(self, name: str) -> None:
        super().__init__()
        self.setObjectName(f"gan.encode.{name}")
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(0, 0, 0, 0)
        self.column.setSpacing(6)


class Sum(Tool):
    """a - b + c."""

    def __init__(self) -> None:
        super().__init__("sum")
        self.slots = Slots("gan.encode.sum", "abc", ("−", "+"), edge=96)
        self.slots.taken.connect(self.taken)
        words = mark("What a has and b has not comes to c: with glasses, less without, plus another face.")
        for part in (self.slots, hint(words), hint(HINT)):
            self.column.addWidget(part)
        self.column.addStretch(1)


class Path(Tool):
    """From one to another."""

    moved = Signal(float)

    def __init__(self) -> None:
        super().__init__("path")
        self.slots = Slots("gan.encode.path", "ab", ("→",))
        self.slots.taken.connect(self.taken)
        self._strip, self._slider = Strip(), Slider(0, 1, default=0.5)
        self._strip.setObjectName("gan.encode.strip")
        self._slider.setObjectName("gan.encode.t")
        say(self._strip, name=mark("Pictures on the path"))
        say(self._slider, name=mark("Where on the path"))
        self._count = 1
        self._slider.moved.connect(self.moved)
        self._strip.clicked.connect(lambda index, _mods: self._go(index / max(1, self._count - 1)))
        words = mark("By slerp, along the shell on which codes lie.")
        for part in (self.slots, self._strip, self._slider, hint(words), hint(HINT)):
            self.column.addWidget(part)
        self.column.addStretch(1)

    def show_strip(self, pictures: np.ndarray) -> None:
        """uint8 (n, H, W, C)."""
        self._count = len(pictures)
        self._strip.set_row(np.hstack(list(pictures)), len(pictures))

    def _go(self, t: float) -> None:
        self._slider.set_value(t)
        self.moved.emit(t)


class Lattice(Tool):
    """A pad between four or nine codes."""

    moved = Signal(float, float)
    edge_chosen = Signal(int)

    def __init__(self) -> None:
        super().__init__("pad")
        self._edge = Segmented([("2", mark("4 codes")), ("3", mark("9 codes"))])
        self._edge.setObjectName("gan.encode.edge")
        self._edge.chosen.connect(lambda key: self.edge_chosen.emit(int(key)))
        self.pad = Pad(mark("Pad between the codes"), mark("Put pictures on the shelf first."))
        self.pad.setObjectName("gan.encode.pad_surface")
        self.pad.moved.connect(self.moved)
        self._four = Slots("gan.encode.pad4", "1234", columns=2, edge=54)
        self._nine = Slots("gan.encode.pad9", "123456789", columns=3, edge=40)
        side = QVBoxLayout()
        for slots in (self._four, self._nine):
            slots.taken.connect(self.taken)
            slots.setFixedWidth(132)
            side.addWidget(slots)
        side.addWidget(hint(HINT))
        side.addStretch(1)
        row = QHBoxLayout()
        row.addLayout(side)
        row.addWidget(self.pad, 1)
        self.column.addWidget(self._edge)
        self.column.addLayout(row, 1)
        self.show_edge(2)

    def show_edge(self, edge: int) -> None:
        """Codes along a side."""
        self._edge.set_current(str(edge))
        self._four.setVisible(edge == 2)
        self._nine.setVisible(edge == 3)

    def show_pictures(self, pictures: list[np.ndarray | None]) -> None:
        """What lies in the places."""
        (self._four if len(pictures) == 4 else self._nine).show_pictures(pictures)


class Mix(Tool):
    """Coarse layers of one, fine layers of the other."""

    moved = Signal(int)
    selfmod_wanted = Signal()

    def __init__(self) -> None:
        super().__init__("mix")
        self.slots = Slots("gan.encode.mix", "ab", ("+",))
        self.slots.taken.connect(self.taken)
        self._room = QVBoxLayout()
        self._row: SliderRow | None = None
        self._says = WrappedLabel()
        self._says.setObjectName("gan.encode.mix.says")
        self._turn_on = text_button(mark("Choose SELF-MOD"), self.selfmod_wanted.emit, role="link")
        self._turn_on.setObjectName("gan.encode.selfmod")
        self._layers = -1
        words = mark(
            "In SELF-MOD each layer follows the code by itself, so coarse and fine ones may follow two."
        )
        self.column.addWidget(self.slots)
        self.column.addLayout(self._room)
        for part in (self._says, self._turn_on, hint(words), hint(HINT)):
            self.column.addWidget(part)
        self.column.addStretch(1)

    def _slide(self, layers: int) -> SliderRow | None:
        """A slider as long as that."""
        if self._row is not None:
            self._room.removeWidget(self._row)
            self._row.hide()
            self._row.deleteLater()
        if not layers:
            return None
        row = SliderRow(mark("Layers of a"), 0, layers, default=layers // 2, integer=True)
        row.set_name("gan.encode.at")
        row.moved.connect(lambda value: self.moved.emit(int(value)))
        self._room.addWidget(row)
        return row

    def show_layers(self, layers: int, at: int) -> None:
        """How many there are, 0 without SELF-MOD, and how many follow a."""
        if layers != self._layers:
            self._row = self._slide(layers)
        self._layers = layers
        self.slots.setEnabled(bool(layers))
        self._turn_on.setVisible(not layers)
        if self._row is not None:
            self._row.set_value(min(at, layers))
            text = tr("{at} of {layers} layers follow a, coarse ones first; the others follow b.",
                      at=min(at, layers), layers=layers)  # fmt: skip
        else:
            text = tr("This generator has no SELF-MOD: only its first layer sees the code.")
        self._says.setText(text)


class Direction(Tool):
    """The difference of two sets of the shelf."""

    kept = Signal(str)
    """Under this name."""

    def __init__(self) -> None:
        super().__init__("direction")
        words = mark(
            "Click pictures of the shelf: once for + (has it), twice for − (lacks it), again for neither."
        )
        self._says = WrappedLabel()
        self._says.setObjectName("gan.encode.sets")
        self._name = QLineEdit()
        self._name.setObjectName("gan.encode.name")
        self._name.setMaxLength(60)
        say(self._name, name=mark("Name of the direction"), placeholder=mark("Name, as: glasses"))
        self._keep = text_button(mark("Keep"), self._give, icon="push-pin", tint="text2")
        self._keep.setObjectName("gan.encode.keep")
        self._name.returnPressed.connect(self._give)
        self._name.textChanged.connect(lambda _: self._enable())
        self._sizes = (0, 0)
        row = QHBoxLayout()
        row.addWidget(self._name, 1)
        row.addWidget(self._keep)
        self.column.addWidget(hint(words))
        self.column.addWidget(self._says)
        self.column.addLayout(row)
        self.column.addWidget(
            hint(mark("Mean code of + less mean code of −. With one of each: their difference."))
        )
        self.column.addStretch(1)
        self.show_sets(0, 0)

    def show_sets(self, having: int, lacking: int) -> None:
        """How many there are in either."""
        self._sizes = having, lacking
        self._says.setText(tr("{having} have it, {lacking} lack it.", having=having, lacking=lacking))
        self._enable()

    def _enable(self) -> None:
        self._keep.setEnabled(min(self._sizes) > 0 and bool(self._name.text().strip()))

    def _give(self) -> None:
        if self._keep.isEnabled():
            self.kept.emit(self._name.text().strip())
            self._name.clear()

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.LanguageChange:
            self.show_sets(*self._sizes)
        super().changeEvent(event)
