"""The shelf as it is seen: a row of pictures over their reconstructions, each with its error."""

from __future__ import annotations

import functools
from collections.abc import Mapping, Sequence
from pathlib import Path

import numpy as np
from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from engines.ground.marks import mark
from playground.labs.gan.encode.shelf import MOST, Item
from widgets.controls.buttons import icon_button, text_button
from widgets.frame.drop import DropTarget
from widgets.look.i18n import say, tr
from widgets.look.labels import ElidedLabel
from widgets.look.style import set_role
from widgets.pictures.picture import Picture

CARD = 54, 128  # px
SIGNS = {1: "+", -1: "−"}


class ShelfView(QWidget):
    """Values in, signals out."""

    dropped = Signal(object)
    browse_clicked = Signal()
    folder_clicked = Signal()
    real_clicked = Signal()
    samples_clicked = Signal()
    paste_clicked = Signal()
    remove_clicked = Signal()
    clicked = Signal(int)
    """The number of the item."""

    def __init__(self) -> None:
        super().__init__()
        self._items: Sequence[Item] = ()
        self._cards: list[Picture] = []
        self._grown = False
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        column.addLayout(self._head())
        line = QHBoxLayout()
        line.setSpacing(8)
        self._target = DropTarget(
            "image", mark("Drop pictures"), mark("or a folder"), mark("Put on the shelf")
        )
        self._target.setObjectName("gan.encode.drop")
        self._target.setFixedSize(130, CARD[1])
        self._target.dropped.connect(self.dropped)
        self._target.clicked.connect(self.browse_clicked)
        line.addWidget(self._target)
        line.addWidget(self._row(), 1)
        column.addLayout(line)
        self.show_items((), None, {})

    def _head(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(6)
        buttons = (
            ("folder", mark("Folder…"), "folder-open", self.folder_clicked,
             mark("Put the pictures of a folder on the shelf")),
            ("real", mark("Real ones"), "shuffle", self.real_clicked,
             mark("Put four pictures of the data on the shelf")),
            ("samples", mark("Samples"), "grid-four", self.samples_clicked,
             mark("Put samples of the sheet on the shelf, sample A first")),
            ("paste", mark("Paste code"), "clipboard-text", self.paste_clicked,
             mark("Put a code that is on the clipboard on the shelf")),
        )  # fmt: skip
        for name, title, icon, signal, tip in buttons:
            button = text_button(title, signal.emit, icon=icon, tint="text2", tip=tip, by_tab=True)
            button.setObjectName(f"gan.encode.{name}")
            row.addWidget(button)
        self._facts = ElidedLabel(role="dim")
        self._facts.setObjectName("gan.encode.facts")
        row.addWidget(self._facts, 1)
        self._remove = icon_button("trash", mark("Take it off the shelf"), self.remove_clicked.emit, size=16)
        self._remove.setObjectName("gan.encode.remove")
        row.addWidget(self._remove)
        return row

    def _row(self) -> QScrollArea:
        page = QWidget()
        set_role(page, "page")
        self._line = QHBoxLayout(page)
        self._line.setContentsMargins(0, 0, 0, 0)
        self._line.setSpacing(4)
        self._line.addStretch(1)
        area = QScrollArea()
        area.setObjectName("gan.encode.shelf")
        area.setWidgetResizable(True)
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        area.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setFixedHeight(CARD[1] + 14)
        area.setWidget(page)
        area.horizontalScrollBar().rangeChanged.connect(self._show_newest)
        self._area = area
        return area

    # -- showing ---------------------------------------------------------------------------------------

    def show_items(self, items: Sequence[Item], current: Item | None, sets: Mapping[int, int]) -> None:
        """What stands on it, which is looked at, and which are in a set (1 or -1, by number)."""
        self._grown |= len(items) > len(self._items)
        self._items = items = list(items)
        while len(self._cards) < len(items):
            self._cards.append(self._card(len(self._cards)))
        for at, card in enumerate(self._cards):
            card.setVisible(at < len(items))
            if at < len(items):
                item = items[at]
                card.set_pixels(_pair(item))
                card.set_selected(item is current)
                card.set_letter(SIGNS.get(sets.get(item.number, 0), ""))
                card.set_caption(_caption(item))
                say(card, name=tr("Picture {number} of the shelf", number=item.number))
        self._remove.setEnabled(current is not None)
        self._say(current)

    def _show_newest(self, _low: int, high: int) -> None:
        """Scroll to it when it has come."""
        if self._grown:
            self._grown = False
            self._area.horizontalScrollBar().setValue(high)

    def _card(self, at: int) -> Picture:
        card = Picture()
        card.setObjectName(f"gan.encode.card.{at}")
        card.setFixedSize(*CARD)
        card.clicked.connect(functools.partial(self._click, at))
        self._line.insertWidget(at, card)
        return card

    def _click(self, at: int, _checked: bool = False) -> None:
        self.clicked.emit(self._items[at].number)

    def _say(self, current: Item | None) -> None:
        if current is None:
            self._facts.setText("")
            return
        if current.path:
            what = Path(current.path).name
        elif current.sample is not None:
            what = tr("sample {number}", number=current.sample + 1)
        else:
            what = tr("a real picture") if current.picture is not None else tr("a code")
        label = current.found.code.label if current.found else None
        of_class = "" if label is None else ", " + tr("class {number}", number=label)
        count = tr("{count} of {most}", count=len(self._items), most=MOST)
        self._facts.setText(f"{count} · {what}{of_class}")

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.LanguageChange and self._items:
            self._facts.setText("")
        super().changeEvent(event)


def _caption(item: Item) -> str:
    """The error of its reconstruction; what it is where there is none."""
    if item.picture is None:
        return mark("code") if item.sample is None else mark("sample")
    known = item.found is not None and item.found.error is not None
    return f"{item.found.error:.3f}" if known and item.found is not None else "…"


def _pair(item: Item) -> np.ndarray | None:
    """The picture over its reconstruction; of a code its picture alone."""
    shown = item.found.shown if item.found is not None else None
    if item.picture is None:
        return shown
    if shown is None or shown.shape != item.picture.shape:
        return item.picture
    return np.ascontiguousarray(np.vstack([item.picture, shown]))
