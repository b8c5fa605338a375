"""The Words lab's stage: the text, the table of its words, and the chosen word in its places."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QResizeEvent

from engines import words
from engines.ground.marks import mark
from engines.words.queries import Look
from playground.kit.pages import Pages
from playground.kit.stage import Stage
from playground.labs.words.documents import Documents
from playground.labs.words.filtering import Filtering
from playground.labs.words.selection import Selection
from widgets.frame.panel import Panel
from widgets.frame.splitter import Splitter
from widgets.look.figures import count
from widgets.look.i18n import say, tr
from widgets.look.style import set_role
from widgets.text.concordance import Concordance
from widgets.text.pane import TextPane
from widgets.text.segments import SegmentsView
from widgets.text.spans import HIDDEN, KNOWN, NEW, Fetch, Fetched
from widgets.text.table import WordTable

COLUMNS = [
    ("word", mark("Word"), "word", ""),
    (
        "score", mark("Score"), "bar",
        mark("ln G: how much likelier the text is with this word than with the dictionary's, in nats"),
    ),
    ("count", mark("Count"), "int", mark("All occurrences, those inside longer words too")),
    ("cohesion", mark("Cohesion"), "float", mark("How much oftener its parts meet than by chance, in nats")),
    ("left", mark("Left"), "float", mark("Entropy of the character before it, in nats")),
    ("right", mark("Right"), "float", mark("Entropy of the character after it, in nats")),
    ("length", mark("Length"), "int", mark("Characters")),
    ("known", mark("Known"), "bool", mark("In the dictionary")),
]  # fmt: skip


class WordsStage(Stage):
    """Text beside table; concordance or segmentation below. Shows the words that pass, and the one chosen."""

    edited = Signal()
    """The person changed the text."""
    rows_ignored = Signal(list)
    """Rows of the result whose words are not wanted."""
    rows_copied = Signal(int)
    """How many."""
    segments_wanted = Signal()
    """The segmentation is in sight and to be shown anew."""

    def __init__(self, documents: Documents, filtering: Filtering, selection: Selection) -> None:
        super().__init__("words.stage")
        self._documents, self._filtering, self._selection = documents, filtering, selection
        self._result: words.Result | None = None
        self._text = TextPane(mark("Paste or type Chinese text here, or drop a file."))
        self._table = WordTable()
        self._table.set_columns(COLUMNS)
        self._places = Concordance(mark("Choose a word to see where it stands"))
        self._segments = SegmentsView(mark("The text cut into words appears here"))
        self._lay_out()
        self._wire()

    def _lay_out(self) -> None:
        names = ("text", "table", "concordance", "segments")
        views = (self._text, self._table, self._places, self._segments)
        for name, view in zip(names, views, strict=True):
            view.setObjectName(f"words.{name}")
        self._reading, self._found = Panel("Text", role="stage"), Panel("Words", role="stage")
        self._found.facts_label().setObjectName("words.summary")
        for panel, view in zip((self._reading, self._found), views, strict=False):
            panel.body.setContentsMargins(0, 0, 0, 0)
            panel.body.addWidget(view, 1)
        self._beside = Splitter()
        self._beside.add_main(self._reading, 220)
        self._beside.add_side("words.found", self._found, 460, 260, 1200, title="Show words", first=False)
        places = ("places", mark("In context"), self._places)
        cut = ("cut", mark("Segmentation"), self._segments)
        self._pages = Pages("words.page", [places, cut])
        self._pages.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        set_role(self._pages, "stage")
        self._places.lead(self._pages.head)
        self.set_parts(
            self._beside, self._pages, lambda: 190 if self.height() < 700 else 260,
            name="words.foot", least=180, limits=(110, 600), folded=mark("Show places"),
        )  # fmt: skip

    def _wire(self) -> None:
        self._text.edited.connect(self.edited)
        self._text.word_clicked.connect(lambda start, stop: self.choose(self.text()[start:stop]))
        self._table.chosen.connect(self._choose_row)
        self._table.ignore_wanted.connect(self.rows_ignored)
        self._table.copied.connect(self.rows_copied)
        self._table.sorted_by.connect(lambda *_: self._tell())
        self._places.sort_wanted.connect(self._selection.set_order)
        self._places.picked.connect(self.reveal)
        self._segments.picked.connect(self.choose)
        self._pages.turned.connect(self.show_page)
        self._documents.opened.connect(self.show_text)
        self._filtering.passed.connect(self._show_passing)
        self._selection.ordered.connect(self._show_places)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self._tell()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._beside.set_default("words.found", max(300, round(self.width() * 0.56)))

    # -- the text --------------------------------------------------------------------------------------

    def text(self) -> str:
        """The text as it is now."""
        return self._text.text()

    def revision(self) -> int:
        """Which state of the text this is; it grows with every change."""
        return self._text.revision()

    def show_text(self, text: str, whole: bool = True) -> None:
        """Another text, as far as a window can show it; or (not ``whole``) the beginning of a file."""
        self._text.set_text(text)
        if not whole:
            self._text.set_caption(mark("The first 2,000,000 characters are shown, to read only"))
        self._tell()

    # -- the words -------------------------------------------------------------------------------------

    def _show_passing(self) -> None:
        """In the table the words that pass, or why there are none; in the text where they stand."""
        result, mask = self._filtering.result, self._filtering.mask
        assert result is not None
        fresh, self._result = result is not self._result, result
        if fresh:
            self._table.set_rows({
                "word": result.words, "score": result.log_score, "count": result.counts,
                "cohesion": result.cohesion, "left": result.left_entropy, "right": result.right_entropy,
                "length": result.lengths, "known": result.known,
            })  # fmt: skip
        self._table.set_mask(mask)
        self._text.set_spans(_marks(result, mask), self._filtering.revision)
        self._tell()
        if fresh:
            self._choose_again(result)
            if self._pages.current() == "cut":
                self.segments_wanted.emit()

    def _choose_again(self, result: words.Result) -> None:
        """Of other words, the one chosen before, if it is among them, else the first."""
        if self._selection.word and result.row(self._selection.word) >= 0:
            self.choose(self._selection.word)
        elif len(self.rows()):
            self.choose(result.words[int(self.rows()[0])])
        else:
            self._selection.forget()

    def _tell(self) -> None:
        """In the headers which text it is and how many words are shown; in an empty table why it is empty."""
        self._reading.set_facts(tr(self._documents.name))
        result = self._filtering.result
        if result is None:
            return
        shown, all_ = count(int(self._filtering.mask.sum())), count(len(result))
        said = tr("{shown} shown of {count}", shown=shown, count=all_)
        if not self._table.sort_key()[0] and len(result):  # no column is marked, and yet there is an order
            said = tr("{shown} shown of {count}, surest first", shown=shown, count=all_)
        self._found.set_facts(said)
        say(self._found.facts_label(), name=said)
        why = tr("No word passes the filters.") if self._filtering.loosest else ""
        if reason := result.summary.reason:
            why = tr(reason, **result.summary.facts)
        self._table.set_empty(why)

    def rows(self) -> np.ndarray:
        """The rows of the result in the order shown, int."""
        return self._table.shown_rows()

    def copy_rows(self) -> None:
        """Put the selected rows on the clipboard."""
        self._table.copy()

    def ignore_rows(self) -> None:
        """As if the person had asked, in the table, to ignore the selected rows."""
        self.rows_ignored.emit(self._table.selected_rows())

    # -- the chosen word -------------------------------------------------------------------------------

    def choose(self, word: str) -> None:
        """Look at a word, in the table too if it is shown there."""
        if (row := self._filtering.row(word)) >= 0:
            self._table.choose(row)
        self._selection.choose(word)

    def _choose_row(self, row: int) -> None:
        if self._result is not None:
            self._selection.choose(self._result.words[row])

    def show_look(self, look: Look | None, revision: int | None) -> None:
        """The chosen word in all its places, in the text as it was at ``revision``; or none."""
        if look is None:
            self._places.set_lines("", [])
            self._text.set_selected(0, np.zeros(0, np.int64))
        else:
            self._show_places(look.places)
            self._text.set_selected(len(look.facts.word), look.facts.positions, revision)
        self._segments.set_chosen(self._selection.word)

    def _show_places(self, places: words.Concordance) -> None:
        self._places.set_lines(self._selection.word, places.lines, places.total)

    def reveal(self, position: int) -> None:
        """Bring a place of the chosen word into sight, in the text and among the contexts."""
        self._text.reveal(position, position + len(self._selection.word))
        self._places.go_to(position)

    # -- pages, remembering ----------------------------------------------------------------------------

    def show_page(self, page: str) -> None:
        """Turn to "places" or "cut"."""
        self._pages.turn_to(page)
        self._places.show_head(page == "places")
        if page == "cut":
            self.segments_wanted.emit()

    def show_segments(self, pieces: Sequence[str], kinds: np.ndarray) -> None:
        """The text cut into words: see :meth:`SegmentsView.set_segments`."""
        self._segments.set_segments(pieces, kinds)

    def state(self) -> dict[str, Any]:
        """JSON-ready."""
        return {"sort": list(self._table.sort_key()), "page": int(self._pages.current() == "cut")}

    def restore(self, state: Mapping[str, Any]) -> None:
        """Put it back as far as it makes sense."""
        match state.get("sort"):
            case [str(key), bool(descending)]:
                self._table.set_sort(key, descending=descending)
                self._tell()
        if state.get("page") == 1:
            self.show_page("cut")


def _marks(result: words.Result, mask: np.ndarray) -> Fetch:
    """Tells of a stretch of the text which words stand in it, and whether each is new, known or hidden."""
    kinds = np.where(result.known, KNOWN, np.where(mask, NEW, HIDDEN)).astype(np.uint8)

    def fetch(start: int, stop: int) -> Fetched:
        starts, ends, rows = result.spans(start, stop)
        return starts, ends, kinds[rows]

    return fetch
