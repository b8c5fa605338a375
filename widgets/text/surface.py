"""The picture half of the text pane: lines and their marks. ``text_pane`` adds what a person does."""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import (
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QResizeEvent,
    QTextBlock,
    QTextCursor,
    QTextDocument,
)
from PySide6.QtWidgets import QFrame, QPlainTextEdit, QWidget

from widgets.look import style, text_font
from widgets.text import paint as text_paint
from widgets.text.layout import WideLayout
from widgets.text.mirror import Mirror
from widgets.text.paint import Shown
from widgets.text.spans import Edits, Fetch, Fetched, Spans, carry


class TextSurface(QPlainTextEdit):
    """Places are code points. Spans are asked for what is in sight, when it is painted."""

    word_clicked = Signal(int, int)  # start, stop

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._spans, self._edits, self._counted = Spans(), Edits(), 0
        self._chosen, self._length, self._chosen_at = np.zeros(0, np.int64), 0, 0
        self._found: tuple[int, int] | None = None
        self.filling = False  # a long text is still coming in: nothing is marked
        self.setFrameShape(QFrame.Shape.NoFrame)
        self._prepare()
        style.set_role(self, "text")  # after the font, which the sheet would take back

    def _prepare(self) -> None:
        """An own document, whose lines stand apart."""
        document = QTextDocument(self)
        self._wide = WideLayout(document)
        document.setDocumentLayout(self._wide)
        document.setDocumentMargin(16)
        self.setDocument(document)
        self.setFont(text_font.reading())
        self.setTabChangesFocus(True)
        self.setCursorWidth(2)
        self._mirror = Mirror(document)

    def revision(self) -> int:
        """Which state of the text this is; it grows with every edit."""
        return self._edits.revision

    # spans

    def set_spans(self, fetch: Fetch | None, revision: int | None = None) -> None:
        """Mark words.

        Args:
            fetch: asked for ``(start, stop)``, answers int arrays starts, ends, kinds (0 a new word, 1 one of
                the dictionary, 2 one that a filter hides: nothing is drawn, a click still tells it) of the
                spans there, in rising order; more than asked for does no harm.
            revision: the ``revision()`` that was counted; this one if not told.
        """
        self._counted = self.revision() if revision is None else revision
        self._spans.set_fetch(fetch)
        self.viewport().update()

    def set_selected(self, word_length: int, positions: np.ndarray, revision: int | None = None) -> None:
        """Fill the occurrences of the chosen word: ``word_length`` code points at rising ``positions``."""
        self._chosen_at = self.revision() if revision is None else revision
        self._length, self._chosen = word_length, np.asarray(positions, np.int64)
        self._found = None
        self.viewport().update()

    def spans(self, start: int, stop: int) -> Fetched:
        """Starts, stops and kinds of the spans touching ``[start, stop)`` as they are shown now."""
        return self._spans.between(start, stop, self._edits.since(self._counted))

    def span_at(self, point: int) -> tuple[int, int] | None:
        """The span around a code point, or None."""
        starts, stops, _ = self.spans(point, point + 1)
        return (int(starts[0]), int(stops[0])) if len(starts) else None

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        super().mouseReleaseEvent(event)
        if event.button() is Qt.MouseButton.LeftButton and not self.textCursor().hasSelection():
            self._click(event)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        found = self._click(event)
        if found is None:
            super().mouseDoubleClickEvent(event)
            return
        cursor = self.textCursor()
        cursor.setPosition(self._mirror.position(found[0]))
        cursor.setPosition(self._mirror.position(found[1]), QTextCursor.MoveMode.KeepAnchor)
        self.setTextCursor(cursor)

    def _click(self, event: QMouseEvent) -> tuple[int, int] | None:
        place = event.position().toPoint()
        for shown in self.sight():
            for start, stop, _kind in text_paint.spans_of(shown, self.spans(shown.start, shown.stop)):
                boxes = text_paint.boxes(self._mirror, shown, start, stop)
                if any(box.adjusted(0, -4, 0, 4).contains(place) for box in boxes):
                    found = self.span_at(start) or (start, stop)
                    self.word_clicked.emit(*found)
                    return found
        return None

    # the picture

    def sight(self) -> list[Shown]:
        """The lines in sight, block by block."""
        found: list[Shown] = []
        block, offset, bottom = self.firstVisibleBlock(), self.contentOffset(), self.viewport().height()
        starts = self._mirror.starts()
        while block.isValid():
            room = self.blockBoundingGeometry(block).translated(offset)
            if room.top() > bottom:
                break
            number = block.blockNumber()
            start, stop = int(starts[number]), int(starts[number + 1])
            if room.top() < 0 or room.bottom() > bottom:
                start, stop = self._seen(block, -room.top(), bottom - room.top(), start, stop)
            found.append(Shown(block, room.topLeft(), room.bottom(), start, stop))
            block = block.next()
        return found

    def _seen(self, block: QTextBlock, top: float, bottom: float, start: int, stop: int) -> tuple[int, int]:
        """The code points of the lines of a block between two heights in it."""
        layout, place = block.layout(), block.position()
        lines = [layout.lineAt(at) for at in range(layout.lineCount())]
        lines = [line for line in lines if line.y() + line.height() >= top and line.y() <= bottom]
        if not lines:
            return start, start
        end = lines[-1].textStart() + lines[-1].textLength()
        last = stop if end >= block.length() - 1 else self._mirror.point(place + end)
        return self._mirror.point(place + lines[0].textStart()), last

    def paintEvent(self, event: QPaintEvent) -> None:
        sight = [] if self.filling or self.document().isEmpty() else self.sight()
        if not sight:
            super().paintEvent(event)
            return
        top, bottom = event.rect().top() - 4, event.rect().bottom() + 4
        spans = self.spans(sight[0].start, sight[-1].stop)
        touched = [shown for shown in sight if shown.where.y() <= bottom and shown.bottom >= top]
        painter = QPainter(self.viewport())
        text_paint.paint_marks(painter, self._mirror, touched, spans)
        painter.end()
        super().paintEvent(event)
        if self._length or self._found:
            self._paint_over(touched)
        self._wide.cool(sight[0].block.blockNumber(), sight[-1].block.blockNumber())

    def _paint_over(self, sight: list[Shown]) -> None:
        painter = QPainter(self.viewport())
        if self._length:
            edit = self._edits.since(self._chosen_at)
            moved, left = carry(self._chosen, self._chosen + self._length, edit)
            text_paint.paint_chosen(painter, self._mirror, sight, moved[left], self._length)
        if self._found:
            text_paint.paint_found(painter, self._mirror, sight, *self._found)
        painter.end()

    def resizeEvent(self, event: QResizeEvent) -> None:
        self._wide.width = self.viewport().width()
        super().resizeEvent(event)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange:
            self.viewport().update()
