"""The ON-LSTM lab: a language model whose forgetting has the shape of a tree; watch it find the phrases."""

from __future__ import annotations

import time
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtGui import QGuiApplication, QImage
from PySide6.QtWidgets import QWidget

from engines.ground.marks import mark
from engines.ground.runner import Runner
from engines.onlstm import DEFAULT, PRESETS, OnLstmConfig, Parse
from engines.onlstm.texts.tokens import joined
from playground.ground.action import Action
from playground.kit.exchange import lexicon
from playground.lab import Exports, Lab
from playground.labs.onlstm import export as onlstm_export
from playground.labs.onlstm import jobs
from playground.labs.onlstm.inspector import OnLstmInspector
from playground.labs.onlstm.similar import SimilarSpans
from playground.labs.onlstm.stage import OnLstmStage
from playground.labs.onlstm.texts import Texts
from widgets.look.i18n import tr

if TYPE_CHECKING:
    from engines.onlstm import OnLstmSnapshot
    from engines.onlstm.similar import Like

OFTEN = 0.25  # seconds between parses of the sentence while the model learns
SLOWLY = 0.5  # seconds between refreshes of scores and cards
MENU = mark("Sentence")


class OnLstmLab(Lab):
    """Wires the ON-LSTM engine to tree, scores and scrubber."""

    key = "onlstm"
    hint = mark(
        "Space plays. Type a sentence: its tree redraws while the model learns. Alt+Right shows the next one."
    )
    data_section = "Text"
    config_type = OnLstmConfig
    source: Texts
    presets = PRESETS
    default_preset = DEFAULT.key
    default_device = "cpu"
    nicknames = {"corpus": "corpus", "bank": "bank"}  # noqa: RUF012
    folded = (mark("Regularisation"), mark("Speed"))

    def __init__(self) -> None:
        super().__init__(Texts())
        self.latest: OnLstmSnapshot | None = None
        self._parse: Parse | None = None
        self._drawn: jobs.Drawn | None = None
        self._at: int | None = None
        self._index = 0
        self._next_parse = self._next_scores = 0.0
        self._wanted = ""

    # -- the engine ------------------------------------------------------------------------------------

    def ingredients(self, config: Any, runner: Runner[Any]) -> Mapping[str, Any]:
        self.source.fetch(config, runner)
        return {"lexicon": lexicon().words}

    def engine_changed(self) -> None:
        self._at, self.latest, self._index = None, None, 0
        self._similar.clear()
        self.stage.scrubber.set_steps([])
        self.stage.show_curves({}, {})
        self.stage.choices.touched = False
        if self._wanted:
            self.stage.set_sentence(self._wanted)
            self._wanted = ""
        else:
            self._show_held(0)

    def fraction(self, snapshot: OnLstmSnapshot) -> float | None:
        return snapshot.step / max(snapshot.steps, 1)

    # -- the view --------------------------------------------------------------------------------------

    def view(self) -> QWidget:
        stage = self.stage = OnLstmStage()
        stage.sentence_changed.connect(lambda _: self._reparse())
        stage.step_wanted.connect(self.step_sentence)
        stage.pin_clicked.connect(self.pin)
        stage.choice_changed.connect(self._show_choice)
        stage.scrubbed.connect(self._scrub)
        stage.stack.tree.span_chosen.connect(lambda start, end: self._similar.choose(start, end))
        return stage

    def inspector(self) -> QWidget:
        view = self._inspector = OnLstmInspector()
        view.layer_chosen.connect(self._choose_layer)
        view.pinned_chosen.connect(self._show_pinned)
        view.pinned_removed.connect(lambda i: self.ask(lambda e: e.unpin(i), self._refresh))
        view.paste_clicked.connect(self.paste)
        view.open_clicked.connect(lambda: self.source.open_file("text", self.run.config, view))
        view.banks_clicked.connect(self._offer)
        view.export_clicked.connect(self.export_wanted)
        view.best_clicked.connect(self._go_best)
        self._similar = SimilarSpans(self, view.similar)
        return view

    def show(self, snapshot: OnLstmSnapshot) -> None:
        self.latest = snapshot
        self.stage.choices.set_layers(snapshot.layers)
        self.stage.choices.set_control(bool(snapshot.control))
        if not self.stage.choices.touched and snapshot.best is not None:
            self.stage.choices.set_layer(snapshot.best.layer)
            self.stage.choices.builder.set_current(snapshot.best.builder)
        self.stage.scrubber.set_steps(list(snapshot.marks))
        self.stage.show_curves(snapshot.curves, snapshot.baselines)
        now = time.monotonic()
        if now >= self._next_scores or not self.run.playing:
            self._next_scores = now + SLOWLY
            self._inspector.show_snapshot(snapshot, self.stage.choices.choice())
        if self._at is None and (now >= self._next_parse or not self.run.playing):
            self._next_parse = now + OFTEN
            self._reparse()

    def data_note(self, snapshot: OnLstmSnapshot) -> str:
        if snapshot.corpus.licence:
            return tr("{name}. {licence}", name=tr(snapshot.corpus.name), licence=tr(snapshot.corpus.licence))
        return tr("Right trees are known.") if snapshot.corpus.gold else tr("No right trees are known.")

    # -- the sentence ----------------------------------------------------------------------------------

    @property
    def parse(self) -> Parse | None:
        """The sentence as it was read last."""
        return self._parse

    @property
    def sentence(self) -> str:
        """The sentence in the field."""
        return self.stage.sentence.text()

    def looks(self) -> tuple[jobs.Choice, int | None, bool]:
        """What is looked at: layer, builder and gate; kept weights or those of now; the control?"""
        return self.stage.choices.choice(), self._at, self.stage.choices.model.current() == "control"

    def show_sentence(self, like: Like) -> None:
        """Go to a sentence of the list of similar spans."""
        self._index = like.index
        self.stage.set_sentence(like.text)

    def _reparse(self) -> None:
        text = self.sentence
        _, at, control = self.looks()
        self.ask(lambda e: jobs.parsed(e, text, at, control), self._take, key="parse")

    def _take(self, parse: Parse) -> None:
        self._parse = parse
        self._show_parse()

    def _show_parse(self) -> None:
        if self._parse is not None:
            self._drawn = jobs.drawn(
                self._parse, self.stage.choices.choice(), self.stage.choices.levels.isChecked()
            )
            self.stage.show_drawn(self._drawn)
            self._similar.refresh()

    def _show_choice(self) -> None:
        """Another layer, builder, source or model."""
        self._reparse() if self.stage.choices.model.isVisible() else self._show_parse()
        if self.latest is not None:
            self._inspector.show_snapshot(self.latest, self.stage.choices.choice())
            self.stage.show_curves(self.latest.curves, self.latest.baselines)

    def _choose_layer(self, key: str) -> None:
        self.stage.choices.touched = True
        self.stage.choices.set_layer(key)
        self._show_choice()

    def _scrub(self, at: int | None) -> None:
        self._at = at
        self._reparse()

    def _go_best(self) -> None:
        """The layer and builder of the best score, and the kept weights nearest to its step."""
        best = self.latest.best if self.latest is not None else None
        if best is None or self.latest is None:
            return
        self.stage.choices.touched = True
        self.stage.choices.set_layer(best.layer)
        self.stage.choices.builder.set_current(best.builder)
        marks = self.latest.marks
        if marks:
            index = min(range(len(marks)), key=lambda i: abs(marks[i] - best.step))
            self.stage.scrubber.set_index(index)
            self._scrub(index)
        self._show_choice()

    def step_sentence(self, by: int) -> None:
        """The next held-out sentence, or the one before."""
        self._show_held(self._index + by)

    def _show_held(self, index: int) -> None:
        def show(found: tuple[str, int]) -> None:
            text, total = found
            self._index = index % max(total, 1)
            self.stage.set_sentence(text)

        self.ask(lambda e: jobs.held_out(e, index), show, key="held")

    def pin(self) -> None:
        """Keep an eye on the sentence."""
        text = self.stage.sentence.text()
        if text.strip():
            self.ask(lambda e: e.pin(text), self._refresh)

    def _refresh(self, _: Any = None) -> None:
        self._next_scores = 0.0
        self.ask(lambda e: e.snapshot(), self.show, key="refresh")

    def _show_pinned(self, index: int) -> None:
        if self.latest is not None and index < len(self.latest.pinned):
            self.stage.set_sentence(joined(self.latest.pinned[index].tokens))

    # -- texts -----------------------------------------------------------------------------------------

    def paste(self) -> None:
        """Learn from what was copied."""
        self.source.paste()

    def _offer(self) -> None:
        self.source.offer(self.run.config, self.stage)

    # -- files -----------------------------------------------------------------------------------------

    def picture(self) -> QImage | None:
        if self._drawn is None or self._drawn.branch is None:
            return None
        return self.stage.stack.tree.export_png(None, 2)

    def exports(self) -> Exports:
        found, tree = self._drawn, self.stage.stack.tree
        there = found is not None and found.node is not None

        def write(path: Path) -> None:
            if found is not None:
                self.write(path, lambda to: onlstm_export.write(to, found, tree))

        missing = "" if there else mark("There is no tree yet.")
        return Exports(mark("Export the tree"), "tree.svg", onlstm_export.FORMATS, write, missing)

    def copy_brackets(self) -> None:
        """The tree as brackets, to the clipboard."""
        found = self._drawn
        if found is not None and found.node is not None:
            QGuiApplication.clipboard().setText(found.node.to_brackets(found.parse.tokens))
            self.notice("info", tr("Brackets copied."), key="copy")

    # -- acting, remembering ---------------------------------------------------------------------------

    def actions(self) -> Sequence[Action]:
        rows = (
            ("previous", mark("Sentence before"), lambda: self.step_sentence(-1), "Alt+Left", "caret-left"),
            ("next", mark("Next sentence"), lambda: self.step_sentence(1), "Alt+Right", "caret-right"),
            ("pin", mark("Pin this sentence"), self.pin, "Ctrl+D", "push-pin"),
            ("brackets", mark("Copy the brackets"), self.copy_brackets, "Ctrl+Shift+B", "brackets-round"),
            ("paste", mark("Learn from the pasted text"), self.paste, "Ctrl+Shift+V", "clipboard-text"),
            ("banks", mark("Learn from a treebank…"), self._offer, "", "download-simple"),
            ("best", mark("Show the best tree so far"), self._go_best, "", "trophy"),
        )
        return [Action(f"onlstm.{k}", text, act, keys, icon, MENU) for k, text, act, keys, icon in rows]

    def save_state(self) -> dict[str, Any]:
        return {"sentence": self.sentence} | self.stage.choices.save_state()

    def restore_state(self, state: Mapping[str, Any]) -> None:
        if isinstance(sentence := state.get("sentence"), str):
            self._wanted = sentence
        self.stage.choices.restore_state(state)


LAB = OnLstmLab
