"""Scores of both sides on demand, in a table beside them: from the same codes, beside the same pictures."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

from PySide6.QtCore import QEvent, Signal
from PySide6.QtWidgets import QGridLayout, QLabel, QWidget

from engines.ground.marks import mark
from engines.images.scores.verdict import Scores
from playground.kit.scoring import ROWS, compared, progress, verdict
from widgets.controls.buttons import text_button
from widgets.frame.panel import ScrollPanel
from widgets.look.figures import brief
from widgets.look.i18n import say
from widgets.look.labels import WrappedLabel, label

WIDE: Final = 300  # px of the table


class ScoredPanel(ScrollPanel):
    """The table, seen once there is one, and its button, which lies elsewhere.

    Args:
        name: of its objects: ``<name>.score`` the button, ``<name>.scored`` the table, in it
            ``<name>.scored.<score>.<side>`` and ``.floor``, ``.verdict.<side>``, ``.how`` and ``.close``.
        sides: their letters.
    """

    pressed = Signal()

    def __init__(self, name: str, sides: Sequence[str]) -> None:
        super().__init__(mark("Scores of samples"))
        self.setObjectName(f"{name}.scored")
        self.setFixedWidth(WIDE)
        self._sides = tuple(sides)
        self._scores: tuple[Scores, ...] | None = None
        self._done: float | None = None
        self._learning = False
        self.button = text_button(
            mark("Score both"),
            self.pressed.emit,
            tip=mark("Fresh samples of both, beside real ones"),
            by_tab=True,
        )
        self.button.setObjectName(f"{name}.score")
        self.add_tool("x", mark("Close"), lambda: self.show_scores(None)).setObjectName(
            f"{name}.scored.close"
        )
        self._verdicts = {side: WrappedLabel() for side in self._sides}
        self._how = WrappedLabel("", "dim")
        self._how.setObjectName(f"{name}.scored.how")
        self.column.setContentsMargins(12, 0, 8, 12)
        self.column.addWidget(self._table(name))
        for side, words in self._verdicts.items():
            words.setObjectName(f"{name}.scored.verdict.{side.lower()}")
            self.column.addWidget(words)
        self.column.addWidget(self._how)
        self.column.addStretch(1)
        self.show_scores(None)

    def _table(self, name: str) -> QWidget:
        table, self._rows = QWidget(), {}
        grid = QGridLayout(table)
        grid.setContentsMargins(0, 4, 0, 8)
        grid.setVerticalSpacing(2)
        grid.setHorizontalSpacing(6)
        for column, title in enumerate(("", *self._sides, mark("real"))):
            grid.addWidget(label(title, "caption"), 0, column)
        for at, (score, title, tip) in enumerate(ROWS, 1):
            cells = [label(title, "dim"), *(label("–") for _ in self._sides), label("–", "dim")]
            for column, cell in enumerate(cells):
                say(cell, tip=tip)
                grid.addWidget(cell, at, column)
            for side, cell in zip((*(s.lower() for s in self._sides), "floor"), cells[1:], strict=True):
                cell.setObjectName(f"{name}.scored.{score}.{side}")
            self._rows[score] = cells
        grid.setColumnStretch(0, 1)
        return table

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
        for name, (title, *cells) in self._rows.items():
            there = all(name in scores.values for scores in found)
            for cell in (title, *cells):
                cell.setVisible(there)
            if there:
                texts = [brief(value[name]) for value in (*(s.values for s in found), found[0].floors)]
                _write(cells, texts)
        for (side, words), scores in zip(self._verdicts.items(), found, strict=True):
            words.setText(f"{side}: {verdict(scores)}")
        self._how.setText(compared(found[0]))

    def _say_button(self) -> None:
        say(self.button, text=mark("Score both"))
        if self._done is not None:
            self.button.setText(progress(self._done, learning=self._learning))

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.LanguageChange:
            self._say()
        super().changeEvent(event)


def _write(cells: Sequence[QLabel], texts: Sequence[str]) -> None:
    for cell, text in zip(cells, texts, strict=True):
        cell.setText(text)
