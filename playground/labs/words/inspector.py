"""Beside the Words stage: the chosen word from all sides."""

from __future__ import annotations

import math

from PySide6.QtCore import QEvent, Signal

from engines.ground.marks import mark
from engines.words import WordFacts
from playground.labs.words.filtering import Filtering
from playground.labs.words.selection import Selection
from widgets.controls.buttons import text_button
from widgets.frame.panel import Group, ScrollPanel
from widgets.look.figures import count
from widgets.look.i18n import tr
from widgets.text.cut_rows import CutRows, two_places
from widgets.text.dispersion import Dispersion
from widgets.text.headword import Headword
from widgets.text.neighbour_bars import NeighbourBars

TOP = 5  # neighbours on either side


class WordInspector(ScrollPanel):
    """Headword, figures, neighbours, cuts, and where in the text it stands."""

    copy_clicked = Signal()
    ignore_clicked = Signal()
    export_clicked = Signal()
    place_picked = Signal(int)
    """A position in the text at which the word stands."""

    def __init__(self, filtering: Filtering, selection: Selection) -> None:
        super().__init__("Chosen word")
        self._filtering, self._selection = filtering, selection
        self.setObjectName("words.inspector")
        self.add_tool("copy", "Copy the chosen words", self.copy_clicked.emit)
        self.add_tool("prohibit", "Ignore the chosen words", self.ignore_clicked.emit)
        figures = (mark("Score"), mark("Count"), mark("Cohesion"))
        self._head = Headword(mark("Choose a word in the table or in the text."), figures)
        self._head.set_name("words.headword")
        self.column.addWidget(self._head)
        self._add_groups()
        self.column.addStretch(1)
        export = text_button(mark("Export the words…"), self.export_clicked.emit, icon="export")
        export.setObjectName("words.export_words")
        self.add_foot(export)
        selection.looked.connect(lambda _: self._show())
        self._show()

    def _add_groups(self) -> None:
        self._left, self._right = NeighbourBars(mark("Before it")), NeighbourBars(mark("After it"))
        self._cuts, self._places = CutRows(), Dispersion()
        self._places.setObjectName("words.dispersion")
        self._places.picked.connect(self._pick)
        self._groups: dict[str, Group] = {}
        for key, title, view in (
            ("left", mark("Before it"), self._left),
            ("right", mark("After it"), self._right),
            ("cuts", mark("How it could be cut"), self._cuts),
            ("places", mark("Where it stands"), self._places),
        ):
            group = self._groups[key] = Group(title)
            group.body.addWidget(view)
            self.column.addWidget(group)

    def _pick(self, share: float) -> None:
        if (position := self._selection.nearest(share)) is not None:
            self.place_picked.emit(position)

    # -- showing ---------------------------------------------------------------------------------------

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self._show()

    def _show(self) -> None:
        facts = self._selection.facts
        self._head.show_word(facts.word if facts is not None else "")
        for group in self._groups.values():
            group.setVisible(facts is not None)
        if facts is not None:
            self._show_head(facts)
            self._show_groups(facts)

    def _show_head(self, facts: WordFacts) -> None:
        result = self._filtering.result
        row = result.row(facts.word) if result is not None else -1
        score = math.nan
        if result is None or row < 0:
            self._head.show_status(tr("Not among the words found"), "minus-circle", "text2")
        else:
            score = float(result.log_score[row])
            if result.known[row]:
                self._head.show_status(tr("In the dictionary"), "book-open", "text2")
            else:
                self._head.show_status(tr("Not in the dictionary: a new word"), "plus-circle", "ok")
        weakest = facts.cuts[facts.weakest][2] if facts.weakest >= 0 else math.nan
        self._head.show_figures((two_places(score), count(facts.count), two_places(weakest)))

    def _show_groups(self, facts: WordFacts) -> None:
        self._left.set_rows(_rows(facts.left, facts.left_edges))
        self._right.set_rows(_rows(facts.right, facts.right_edges))
        self._cuts.set_cuts(facts.cuts)
        self._places.set_places(facts.positions / max(facts.length, 1))
        n = facts.count
        notes = {
            "left": tr("entropy {value}", value=f"{facts.left_entropy:.2f}"),
            "right": tr("entropy {value}", value=f"{facts.right_entropy:.2f}"),
            "cuts": tr("cohesion"),
            "places": tr("1 place") if n == 1 else tr("{count} places", count=count(n)),
        }
        for key, note in notes.items():
            self._groups[key].set_note(note)
        self._groups["cuts"].setVisible(bool(facts.cuts))


def _rows(neighbours: list[tuple[str, int]], edges: int) -> list[tuple[str, int]]:
    """The commonest neighbours, and how often there is none: an edge or punctuation."""
    return neighbours[:TOP] + ([("", edges)] if edges else [])
