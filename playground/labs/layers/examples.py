"""Held-out examples, with what the model says of each."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QSize, Signal
from PySide6.QtWidgets import QFrame, QGridLayout, QListWidget, QVBoxLayout, QWidget

from engines.layers.snapshot import Example
from playground.labs.layers.activity import ink
from widgets.look import style
from widgets.look.i18n import say, tr
from widgets.pictures.picture import Picture

COLUMNS, SHOWN, HIGH = 4, 8, 78
ROW = 24  # px of a text


class Examples(QWidget):
    """Pictures in a grid, or texts in a list; one is chosen, whose activations are shown."""

    chosen = Signal(int)

    def __init__(self) -> None:
        super().__init__()
        self._examples: tuple[Example, ...] = ()
        self._at = 0
        self._grid = QWidget()
        grid = QGridLayout(self._grid)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setSpacing(4)
        self._pictures: list[Picture] = []
        for i in range(SHOWN):
            picture = Picture()
            picture.setObjectName(f"layers.example.{i}")
            picture.setFixedHeight(HIGH)
            picture.clicked.connect(lambda _on=False, i=i: self._choose(i))
            grid.addWidget(picture, i // COLUMNS, i % COLUMNS)
            self._pictures.append(picture)
        self._list = QListWidget()
        self._list.setObjectName("layers.examples")
        self._list.setFrameShape(QFrame.Shape.NoFrame)
        style.set_property(self._list, "role", "rows")
        say(self._list, name="Examples")
        self._list.setFixedHeight(ROW * SHOWN + 4)
        self._list.currentRowChanged.connect(self._choose)
        self._list.hide()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 4, 0, 0)
        column.addWidget(self._grid)
        column.addWidget(self._list)

    def current(self) -> int:
        """Which example is chosen."""
        return self._at

    def show_examples(self, examples: Sequence[Example]) -> None:
        """The newest answers."""
        self._examples = tuple(examples[:SHOWN])
        seen = bool(self._examples) and bool(self._examples[0].pictures)
        self._grid.setVisible(seen)
        self._list.setVisible(bool(self._examples) and not seen)
        if seen:
            self._show_pictures()
        else:
            self._show_texts()

    def _show_pictures(self) -> None:
        for i, picture in enumerate(self._pictures):
            picture.setVisible(i < len(self._examples))
            if i < len(self._examples):
                example = self._examples[i]
                picture.set_pixels(ink(example.pictures))
                picture.set_caption(words(example))
                picture.setToolTip(tip(example))
                picture.set_selected(i == self._at)

    def _show_texts(self) -> None:
        self._list.blockSignals(True)
        while self._list.count() > len(self._examples):
            self._list.takeItem(self._list.count() - 1)
        while self._list.count() < len(self._examples):
            self._list.addItem("")
        for i, example in enumerate(self._examples):
            item = self._list.item(i)
            said = words(example)
            item.setText(f"{said}  {example.text}" if len(said) < 24 else said)
            item.setToolTip(tip(example))
            item.setSizeHint(QSize(40, ROW))
        if self._examples:
            self._list.setCurrentRow(self._at)
        self._list.blockSignals(False)

    def _choose(self, at: int) -> None:
        if 0 <= at < len(self._examples):
            self._at = at
            self.show_examples(self._examples)
            self.chosen.emit(at)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self.show_examples(self._examples)


def words(example: Example) -> str:
    """What the model says, and whether it is right: "7 ✓", or "1 ✗ 7"."""
    said, answer = tr(example.said), tr(example.answer)  # names of classes are known, letters stay
    if not said:
        return answer
    return f"{said} ✓" if example.right else f"{said} ✗ {answer}"


def tip(example: Example) -> str:
    """The whole of it."""
    facts = {"said": tr(example.said) or "–", "answer": tr(example.answer)}
    said = tr("The model says {said}; right is {answer}.", **facts)
    return f"{example.text}\n{said}" if example.text else said
