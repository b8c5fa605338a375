"""The Words lab: paste Chinese text, and see which words it is made of, from counts alone."""

from __future__ import annotations

import functools
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np
from PySide6.QtWidgets import QWidget

from engines.ground.marks import mark
from engines.ground.problem import Problem
from engines.ground.runner import State
from engines.words import ENCODINGS, Result, WordsConfig
from engines.words.presets import DEFAULT, PRESETS
from playground.ground import i18n
from playground.ground.action import Action
from playground.kit import exchange
from playground.kit.text_source import TextSource
from playground.lab import Exports, Lab
from playground.labs.words import jobs
from playground.labs.words.documents import Documents, samples
from playground.labs.words.filtering import Passing
from playground.labs.words.filters import FilterPanel
from playground.labs.words.input import Sending
from playground.labs.words.inspector import WordInspector
from playground.labs.words.selection import Chosen
from playground.labs.words.stage import WordsStage
from widgets.frame.document_strip import DocumentStrip
from widgets.look.figures import count
from widgets.look.i18n import tr

if TYPE_CHECKING:
    from engines.words import WordsSnapshot

MENU = mark("Words")


class WordsSource(TextSource):
    """A text to count, and the dictionary file."""

    def __init__(self) -> None:
        super().__init__(mark("Find the words of this text"))

    def needs_path(self, field: str, value: Any, config: Any) -> str:
        return "dictionary" if (field, value) == ("dictionary", "file") else ""


class WordsLab(Lab):
    """Wires the counting engine to text, table, filters and inspector."""

    key = "words"
    hint = mark("Type or paste: new words appear at once. Click a word to see where it stands.")
    kind = "asked"
    source: WordsSource
    state_words = {State.RUNNING: mark("Counting"), State.PAUSED: mark("Done")}  # noqa: RUF012
    config_type = WordsConfig
    presets = PRESETS
    default_preset = DEFAULT.key
    nicknames = {"mode": "mode", "strictness": "strictness"}  # noqa: RUF012
    folded = (mark("Characters"), mark("Dictionary"))

    def __init__(self) -> None:
        super().__init__(WordsSource())
        self.documents: Documents
        self.source.text_brought.connect(lambda path: self.documents.open(path))
        self.latest: WordsSnapshot | None = None
        self.result: Result | None = None
        self.sending, self.passing, self.chosen = Sending(self), Passing(self), Chosen(self)
        self._told: Problem | None = None
        self._shown_head: str | None = None

    # -- the engine ------------------------------------------------------------------------------------

    def forget_head(self) -> None:
        """A file is shown when its head comes, even if it is the one shown now."""
        self._shown_head = None

    def engine_changed(self) -> None:
        self.sending.forget()
        self.forget_head()
        if self.documents.waiting:
            self.documents.begin()
        else:
            self.ask(lambda e: (jobs.text_of(e), e.source.name), self._adopt, key="adopt")

    def _adopt(self, found: tuple[str, str]) -> None:
        """The text of a run that was opened; a new engine without one is given what is shown."""
        text, name = found
        if not text:
            self.documents.send()
        else:
            self.documents.show(name, text)
            self.sending.note(0)

    # -- the view --------------------------------------------------------------------------------------

    def transport(self) -> DocumentStrip:
        strip = self.strip = DocumentStrip(self.key)
        strip.set_encodings([("", mark("Auto")), *((e, e.upper()) for e in ENCODINGS)])
        strip.paste_clicked.connect(self.sending.paste)
        strip.count_clicked.connect(self.sending.text)
        strip.cancel_clicked.connect(lambda: self.ask(lambda e: e.cancel()))
        strip.document_chosen.connect(lambda key: self.documents.choose(key))
        strip.encoding_chosen.connect(lambda encoding: self.documents.reread(encoding))
        return strip

    def view(self) -> QWidget:
        stage = self.stage = WordsStage()
        stage.text.edited.connect(self.sending.edited)
        stage.text.word_clicked.connect(self.chosen.clicked)
        stage.table.chosen.connect(self.chosen.choose_row)
        stage.table.ignore_wanted.connect(self.passing.ignore)
        stage.table.copied.connect(self._say_copied)
        stage.concordance.sort_wanted.connect(lambda _: self.chosen.ask_lines())
        stage.concordance.picked.connect(self.chosen.reveal)
        stage.segments.picked.connect(self.chosen.choose)
        stage.page_chosen.connect(lambda _: self._ask_segments())
        self.documents = Documents(self)
        return stage

    def inspector(self) -> QWidget:
        view = self._inspector = WordInspector()
        view.copy_clicked.connect(self.stage.table.copy)
        view.ignore_clicked.connect(lambda: self.passing.ignore(self.stage.table.selected_rows()))
        view.export_clicked.connect(self.export_wanted)
        view.place_picked.connect(self.chosen.reveal_share)
        view.show_word(None, 0.0, False, False)
        return view

    def below_settings(self) -> QWidget:
        self.filters = FilterPanel()
        self.filters.changed.connect(self.passing.filter)
        return self.filters

    # -- showing ---------------------------------------------------------------------------------------

    def show_work(self, snapshot: WordsSnapshot) -> None:
        busy = snapshot.pending and bool(snapshot.stage)
        self.strip.set_work(busy, snapshot.fraction)
        if busy:
            self.strip.set_said("running", tr(snapshot.stage))

    def show(self, snapshot: WordsSnapshot) -> None:
        if snapshot is self.latest:  # shown again: the language changed
            self._retell()
        self.latest = snapshot
        self.show_work(snapshot)
        if snapshot.text_head is not None and snapshot.text_head is not self._shown_head:
            self._shown_head = snapshot.text_head
            self.documents.show_file(snapshot)
            self.sending.note(snapshot.generation)
        if snapshot.result is not None and snapshot.result is not self.result:
            self._show_result(snapshot)
        if not snapshot.pending:
            self._tell(snapshot)

    def _retell(self) -> None:
        self.documents.offer()
        if self.chosen.facts is not None:
            self.chosen.retell(self.chosen.facts)

    def _show_result(self, snapshot: WordsSnapshot) -> None:
        result = self.result = snapshot.result
        assert result is not None
        self.stage.show_result(result, self.sending.counted(snapshot.counted))
        exchange.leave("lexicon", tuple(result.words))
        self.passing.filter()
        word, shown = self.chosen.word, self.stage.table.shown_rows()
        if word and result.row(word) >= 0:
            self.chosen.choose(word)
        elif len(shown):
            self.chosen.choose(result.words[int(shown[0])])
        else:
            self.chosen.forget()
        if self.stage.pages.currentIndex() == 1:
            self._ask_segments()

    def _ask_segments(self) -> None:
        def show(found: tuple[list[str], np.ndarray, bool]) -> None:
            pieces, kinds, _whole = found
            self.stage.segments.set_segments(pieces, kinds)
            self.stage.segments.set_chosen(self.chosen.word)

        if self.stage.pages.currentIndex() == 1:
            self.ask(jobs.segmented, show, key="segments")

    def _tell(self, snapshot: WordsSnapshot) -> None:
        """State, facts, and what is wrong with the input."""
        result = self.result
        summary = result.summary if result is not None else None
        n = snapshot.characters
        facts = [tr("1 character") if n == 1 else tr("{count} characters", count=count(n))]
        if summary is not None:
            facts.append(tr("{seconds} s", seconds=f"{summary.seconds:.2f}"))
        if snapshot.counted == snapshot.generation:
            self.strip.set_said("done", tr("Done"), facts)
        else:
            self.strip.set_said("paused", tr("Not counted"), facts)
        self.strip.set_encoding_found(snapshot.encoding)
        if snapshot.problem is not self._told:
            self._told = snapshot.problem
            if snapshot.problem is not None:
                said = i18n.told(snapshot.problem)
                named = said if not snapshot.name or snapshot.name in said else f"{snapshot.name}: {said}"
                self.notice("warn", named, key="input")
                if snapshot.counted != snapshot.generation:
                    self.documents.back()
            elif not self.documents.refused:
                self.outdated.emit("input")
        self.passing.say()

    def _say_copied(self, n: int) -> None:
        self.notice("info", tr("{count} words copied.", count=count(n)), key="copy")

    # -- files -----------------------------------------------------------------------------------------

    def exports(self) -> Exports:
        return self.passing.exports()

    # -- acting, remembering ---------------------------------------------------------------------------

    def actions(self) -> Sequence[Action]:
        texts = [
            Action(f"words.sample{i}", name, functools.partial(self.documents.choose, key), "", "", MENU)
            for i, (key, name) in enumerate(samples())
        ]
        paste = self.sending.paste
        rows = (
            ("paste", mark("Paste in place of the text"), paste, "Ctrl+Shift+V", "clipboard-text"),
            ("places", mark("Show the word in context"), lambda: self.stage.show_page("places"), "Alt+1", ""),
            ("cut", mark("Show the segmentation"), lambda: self.stage.show_page("cut"), "Alt+2", ""),
            ("ignored", mark("Edit the ignore list"), lambda: self.filters.edit_ignored(), "", "prohibit"),
        )
        own = [Action(f"words.{k}", text, act, keys, icon, MENU) for k, text, act, keys, icon in rows]
        return [*own, *texts]

    def save_state(self) -> dict[str, Any]:
        key, direction = self.stage.table.sort_key()
        return {
            "filters": self.filters.state(),
            "sort": [key, direction],
            "page": self.stage.pages.currentIndex(),
            **self.documents.state(),
        }

    def restore_state(self, state: Mapping[str, Any]) -> None:
        if isinstance(filters := state.get("filters"), dict):
            self.filters.restore(filters)
        match state.get("sort"):
            case [str(key), bool(descending)]:
                self.stage.table.set_sort(key, descending=descending)
        if state.get("page") == 1:
            self.stage.show_page("cut")
        self.documents.restore(state)


LAB = WordsLab
