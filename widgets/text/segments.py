"""A text cut into words: known ones plain, new ones on a band, a thin stroke between neighbours."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from PySide6.QtCore import QEvent, QPoint, QRect, Qt, Signal
from PySide6.QtGui import QColor, QFocusEvent, QFontMetrics, QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtGui import QResizeEvent as _Resize
from PySide6.QtWidgets import QAbstractScrollArea, QFrame, QWidget

from widgets.look import focus, style, text_font, tokens
from widgets.look.figures import count
from widgets.look.grid_marks import paint_empty
from widgets.look.i18n import mark, say, tr

KNOWN, NEW, OTHER = 0, 1, 2  # kinds
LIMIT = 4000  # words that are shown
_PAD, _GAP, _LINE, _CHIP = 16, 5, 32, 22  # logical px: margin, between words, line pitch, height of a band
_FOOT = 28


@dataclass(frozen=True)
class Flow:
    """Where each word stands: left, width and line, int arrays; no word is broken."""

    left: np.ndarray
    width: np.ndarray
    line: np.ndarray

    @classmethod
    def of(cls, widths: Sequence[int], breaks: Sequence[bool], room: int) -> Flow:
        """Lay words of ``widths`` out in ``room``; ``breaks`` end their line."""
        left: list[int] = []
        lines: list[int] = []
        x = line = 0
        for width, ends in zip(widths, breaks, strict=True):
            if x and x + width > room:
                x, line = 0, line + 1
            left.append(x)
            lines.append(line)
            x += width + _GAP
            if ends:
                x, line = 0, line + 1
        return cls(np.array(left, int), np.array(widths, int), np.array(lines, int))

    def at(self, x: int, line: int) -> int:
        """The word at a place, -1 between them."""
        found = np.flatnonzero((self.line == line) & (self.left <= x) & (x < self.left + self.width))
        return int(found[0]) if len(found) else -1


class SegmentsView(QAbstractScrollArea):
    """The first few thousand words of a segmentation. A click, or Enter on the framed one, picks it."""

    picked = Signal(str)

    def __init__(self, empty: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._words: list[str] = []
        self._kinds = np.zeros(0, int)
        self._total, self._empty = 0, empty
        self._flow = Flow.of([], [], 1)
        self._hover, self._cursor, self._keyed = -1, 0, False
        self._chosen = ""
        style.set_role(self, "stage")
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.viewport().setMouseTracking(True)
        focus.own_ring(self)
        say(self, name=mark("Words of the text"))

    def set_segments(self, words: Sequence[str], kinds: np.ndarray | Sequence[int], total: int = 0) -> None:
        """Show words in order.

        Args:
            words: as they follow each other; line ends among them begin a line.
            kinds: of each, 0 known, 1 new, 2 neither (punctuation, other scripts).
            total: how many there are in all, where ``words`` are only the first.

        Raises:
            ValueError: the two differ in length.
        """
        if len(words) != len(kinds):
            raise ValueError(f"{len(words)} words, {len(kinds)} kinds")
        self._total = max(total, len(words))
        self._words, self._kinds = list(words[:LIMIT]), np.asarray(kinds[:LIMIT], int)
        self._hover, self._cursor = -1, 0
        self._relayout()
        self.verticalScrollBar().setValue(0)

    def set_chosen(self, word: str) -> None:
        """Fill every place of this word."""
        self._chosen = word
        self.viewport().update()

    def word_rect(self, at: int) -> QRect:
        """Where a word stands in the viewport; empty for one that is not there."""
        if not 0 <= at < len(self._words):
            return QRect()
        y = _PAD // 2 + int(self._flow.line[at]) * _LINE + (_LINE - _CHIP) // 2
        return QRect(
            _PAD + int(self._flow.left[at]), y - self.verticalScrollBar().value(),
            int(self._flow.width[at]), _CHIP,
        )  # fmt: skip

    def word_at(self, place: QPoint) -> int:
        """The word under a point of the viewport, -1 for none."""
        line = (place.y() + self.verticalScrollBar().value() - _PAD // 2) // _LINE
        return self._flow.at(place.x() - _PAD, line)

    def _relayout(self) -> None:
        metrics, widths = QFontMetrics(text_font.chinese()), dict[str, int]()
        one = metrics.horizontalAdvance("字" * 8) / 8  # all Chinese characters are alike wide: no need to ask
        for word in set(self._words):
            if min(word, default="") >= "\u4e00" and max(word, default="") <= "\u9fff":
                widths[word] = round(one * len(word)) + 8
            else:
                widths[word] = metrics.horizontalAdvance(word.strip("\r\n")) + (8 if word.strip() else 0)
        room = max(40, self.viewport().width() - 2 * _PAD)
        breaks = ["\n" in word or "\r" in word for word in self._words]
        self._flow = Flow.of([min(room, widths[word]) for word in self._words], breaks, room)
        lines = int(self._flow.line[-1]) + 1 if self._words else 0
        height = lines * _LINE + _PAD + (_FOOT if self._total > len(self._words) else 0)
        bar = self.verticalScrollBar()
        bar.setRange(0, max(0, height - self.viewport().height()))
        bar.setPageStep(self.viewport().height())
        bar.setSingleStep(_LINE)
        self.viewport().update()

    def resizeEvent(self, event: _Resize) -> None:
        self._relayout()

    # the person

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        self._point(self.word_at(event.position().toPoint()))

    def leaveEvent(self, event: QEvent) -> None:
        self._point(-1)

    def _point(self, at: int) -> None:
        if at >= 0 and not self._words[at].strip():
            at = -1
        if at != self._hover:
            self._hover = at
            hand = Qt.CursorShape.PointingHandCursor if at >= 0 else Qt.CursorShape.ArrowCursor
            self.viewport().setCursor(hand)
            self.viewport().update()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        at = self.word_at(event.position().toPoint())
        self._keyed = False
        if event.button() is Qt.MouseButton.LeftButton and at >= 0:
            self._cursor = at
            self._pick()

    def _pick(self) -> None:
        if self._cursor < len(self._words) and self._words[self._cursor].strip():
            self.picked.emit(self._words[self._cursor].strip("\r\n"))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = event.key()
        step = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}.get(Qt.Key(key), 0)
        if step and self._words:
            self._go(self._cursor + step)
        elif key in (Qt.Key.Key_Up, Qt.Key.Key_Down) and self._words:
            self._go(self._beside(1 if key == Qt.Key.Key_Down else -1))
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space):
            self._pick()
        else:
            super().keyPressEvent(event)

    def _beside(self, step: int) -> int:
        """The word in the next line that stands nearest."""
        flow = self._flow
        line = np.flatnonzero(flow.line == flow.line[self._cursor] + step)
        if not len(line):
            return self._cursor
        return int(line[np.argmin(abs(flow.left[line] - flow.left[self._cursor]))])

    def _go(self, at: int) -> None:
        self._keyed = True
        self._cursor = min(max(at, 0), len(self._words) - 1)
        room, bar = self.word_rect(self._cursor), self.verticalScrollBar()
        if room.top() < 0:
            bar.setValue(bar.value() + room.top() - _PAD)
        elif room.bottom() > self.viewport().height():
            bar.setValue(bar.value() + room.bottom() - self.viewport().height() + _PAD)
        self.setAccessibleDescription(self._words[self._cursor])
        self.viewport().update()

    def focusInEvent(self, event: QFocusEvent) -> None:
        self._keyed = focus.by_keyboard()
        super().focusInEvent(event)
        self.viewport().update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.viewport().update()

    # the picture

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() in (QEvent.Type.PaletteChange, QEvent.Type.LanguageChange, QEvent.Type.EnabledChange):
            self.viewport().update()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self.viewport())
        if not self._words:
            paint_empty(painter, self.viewport().rect(), tr(self._empty))
        first = max(0, (self.verticalScrollBar().value() - _PAD) // _LINE)
        last = first + self.viewport().height() // _LINE + 2
        low, high = np.searchsorted(self._flow.line, [first, last + 1])
        painter.setFont(text_font.chinese())
        for at in range(int(low), int(high)):
            self._paint_word(painter, at)
        if self._total > len(self._words):
            self._paint_rest(painter)
        painter.end()

    def _paint_word(self, painter: QPainter, at: int) -> None:
        t, room, word = tokens.current(), self.word_rect(at), self._words[at].strip("\r\n")
        if not word.strip():
            return
        chosen, new = word == self._chosen, self._kinds[at] == NEW
        if chosen or new or at == self._hover:
            ground = t.accent if chosen else t.hover if at == self._hover else t.accent_soft
            painter.fillRect(room, QColor(ground))
        if new and not chosen:
            painter.fillRect(QRect(room.left(), room.bottom(), room.width(), 2), QColor(t.accent))
        if at and self._flow.line[at] == self._flow.line[at - 1] and self._words[at - 1].strip():
            painter.fillRect(QRect(room.left() - 3, room.top() + 4, 1, room.height() - 8), QColor(t.border))
        ink = t.on_accent if chosen else t.text2 if self._kinds[at] == OTHER else t.text
        painter.setPen(QColor(ink if self.isEnabled() else t.disabled))
        text = painter.fontMetrics().elidedText(word, Qt.TextElideMode.ElideRight, room.width() - 6)
        painter.drawText(room, int(Qt.AlignmentFlag.AlignCenter), text)
        if at == self._cursor and self._keyed and self.hasFocus():
            painter.setPen(QColor(t.accent))
            painter.drawRect(room.adjusted(-2, -2, 1, 2))

    def _paint_rest(self, painter: QPainter) -> None:
        lines = int(self._flow.line[-1]) + 1
        top = lines * _LINE + _PAD // 2 - self.verticalScrollBar().value()
        painter.setFont(style.fonts("caption"))
        painter.setPen(QColor(tokens.current().text2))
        text = tr(
            "The first {count} of {total} words", count=count(len(self._words)), total=count(self._total)
        )
        room = QRect(_PAD, top, self.viewport().width() - 2 * _PAD, _FOOT)
        painter.drawText(room, int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter), text)


def _demo() -> QWidget:
    text = (
        "贾母 少 歇 一回 ， 自然 领着 刘姥姥 都 见识 见识 。 先 到 了 潇湘馆 。 一 进门 ， 只见 两边 翠竹 "
        "夹路 ， 土地 下 苍苔 布满 ， 中间 羊肠 一条 石子 漫 的 路 。 \n 刘姥姥 让 出 路 来 与 贾母 "
        "众人 走 ， 自己 却 走 土地 。 琥珀 拉着 他 说道 ： “ 姥姥 ， 你 上来 走 ， 仔细 苍苔 滑 了 。 ”"
    )
    words = text.split(" ")
    new = {"贾母", "刘姥姥", "潇湘馆", "琥珀"}
    view = SegmentsView(mark("The words of the text show here"))
    view.set_segments(
        words, [NEW if w in new else OTHER if w in "，。：“”\n" else KNOWN for w in words], 70910
    )
    view.set_chosen("潇湘馆")
    return view


if __name__ == "__main__":
    from widgets.look import demo

    demo.run(_demo)
