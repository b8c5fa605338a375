"""The word that is looked at, writ large, over what is known of it."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from widgets.look import icons, text_font
from widgets.look.i18n import mark
from widgets.look.icons import Sign
from widgets.look.labels import label


class Headword(QWidget):
    """A word, its status behind a sign, and figures under their names; or a sentence while there is no word.

    Args:
        nothing: the sentence. figures: their names. All English, translated.
    """

    def __init__(self, nothing: str, figures: Sequence[str], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._nothing = label(nothing, "dim")
        self._nothing.setWordWrap(True)
        self._word = QLabel()
        self._word.setWordWrap(True)
        self._word.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._word.setFont(text_font.chinese("headword"))
        self._sign, self._status = Sign("plus-circle", "ok"), label("", "dim")
        line = QHBoxLayout()
        line.setSpacing(6)
        line.addWidget(self._sign)
        line.addWidget(self._status, 1)
        self._figures = [label("–", "figure") for _ in figures]
        self._grid = QWidget()
        grid = QGridLayout(self._grid)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setVerticalSpacing(0)
        for at, (name, figure) in enumerate(zip(figures, self._figures, strict=True)):
            grid.addWidget(label(name, "caption"), 0, at)
            grid.addWidget(figure, 1, at)
            grid.setColumnStretch(at, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addWidget(self._nothing)
        column.addWidget(self._word)
        column.addLayout(line)
        column.addWidget(self._grid)
        self.show_word("")

    def set_name(self, name: str) -> None:
        """Object name of the word; ``<name>.status`` and ``<name>.figure<i>`` are those of the rest."""
        self._word.setObjectName(name)
        self._status.setObjectName(f"{name}.status")
        for i, figure in enumerate(self._figures):
            figure.setObjectName(f"{name}.figure{i}")

    def show_word(self, word: str) -> None:
        """Another word, or none."""
        self._word.setText(word)
        self._word.setAccessibleName(word)
        self._nothing.setVisible(not word)
        for part in (self._sign, self._status, self._grid):
            part.setVisible(bool(word))

    def show_status(self, status: str, icon: str, colour: str) -> None:
        """What kind of word it is, in the language shown."""
        self._status.setText(status)
        icons.set_icon(self._sign, icon, colour)

    def show_figures(self, figures: Sequence[str]) -> None:
        """One for each name, as the person reads it."""
        for figure, text in zip(self._figures, figures, strict=True):
            figure.setText(text)


def _demo() -> QWidget:
    view = Headword(mark("Choose a word."), [mark("Score"), mark("Count"), mark("Cohesion")])
    view.show_word("栖霜阁")
    view.show_figures(["5.51", "14", "4.70"])
    return view


if __name__ == "__main__":
    from widgets.look import demo

    demo.run(_demo)
