"""Lines set wider apart than Qt's plain text knows to: Chinese needs air to be read."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QTextBlock, QTextDocument
from PySide6.QtWidgets import QPlainTextDocumentLayout

LEADING = 1.5  # of a line's own height
_WARM = 200  # blocks that keep their glyphs, without which every question for a place shapes a block anew


class WideLayout(QPlainTextDocumentLayout):
    """Breaks each block into lines when it is first looked at, ``width`` px wide, margins included."""

    def __init__(self, document: QTextDocument) -> None:
        super().__init__(document)
        self.width = 400.0
        self._warm: set[int] = set()
        self._telling = False

    def documentChanged(self, position: int, removed: int, added: int) -> None:
        super().documentChanged(position, removed, added)
        block = self.document().findBlock(position)  # the base may have set it in its own way
        if block.isValid() and block.layout().lineCount():
            block.layout().clearLayout()
            self.blockBoundingRect(block)
            self.requestUpdate()

    def blockBoundingRect(self, block: QTextBlock) -> QRectF:
        if block.isValid() and block.isVisible() and not block.layout().lineCount():
            self._set(block)
        return super().blockBoundingRect(block)

    def _set(self, block: QTextBlock) -> None:
        layout, margin, y = block.layout(), self.document().documentMargin(), 0.0
        layout.setCacheEnabled(True)
        self._warm.add(block.blockNumber())
        layout.setTextOption(self.document().defaultTextOption())
        layout.beginLayout()
        line = layout.createLine()
        while line.isValid():
            line.setLeadingIncluded(True)
            line.setLineWidth(max(1.0, self.width - 2 * margin))
            first = block.blockNumber() == 0 and not y  # the margin is air enough
            pitch = round(line.height() * (1 if first else LEADING))
            line.setPosition(QPointF(margin, y + pitch - line.height()))  # the air is above
            y += pitch
            line = layout.createLine()
        layout.endLayout()
        before = self.document().lineCount()
        block.setLineCount(max(1, layout.lineCount()))
        if self.document().lineCount() != before and not self._telling:
            self._telling = True  # the scroll bar learns of it; the blocks it asks for tell nothing more
            self.documentSizeChanged.emit(self.documentSize())
            self._telling = False

    def cool(self, first: int, last: int) -> None:
        """Forget the lines of blocks outside ``[first, last]``, when there are many."""
        if len(self._warm) > _WARM + last - first:
            for number in [number for number in self._warm if not first <= number <= last]:
                self._warm.discard(number)
                block = self.document().findBlockByNumber(number)
                if block.isValid():
                    block.layout().clearLayout()
