"""The ON-LSTM lab's stage: a sentence, its tree over distances and gates, curves and the way back in time."""

from __future__ import annotations

import functools
from collections.abc import Mapping
from typing import TYPE_CHECKING

import numpy as np
from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QResizeEvent, QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QVBoxLayout, QWidget
from shiboken6 import isValid

from engines.marks import mark
from playground.labs.onlstm_jobs import Choice, Drawn
from playground.labs.sheets import Curves
from widgets.buttons import icon_button
from widgets.fields import NumberField
from widgets.i18n import say, tr
from widgets.labels import label
from widgets.parse_stack import ParseStack
from widgets.scrubber import Scrubber
from widgets.segmented import Segmented
from widgets.splitter import Splitter
from widgets.style import set_role

if TYPE_CHECKING:
    from widgets.curves import CurveView

TYPING = 60  # ms after the last key
DEPTH = 0.5  # threshold at the start
LAYER = mark("Layer: each has trees of its own")
LABELS_FROM = 800  # px of width from which choices have their label beside them


class OnLstmStage(QWidget):
    """Says what is wanted; the lab asks the engine."""

    sentence_changed = Signal(str)
    step_wanted = Signal(int)
    """-1 the sentence before, 1 the next one."""
    pin_clicked = Signal()
    choice_changed = Signal()
    scrubbed = Signal(object)
    """Index of kept weights to look back on, None for now."""

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("onlstm.stage")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        set_role(self, "stage")
        self._plots: tuple[CurveView, ...] = ()
        self._curves: Curves = {}
        self._baselines: Mapping[str, float] = {}
        self._layers = 0
        self.touched = False
        """Whether the person chose a layer; until then the best one is shown."""
        self._typing = QTimer(self, singleShot=True, interval=TYPING)
        self._typing.timeout.connect(lambda: self.sentence_changed.emit(self.sentence.text()))
        self._rest = QTimer(self, singleShot=True, interval=400)
        self._rest.timeout.connect(self._draw_curves)
        self._lay_out()

    # -- layout ----------------------------------------------------------------------------------------

    def _lay_out(self) -> None:
        upper = QWidget()
        column = QVBoxLayout(upper)
        column.setContentsMargins(0, 6, 0, 0)
        column.setSpacing(4)
        column.addLayout(self._sentence_row())
        column.addLayout(self._choices())
        self.stack = ParseStack(mark("Type a sentence to see its tree"))
        for name in ("tree", "distances", "gates"):
            getattr(self.stack, name).setObjectName(f"onlstm.{name}")
        self.stack.tree.threshold_changed.connect(lambda value: self._show_threshold(value))
        self.stack.tree.set_threshold(DEPTH)
        column.addWidget(self.stack, 1)
        self._split = Splitter(orientation=Qt.Orientation.Vertical)
        self._split.add_main(upper, 220)
        self._split.add_side(
            "onlstm.foot", self._foot(), 190, 110, 320, title="Show curves", first=False, folded_size=28
        )
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self._split)

    def _sentence_row(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setContentsMargins(12, 0, 12, 0)
        row.setSpacing(4)
        self.sentence = QLineEdit()
        self.sentence.setObjectName("onlstm.sentence")
        self.sentence.setMaxLength(20_000)
        say(self.sentence, placeholder=mark("Type a sentence"), name=mark("Sentence"))
        self.sentence.textEdited.connect(lambda _: self._typing.start())
        for name, icon, tip, by in (
            ("previous", "caret-left", mark("The sentence before (Alt+Left)"), -1),
            ("next", "caret-right", mark("The next sentence (Alt+Right)"), 1),
        ):
            button = icon_button(icon, tip, functools.partial(self.step_wanted.emit, by))
            button.setObjectName(f"onlstm.{name}")
            row.addWidget(button)
        row.addWidget(self.sentence, 1)
        pin = icon_button("push-pin", mark("Pin this sentence"), self.pin_clicked.emit)
        pin.setObjectName("onlstm.pin")
        fit = icon_button("corners-out", mark("Fit the sentence (0)"), lambda: self.stack.columns.fit())
        fit.setObjectName("onlstm.fit")
        row.addWidget(pin)
        row.addWidget(fit)
        return row

    def _choices(self) -> QHBoxLayout:
        row = self._choice_row = QHBoxLayout()
        row.setContentsMargins(12, 0, 12, 0)
        row.setSpacing(6)
        self._labels: list[QWidget] = []
        self.builder = Segmented([("gap", "Gap"), ("paper", "Paper")])
        self.source = Segmented([("d_forget", "Forget"), ("d_in", "Input")])
        self.model = Segmented([("model", "ON-LSTM"), ("control", "Plain")])
        self.layer = Segmented([("0", "1"), ("1", "2"), ("mean", "Mean")])
        for name, title in (
            ("layer", "Layer"),
            ("builder", "Builder"),
            ("source", "Distance"),
            ("model", ""),
        ):
            choice = getattr(self, name)
            choice.setObjectName(f"onlstm.{name}")
            if title:
                self._labels.append(label(title, "dim"))
                row.addWidget(self._labels[-1])
            row.addWidget(choice)
        self.builder.set_current("paper")
        self.model.hide()
        say(self.layer, tip=LAYER)
        say(self.builder, tip=mark("Builder: paper leans to the right, gap reaches every tree"))
        say(self.source, tip=mark("Distance: how much a word makes forget, or how high it writes"))
        say(self.model, tip=mark("Which model the tree is read off"))
        self._listen(self.layer)
        for choice in (self.builder, self.source, self.model):
            choice.chosen.connect(lambda _: self.choice_changed.emit())
        row.addStretch(1)
        self.gold = icon_button("check-circle", mark("Compare with the right tree"))
        self.gold.setObjectName("onlstm.gold")
        self.gold.setCheckable(True)
        self.gold.setChecked(True)
        self.gold.toggled.connect(lambda _: self.choice_changed.emit())
        self.levels = icon_button("rows", mark("Heights in even steps, not by distance"))
        self.levels.setObjectName("onlstm.levels")
        self.levels.setCheckable(True)
        self.levels.setChecked(True)
        self.levels.toggled.connect(lambda _: self.choice_changed.emit())
        self._labels.append(label(mark("Chunks"), "dim"))
        row.addWidget(self._labels[-1])
        self.threshold = NumberField()
        self.threshold.setObjectName("onlstm.threshold")
        self.threshold.setFixedWidth(56)
        say(self.threshold, name=mark("Threshold"), tip=mark("Splits below this make no chunk of their own"))
        self.threshold.typed.connect(self._threshold_typed)
        self.threshold.nudged.connect(lambda by: self.move_threshold(self.stack.tree.threshold() + by / 100))
        row.addWidget(self.threshold)
        row.addWidget(self.levels)
        row.addWidget(self.gold)
        self._show_threshold(DEPTH)
        return row

    def _listen(self, layer: Segmented) -> None:
        def choose(_: str) -> None:
            self.touched = True
            self.choice_changed.emit()

        layer.chosen.connect(choose)

    def _foot(self) -> QWidget:
        foot = QWidget()
        foot.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        set_role(foot, "stage")
        column = QVBoxLayout(foot)
        column.setContentsMargins(0, 2, 0, 6)
        column.setSpacing(2)
        self.curves = QWidget()
        self.curves.setObjectName("onlstm.curves")
        self._row = QHBoxLayout(self.curves)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.setSpacing(0)
        self.scrubber = Scrubber()
        self.scrubber.moved.connect(lambda index: self.scrubbed.emit(index))
        self.scrubber.live.connect(lambda: self.scrubbed.emit(None))
        line = QHBoxLayout()
        line.setContentsMargins(12, 0, 12, 0)
        line.addWidget(self.scrubber)
        column.addWidget(self.curves, 1)
        column.addLayout(line)
        return foot

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if not self._plots:
            QTimer.singleShot(0, self, self._make_plots)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._split.set_default("onlstm.foot", 150 if self.height() < 700 else 190)
        for text in self._labels:
            text.setVisible(self.width() >= LABELS_FROM)

    def _make_plots(self) -> None:
        from widgets.curves import CurveView

        if self._plots or not isValid(self.curves):
            return
        self._plots = (
            CurveView("F1 by layer", "held-out sentences"), CurveView("Perplexity", "held-out, log₁₀"),
        )  # fmt: skip
        for name, plot in zip(("f1", "perplexity"), self._plots, strict=True):
            plot.setObjectName(f"onlstm.curves.{name}")
            self._row.addWidget(plot, 3 if name == "f1" else 2)
        self._draw_curves()

    # -- the person ------------------------------------------------------------------------------------

    def choice(self) -> Choice:
        """Layer, builder and source as they are set."""
        layer = self.layer.current()
        which: int | str = layer if layer == "mean" else int(layer)
        return Choice(which, self.builder.current(), self.source.current())  # type: ignore[arg-type]

    def set_layer(self, which: int | str) -> None:
        """Show a layer, without a signal."""
        self.layer.set_current(str(which))

    def set_sentence(self, text: str) -> None:
        """Put a sentence into the field and ask for its parse."""
        self.sentence.setText(text)
        self.sentence_changed.emit(text)

    def set_layers(self, layers: int) -> None:
        """Offer so many layers and their mean."""
        if layers == self._layers:
            return
        self._layers = layers
        before = self.layer.current()
        choices = [(str(i), str(i + 1)) for i in range(layers)] + ([("mean", "Mean")] if layers > 1 else [])
        new = Segmented(choices)
        self._choice_row.replaceWidget(self.layer, new)
        self.layer.setObjectName("")
        self.layer.deleteLater()
        self.layer = new
        new.setObjectName("onlstm.layer")
        say(new, tip=LAYER)
        new.set_current(before if before in dict(choices) else str(min(1, layers - 1)))
        self._listen(new)

    def _threshold_typed(self, text: str) -> None:
        try:
            value = float(text.replace("−", "-"))
        except ValueError:
            value = self.stack.tree.threshold()
        self.move_threshold(value)

    def move_threshold(self, value: float) -> None:
        """Let chunks be cut at this height."""
        value = min(max(value, 0.0), 1.0)
        self.stack.tree.set_threshold(value)
        self._show_threshold(value)

    def _show_threshold(self, value: float) -> None:
        self.threshold.show_text(f"{value:.2f}")

    # -- showing ---------------------------------------------------------------------------------------

    def show_drawn(self, found: Drawn) -> None:
        """A tree, its distances and gates."""
        words = list(found.parse.tokens)
        unknown = [i for i, known in enumerate(found.parse.known) if not known]
        self.stack.tree.set_sentence(words, found.branch, unknown)
        marks = found.marks if self.gold.isChecked() else None
        if marks is None:
            self.stack.tree.set_marks(None)
        else:
            self.stack.tree.set_marks(set(marks.right), set(marks.wrong), set(marks.missed))
        self.stack.distances.set_distances(found.distances, self.builder.current() == "paper")
        name = tr("forget gate") if self.source.current() == "d_forget" else tr("input gate")
        self.stack.gates.set_gates(found.gates, name)

    def show_curves(self, curves: Curves, baselines: Mapping[str, float]) -> None:
        """The newest curves, drawn a few times a second."""
        self._curves, self._baselines = curves, baselines
        if not self._rest.isActive():
            self._rest.start()

    def _draw_curves(self) -> None:
        if not self._plots:
            return
        scores, perplexity = self._plots
        gap = " gap" if self.builder.current() == "gap" else ""
        lines: list[tuple[str, str | int, np.ndarray, np.ndarray]] = []
        for i in range(self._layers):
            if (key := f"F1 layer {i + 1}{gap}") in self._curves:
                name = tr("layer {number}", number=i + 1)
                lines.append((name, ("real", "accent", 2, 3)[i % 4], *self._curves[key]))
        if "F1 control" in self._curves:
            lines.append((mark("plain LSTM"), "text2", *self._curves["F1 control"]))
        if lines and "right" in self._baselines:
            x = lines[0][2][[0, -1]]
            lines.append((mark("right-branching"), 4, x, np.full(2, self._baselines["right"])))
        scores.set_series(lines)
        self._plots[0].setVisible(bool(lines))
        shown: list[tuple[str, str | int, np.ndarray, np.ndarray]] = []
        for key, colour, name in (
            ("perplexity", "strong", mark("training")), ("eval perplexity", "text", mark("held out")),
        ):  # fmt: skip
            if key in self._curves:
                x, y = self._curves[key]
                shown.append((name, colour, x, np.log10(np.maximum(y, 1.0))))
        perplexity.set_series(shown)

    def set_control(self, there: bool) -> None:
        """Whether a plain LSTM learns beside the model, whose trees can be seen too."""
        self.model.setVisible(there)
        if not there:
            self.model.set_current("model")
