"""Sentences kept in sight: each a small tree, its F1 and its words on a card."""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np
from PySide6.QtCore import QEvent, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QEnterEvent,
    QFontMetricsF,
    QKeyEvent,
    QPainter,
    QPainterPath,
    QPaintEvent,
    QPen,
    QResizeEvent,
)
from PySide6.QtWidgets import QAbstractButton, QSizePolicy, QVBoxLayout, QWidget

from widgets.controls.buttons import icon_button
from widgets.look import style, tokens
from widgets.look.i18n import tr
from widgets.look.labels import plain
from widgets.trees.columns import word_font
from widgets.trees.layout import Branch, layout

_HIGH, _INSET, _WORDS = 92, 12, 22  # logical px: a card, its margin, the line of words
_FIGURE = 46  # room for the F1
_COLUMN = 22.0  # the widest column of a small tree
_REMOVES = (Qt.Key.Key_Delete, Qt.Key.Key_Backspace)


class TreeCard(QAbstractButton):
    """One sentence; a click chooses it, the cross or Delete takes it away."""

    removed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._words: tuple[str, ...] = ()
        self._branch: Branch | None = None
        self._f1: float | None = None
        self.setCheckable(True)
        self.setAutoExclusive(False)
        self.setFixedHeight(_HIGH)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.unpin = icon_button("x", "Unpin", self.removed.emit, size=16)
        self.unpin.setParent(self)
        self.unpin.setFocusPolicy(Qt.FocusPolicy.NoFocus)  # Delete does it
        self.unpin.hide()

    def set_card(self, words: Sequence[str], branch: Branch | None, f1: float | None = None) -> None:
        """Show a sentence, its tree while there is one, and its F1 in percent if it has a gold tree."""
        self._words, self._branch, self._f1 = tuple(words), branch, f1
        self._tell()
        self.update()

    def sentence(self) -> str:
        """The words as one line, parted as the tree has them, Chinese ones too."""
        return " ".join(self._words)

    def figure(self) -> str:
        """The F1 as it is written, empty without one."""
        return f"{self._f1:.0f}" if self._f1 is not None and math.isfinite(self._f1) else ""

    def _tell(self) -> None:
        known = tr("{sentence}, F1 {value}", sentence=self.sentence(), value=self.figure())
        self.setAccessibleName(known if self.figure() else self.sentence() or tr("Empty sentence"))
        self.setToolTip(plain(self.sentence()))

    def sizeHint(self) -> QSize:
        return QSize(260, _HIGH)

    def minimumSizeHint(self) -> QSize:
        return QSize(120, _HIGH)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = Qt.Key(event.key())
        if key in _REMOVES:
            self.removed.emit()
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.click()
        elif key in (Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_Home, Qt.Key.Key_End):
            event.ignore()  # the cards move the focus
        else:
            super().keyPressEvent(event)

    def enterEvent(self, event: QEnterEvent) -> None:
        self.unpin.show()
        super().enterEvent(event)

    def leaveEvent(self, event: QEvent) -> None:
        self.unpin.hide()
        super().leaveEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        self.unpin.move(self.width() - 28 - 4, self.height() - 28 - 3)

    def changeEvent(self, event: QEvent) -> None:
        if event.type() in (QEvent.Type.PaletteChange, QEvent.Type.LanguageChange):
            self._tell()
            self.update()
        super().changeEvent(event)

    # the picture

    def paintEvent(self, event: QPaintEvent) -> None:
        t = tokens.current()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        chosen, hot = self.isChecked(), self.underMouse() and self.isEnabled()
        painter.setPen(QPen(QColor(t.accent if chosen else t.strong if hot else t.border), 1))
        painter.setBrush(QColor(t.accent_soft if chosen else t.hover if hot else t.raised))
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), 6, 6)
        self._paint_tree(painter, t.accent if chosen else t.text2)
        self._paint_figure(painter)
        self._paint_words(painter)
        painter.end()

    def _colour(self) -> QColor:
        t = tokens.current()
        return QColor(t.text if self.isEnabled() else t.disabled)

    def _paint_tree(self, painter: QPainter, colour: str) -> None:
        room = QRectF(_INSET, 12, self.width() - 2 * _INSET - _FIGURE, _HIGH - 12 - _WORDS - 16)
        number = len(self._words)
        if self._branch is None or self._branch.span != (0, number) or number < 2 or room.width() < 8:
            return
        column = min(_COLUMN, room.width() / number)
        tree = layout(self._branch, room.left() + (np.arange(number) + 0.5) * column)
        highest = max(float(tree.height.max()), 1e-9)  # a small tree uses all its room
        ys = np.round(room.bottom() - tree.height / highest * room.height())
        path = QPainterPath()
        for at, below in enumerate(tree.children):
            for child in (below[0], below[-1]) if below else ():
                x = round(float(tree.x[child])) + 0.5
                path.moveTo(x, ys[child])
                path.lineTo(x, ys[at] + 0.5)
                path.lineTo(float(tree.x[at]), ys[at] + 0.5)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(QColor(colour), 1.25 if column >= 5 else 0.75))
        painter.drawPath(path)

    def _paint_figure(self, painter: QPainter) -> None:
        if not self.figure():
            return
        place = QRect(self.width() - _FIGURE - _INSET, 10, _FIGURE, 20)
        right = int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        painter.setFont(style.fonts("figure"))
        painter.setPen(self._colour())
        painter.drawText(place, right, self.figure())
        painter.setFont(style.fonts("caption"))
        painter.setPen(QColor(tokens.current().text2))
        painter.drawText(place.translated(0, 19), right, "F1")

    def _paint_words(self, painter: QPainter) -> None:
        font = word_font("field", self._words)
        wide = self.width() - 2 * _INSET - (22 if self.unpin.isVisible() else 0)
        place = QRectF(_INSET, _HIGH - _WORDS - 6, wide, _WORDS)
        text = QFontMetricsF(font).elidedText(self.sentence(), Qt.TextElideMode.ElideRight, wide)
        painter.setFont(font)
        painter.setPen(self._colour())
        painter.drawText(place, int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter), text)


Card = tuple[Sequence[str], Branch | None, float | None]


class TreeCards(QWidget):
    """Cards one under the other; arrows move, Enter chooses, Delete unpins."""

    chosen = Signal(int)
    removed = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._cards: list[TreeCard] = []
        self._shown, self._current = 0, -1
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(8)
        self._column.addStretch(1)

    def set_cards(self, cards: Sequence[Card]) -> None:
        """Show (words, tree or None, F1 in percent or None); the cards there are will be used again."""
        while len(self._cards) < len(cards):
            self._add(len(self._cards))
        held = next((at for at, card in enumerate(self._cards) if card.hasFocus()), -1)
        for at, card in enumerate(self._cards):
            if at < len(cards):
                card.set_card(*cards[at])
            card.setVisible(at < len(cards))
        self._shown = len(cards)
        if held >= len(cards) > 0:
            self._cards[len(cards) - 1].setFocus(Qt.FocusReason.OtherFocusReason)
        self.set_current(self._current)

    def count(self) -> int:
        """How many sentences are shown."""
        return self._shown

    def card(self, index: int) -> TreeCard:
        """One of them."""
        return self._cards[: self._shown][index]

    def current(self) -> int:
        """The framed card, -1 for none."""
        return self._current

    def set_current(self, index: int) -> None:
        """Frame a card without a signal; -1, or one that is not there, frames none."""
        self._current = index if 0 <= index < self._shown else -1
        for at, card in enumerate(self._cards):
            card.setChecked(at == self._current)

    def _add(self, at: int) -> None:
        card = TreeCard(self)
        card.hide()
        card.clicked.connect(lambda _on=False: self._choose(at))
        card.removed.connect(lambda: self.removed.emit(at))
        self._cards.append(card)
        self._column.insertWidget(at, card)

    def _choose(self, index: int) -> None:
        self.set_current(index)
        self.chosen.emit(index)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key, last = Qt.Key(event.key()), self._shown - 1
        held = next((at for at, card in enumerate(self._cards) if card.hasFocus()), -1)
        moves = {
            Qt.Key.Key_Up: max(0, held - 1),
            Qt.Key.Key_Down: min(last, held + 1),
            Qt.Key.Key_Home: 0,
            Qt.Key.Key_End: last,
        }
        if key in moves and held >= 0:
            self._cards[moves[key]].setFocus(Qt.FocusReason.TabFocusReason)
        else:
            super().keyPressEvent(event)


def _demo() -> QWidget:
    from widgets.trees.samples import CHINESE, DISTANCES, ENGLISH, long, split

    page, cards = QWidget(), TreeCards()
    QVBoxLayout(page).addWidget(cards)
    words, tree, _ = long(40)
    short = ["a", "small", "bird", "near", "the", "river", "sings"]
    draw = np.random.default_rng(4)
    cards.set_cards(
        [
            (ENGLISH, split(DISTANCES), 90.0),
            (short, split(draw.random(len(short))), 83.3),
            (CHINESE, split(draw.random(len(CHINESE))), 100.0),
            (words, tree, None),
        ]
    )
    cards.set_current(0)
    return page


if __name__ == "__main__":
    from widgets.look import demo

    demo.run(_demo)
