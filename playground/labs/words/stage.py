"""The Words lab's stage: the text, the table of its words, and the chosen word in its places."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from engines.ground.marks import mark
from engines.words import Result
from playground.labs.words.filters import shown_score
from widgets.controls.segmented import Segmented
from widgets.frame.panel import Panel
from widgets.frame.splitter import Splitter
from widgets.look.i18n import say
from widgets.look.style import set_role
from widgets.text.concordance import Concordance
from widgets.text.pane import TextPane
from widgets.text.segments import SegmentsView
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
NEW, KNOWN, HIDDEN = 0, 1, 2  # how a word is marked in the text
PLACEHOLDER = mark("Paste or type Chinese text here, or drop a file.")


class WordsStage(QWidget):
    """Text beside table, concordance or segmentation below."""

    page_chosen = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("words.stage")
        self._revision = 0
        self.text = TextPane(PLACEHOLDER)
        self.text.setObjectName("words.text")
        self.table = WordTable()
        self.table.setObjectName("words.table")
        self.table.set_columns(COLUMNS)
        self.table.set_sort("score")
        self.concordance = Concordance(mark("Choose a word to see where it stands"))
        self.concordance.setObjectName("words.concordance")
        self.segments = SegmentsView(mark("The text cut into words appears here"))
        self.segments.setObjectName("words.segments")
        self._lay_out()

    def _lay_out(self) -> None:
        self.reading, self.found = Panel("Text", role="stage"), Panel("Words", role="stage")
        self.found.facts_label().setObjectName("words.summary")
        for panel, view in ((self.reading, self.text), (self.found, self.table)):
            panel.body.setContentsMargins(0, 0, 0, 0)
            panel.body.addWidget(view, 1)
        self.beside = Splitter()
        self.beside.add_main(self.reading, 220)
        self.beside.add_side("words.found", self.found, 460, 260, 1200, title="Show words", first=False)
        foot = QWidget()
        foot.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        set_role(foot, "stage")
        column = QVBoxLayout(foot)
        column.setContentsMargins(0, 6, 0, 0)
        column.setSpacing(4)
        self.page = Segmented([("places", "In context"), ("cut", "Segmentation")])
        self.page.setObjectName("words.page")
        self.page.chosen.connect(self.show_page)
        head = QHBoxLayout()
        head.setContentsMargins(12, 0, 12, 0)
        head.addWidget(self.page)
        self.concordance.lead(head)
        column.addLayout(head)
        self.pages = QStackedWidget()
        self.pages.addWidget(self.concordance)
        self.pages.addWidget(self.segments)
        column.addWidget(self.pages, 1)
        self.split = Splitter(orientation=Qt.Orientation.Vertical)
        self.split.add_main(self.beside, 180)
        self.split.add_side(
            "words.foot", foot, 260, 110, 600, title="Show places", first=False, folded_size=28
        )
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.split)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.beside.set_default("words.found", max(300, round(self.width() * 0.56)))
        self.split.set_default("words.foot", 190 if self.height() < 700 else 260)

    def show_page(self, page: str) -> None:
        """ "places" or "cut"."""
        self.page.set_current(page)
        self.pages.setCurrentIndex(0 if page == "places" else 1)
        self.concordance.show_head(page == "places")
        self.page_chosen.emit(page)

    # -- showing ---------------------------------------------------------------------------------------

    def show_result(self, result: Result, revision: int) -> None:
        """Other words: fill the table and mark them in the text as it was at ``revision``."""
        self.table.set_rows({
            "word": result.words, "score": shown_score(result), "count": result.counts,
            "cohesion": result.cohesion, "left": result.left_entropy, "right": result.right_entropy,
            "length": result.lengths, "known": result.known,
        })  # fmt: skip
        self._revision = revision

    def mark(self, result: Result, mask: np.ndarray) -> None:
        """Mark in the text the words that pass the filters; the table shows no others either."""
        self.text.set_spans(_fetch(result, mask), self._revision)

    def show_no_word(self) -> None:
        """Nothing is chosen."""
        self.concordance.set_lines("", [])
        self.text.set_selected(0, np.zeros(0, np.int64))
        self.segments.set_chosen("")

    def say_empty(self, sentence: str) -> None:
        """Why the table has no rows, in the language shown."""
        self.table.set_empty(sentence)

    def say_facts(self, document: str, words: str) -> None:
        """Dim facts in both headers, in the language shown."""
        self.reading.set_facts(document)
        self.found.set_facts(words)
        say(self.found.facts_label(), name=words)


def _fetch(
    result: Result, mask: np.ndarray
) -> Callable[[int, int], tuple[np.ndarray, np.ndarray, np.ndarray]]:
    kinds = np.where(result.known, KNOWN, np.where(mask, NEW, HIDDEN)).astype(np.uint8)

    def fetch(start: int, stop: int) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
        starts, ends, rows = result.spans(start, stop)
        return starts, ends, kinds[rows]

    return fetch
