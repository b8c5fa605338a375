"""Scores of both sides on demand, in a table below them: from the same codes, beside the same pictures."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

from PySide6.QtCore import QEvent, Signal
from PySide6.QtWidgets import QGridLayout, QLabel

from engines.ground.marks import mark
from engines.images.scores.verdict import Scores
from playground.kit.scoring import ROWS, compared, drawn, say_progress, verdict
from widgets.controls.buttons import text_button
from widgets.frame.panel import Panel
from widgets.look.figures import brief
from widgets.look.i18n import joined, say, tr
from widgets.look.labels import ElidedLabel, label

FINE: Final = 0.005  # less is told as 0: a kernel distance of nothing is a hair on either side of it


class ScoredPanel(Panel):
    """The table, a row for each side and one for real pictures; seen once there is one. Its button lies
    elsewhere.

    Args:
        name: of its objects: ``<name>.score`` the button, ``<name>.scored`` the table, in it
            ``<name>.scored.<score>.<side>`` and ``.floor``, ``.verdict.<side>``, ``.how`` and ``.close``.
        sides: their letters.
    """

    pressed = Signal()

    def __init__(self, name: str, sides: Sequence[str]) -> None:
        super().__init__(mark("Scores of samples"))
        self.setObjectName(f"{name}.scored")
        self._sides = tuple(sides)
        self._scores: tuple[Scores, ...] | None = None
        self._done: float | None = None
        self._learning = False
        tip = mark("Fresh samples of both, beside real ones")
        self.button = text_button(mark("Score both"), self.pressed.emit, tip=tip, by_tab=True)
        self.button.setObjectName(f"{name}.score")
        close = self.add_tool("x", mark("Close"), lambda: self.show_scores(None))
        close.setObjectName(f"{name}.scored.close")
        self.facts_label().setObjectName(f"{name}.scored.how")
        self._cells: dict[str, list[QLabel]] = {}
        self._verdicts = {side: ElidedLabel() for side in self._sides}
        self.body.setContentsMargins(12, 0, 12, 6)
        self.body.setSpacing(4)
        self.body.addLayout(self._table(name))
        for side, words in self._verdicts.items():
            words.setObjectName(f"{name}.scored.verdict.{side.lower()}")
            self.body.addWidget(words)
        self.show_scores(None)

    def _table(self, name: str) -> QGridLayout:
        grid = self._grid = QGridLayout()
        grid.setVerticalSpacing(0)
        grid.setHorizontalSpacing(8)
        for row, title in enumerate((*self._sides, mark("real")), 1):
            grid.addWidget(label(title, "caption"), row, 0)
        keys = (*(side.lower() for side in self._sides), "floor")
        for column, (score, title, tip) in enumerate(ROWS, 1):
            head = ElidedLabel(role="caption")
            say(head, text=title)
            cells = [head, *(label("–", "strong") for _ in self._sides), label("–", "dim")]
            for row, cell in enumerate(cells):
                say(cell, tip=tip)
                grid.addWidget(cell, row, column)
            for key, cell in zip(keys, cells[1:], strict=True):
                cell.setObjectName(f"{name}.scored.{score}.{key}")
            self._cells[score] = cells
        return grid

    # -- showing ---------------------------------------------------------------------------------------

    def show_progress(self, done: float | None, *, learning: bool = False) -> None:
        """As :meth:`playground.kit.scoring.ScoreGroup.show_progress`."""
        self._done, self._learning = done, learning
        self._say_button()

    def show_scores(self, scores: tuple[Scores, ...] | None) -> None:
        """Of each side; None for none."""
        self._scores = scores
        self._say()

    def scores(self) -> Mapping[str, Scores]:
        """What is shown, by side."""
        return {} if self._scores is None else dict(zip(self._sides, self._scores, strict=True))

    def _say(self) -> None:
        self._say_button()
        found = self._scores
        self.setVisible(found is not None)
        if found is None:
            return
        rows = [*(scores.values for scores in found), found[0].floors]
        for column, (name, (head, *cells)) in enumerate(self._cells.items(), 1):
            there = all(name in row for row in rows)
            self._grid.setColumnStretch(column, int(there))
            head.setVisible(there)
            for cell, row in zip(cells, rows, strict=True):
                cell.setVisible(there)
                if there:
                    cell.setText(brief(row[name]) if abs(row[name]) >= FINE else "0.00")
        for (side, words), scores in zip(self._verdicts.items(), found, strict=True):
            words.setText(tr("{side}: {what}", side=side, what=verdict(scores)))
        self.set_facts(joined(drawn(found[0]), compared(found[0])))

    def _say_button(self) -> None:
        say_progress(self.button, mark("Score both"), self._done, learning=self._learning)

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.LanguageChange:
            self._say()
        super().changeEvent(event)
