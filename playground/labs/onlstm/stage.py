"""The ON-LSTM lab's stage: a sentence, its tree over distances and gates, curves and the way back in time."""

from __future__ import annotations

import functools
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from engines.ground.changes import Change
from engines.ground.marks import mark
from engines.onlstm import Best, OnLstmSnapshot
from playground.kit.curve_foot import CurveFoot
from playground.kit.sheets import Curves
from playground.kit.stage import Stage
from playground.kit.timeline_bar import TimelineBar
from playground.labs.onlstm import curves as onlstm_curves
from playground.labs.onlstm.choices import DEPTH, TreeChoices
from playground.labs.onlstm.curves import PLOTS
from playground.labs.onlstm.drawing import Drawn
from widgets.controls.buttons import icon_button
from widgets.look.i18n import say, tr
from widgets.trees.parse_stack import ParseStack

if TYPE_CHECKING:
    from widgets.plots.curves import CurveView

TYPING = 60  # ms after the last key
REST = 400  # ms between two drawings of the curves
LABELS_FROM = 800  # px of width from which choices have their label beside them


class OnLstmStage(Stage):
    """Says what is wanted; the lab asks the engine."""

    sentence_changed = Signal(str)
    step_wanted = Signal(int)
    """-1 the sentence before, 1 the next one."""
    pin_clicked = Signal()
    choice_changed = Signal()
    span_chosen = Signal(int, int)
    """First and last word, exclusive, under a node of the tree."""
    scrubbed = Signal(object)
    """The step of kept weights to look back on, None for now."""

    def __init__(self) -> None:
        super().__init__("onlstm.stage")
        self._baselines: Mapping[str, float] = {}
        self._changes: Sequence[Change] = ()
        self._typing = QTimer(self, singleShot=True, interval=TYPING)
        self._typing.timeout.connect(lambda: self.sentence_changed.emit(self.sentence.text()))
        self._lay_out()

    # -- layout ----------------------------------------------------------------------------------------

    def _lay_out(self) -> None:
        upper = QWidget()
        column = QVBoxLayout(upper)
        column.setContentsMargins(0, 6, 0, 0)
        column.setSpacing(4)
        self.line = self._sentence_line()
        """What stands beside the switch of pages, while this one is shown."""
        self.choices = TreeChoices()
        self.choices.changed.connect(self.choice_changed)
        self.choices.threshold_wanted.connect(self.move_threshold)
        column.addWidget(self.choices)
        self.stack = ParseStack(mark("Type a sentence to see its tree"))
        for name in ("tree", "distances", "gates"):
            getattr(self.stack, name).setObjectName(f"onlstm.{name}")
        self.tree = self.stack.tree
        self.tree.span_chosen.connect(self.span_chosen)
        self.tree.threshold_changed.connect(self.choices.show_threshold)
        self.tree.set_threshold(DEPTH)
        column.addWidget(self.stack, 1)
        self.curves = CurveFoot("onlstm", PLOTS, REST, self._draw)
        foot = TimelineBar("onlstm", self.curves)
        self.timeline = foot.line
        self.timeline.scrubbed.connect(self.scrubbed)
        self.set_parts(
            upper,
            foot,
            lambda: 150 if self.height() < 700 else 190,
            name="onlstm.foot",
            least=220,
            limits=(110, 320),
        )

    def _sentence_line(self) -> QWidget:
        line = QWidget()
        row = QHBoxLayout(line)
        row.setContentsMargins(0, 0, 0, 0)
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
        return line

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.choices.set_labels(self.width() >= LABELS_FROM)

    # -- the person ------------------------------------------------------------------------------------

    def set_sentence(self, text: str) -> None:
        """Put a sentence into the field and ask for its parse."""
        self.sentence.setText(text)
        self.sentence_changed.emit(text)

    def move_threshold(self, value: float) -> None:
        """Let chunks be cut at this height."""
        value = min(max(value, 0.0), 1.0)
        self.tree.set_threshold(value)
        self.choices.show_threshold(value)

    def go_best(self, best: Best) -> None:
        """The layer, builder and gate of the best score, and the kept weights nearest to its step."""
        self.choices.choose_best(best)
        self.timeline.look_back(best.step)
        self.scrubbed.emit(self.timeline.at())

    # -- showing ---------------------------------------------------------------------------------------

    def begin(self) -> None:
        """Another run: nothing is kept of it yet, and its best layer shows itself."""
        self.choices.touched = False
        self.timeline.set_steps([])
        self.show_curves({}, {}, ())

    def show_snapshot(self, snapshot: OnLstmSnapshot) -> None:
        """What can be chosen and looked back on, and the curves."""
        self.choices.offer(snapshot.layers, bool(snapshot.control), snapshot.best)
        self.timeline.set_steps(snapshot.kept, snapshot.branches, now=snapshot.step)
        self.show_curves(snapshot.curves, snapshot.baselines, snapshot.changes)

    def show_drawn(self, found: Drawn) -> None:
        """A tree, its distances and gates."""
        words = list(found.parse.tokens)
        unknown = [i for i, known in enumerate(found.parse.known) if not known]
        self.tree.set_sentence(words, found.branch, unknown)
        gold = found.against if self.choices.gold.isChecked() else None
        if gold is None:
            self.tree.set_marks(None)
        else:
            self.tree.set_marks(gold.right, gold.wrong, gold.missed)
        self.stack.distances.set_distances(found.distances, self.choices.builder.current() == "paper")
        name = tr("input gate") if self.choices.source.current() == "d_in" else tr("forget gate")
        self.stack.gates.set_gates(found.gates, name)

    def show_curves(self, curves: Curves, baselines: Mapping[str, float], changes: Sequence[Change]) -> None:
        """The newest curves, drawn a few times a second, and where settings changed."""
        self._baselines, self._changes = baselines, changes
        self.curves.show_curves(curves)

    def _draw(self, plots: tuple[CurveView, ...], curves: Curves) -> None:
        onlstm_curves.draw(plots, curves, self.choices.builder.current(), self._baselines, self._changes)
