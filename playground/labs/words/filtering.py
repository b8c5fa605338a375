"""The words that pass the filters: shown, marked in the text, ignored one by one, exported."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from engines.ground.marks import mark
from playground.lab import Exports
from playground.labs.words import jobs
from playground.labs.words.filters import LOOSEN
from widgets.look.figures import count
from widgets.look.i18n import tr

if TYPE_CHECKING:
    from playground.labs.words.lab import WordsLab

KINDS = (
    (mark("Table"), "csv"), (mark("Table"), "tsv"), ("JSON", "json"), (mark("jieba dictionary"), "dict"),
    (mark("List"), "txt"),
)  # fmt: skip


class Passing:
    """``mask``, bool (n,), tells of each word of the result whether it passes."""

    def __init__(self, lab: WordsLab) -> None:
        self._lab = lab
        self.mask = np.zeros(0, bool)

    def filter(self) -> None:
        """Other filters, or other words: show what passes."""
        result = self._lab.result
        if result is None:
            return
        filters = self._lab.filters.filters()
        self.mask = filters.mask(result)
        self._lab.stage.table.set_mask(self.mask)
        self._lab.stage.mark(result, self.mask)
        self._lab.filters.show_histograms(result, self.mask)
        self._lab.chosen.light()
        self.say()
        loosest = filters.loosest(result) if not self.mask.any() else ""
        if not len(result):
            summary = result.summary
            self._lab.stage.say_empty(tr(summary.reason, **summary.facts) if summary.reason else "")
        elif loosest:
            self._lab.stage.say_empty(tr("No word passes the filters."))
            links = [(tr(LOOSEN[loosest]), lambda: self._lab.filters.loosen(loosest))]
            self._lab.notice("info", tr("No word passes the filters."), links, "filters")
        if not loosest:
            self._lab.outdated.emit("filters")

    def ignore(self, rows: list[int]) -> None:
        """Put the words of these rows on the ignore list; a notice offers the way back."""
        if self._lab.result is not None and rows:
            before, words = self._lab.filters.ignored(), [self._lab.result.words[row] for row in rows]
            self._lab.filters.ignore(words)
            n = len(words)
            said = tr("1 word ignored.") if n == 1 else tr("{count} words ignored.", count=count(n))
            undo = (tr("Undo"), lambda: self._lab.filters.set_ignored(before))
            self._lab.notice("info", said, [undo], "ignored")

    def say(self) -> None:
        """How many there are, above the table."""
        result = self._lab.result
        if result is None:
            return
        shown, all_ = int(self.mask.sum()), len(result)
        text = tr("{shown} shown of {count}", shown=count(shown), count=count(all_))
        self._lab.stage.say_facts(tr(self._lab.documents.name), text)

    def exports(self) -> Exports:
        """The words shown, in their order."""
        there = self._lab.result is not None and bool(self.mask.any())
        missing = "" if there else mark("There are no words to export.")
        return Exports(mark("Export the words"), "words.csv", KINDS, self._write, missing)

    def _write(self, path: Path) -> None:
        order = self._lab.stage.table.shown_rows().copy()
        self._lab.ask(lambda e: jobs.exported(e, order, path), lambda _: self._lab.written(path))
