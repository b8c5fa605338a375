"""Bands, underlines and chosen words, painted under and over the lines of a text that stays as it is."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from PySide6.QtCore import QLineF, QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen, QRegion, QTextBlock, QTextCharFormat, QTextLayout

from widgets.look import tokens
from widgets.text.mirror import Mirror
from widgets.text.spans import HIDDEN, NEW, Fetched


@dataclass(frozen=True)
class Shown:
    """A block in sight: where it lies in the viewport, and its code points."""

    block: QTextBlock
    where: QPointF
    bottom: float
    start: int
    stop: int


def boxes(mirror: Mirror, shown: Shown, start: int, stop: int) -> Iterator[QRectF]:
    """Where the code points ``[start, stop)`` lie within a block, one box for each line they touch."""
    first, last = (int(unit) for unit in mirror.units(shown.block, np.array([start, stop])))
    layout = shown.block.layout()
    typed, room = layout.preeditAreaPosition(), len(layout.preeditAreaText())  # an input method at work
    first, last = (unit + room * (0 <= typed <= unit) for unit in (first, last))
    at = first
    while at < last:
        line = layout.lineForTextPosition(at)
        if not line.isValid():
            return
        end = line.textStart() + line.textLength()
        left, right = _x(line, at), _x(line, min(end, last))
        yield QRectF(shown.where.x() + left, shown.where.y() + line.y(), right - left, line.height())
        if end <= at:
            return
        at = end


def _x(line: object, unit: int) -> float:
    found = line.cursorToX(unit)  # type: ignore[attr-defined]
    return float(found[0] if isinstance(found, tuple) else found)


def spans_of(shown: Shown, spans: Fetched) -> Iterator[tuple[int, int, int]]:
    """Those of ``spans`` that touch a block, cut to it."""
    starts, stops, kinds = spans
    touching = (starts < shown.stop) & (stops > shown.start)
    for start, stop, kind in zip(starts[touching], stops[touching], kinds[touching], strict=True):
        yield max(int(start), shown.start), min(int(stop), shown.stop), int(kind)


def paint_marks(painter: QPainter, mirror: Mirror, sight: list[Shown], spans: Fetched) -> None:
    """New words: band and solid underline; dictionary words: dotted underline; hidden ones: nothing."""
    t = tokens.current()
    solid: list[QLineF] = []
    dotted: list[QLineF] = []
    for shown in sight:
        for start, stop, kind in spans_of(shown, spans):
            if kind == HIDDEN:
                continue
            for box in boxes(mirror, shown, start, stop):
                y = round(box.bottom())
                line = QLineF(round(box.left()) + 1, y, round(box.right()) - 1, y)
                if kind == NEW:
                    painter.fillRect(box.adjusted(0.5, 0, -0.5, 0), QColor(t.accent_soft))
                (solid if kind == NEW else dotted).append(line)
    flat = Qt.PenCapStyle.FlatCap
    painter.setPen(QPen(QColor(t.accent), 2, Qt.PenStyle.SolidLine, flat))
    painter.drawLines(solid)
    pen = QPen(QColor(t.strong), 1, Qt.PenStyle.CustomDashLine, flat)
    pen.setDashPattern([2, 2])
    painter.setPen(pen)
    painter.drawLines(dotted)


def paint_chosen(
    painter: QPainter, mirror: Mirror, sight: list[Shown], starts: np.ndarray, length: int
) -> None:
    """The occurrences of the chosen word, filled with accent, over the text."""
    t = tokens.current()
    span = QTextLayout.FormatRange()
    span.start, span.length, span.format = 0, 1 << 30, QTextCharFormat()
    span.format.setForeground(QColor(t.on_accent))
    for shown in sight:
        first, last = np.searchsorted(starts, [shown.start - length + 1, shown.stop])
        region = QRegion()
        for start in starts[first:last].tolist():
            low, high = max(start, shown.start), min(start + length, shown.stop)
            for box in boxes(mirror, shown, low, high):
                region += box.adjusted(0, 0, 0, 1).toAlignedRect()
        if not region.isEmpty():
            painter.save()
            painter.setClipRegion(region, Qt.ClipOperation.IntersectClip)
            painter.fillRect(region.boundingRect(), QColor(t.accent))
            shown.block.layout().draw(painter, shown.where, [span])
            painter.restore()


def paint_found(painter: QPainter, mirror: Mirror, sight: list[Shown], start: int, stop: int) -> None:
    """A frame around the place that was asked for."""
    painter.setPen(QPen(QColor(tokens.current().text), 2))
    for shown in sight:
        if start < shown.stop and stop > shown.start:
            for box in boxes(mirror, shown, max(start, shown.start), min(stop, shown.stop)):
                painter.drawRect(box.adjusted(-1, -1, 1, 2))
