"""The Words lab: paste Chinese text, and see which words it is made of, from counts alone."""

from __future__ import annotations

import functools
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from engines.ground.marks import mark
from engines.ground.problem import Problem
from engines.ground.runner import State
from engines.words import Result, WordsConfig, WordsSnapshot, export, queries
from engines.words.presets import DEFAULT, PRESETS
from playground.ground import i18n
from playground.ground.action import Action
from playground.kit.exchange import offer_lexicon
from playground.kit.save_as import save_as
from playground.lab import Exports, Lab
from playground.labs.words.documents import Documents, samples
from playground.labs.words.filtering import Filtering
from playground.labs.words.filters import FilterPanel
from playground.labs.words.histograms import Histograms
from playground.labs.words.input import Input
from playground.labs.words.inspector import WordInspector
from playground.labs.words.selection import Selection
from playground.labs.words.stage import WordsStage
from playground.labs.words.strip import WordsStrip
from widgets.look.figures import count
from widgets.look.i18n import tr

MENU = mark("Words")
KINDS = (
    (mark("Table"), "csv"), (mark("Table"), "tsv"), ("JSON", "json"), (mark("jieba dictionary"), "dict"),
    (mark("List"), "txt"),
)  # fmt: skip


class WordsLab(Lab):
    """Leads a text one way: documents, input, the engine, filtering, selection. The views look on."""

    key = "words"
    hint = mark("Type or paste: new words appear at once. Click a word to see where it stands.")
    kind = "asked"
    pictured = False
    source: Documents
    state_words = {State.RUNNING: mark("Counting"), State.PAUSED: mark("Done")}  # noqa: RUF012
    config_type = WordsConfig
    presets = PRESETS
    default_preset = DEFAULT.key
    nicknames = {"mode": "mode", "strictness": "strictness"}  # noqa: RUF012
    folded = (mark("Characters"), mark("Dictionary"))

    def __init__(self) -> None:
        super().__init__(Documents())
        self.documents = self.source
        self.input = Input(self.ask, lambda: self.run.work(), self)
        self.filtering = Filtering(self)
        self.selection = Selection(self.ask, self)
        self.latest: WordsSnapshot | None = None
        self._told: Problem | None = None
        self.documents.text_changed.connect(self._send)
        self.documents.files_chosen.connect(self.input.send_files)

    @property
    def result(self) -> Result | None:
        """The words of the newest count, those that the filters hide among them."""
        return self.filtering.result

    # -- the engine ------------------------------------------------------------------------------------

    def engine_changed(self) -> None:
        self.input.forget()
        self.documents.forget_head()
        if self.documents.waiting:
            self.documents.begin()
        else:
            self.ask(queries.document, self._adopt, key="adopt")

    def _adopt(self, found: tuple[str, str]) -> None:
        """The text of a run that was opened; a new engine without one is given what is shown."""
        text, name = found
        if text:
            self.documents.show(name, text)
            self.input.note(0, self.stage.revision())
        else:
            self.documents.renew()

    # -- the view --------------------------------------------------------------------------------------

    def transport(self) -> WordsStrip:
        strip = self.strip = WordsStrip(self.documents)
        strip.count_clicked.connect(self._send)
        strip.cancel_clicked.connect(lambda: self.ask(lambda engine: engine.cancel()))
        self.input.stale.connect(strip.set_stale)
        return strip

    def view(self) -> WordsStage:
        stage = self.stage = WordsStage(self.documents, self.filtering, self.selection)
        stage.edited.connect(self._edited)
        stage.rows_copied.connect(self._say_copied)
        stage.segments_wanted.connect(self._ask_segments)
        self.selection.looked.connect(lambda look: stage.show_look(look, self.input.newest()))
        return stage

    def inspector(self) -> WordInspector:
        view = WordInspector(self.filtering, self.selection)
        view.copy_clicked.connect(self.stage.copy_rows)
        view.ignore_clicked.connect(self.stage.ignore_rows)
        view.export_clicked.connect(self.export_wanted)
        view.place_picked.connect(self.stage.reveal)
        return view

    def below_settings(self) -> FilterPanel:
        panel = self.filters = FilterPanel(self.filtering, Histograms(self.filtering, self.selection))
        panel.said.connect(lambda sentence, links, key: self.notice("info", sentence, links, key))
        panel.outdated.connect(self.outdated)
        self.stage.rows_ignored.connect(panel.ignore)
        return panel

    def reset_below(self) -> None:
        self.filters.reset()

    # -- the text --------------------------------------------------------------------------------------

    def _send(self) -> None:
        self.input.send(self.documents.text, self.documents.name, self.stage.revision())

    def _edited(self) -> None:
        revision = self.stage.revision()
        if self.input.newest() != revision:  # else sent already
            self.documents.edit(self.stage.text())
            self.input.edit(self.documents.text, self.documents.name, revision)

    # -- showing ---------------------------------------------------------------------------------------

    def show_work(self, snapshot: WordsSnapshot) -> None:
        self.strip.show_work(snapshot)

    def show(self, snapshot: WordsSnapshot) -> None:
        self.latest = snapshot
        self.strip.show_work(snapshot)
        if self.documents.take_head(snapshot.text_head):
            self.stage.show_text(self.documents.text, snapshot.whole)
            self.input.note(snapshot.generation, self.stage.revision())
        if snapshot.result is not None and snapshot.result is not self.result:
            offer_lexicon(snapshot.result.words)
            self.filtering.set_result(snapshot.result, self.input.revision_of(snapshot.counted))
        if not snapshot.pending:
            self.strip.show_outcome(snapshot)
            if snapshot.problem is not self._told:
                self._tell_problem(snapshot)

    def _ask_segments(self) -> None:
        self.ask(queries.segmented, lambda found: self.stage.show_segments(*found), key="segments")

    def _tell_problem(self, snapshot: WordsSnapshot) -> None:
        """What is wrong with the input, or no longer."""
        problem = self._told = snapshot.problem
        if problem is not None:
            said = i18n.message_of(problem)
            named = said if not snapshot.name or snapshot.name in said else f"{snapshot.name}: {said}"
            self.notice("warn", named, key="input")
            if snapshot.counted != snapshot.generation:
                self.documents.back()
        elif not self.documents.refused:
            self.outdated.emit("input")

    def _say_copied(self, n: int) -> None:
        self.notice("info", tr("{count} words copied.", count=count(n)), key="copy")

    # -- files -----------------------------------------------------------------------------------------

    def exports(self) -> Exports:
        missing = "" if self.filtering.mask.any() else mark("There are no words to export.")
        return Exports(mark("Export the words"), "words.csv", KINDS, self._export, missing)

    def _export(self, path: Path) -> None:
        """Write the words shown, in their order; on the engine's thread, as they may be many."""
        result, order = self.result, self.stage.rows().copy()
        assert result is not None
        self.ask(lambda _: export(result, None, path, order=order), lambda _: self.written(path))

    def _export_lexicon(self) -> None:
        """The dictionary's words that stand in the text, and those found that pass: one file."""
        if self.result is None or not len(self.result):
            self.notice("info", tr("There are no words to export."), key="saved")
            return
        title, mask = tr("Export the whole lexicon"), self.filtering.mask.copy()
        path = save_as(self.stage, title, "lexicon.csv", (KINDS[0], KINDS[3]))
        if path is None:
            return
        self.notice("info", tr("Cutting the text by the dictionary and the words found…"), key="saved")

        def done(counts: tuple[int, int]) -> None:
            known, new = map(count, counts)
            sentence = tr(
                "{known} known words and {new} new ones are in {name}.", known=known, new=new, name=path.name
            )
            self.notice("info", sentence, key="saved")

        self.ask(lambda engine: queries.write_lexicon(engine, mask, path), done)

    # -- acting, remembering ---------------------------------------------------------------------------

    def actions(self) -> Sequence[Action]:
        paste = self.documents.paste
        rows = (
            ("paste", mark("Paste in place of the text"), paste, "Ctrl+Shift+V", "clipboard-text"),
            ("places", mark("Show the word in context"), lambda: self.stage.show_page("places"), "Alt+1", ""),
            ("cut", mark("Show the segmentation"), lambda: self.stage.show_page("cut"), "Alt+2", ""),
            ("lexicon", mark("Export the whole lexicon…"), self._export_lexicon, "", "books"),
            ("ignored", mark("Edit the ignore list"), lambda: self.filters.edit_ignored(), "", "prohibit"),
        )
        own = [Action(f"words.{k}", text, act, keys, icon, MENU) for k, text, act, keys, icon in rows]
        texts = [
            Action(f"words.sample{i}", name, functools.partial(self.documents.choose, key), "", "", MENU)
            for i, (key, name) in enumerate(samples().items())
        ]
        return [*own, *texts]

    def save_state(self) -> dict[str, Any]:
        self.documents.edit(self.stage.text())  # what was typed this moment
        filters = self.filters.filters().plain()
        return {"filters": filters, **self.stage.state(), **self.documents.state()}

    def restore_state(self, state: Mapping[str, Any]) -> None:
        if isinstance(filters := state.get("filters"), dict):
            self.filters.restore(filters)
        self.stage.restore(state)
        self.documents.restore(state)


LAB = WordsLab
