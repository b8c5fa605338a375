"""The word that is looked at from all sides: in the table, the text, the context, the inspector."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from playground.labs.words import jobs
from playground.labs.words.filters import shown_score

if TYPE_CHECKING:
    from engines.words import Concordance, WordFacts
    from playground.labs.words.lab import WordsLab


class Chosen:
    """Asks the engine about a word, and shows what it answers wherever the word stands."""

    def __init__(self, lab: WordsLab) -> None:
        self._lab = lab
        self.word = ""
        self.facts: WordFacts | None = None

    def choose(self, word: str) -> None:
        """Look at a word from all sides; it need not be in the table."""
        row = self._lab.result.row(word) if self._lab.result is not None else -1
        if row >= 0 and self._lab.passing.mask[row]:
            self._lab.stage.table.choose(row)
        self._look_at(word)

    def choose_row(self, row: int) -> None:
        """Look at the word of a row of the result."""
        if self._lab.result is not None and 0 <= row < len(self._lab.result):
            self._look_at(self._lab.result.words[row])

    def clicked(self, start: int, stop: int) -> None:
        """Look at a word of the text, by where it stands."""
        self.choose(self._lab.stage.text.text()[start:stop])

    def _look_at(self, word: str) -> None:
        self.word = word
        sort: Any = self._lab.stage.concordance.sort.current()
        self._lab.ask(lambda e: jobs.looked(e, word, sort), self._show, key="word")

    def _show(self, found: tuple[WordFacts, Concordance]) -> None:
        facts, lines = found
        if facts.word != self.word:
            return
        self.facts = facts
        self.retell(facts)
        self._lab.stage.concordance.set_lines(facts.word, lines.lines, lines.total)
        self._lab.stage.text.set_selected(len(facts.word), facts.positions, self._lab.sending.newest())
        self._lab.stage.segments.set_chosen(facts.word)
        self.light()

    def retell(self, facts: WordFacts) -> None:
        """Say in the inspector what is known of a word, in the language shown."""
        result = self._lab.result
        row = result.row(facts.word) if result is not None else -1
        score = float(shown_score(result)[row]) if result is not None and row >= 0 else 0.0
        known = bool(result.known[row]) if result is not None and row >= 0 else False
        self._lab._inspector.show_word(facts, score, known, row >= 0)

    def forget(self) -> None:
        """There is no word to look at."""
        self.word, self.facts = "", None
        self._lab._inspector.show_word(None, 0.0, False, False)
        self._lab.stage.show_no_word()
        self.light()

    def light(self) -> None:
        """Show in the histograms of the filters where the word lies."""
        row = self._lab.result.row(self.word) if self._lab.result is not None and self.word else -1
        if row >= 0 and self._lab.result is not None:
            self._lab.filters.light(len(self.word), float(shown_score(self._lab.result)[row]))
        else:
            self._lab.filters.light(0, 0.0)

    def ask_lines(self) -> None:
        """The word in its contexts, in the order now chosen."""
        word = self.word
        sort: Any = self._lab.stage.concordance.sort.current()
        if word:
            self._lab.ask(
                lambda e: jobs.lines(e, word, sort),
                lambda found: self._lab.stage.concordance.set_lines(word, found.lines, found.total),
                key="lines",
            )

    def reveal(self, position: int) -> None:
        """Bring the word at a position of the text into sight."""
        self._lab.stage.text.reveal(position, position + len(self.word))

    def reveal_share(self, share: float) -> None:
        """The word's place nearest to a share of the text, 0 to 1."""
        facts = self.facts
        if facts is not None and len(facts.positions):
            at = facts.positions / max(facts.length, 1)
            position = int(facts.positions[int(np.abs(at - share).argmin())])
            self.reveal(position)
            self._lab.stage.concordance.go_to(position)
