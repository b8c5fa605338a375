"""Beside the ON-LSTM stage: is it grammar? Scores beside what needs no learning, the corpus, pinned trees."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout

from engines.ground.marks import mark
from engines.onlstm.queries import Choice
from playground.labs.onlstm.drawing import drawn
from playground.labs.onlstm.similar_group import SimilarGroup
from widgets.controls.buttons import text_button
from widgets.frame.panel import Group, ScrollPanel
from widgets.look.figures import count
from widgets.look.i18n import say, tr
from widgets.look.labels import WrappedLabel
from widgets.plots.score_bars import Score, ScoreBars
from widgets.trees.card import TreeCards

if TYPE_CHECKING:
    from engines.onlstm import OnLstmSnapshot
    from engines.onlstm.snapshot import Which

COLOURS = ("real", "accent", 2, 3)
BASELINES = (
    ("right", mark("Right-branching")), ("balanced", mark("Balanced")), ("random", mark("Random")),
    ("left", mark("Left-branching")),
)  # fmt: skip

READ_OFF = {"d_in": mark("input gate"), "d_log": mark("logarithm")}
"""What a best score that is not of the forget gate is read off."""


class OnLstmInspector(ScrollPanel):
    """Scores, corpus, pinned sentences."""

    layer_chosen = Signal(str)
    pinned_chosen = Signal(int)
    pinned_removed = Signal(int)
    paste_clicked = Signal()
    open_clicked = Signal()
    banks_clicked = Signal()
    export_clicked = Signal()
    best_clicked = Signal()

    def __init__(self) -> None:
        super().__init__("Is it grammar?")
        self.setObjectName("onlstm.inspector")
        self.scores = ScoreBars()
        self.scores.setObjectName("onlstm.scores")
        self.scores.chosen.connect(self.layer_chosen)
        self._best = text_button("", self.best_clicked.emit, role="link")
        self._best.setObjectName("onlstm.best")
        say(self._best, tip="Chosen by one half of the held-out sentences, scored on the other half.")
        self._told = WrappedLabel(role="caption")  # else it seems to be less than a bar above, and it is not
        say(self._told, text="F1 of half of these sentences; the other half chose it.")
        self._best.hide()
        self._told.hide()
        self.column.addWidget(self.scores)
        self.column.addWidget(self._best)
        self.column.addWidget(self._told)
        self.similar = SimilarGroup()
        self.column.addWidget(self.similar)
        self.column.addWidget(self._text())
        self.column.addWidget(self._pinned())
        self.column.addStretch(1)
        export = text_button(mark("Export the tree…"), self.export_clicked.emit, icon="export")
        export.setObjectName("onlstm.export_tree")
        self.add_foot(export)

    def _text(self) -> Group:
        group = Group("Text")
        group.setObjectName("onlstm.text")
        group.body.setSpacing(6)
        self._about, self._notes = WrappedLabel(role="dim"), WrappedLabel(role="caption")
        row = QHBoxLayout()
        row.setSpacing(8)
        for name, title, signal in (
            ("paste", mark("Paste text"), self.paste_clicked),
            ("open_text", mark("Open a file"), self.open_clicked),
        ):
            button = text_button(title, signal.emit)
            button.setObjectName(f"onlstm.{name}")
            row.addWidget(button, 1)
        group.body.addWidget(self._about)
        group.body.addWidget(self._notes)
        banks = text_button(mark("Learn from a treebank…"), self.banks_clicked.emit, role="link")
        banks.setObjectName("onlstm.open_bank")
        group.body.addLayout(row)
        group.body.addWidget(banks, 0, Qt.AlignmentFlag.AlignHCenter)
        return group

    def _pinned(self) -> Group:
        self._pins = Group("Pinned sentences")
        self.cards = TreeCards()
        self.cards.setObjectName("onlstm.pinned")
        self.cards.chosen.connect(self.pinned_chosen)
        self.cards.removed.connect(self.pinned_removed)
        self._pins.body.addWidget(self.cards)
        return self._pins

    def facts(self) -> str:
        """What is said of the text, and its notes."""
        return f"{self._about.text()}\n{self._notes.text()}"

    # -- showing ---------------------------------------------------------------------------------------

    def show_snapshot(self, snapshot: OnLstmSnapshot, choice: Choice) -> None:
        """The newest scores, facts and cards."""
        self._show_scores(snapshot, choice)
        corpus = snapshot.corpus
        one = mark("1 sentence, {words} words, {vocabulary} different ones")
        many = mark("{sentences} sentences, {words} words, {vocabulary} different ones")
        self._about.setText(
            tr(
                one if corpus.sentences == 1 else many,
                sentences=count(corpus.sentences),
                words=count(corpus.words),
                vocabulary=count(corpus.vocabulary),
            )
        )
        notes = [tr(note.template, **_written(note.facts)) for note in corpus.notes]
        self._notes.setText("\n".join(notes))
        self._notes.setVisible(bool(notes))
        cards = []
        for parse in snapshot.pinned:
            found = drawn(parse, choice, True)
            f1 = found.against.f1 if found.against is not None else None
            cards.append((list(parse.tokens), found.branch, f1))
        self.cards.set_cards(cards)

    def _show_scores(self, snapshot: OnLstmSnapshot, choice: Choice) -> None:
        layers: list[Which] = [*range(snapshot.layers)]
        if snapshot.layers > 1:
            layers.append("mean")
        learnt = []
        for layer in layers:
            name = tr("Mean of layers") if layer == "mean" else tr("Layer {number}", number=layer + 1)
            value = snapshot.f1.get((layer, choice.builder, choice.source))
            colour = "text2" if layer == "mean" else COLOURS[layer % len(COLOURS)]
            learnt.append(Score(str(layer), name, value, colour, layer == choice.layer))
        if not snapshot.baselines:
            note = tr("No right trees are known for this text, so there is no score. Look at every layer.")
            self.scores.set_scores([learnt], note)
            self._best.hide()
            self._told.hide()
            return
        beside = [Score("", mark("Plain LSTM"), snapshot.control_f1, None)] if snapshot.control else []
        base = [Score("", name, snapshot.baselines.get(key)) for key, name in BASELINES]
        note = tr("Best that any binary tree can reach: {value}", value=f"{snapshot.baselines['best']:.1f}")
        self.scores.set_scores([learnt, [*beside, *base]], note)
        best = snapshot.best
        self._best.setVisible(best is not None)
        self._told.setVisible(best is not None)
        if best is not None:
            where = tr("mean") if best.layer == "mean" else tr("layer {number}", number=best.layer + 1)
            if best.source in READ_OFF:
                where = f"{where}, {tr(READ_OFF[best.source])}"
            self._best.setText(
                tr("Best so far: {layer}, F1 {value}, step {step}", layer=where, value=f"{best.f1:.1f}",
                   step=count(best.step))
            )  # fmt: skip


def _written(facts: Mapping[str, Any]) -> dict[str, Any]:
    """Facts as they are read: thousands have a comma."""
    return {name: count(fact) if isinstance(fact, int) else fact for name, fact in facts.items()}
