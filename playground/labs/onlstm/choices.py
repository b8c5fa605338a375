"""How a tree is read and drawn: layer, builder, gate, model; chunks, heights, right tree."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QWidget

from engines.ground.marks import mark
from engines.onlstm import BUILDERS, SOURCES, Best
from engines.onlstm.queries import Choice
from widgets.controls.buttons import icon_button
from widgets.controls.segmented import Segmented
from widgets.form.fields import NumberField
from widgets.look.figures import parse
from widgets.look.i18n import say
from widgets.look.labels import label

DEPTH = 0.5  # threshold at the start
LAYER = mark("Layer: each has trees of its own")
BUILDER = mark(
    "Builder: gap reaches every tree, paper leans to the right, lean is gap with a slope to the right"
)


class TreeChoices(QWidget):
    """One row. Which layers there are is known with the engine."""

    changed = Signal()
    threshold_wanted = Signal(float)
    """Where chunks are cut, between 0 and 1."""

    def __init__(self) -> None:
        super().__init__()
        self.touched = False
        """Whether the person chose a layer, a builder or a gate; until then the best one is shown."""
        self._layers = 0
        self._led = False  # whether a best score chose the gate
        self._labels: list[QWidget] = []
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(12, 0, 12, 0)
        self._row.setSpacing(6)
        self.layer = Segmented([("0", "1"), ("1", "2"), ("mean", "Mean")])
        self.builder = Segmented([("gap", "Gap"), ("paper", "Paper"), ("lean", "Lean")])
        self.source = Segmented([("d_forget", "Forget"), ("d_in", "Input"), ("d_log", "Log")])
        self.model = Segmented([("model", "ON-LSTM"), ("control", "Plain")])
        self._add("layer", mark("Layer"), LAYER)
        self._add("builder", mark("Builder"), BUILDER)
        self._add(
            "source",
            mark("Distance"),
            mark("Distance: how much a word makes forget, how high it writes, or forgetting as a logarithm"),
        )
        self._add("model", "", mark("Which model the tree is read off"))
        self.model.hide()
        self.builder.set_current("paper")
        for choice in (self.layer, self.builder, self.source):
            choice.chosen.connect(self._touch)
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

    def _touch(self, _: str) -> None:
        self.touched = True

    def _typed(self, text: str) -> None:
        try:
            value = parse(text)
        except ValueError:
            value = self._depth
        self.threshold_wanted.emit(value)

    # -- what is chosen --------------------------------------------------------------------------------

    def choice(self) -> Choice:
        """Layer, builder and source as they are set."""
        layer = self.layer.current()
        which: int | str = layer if layer == "mean" else int(layer)
        return Choice(which, self.builder.current(), self.source.current())  # type: ignore[arg-type]

    def control(self) -> bool:
        """Whether the plain LSTM beside the model is looked at."""
        return self.model.current() == "control"

    def even(self) -> bool:
        """Whether heights are drawn in even steps."""
        return self.levels.isChecked()

    def choose_layer(self, which: str) -> None:
        """The person wants to see a layer."""
        self.touched = True
        self.layer.set_current(which)
        self.changed.emit()

    def choose_best(self, best: Best) -> None:
        """The person wants to see the layer, builder and gate of the best score."""
        self.touched = True
        self._set_best(best)
        self.changed.emit()

    def offer(self, layers: int, control: bool, best: Best | None) -> None:
        """What the run has: so many layers, a plain LSTM beside, and a best score, which is shown until the
        person chooses. Tells of a choice that became another one by this."""
        before = self.choice(), self.control()
        self._set_layers(layers)
        self.model.setVisible(control)
        if not control:
            self.model.set_current("model")
        if best is not None and not self.touched:
            self._set_best(best)
        if (self.choice(), self.control()) != before:
            self.changed.emit()

    def _set_best(self, best: Best) -> None:
        self.layer.set_current(str(best.layer))
        self.builder.set_current(best.builder)
        if self._led or best.source != "d_forget":  # else the gate stays as the person left it
            self.source.set_current(best.source)
            self._led = best.source != "d_forget"

    def _set_layers(self, layers: int) -> None:
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
        new.chosen.connect(self._touch)
        new.chosen.connect(self.changed)

    # -- what is shown ---------------------------------------------------------------------------------

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
        if state.get("builder") in BUILDERS:
            self.builder.set_current(state["builder"])
        if state.get("source") in SOURCES:
            self.source.set_current(state["source"])
        if isinstance(value := state.get("threshold"), (int, float)) and 0 <= value <= 1:
            self.threshold_wanted.emit(float(value))
        for name, switch in (("gold", self.gold), ("levels", self.levels)):
            if isinstance(on := state.get(name), bool):
                switch.setChecked(on)
