"""Beside the Words stage: the chosen word from all sides."""

from __future__ import annotations

import math

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QLabel, QWidget

from engines.ground.marks import mark
from engines.words import WordFacts
from widgets.controls.buttons import text_button
from widgets.frame.panel import Group, ScrollPanel
from widgets.look import icons, text_font
from widgets.look.figures import count
from widgets.look.i18n import tr
from widgets.look.icons import Sign
from widgets.look.labels import label
from widgets.text.cut_rows import CutRows
from widgets.text.dispersion import Dispersion
from widgets.text.neighbour_bars import NeighbourBars

TOP = 5  # neighbours on either side


class WordInspector(ScrollPanel):
    """Headword, figures, neighbours, cuts, and where in the text it stands."""

    copy_clicked = Signal()
    ignore_clicked = Signal()
    export_clicked = Signal()
    place_picked = Signal(float)

    def __init__(self) -> None:
        super().__init__("Chosen word")
        self.setObjectName("words.inspector")
        self.add_tool("copy", "Copy the chosen words", self.copy_clicked.emit)
        self.add_tool("prohibit", "Ignore the chosen words", self.ignore_clicked.emit)
        self._head()
        self._groups()
        self.column.addStretch(1)
        export = text_button(mark("Export the words…"), self.export_clicked.emit, icon="export")
        export.setObjectName("words.export_words")
        self.add_foot(export)

    def _head(self) -> None:
        self.word = QLabel()
        self.word.setObjectName("words.headword")
        self.word.setWordWrap(True)
        self.word.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.word.setFont(text_font.chinese("headword"))
        line = QHBoxLayout()
        line.setSpacing(6)
        self._sign = Sign("plus-circle", "ok")
        self._status = label("", "dim")
        line.addWidget(self._sign)
        line.addWidget(self._status, 1)
        self._grid = QWidget()
        grid = QGridLayout(self._grid)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setVerticalSpacing(0)
        self._figures: list[QLabel] = []
        for column, name in enumerate((mark("Score"), mark("Count"), mark("Cohesion"))):
            figure = label("–", "figure")
            grid.addWidget(label(name, "caption"), 0, column)
            grid.addWidget(figure, 1, column)
            grid.setColumnStretch(column, 1)
            self._figures.append(figure)
        self._nothing = label(mark("Choose a word in the table or in the text."), "dim")
        self._nothing.setWordWrap(True)
        self.column.addWidget(self._nothing)
        self.column.addWidget(self.word)
        self.column.addLayout(line)
        self.column.addWidget(self._grid)

    def _groups(self) -> None:
        self.left, self.right = NeighbourBars(mark("Before it")), NeighbourBars(mark("After it"))
        self.cuts, self.places = CutRows(), Dispersion()
        self.places.setObjectName("words.dispersion")
        self.places.picked.connect(self.place_picked)
        self._of: dict[str, Group] = {}
        for key, title, view in (
            ("left", mark("Before it"), self.left),
            ("right", mark("After it"), self.right),
            ("cuts", mark("How it could be cut"), self.cuts),
            ("places", mark("Where it stands"), self.places),
        ):
            group = self._of[key] = Group(title)
            group.body.addWidget(view)
            self.column.addWidget(group)

    # -- showing ---------------------------------------------------------------------------------------

    def show_word(self, facts: WordFacts | None, score: float, known: bool, new: bool) -> None:
        """A word, or none.

        Args:
            score: as the table shows it. known: in the dictionary. new: among the found words at all.
        """
        for group in self._of.values():
            group.setVisible(facts is not None)
        for part in (self._sign, self._status, self._grid):
            part.setVisible(facts is not None)
        if facts is None:
            self.word.setText("")
            self._nothing.show()
            return
        self._nothing.hide()
        self.word.setText(facts.word)
        if not new:
            status, icon, colour = tr("Not among the words found"), "minus-circle", "text2"
        elif known:
            status, icon, colour = tr("In the dictionary"), "book-open", "text2"
        else:
            status, icon, colour = tr("Not in the dictionary: a new word"), "plus-circle", "ok"
        self._status.setText(status)
        icons.set_icon(self._sign, icon, colour)
        weakest = facts.cuts[facts.weakest][2] if facts.weakest >= 0 else math.nan
        for figure, text in zip(
            self._figures,
            (_figure(score if new else math.nan), count(facts.count), _figure(weakest)),
            strict=True,
        ):
            figure.setText(text)
        self.left.set_rows(_rows(facts.left, facts.left_edges))
        self.right.set_rows(_rows(facts.right, facts.right_edges))
        self.cuts.set_cuts(facts.cuts)
        self.places.set_places(facts.positions / max(facts.length, 1))
        self._of["left"].set_note(tr("entropy {value}", value=f"{facts.left_entropy:.2f}"))
        self._of["right"].set_note(tr("entropy {value}", value=f"{facts.right_entropy:.2f}"))
        self._of["cuts"].set_note(tr("cohesion"))
        n = facts.count
        self._of["places"].set_note(tr("1 place") if n == 1 else tr("{count} places", count=count(n)))
        self._of["cuts"].setVisible(bool(facts.cuts))


def _rows(neighbours: list[tuple[str, int]], edges: int) -> list[tuple[str, int]]:
    """The commonest neighbours, and how often there is none: an edge or punctuation."""
    return neighbours[:TOP] + ([("", edges)] if edges else [])


def _figure(value: float) -> str:
    return f"{value:.2f}".replace("-", "−") if math.isfinite(value) else "–"
