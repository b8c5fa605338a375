"""The ON-LSTM lab: a language model whose forgetting has the shape of a tree; watch it find the phrases."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from PySide6.QtGui import QGuiApplication, QImage
from PySide6.QtWidgets import QWidget

from engines.ground.marks import mark
from engines.ground.problem import NotFetched, Problem
from engines.ground.runner import Runner
from engines.onlstm import DEFAULT, PRESETS, OnLstmConfig
from engines.onlstm.texts.tokens import joined
from playground.ground.action import Action
from playground.kit.compare.page import ComparePage
from playground.kit.exchange import lexicon
from playground.kit.films import Content, Films
from playground.kit.looking_back import LookingBack
from playground.kit.pages import Pages
from playground.kit.throttle import Throttle
from playground.lab import Exports, Lab
from playground.labs.onlstm import export, film
from playground.labs.onlstm.compare import OnLstmKind
from playground.labs.onlstm.inspector import OnLstmInspector
from playground.labs.onlstm.reading import Reading
from playground.labs.onlstm.similar import SimilarSpans
from playground.labs.onlstm.stage import OnLstmStage
from playground.labs.onlstm.texts import Texts
from widgets.look.i18n import tr

if TYPE_CHECKING:
    from engines.onlstm import OnLstmSnapshot

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
    costly = ("emb", "hidden", "layers", "bptt")
    presets = PRESETS
    default_preset = DEFAULT.key
    default_device = "cpu"
    nicknames = {"corpus": "corpus", "bank": "bank"}  # noqa: RUF012
    folded = (mark("Regularisation"), mark("Speed"))

    latest: OnLstmSnapshot | None = None

    def __init__(self) -> None:
        super().__init__(Texts())
        self.reading = Reading(
            self.ask, self
        )  # with a parent: a connection to a lambda would keep it for ever
        self.similar = SimilarSpans(self.ask, lambda: self.reading.looks, self)
        self._often = Throttle(OFTEN, self.reading.refresh)
        self._slowly = Throttle(SLOWLY, self._show_scores)
        self._wanted = ""
        """The sentence of last time, until an engine stands."""

    # -- the engine ------------------------------------------------------------------------------------

    def ingredients(self, config: Any, runner: Runner[Any]) -> Mapping[str, Any]:
        self.source.fetch(config, runner)
        return {"lexicon": lexicon().words}

    def script_extras(self, config: Any) -> Mapping[str, Any] | None:
        return {"lexicon": lexicon().words} if config.tokens == "lexicon" else {}

    def engine_changed(self) -> None:
        self.latest = None
        self.reading.forget()
        self.similar.clear()
        self.stage.begin()
        if self._wanted:
            self.stage.set_sentence(self._wanted)
            self._wanted = ""
        else:
            self.reading.show_held(0)

    def fraction(self, snapshot: OnLstmSnapshot) -> float | None:
        return snapshot.step / max(snapshot.steps, 1)

    def lighter(self, config: Any) -> Mapping[str, Any]:
        found = super().lighter(config)
        return {**found, "chunk": OnLstmConfig().chunk} if found else {}  # widths must be multiples of it

    def ways_out(self, problem: Problem) -> Sequence[tuple[str, Callable[[], object]]]:
        return [(tr("Show treebanks"), self._offer)] if isinstance(problem, NotFetched) else ()

    # -- the view --------------------------------------------------------------------------------------

    def view(self) -> QWidget:
        stage, reading = OnLstmStage(), self.reading
        self.stage = stage
        stage.sentence_changed.connect(reading.read)
        stage.step_wanted.connect(reading.step)
        stage.pin_clicked.connect(self.pin)
        stage.choice_changed.connect(self._choose)
        LookingBack(stage.timeline, reading.look_back, lambda step: self.run.branch(step))
        stage.span_chosen.connect(
            lambda start, end: self.similar.choose(reading.text, reading.parse, start, end)
        )
        reading.changed.connect(self._show_drawn)
        reading.found.connect(stage.set_sentence)
        self.similar.followed.connect(lambda like: reading.go_to(like.index, like.text))
        self.compare = ComparePage(self.key, OnLstmKind(self), self.run)
        pages = ("train", mark("Train"), stage), ("compare", mark("Compare"), self.compare)
        self.pages = Pages("onlstm.page_choice", pages)
        self.pages.head.setSpacing(12)
        self.pages.head.addWidget(stage.line, 1)
        self.pages.shown.connect(lambda name: stage.line.setVisible(name == "train"))
        return self.pages

    def inspector(self) -> QWidget:
        view, similar = OnLstmInspector(), self.similar
        self.inspected = view
        view.layer_chosen.connect(self.stage.choices.choose_layer)
        view.pinned_chosen.connect(self._show_pinned)
        view.pinned_removed.connect(lambda i: self.ask(lambda e: e.unpin(i), self._refresh))
        view.paste_clicked.connect(self.source.paste)
        view.open_clicked.connect(lambda: self.source.open_file("text", self.run.config, view))
        view.banks_clicked.connect(self._offer)
        view.export_clicked.connect(self.export_wanted)
        view.best_clicked.connect(self._go_best)
        group = view.similar
        group.picked.connect(similar.follow)
        similar.forgotten.connect(group.show_hint)
        similar.waiting.connect(group.show_waiting)
        similar.found.connect(group.show_found)
        self._choose()
        return view

    def show(self, snapshot: OnLstmSnapshot) -> None:
        self.latest = snapshot
        self.stage.show_snapshot(snapshot)
        if self.stage.choices.control() != self.reading.looks.control:
            self._choose()  # the new run has a control too
        resting = not self.run.playing
        self._slowly(at_once=resting)
        if self.reading.looks.at is None:
            self._often(at_once=resting)

    def data_note(self, snapshot: OnLstmSnapshot) -> str:
        if snapshot.corpus.licence:
            return tr("{name}. {licence}", name=tr(snapshot.corpus.name), licence=tr(snapshot.corpus.licence))
        return tr("Right trees are known.") if snapshot.corpus.gold else tr("No right trees are known.")

    # -- the sentence ----------------------------------------------------------------------------------

    def _show_drawn(self) -> None:
        reading = self.reading
        if reading.drawn is not None and reading.parse is not None:
            self.stage.show_drawn(reading.drawn)
            if not self.inspected.similar.folded:
                self.similar.refresh(reading.parse, learning=self.run.playing)

    def _choose(self) -> None:
        """The row of choices says how the sentence is read."""
        choices = self.stage.choices
        self.reading.choose(choices.choice(), control=choices.control(), levels=choices.even())
        self._show_scores()

    def _show_scores(self) -> None:
        if self.latest is not None:
            self.inspected.show_snapshot(self.latest, self.stage.choices.choice())
            self.stage.show_curves(self.latest.curves, self.latest.baselines, self.latest.changes)

    def _go_best(self) -> None:
        if self.latest is not None and self.latest.best is not None:
            self.stage.go_best(self.latest.best)

    def pin(self) -> None:
        """Keep an eye on the sentence."""
        text = self.reading.text
        if text.strip():
            self.ask(lambda e: e.pin(text), self._refresh)

    def _refresh(self, _: Any = None) -> None:
        self._slowly.reset()
        self.ask(lambda e: e.snapshot(), self.show, key="refresh")

    def _show_pinned(self, index: int) -> None:
        if self.latest is not None and index < len(self.latest.pinned):
            self.stage.set_sentence(joined(self.latest.pinned[index].tokens))

    def _offer(self) -> None:
        self.source.offer(self.run.config, self.stage)

    # -- files -----------------------------------------------------------------------------------------

    def picture(self) -> QImage | None:
        if self.pages.current() == "compare":
            return self.compare.picture()
        found = self.reading.drawn
        return None if found is None or found.branch is None else self.stage.tree.export_png(None, 2)

    def exports(self) -> Exports:
        if self.pages.current() == "compare":
            return self.compare.exports(self.write)
        return export.exports(self.reading.drawn, self.stage.tree, self.write)

    def copy_brackets(self) -> None:
        """The tree as brackets, to the clipboard."""
        found = self.reading.drawn
        if found is not None and found.node is not None:
            QGuiApplication.clipboard().setText(found.node.to_brackets(found.parse.tokens))
            self.notice("info", tr("Brackets copied."), key="copy")

    # -- acting, remembering ---------------------------------------------------------------------------

    def actions(self) -> Sequence[Action]:
        step, paste = self.reading.step, self.source.paste
        rows = (
            ("previous", mark("Sentence before"), lambda: step(-1), "Alt+Left", "caret-left"),
            ("next", mark("Next sentence"), lambda: step(1), "Alt+Right", "caret-right"),
            ("pin", mark("Pin this sentence"), self.pin, "Ctrl+D", "push-pin"),
            ("brackets", mark("Copy the brackets"), self.copy_brackets, "Ctrl+Shift+B", "brackets-round"),
            ("paste", mark("Learn from the pasted text"), paste, "Ctrl+Shift+V", "clipboard-text"),
            ("banks", mark("Learn from a treebank…"), self._offer, "", "download-simple"),
            ("best", mark("Show the best tree so far"), self._go_best, "", "trophy"),
        )
        moving = Films(self, self._films, lambda: self.stage, MENU).action()
        return [
            *(Action(f"onlstm.{k}", text, act, keys, icon, MENU) for k, text, act, keys, icon in rows),
            moving,
        ]

    def _films(self) -> Sequence[Content]:
        found, reading = self.reading.drawn, self.reading
        if found is None or found.branch is None or reading.looks.control:
            return ()
        tree = self.stage.tree
        choice, compared = reading.looks.choice, tree.marked()
        return [film.growing(reading.text, choice, compared, reading.levels, tree.threshold())]

    def save_state(self) -> dict[str, Any]:
        pages = {"page": self.pages.current(), "compare": self.compare.state()}
        return {"sentence": self.reading.text} | pages | self.stage.choices.save_state()

    def restore_state(self, state: Mapping[str, Any]) -> None:
        if isinstance(sentence := state.get("sentence"), str):
            self._wanted = sentence
        self.stage.choices.restore_state(state)
        self.compare.restore(state.get("compare"))
        self.pages.turn_to(str(state.get("page", "")))


LAB = OnLstmLab
