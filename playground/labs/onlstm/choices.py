"""How a tree is read and drawn: layer, builder, gate, model; chunks, heights, right tree."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QWidget

from engines.ground.marks import mark
from engines.onlstm.queries import Choice
from widgets.controls.buttons import icon_button
from widgets.controls.segmented import Segmented
from widgets.form.fields import NumberField
from widgets.look.figures import parse
from widgets.look.i18n import say
from widgets.look.labels import label

DEPTH = 0.5  # threshold at the start
LAYER = mark("Layer: each has trees of its own")


class TreeChoices(QWidget):
    """One row. Which layers there are is known with the engine."""

    changed = Signal()
    threshold_wanted = Signal(float)
    """Where chunks are cut, between 0 and 1."""

    def __init__(self) -> None:
        super().__init__()
        self.touched = False
        """Whether the person chose a layer; until then the best one is shown."""
        self._layers = 0
        self._labels: list[QWidget] = []
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(12, 0, 12, 0)
        self._row.setSpacing(6)
        self.layer = Segmented([("0", "1"), ("1", "2"), ("mean", "Mean")])
        self.builder = Segmented([("gap", "Gap"), ("paper", "Paper")])
        self.source = Segmented([("d_forget", "Forget"), ("d_in", "Input")])
        self.model = Segmented([("model", "ON-LSTM"), ("control", "Plain")])
        self._add("layer", mark("Layer"), LAYER)
        self._add(
            "builder", mark("Builder"), mark("Builder: paper leans to the right, gap reaches every tree")
        )
        self._add(
            "source", mark("Distance"), mark("Distance: how much a word makes forget, or how high it writes")
        )
        self._add("model", "", mark("Which model the tree is read off"))
        self.model.hide()
        self.builder.set_current("paper")
        self.layer.chosen.connect(lambda _: self.touch())
        for choice in (self.layer, self.builder, self.source, self.model):
            choice.chosen.connect(self.changed)
        self._row.addStretch(1)
        self._chunks()
        self.levels = self._switch("levels", "rows", mark("Heights in even steps, not by distance"))
        self.gold = self._switch("gold", "check-circle", mark("Compare with the right tree"))

    def _add(self, name: str, title: str, tip: str) -> None:
        if title:
            self._label(title)
        choice: Segmented = getattr(self, name)
        choice.setObjectName(f"onlstm.{name}")
        say(choice, tip=tip)
        self._row.addWidget(choice)

    def _label(self, title: str) -> None:
        self._labels.append(label(title, "dim"))
        self._row.addWidget(self._labels[-1])

    def _chunks(self) -> None:
        self._label(mark("Chunks"))
        self.threshold = NumberField()
        self.threshold.setObjectName("onlstm.threshold")
        self.threshold.setFixedWidth(56)
        say(self.threshold, name=mark("Threshold"), tip=mark("Splits below this make no chunk of their own"))
        self.threshold.typed.connect(self._typed)
        self.threshold.nudged.connect(lambda by: self.threshold_wanted.emit(self._depth + by / 100))
        self._row.addWidget(self.threshold)
        self.show_threshold(DEPTH)

    def _switch(self, name: str, icon: str, tip: str) -> QPushButton:
        button = icon_button(icon, tip)
        button.setObjectName(f"onlstm.{name}")
        button.setCheckable(True)
        button.setChecked(True)
        button.toggled.connect(lambda _: self.changed.emit())
        self._row.addWidget(button)
        return button

    def _typed(self, text: str) -> None:
        try:
            value = parse(text)
        except ValueError:
            value = self._depth
        self.threshold_wanted.emit(value)

    # -- the lab ---------------------------------------------------------------------------------------

    def choice(self) -> Choice:
        """Layer, builder and source as they are set."""
        layer = self.layer.current()
        which: int | str = layer if layer == "mean" else int(layer)
        return Choice(which, self.builder.current(), self.source.current())  # type: ignore[arg-type]

    def touch(self) -> None:
        """The person chose: the best layer is shown no longer by itself."""
        self.touched = True

    def set_best(self, layer: int | str, builder: str) -> None:
        """Show the layer and builder of the best score, without a signal."""
        self.set_layer(layer)
        self.builder.set_current(builder)

    def set_layer(self, which: int | str) -> None:
        """Show a layer, without a signal."""
        self.layer.set_current(str(which))

    def set_layers(self, layers: int) -> None:
        """Offer so many layers and their mean."""
        if layers == self._layers:
            return
        self._layers = layers
        before = self.layer.current()
        choices = [(str(i), str(i + 1)) for i in range(layers)] + (
            [("mean", mark("Mean"))] if layers > 1 else []
        )
        new = Segmented(choices)
        self._row.replaceWidget(self.layer, new)
        self.layer.setObjectName("")
        self.layer.deleteLater()
        self.layer = new
        new.setObjectName("onlstm.layer")
        say(new, tip=LAYER)
        new.set_current(before if before in dict(choices) else str(min(1, layers - 1)))
        new.chosen.connect(lambda _: self.touch())
        new.chosen.connect(self.changed)

    def set_control(self, there: bool) -> None:
        """Whether a plain LSTM learns beside the model, whose trees can be seen too."""
        self.model.setVisible(there)
        if not there:
            self.model.set_current("model")

    def show_threshold(self, value: float) -> None:
        """Say where chunks are cut."""
        self._depth = value
        self.threshold.show_text(f"{value:.2f}")

    def set_labels(self, shown: bool) -> None:
        """Whether there is room for a label beside each choice."""
        for text in self._labels:
            text.setVisible(shown)

    def save_state(self) -> dict[str, Any]:
        """What is remembered until the next start."""
        choice = self.choice()
        return {
            "builder": choice.builder,
            "source": choice.source,
            "threshold": self._depth,
            "gold": self.gold.isChecked(),
            "levels": self.levels.isChecked(),
        }

    def restore_state(self, state: Mapping[str, Any]) -> None:
        """Set what :meth:`save_state` gave; anything else is left alone."""
        if state.get("builder") in ("gap", "paper"):
            self.builder.set_current(state["builder"])
        if state.get("source") in ("d_forget", "d_in"):
            self.source.set_current(state["source"])
        if isinstance(value := state.get("threshold"), (int, float)) and 0 <= value <= 1:
            self.threshold_wanted.emit(float(value))
        for name, switch in (("gold", self.gold), ("levels", self.levels)):
            if isinstance(on := state.get(name), bool):
                switch.setChecked(on)
