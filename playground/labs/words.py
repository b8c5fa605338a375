"""The Words lab: paste Chinese text, and see which words it is made of, from counts alone."""

from __future__ import annotations

import functools
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from PySide6.QtCore import QTimer
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QFileDialog, QWidget

from engines.marks import mark
from engines.problem import Problem
from engines.runner import Runner, State
from engines.words import ENCODINGS, Result, WordsConfig
from engines.words.presets import DEFAULT, PRESETS
from playground import exchange, i18n
from playground.actions import Action
from playground.lab import Lab
from playground.labs import words_jobs as jobs
from playground.labs.words_documents import Documents, samples
from playground.labs.words_filters import LOOSEN, FilterPanel, shown_score
from playground.labs.words_inspector import WordInspector
from playground.labs.words_stage import WordsStage
from widgets.document_strip import DocumentStrip
from widgets.figures import count
from widgets.i18n import tr

if TYPE_CHECKING:
    from engines.words import Concordance, WordFacts, WordsEngine, WordsSnapshot

LIVE = 200_000  # characters up to which a text is counted while it is typed
PASTED = 1000  # characters more or less at once: not typed but pasted, and counted however long the text is
LOOK = 120  # ms between looks at a count under way
REMEMBERED = 200_000  # characters of a pasted text kept for next time
MENU = mark("Words")
KINDS = (
    (mark("Table"), "csv"), (mark("Table"), "tsv"), ("JSON", "json"), (mark("jieba dictionary"), "dict"),
    (mark("List"), "txt"),
)  # fmt: skip


class WordsLab(Lab):
    """Wires the counting engine to text, table, filters and inspector."""

    key = "words"
    title = mark("Words")
    help_page = "words"
    hint = mark("Type or paste: new words appear at once. Click a word to see where it stands.")
    computes = False
    state_words = {State.RUNNING: mark("Counting"), State.PAUSED: mark("Done")}  # noqa: RUF012
    config_type = WordsConfig
    presets = PRESETS
    default_preset = DEFAULT.key
    nicknames = {"mode": "mode", "strictness": "strictness"}  # noqa: RUF012
    folded = (mark("Characters"), mark("Dictionary"))

    def __init__(self) -> None:
        super().__init__()
        self._last: WordsSnapshot | None = None
        self._result: Result | None = None
        self._mask = np.zeros(0, bool)
        self._sent: list[tuple[int, int]] = []  # (generation, revision of the text pane) of texts sent
        self._word = ""
        self._facts: WordFacts | None = None
        self._told: Problem | None = None
        self._shown_head: str | None = None
        self._length = 0  # of the text sent last
        self._looking = QTimer(self, interval=LOOK)
        self._looking.timeout.connect(self._look)

    # -- the engine ------------------------------------------------------------------------------------

    def build(self, config: Any, runner: Runner[Any], device: str, checkpoint: Path | None) -> WordsEngine:
        from engines import words

        if checkpoint is None:
            return words.build(config)
        engine = words.open_checkpoint(checkpoint)
        if config is not None:
            engine.set_config(config)
        return engine

    def _ask(self, work: Any, then: Any = None, *, key: str | None = None) -> None:
        self.bridge.ask(work, then, self.refused, key=key, anytime=True)

    def refused(self, error: Exception) -> None:
        """Say why a job could not be done."""
        self.notice("error", i18n.told(error) if isinstance(error, Problem) else str(error))

    def _count(self) -> None:
        """Let the engine do what is pending, and watch it if it takes long."""
        runner = self.bridge.runner
        if runner is not None and not runner.alive:
            self.run.begin()  # it failed: begin anew, with the text that is shown
        elif runner is not None:
            runner.step(1)
            self._looking.start()

    def settings_sent(self) -> None:
        self._count()

    def engine_changed(self) -> None:
        self._sent, self._shown_head = [], None
        if self.documents.waiting:
            self.documents.begin()
        else:
            self._ask(lambda e: (jobs.text_of(e), e.source.name), self._adopt, key="adopt")

    def _adopt(self, found: tuple[str, str]) -> None:
        """The text of a run that was opened; a new engine without one is given what is shown."""
        text, name = found
        if not text:
            self.documents.send()
        else:
            self.documents.show(name, text)
            self._sent.append((0, self.stage.text.revision()))

    # -- the view --------------------------------------------------------------------------------------

    def transport(self) -> DocumentStrip:
        strip = self.strip = DocumentStrip(self.key)
        strip.set_encodings([("", mark("Auto")), *((e, e.upper()) for e in ENCODINGS)])
        strip.paste_clicked.connect(self.paste)
        strip.count_clicked.connect(self._count_text)
        strip.cancel_clicked.connect(lambda: self._ask(lambda e: e.cancel()))
        strip.document_chosen.connect(lambda key: self.documents.choose(key))
        strip.encoding_chosen.connect(lambda encoding: self.documents.reread(encoding))
        return strip

    def view(self) -> QWidget:
        stage = self.stage = WordsStage()
        stage.text.edited.connect(self._edited)
        stage.text.word_clicked.connect(self._clicked)
        stage.table.chosen.connect(self._choose_row)
        stage.table.ignore_wanted.connect(self._ignore_rows)
        stage.table.copied.connect(self._say_copied)
        stage.concordance.sort_wanted.connect(lambda _: self._ask_lines())
        stage.concordance.picked.connect(self._reveal)
        stage.segments.picked.connect(self.choose)
        stage.page_chosen.connect(lambda _: self._ask_segments())
        self.documents = Documents(self)
        return stage

    def inspector(self) -> QWidget:
        view = self._inspector = WordInspector()
        view.copy_clicked.connect(self.stage.table.copy)
        view.ignore_clicked.connect(lambda: self._ignore_rows(self.stage.table.selected_rows()))
        view.export_clicked.connect(self.export)
        view.place_picked.connect(self._reveal_share)
        view.show_word(None, 0.0, False, False)
        return view

    def below_settings(self) -> QWidget:
        self.filters = FilterPanel()
        self.filters.changed.connect(self._filter)
        return self.filters

    # -- the text --------------------------------------------------------------------------------------

    def _edited(self) -> None:
        if self._sent and self._sent[-1][1] == self.stage.text.revision():
            return  # sent already
        self.documents.edited()
        length = len(self.stage.text.text())
        if length <= LIVE or abs(length - self._length) > PASTED:
            self._count_text()
        else:
            self.strip.set_stale(True)

    def _count_text(self) -> None:
        """Send the pane's text, as it is now."""
        self.strip.set_stale(False)
        text, revision, name = self.stage.text.text(), self.stage.text.revision(), self.documents.name
        self._length = len(text)

        def work(engine: WordsEngine) -> int:
            engine.set_text(text, name)
            return engine.generation

        self._ask(work, lambda generation: self._sent.append((generation, revision)), key="text")
        self._count()

    def count_file(self, path: str, encoding: str = "") -> None:
        """Let the engine read and count a file; its head is shown when it has been read."""
        self._shown_head = None
        self.strip.set_stale(False)
        self._ask(lambda e: e.set_file(path, encoding), key="text")
        self._count()

    def paste(self) -> None:
        """Put what was copied in place of the text."""
        text = QGuiApplication.clipboard().text()
        if text:
            self.documents.show(mark("Pasted text"), text)
            self._count_text()
        else:
            self.notice("info", tr("There is no text to paste."))

    # -- showing ---------------------------------------------------------------------------------------

    def _look(self) -> None:
        self._ask(lambda e: e.snapshot(), self._show_work, key="look")

    def _show_work(self, snapshot: WordsSnapshot) -> None:
        busy = snapshot.pending and bool(snapshot.stage)
        self.strip.set_work(busy, snapshot.fraction)
        if busy:
            self.strip.set_said("running", tr(snapshot.stage))
        if not snapshot.pending:
            self._looking.stop()

    def show(self, snapshot: WordsSnapshot) -> None:
        if snapshot is self._last:  # shown again: the language changed
            self._retell()
        self._last = snapshot
        self._show_work(snapshot)
        if snapshot.text_head is not None and snapshot.text_head is not self._shown_head:
            self._shown_head = snapshot.text_head
            self.documents.show_file(snapshot)
            self._sent.append((snapshot.generation, self.stage.text.revision()))
        if snapshot.result is not None and snapshot.result is not self._result:
            self._show_result(snapshot)
        if not snapshot.pending:
            self._tell(snapshot)

    def _retell(self) -> None:
        self.documents.offer()
        if self._facts is not None:
            self._tell_word(self._facts)

    def _show_result(self, snapshot: WordsSnapshot) -> None:
        result = self._result = snapshot.result
        assert result is not None
        revision = next((r for g, r in reversed(self._sent) if g <= snapshot.counted), 0)
        self._sent = [(g, r) for g, r in self._sent if g >= snapshot.counted] or self._sent[-1:]
        self.stage.show_result(result, revision)
        exchange.leave("lexicon", tuple(result.words))
        self._filter()
        row = result.row(self._word) if self._word else -1
        shown = self.stage.table.shown_rows()
        if row >= 0:
            self.choose(self._word)
        elif len(shown):
            self.choose(result.words[int(shown[0])])
        else:
            self._forget_word()
        if self.stage.pages.currentIndex() == 1:
            self._ask_segments()

    def _tell(self, snapshot: WordsSnapshot) -> None:
        """State, facts, and what is wrong with the input."""
        result = self._result
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
        self._say_facts()

    def _say_facts(self) -> None:
        result = self._result
        if result is None:
            return
        shown, all_ = int(self._mask.sum()), len(result)
        text = tr("{shown} shown of {count}", shown=count(shown), count=count(all_))
        self.stage.say_facts(tr(self.documents.name), text)

    # -- filters ---------------------------------------------------------------------------------------

    def _filter(self) -> None:
        """Other filters, or other words: show what passes."""
        result = self._result
        if result is None:
            return
        filters = self.filters.filters()
        self._mask = filters.mask(result)
        self.stage.table.set_mask(self._mask)
        self.stage.mark(result, self._mask)
        self.filters.show_histograms(result, self._mask)
        self._light()
        self._say_facts()
        loosest = filters.loosest(result) if not self._mask.any() else ""
        if not len(result):
            summary = result.summary
            self.stage.say_empty(tr(summary.reason, **summary.facts) if summary.reason else "")
        elif loosest:
            self.stage.say_empty(tr("No word passes the filters."))
            links = [(tr(LOOSEN[loosest]), lambda: self.filters.loosen(loosest))]
            self.notice("info", tr("No word passes the filters."), links, "filters")
        if not loosest:
            self.outdated.emit("filters")

    def _ignore_rows(self, rows: list[int]) -> None:
        if self._result is not None and rows:
            before, words = self.filters.ignored(), [self._result.words[row] for row in rows]
            self.filters.ignore(words)
            n = len(words)
            said = tr("1 word ignored.") if n == 1 else tr("{count} words ignored.", count=count(n))
            self.notice("info", said, [(tr("Undo"), lambda: self.filters.set_ignored(before))], "ignored")

    # -- the chosen word -------------------------------------------------------------------------------

    def choose(self, word: str) -> None:
        """Look at a word from all sides; it need not be in the table."""
        row = self._result.row(word) if self._result is not None else -1
        if row >= 0 and self._mask[row]:
            self.stage.table.choose(row)
        self._look_at(word)

    def _choose_row(self, row: int) -> None:
        if self._result is not None and 0 <= row < len(self._result):
            self._look_at(self._result.words[row])

    def _clicked(self, start: int, stop: int) -> None:
        self.choose(self.stage.text.text()[start:stop])

    def _say_copied(self, n: int) -> None:
        self.notice("info", tr("{count} words copied.", count=count(n)), key="copy")

    def _look_at(self, word: str) -> None:
        self._word = word
        sort: Any = self.stage.concordance.sort.current()
        self._ask(lambda e: jobs.looked(e, word, sort), self._show_word, key="word")

    def _show_word(self, found: tuple[WordFacts, Concordance]) -> None:
        facts, lines = found
        if facts.word != self._word:
            return
        self._facts = facts
        self._tell_word(facts)
        self.stage.concordance.set_lines(facts.word, lines.lines, lines.total)
        revision = self._sent[-1][1] if self._sent else None
        self.stage.text.set_selected(len(facts.word), facts.positions, revision)
        self.stage.segments.set_chosen(facts.word)
        self._light()

    def _tell_word(self, facts: WordFacts) -> None:
        result = self._result
        row = result.row(facts.word) if result is not None else -1
        score = float(shown_score(result)[row]) if result is not None and row >= 0 else 0.0
        known = bool(result.known[row]) if result is not None and row >= 0 else False
        self._inspector.show_word(facts, score, known, row >= 0)

    def _forget_word(self) -> None:
        self._word, self._facts = "", None
        self._inspector.show_word(None, 0.0, False, False)
        self.stage.show_no_word()
        self._light()

    def _light(self) -> None:
        row = self._result.row(self._word) if self._result is not None and self._word else -1
        if row >= 0 and self._result is not None:
            self.filters.light(len(self._word), float(shown_score(self._result)[row]))
        else:
            self.filters.light(0, 0.0)

    def _ask_lines(self) -> None:
        word = self._word
        sort: Any = self.stage.concordance.sort.current()
        if word:
            self._ask(
                lambda e: jobs.lines(e, word, sort),
                lambda found: self.stage.concordance.set_lines(word, found.lines, found.total),
                key="lines",
            )

    def _ask_segments(self) -> None:
        def show(found: tuple[list[str], np.ndarray, bool]) -> None:
            pieces, kinds, _whole = found
            self.stage.segments.set_segments(pieces, kinds)
            self.stage.segments.set_chosen(self._word)

        if self.stage.pages.currentIndex() == 1:
            self._ask(jobs.segmented, show, key="segments")

    def _reveal(self, position: int) -> None:
        self.stage.text.reveal(position, position + len(self._word))

    def _reveal_share(self, share: float) -> None:
        facts = self._facts
        if facts is not None and len(facts.positions):
            at = facts.positions / max(facts.length, 1)
            position = int(facts.positions[int(np.abs(at - share).argmin())])
            self._reveal(position)
            self.stage.concordance.go_to(position)

    # -- files -----------------------------------------------------------------------------------------

    def accepts(self, paths: Sequence[str]) -> str:
        return tr("Find the words of this text") if len(paths) == 1 and Path(paths[0]).is_file() else ""

    def drop(self, paths: Sequence[str]) -> None:
        self.documents.open(str(paths[0]))

    def needs_path(self, field: str, value: Any) -> str:
        return "dictionary" if (field, value) == ("dictionary", "file") else ""

    def export(self) -> bool:
        if self._result is None or not self._mask.any():
            self.notice("info", tr("There are no words to export."))
            return True
        filters = ";;".join(f"{tr(name)} (*.{suffix})" for name, suffix in KINDS)
        chosen, picked = QFileDialog.getSaveFileName(
            self.stage, tr("Export the words"), str(Path.home() / "words.csv"), filters
        )
        if chosen:
            path = Path(chosen)
            if not path.suffix:
                path = path.with_suffix("." + picked.rpartition("*.")[2].rstrip(")") if picked else ".csv")
            order = self.stage.table.shown_rows().copy()
            said = tr("Saved as {name}.", name=path.name)
            self._ask(lambda e: jobs.exported(e, order, path), lambda _: self.notice("info", said))
        return True

    # -- acting, remembering ---------------------------------------------------------------------------

    def actions(self) -> Sequence[Action]:
        texts = [
            Action(f"words.sample{i}", name, functools.partial(self.documents.choose, key), "", "", MENU)
            for i, (key, name) in enumerate(samples())
        ]
        rows = (
            ("paste", mark("Paste in place of the text"), self.paste, "Ctrl+Shift+V", "clipboard-text"),
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
