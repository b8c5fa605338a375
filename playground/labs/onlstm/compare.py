"""How ON-LSTMs are compared: the tree that each reads into the same sentence."""

from __future__ import annotations

import functools
from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import numpy as np
from PySide6.QtCore import QTimer
from PySide6.QtGui import QImage, QResizeEvent, QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from engines.ground.compare.lockstep import paired
from engines.ground.marks import mark
from engines.ground.runner import Runner
from engines.onlstm import OnLstmConfig, OnLstmSnapshot, Parse, build, queries
from engines.onlstm.queries import Choice
from engines.onlstm.versus import RULES
from playground.kit.compare.figures import NAN, Figure
from playground.kit.compare.kind import EMPTY, Kind, Plot, Side, level
from playground.kit.sheets import Curves
from playground.lab import Lab
from playground.labs.onlstm.drawing import drawn
from widgets.controls.buttons import icon_button
from widgets.look.i18n import say, tr
from widgets.trees.parse_stack import ParseStack

if TYPE_CHECKING:
    from engines.ground.compare.lockstep import Lockstep

TYPING = 60  # ms after the last key
DEPTH = 0.5  # at which trees are cut into chunks
PLOTS = (
    Plot(
        "f1",
        mark("F1"),
        mark("best layer, held-out sentences"),
        (("", 1, "f1"),),
        ((mark("right-branching"), "text2", "f1.floor"),),
        smooth=False,
    ),
    Plot(
        "perplexity",
        mark("Perplexity"),
        mark("held-out, log₁₀"),
        (("", 2, "perplexity"),),
        always=True,
        smooth=False,
    ),
)


class TreeSide(Side):
    """The sentence's tree by the layer whose trees are best; where there is room, distances and gates."""

    def __init__(self, name: str) -> None:
        super().__init__()
        self._choice, self._parse = Choice("mean"), None
        self.stack = ParseStack(EMPTY)
        self.tree = self.stack.tree
        self.tree.setObjectName(name)
        self.tree.set_threshold(DEPTH)
        self._resized = QTimer(self, singleShot=True, interval=0)  # when the tree has its own new size
        self._resized.timeout.connect(self._fit)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.stack)

    def join(self, other: Side) -> None:
        if isinstance(other, TreeSide):
            for one, follower in ((self, other), (other, self)):
                one.tree.threshold_changed.connect(follower.tree.set_threshold)
                for view in one.stack.views():
                    view.hovered_gap.connect(follower.stack.light)

    def begin(self, config: OnLstmConfig) -> None:
        self._choice, self._parse = Choice("mean"), None
        self.tree.set_sentence([], None)

    def show_seen(self, seen: OnLstmSnapshot) -> None:
        found = [key for key in seen.f1 if key[1:] == (self._choice.builder, self._choice.source)]
        if found:
            self._choice = replace(self._choice, layer=max(found, key=lambda key: seen.f1[key])[0])

    def show_look(self, found: Parse) -> None:
        seen = drawn(found, self._choice, levels=True)
        others = found.tokens != self.stack.columns.words
        unknown = [i for i, known in enumerate(found.known) if not known]
        self.tree.set_sentence(list(found.tokens), seen.branch, unknown)
        if others:
            self._fit()
        gold = seen.against
        self.tree.set_marks(*((gold.right, gold.wrong, gold.missed) if gold is not None else (None,)))
        self.stack.distances.set_distances(seen.distances, True)
        self.stack.gates.set_gates(seen.gates, tr("forget gate"))

    def _fit(self) -> None:
        """All words are seen, upright where they are many, until the person zooms."""
        columns = self.stack.columns
        if columns.zoom > columns.fitting:
            columns.fit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._resized.start()

    def picture(self) -> QImage:
        return self.stack.grab().toImage()


class Sentence(QWidget):
    """The sentence that both read; ``again`` is called when it is another.

    Args:
        lab: asked for held-out sentences.
    """

    def __init__(self, lab: Lab, again: Callable[[], None]) -> None:
        super().__init__()
        self._lab, self._again, self._index = lab, again, 0
        self._typing = QTimer(self, singleShot=True, interval=TYPING)
        self._typing.timeout.connect(again)
        row = QHBoxLayout(self)
        row.setContentsMargins(12, 0, 12, 0)
        row.setSpacing(4)
        for name, icon, tip, by in (
            ("previous", "caret-left", mark("The sentence before"), -1),
            ("next", "caret-right", mark("The next sentence"), 1),
        ):
            button = icon_button(icon, tip, functools.partial(self.step, by))
            button.setObjectName(f"onlstm.versus.{name}")
            row.addWidget(button)
        self.field = QLineEdit()
        self.field.setObjectName("onlstm.versus.sentence")
        self.field.setMaxLength(2000)
        say(self.field, placeholder=mark("Type a sentence that both read"), name=mark("Sentence"))
        self.field.textEdited.connect(lambda _: self._typing.start())
        row.addWidget(self.field, 1)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if not self.field.text():
            self.step(0)

    def step(self, by: int) -> None:
        """The next held-out sentence, or the one before."""
        self._index += by

        def show(found: tuple[str, int]) -> None:
            self.field.setText(found[0])
            self._again()

        index = self._index
        self._lab.ask(lambda e: queries.held_out(e, index), show, key="versus.held")


class OnLstmKind(Kind[OnLstmSnapshot]):
    """See the module.

    Args:
        lab: knows what an engine is built of, and held-out sentences.
    """

    rules, plots = RULES, PLOTS

    def __init__(self, lab: Lab) -> None:
        self._lab = lab
        self._sentence: Sentence | None = None

    def build(self, a: OnLstmConfig, b: OnLstmConfig, runner: Runner[Any], device: str) -> Lockstep[Any]:
        given = self._lab.ingredients(a, runner)
        return paired(lambda c: build(c, runner.report, runner.cancelled, device, **given), a, b)

    def side(self, name: str) -> Side:
        return TreeSide(name)

    def head(self, again: Callable[[], None]) -> QWidget:
        self._sentence = Sentence(self._lab, again)
        return self._sentence

    def look(self) -> Callable[[Any], Parse]:
        text = "" if self._sentence is None else self._sentence.field.text()
        return lambda engine: engine.parse(text)

    def curves(self, seen: OnLstmSnapshot) -> Curves:
        found: dict[str, tuple[np.ndarray, np.ndarray]] = {}
        wanted = ("F1 mean", *(f"F1 layer {i + 1}" for i in range(seen.layers)))
        if scores := [seen.curves[name] for name in wanted if name in seen.curves]:
            found["f1"] = scores[0][0], np.max([y for _, y in scores], axis=0)
        if "eval perplexity" in seen.curves:
            x, y = seen.curves["eval perplexity"]
            found["perplexity"] = x, np.log10(np.maximum(y, 1.0))
        return found | dict(level(found, "f1", seen.baselines.get("right")))

    def figures(self, seen: OnLstmSnapshot) -> Sequence[Figure]:
        curves, found = self.curves(seen), []
        if "f1" in curves:
            right = seen.baselines.get("right", NAN)
            found.append(Figure(mark("F1"), float(curves["f1"][1][-1]), mark("right-branching"), right))
        if seen.perplexity is not None:
            found.append(Figure(mark("perplexity"), seen.perplexity))
        return found
