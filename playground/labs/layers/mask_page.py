"""The mask bench: lines of text become a padded batch, and one operation is asked what padding does to it."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from engines.ground.marks import mark
from engines.layers.masks.asked import OPS, Ask, Bench, Scenario
from playground.labs.layers.mask_answer import MaskAnswer
from playground.labs.layers.mask_form import MaskForm
from playground.labs.layers.mask_scenarios import MaskScenarios
from widgets.frame.panel import ScrollPanel
from widgets.look.i18n import say
from widgets.look.labels import WrappedLabel

WIDE = 292  # px of what is asked
HELP = {key: text for key, _, text in OPS}


class MaskPage(QWidget):
    """What is asked at the left, what comes of it at the right. Somebody else asks the engine."""

    asked = Signal(object)
    """An Ask, whenever the person changes something."""

    def __init__(self) -> None:
        super().__init__()
        self._bench: tuple[Ask, Bench] | None = None
        self.form, self.answer, self.scenarios = MaskForm(), MaskAnswer(), MaskScenarios()
        self.form.changed.connect(self._changed)
        self.scenarios.chosen.connect(self._play)
        self._look = WrappedLabel()
        self._look.setObjectName("layers.mask.look")
        self._problem = WrappedLabel("", "error")
        self._problem.setObjectName("layers.mask.problem")
        self._problem.hide()
        left = ScrollPanel(mark("Batch"))
        left.setFixedWidth(WIDE)
        left.column.addWidget(self.form)
        left.column.addStretch(1)
        right = ScrollPanel(mark("What padding does"), role="stage")
        for part in (self.scenarios, self._look, self._problem):
            right.column.addWidget(part)
        right.column.addWidget(self.answer, 1)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(left)
        row.addWidget(right, 1)
        self._follow()

    def current(self) -> Ask:
        """What is asked now."""
        return self.form.ask()

    def set_current(self, ask: Ask) -> None:
        """Ask this from now on, without a signal. Raises ValueError: a value that is not offered."""
        self.form.set_ask(ask)
        self._follow()

    def show_bench(self, bench: Bench, ask: Ask | None = None) -> None:
        """The answer to ``ask``, by default to what is asked now."""
        self._bench = ask or self.current(), bench
        self._problem.hide()
        self.answer.setEnabled(True)
        self.answer.show_bench(*self._bench)

    def show_problem(self, sentence: str) -> None:
        """Why there is no answer, in the language shown; the last answer is dimmed."""
        self._bench = None
        self._problem.setText(sentence)
        self._problem.show()
        self.answer.setEnabled(False)

    def bench(self) -> tuple[Ask, Bench] | None:
        """What was asked last and its answer; None before the first and where it was refused."""
        return self._bench

    def _changed(self) -> None:
        self._follow()
        self.asked.emit(self.current())

    def _play(self, scenario: Scenario) -> None:
        self.set_current(scenario.ask)
        self.asked.emit(self.current())

    def _follow(self) -> None:
        """Say what there is to look at: of a scenario its own sentence, else what the operation does."""
        ask = self.current()
        scenario = self.scenarios.show_ask(ask)
        say(self._look, text=scenario.look if scenario is not None else HELP[ask.op])
