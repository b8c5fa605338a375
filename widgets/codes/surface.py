"""The screen half of the canvas: where the picture lies, how it zooms; only what changed is drawn."""

from __future__ import annotations

import math
from collections.abc import Iterable
from typing import cast

from PySide6.QtCore import QEvent, QPoint, QPointF, QRect, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QColor, QHideEvent, QPainter, QPaintEvent, QPixmap, QResizeEvent, QShowEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from widgets.codes.marks import Marks
from widgets.codes.overlays import Overlays
from widgets.codes.stack import Stack, box_of
from widgets.codes.view import Box, Cell, View
from widgets.look import motion, tokens
from widgets.look.figures import brief
from widgets.look.grid_marks import paint_empty
from widgets.look.i18n import tr
from widgets.look.ramp import key_size, paint_key

_MANY = 16  # stale boxes drawn one by one; more of them as one
_MARCH = 120  # ms from one step of the selection's frame to the next


class CanvasSurface(QWidget):
    """A decoded picture under a grid of codes, with overlays; nothing is drawn twice that has not changed."""

    zoomed = Signal(int)  # device pixels per pixel of the picture

    def __init__(self, empty: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._stack, self._overlays, self._marks = Stack(self._mark_stale), Overlays(), Marks()
        self._layer = QPixmap()
        self._stale: list[QRect] | None = None  # device pixels; None: all
        self._fitted, self._empty, self._key_left = True, empty, False
        self._march = QTimer(self, interval=_MARCH)
        self._march.timeout.connect(self._step_march)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)

    # where it lies

    @property
    def view(self) -> View | None:
        """Where picture and grid lie now; None before there are any."""
        return self._stack.view

    def fit(self) -> None:
        """As large as fits, and again so whenever the size changes."""
        self._fitted = True
        if self.view is not None:
            self._look(self.view.fit())

    def zoom(self, steps: int, at: QPointF | None = None) -> None:
        """Draw every pixel ``steps`` device pixels larger, about ``at`` or the middle."""
        if self.view is not None:
            self._fitted = False
            self._look(self.view.zoomed(steps, self._device(at or QPointF(self.rect().center()))))

    def pan(self, dx: int, dy: int) -> None:
        """Move the picture by logical px."""
        if self.view is not None:
            self._fitted = False
            ratio = self.devicePixelRatioF()
            self._look(self.view.panned(round(dx * ratio), round(dy * ratio)))

    def cell_at(self, place: QPointF | QPoint) -> Cell | None:
        """Row and column under a point, None outside."""
        return self.view.at(*self._device(place)) if self.view is not None else None

    def cell_rect(self, row: int, col: int) -> QRect:
        """Where a cell lies in the widget's coordinates."""
        return self._logical(self.view.cell((row, col))) if self.view is not None else QRect()

    def _device(self, place: QPointF | QPoint) -> tuple[int, int]:
        ratio = self.devicePixelRatioF()
        return math.floor(place.x() * ratio), math.floor(place.y() * ratio)

    def _logical(self, box: Box) -> QRect:
        x, y, width, height = (value / self.devicePixelRatioF() for value in box)
        left, top = math.floor(x), math.floor(y)
        return QRect(left, top, math.ceil(x + width) - left, math.ceil(y + height) - top)

    def _area(self) -> tuple[int, int]:
        ratio = self.devicePixelRatioF()
        return max(1, round(self.width() * ratio)), max(1, round(self.height() * ratio))

    def _shape(self) -> None:
        """Lay the picture out anew if its size, or that of the grid, is another."""
        (height, width), (rows, cols) = self._stack.size(), self._stack.shape
        old = self.view
        if not rows or (old and (old.height, old.width, old.rows, old.cols) == (height, width, rows, cols)):
            return
        self._fitted = True
        self._look(View(width, height, rows, cols, self._area()).fit())

    def _look(self, view: View) -> None:
        before, self._stack.view = self.view, view
        if before is None or before.scale != view.scale:
            self.zoomed.emit(view.scale)
        if before != view:
            self._mark_stale(None)

    def resizeEvent(self, event: QResizeEvent) -> None:
        if self.view is not None:
            view = self.view.resized(self._area())
            self._look(view.fit() if self._fitted else view)
        self._mark_stale(None)

    def sizeHint(self) -> QSize:
        return QSize(520, 520)

    def minimumSizeHint(self) -> QSize:
        return QSize(160, 160)

    # painting

    def _mark_stale(self, box: Box | None) -> None:
        """Draw this part of what stands still again."""
        if box is None:
            self._stale = None
            self.update()
        else:
            if self._stale is not None:
                self._stale.append(QRect(*box))
            self.update(self._logical(box))

    def _touch_marks(self) -> None:
        """Show what moves again, where it is now; call before and after it changes."""
        if self.view is not None:
            for box in self._marks.boxes(self.view, self.devicePixelRatioF()):
                self.update(self._logical(box))

    def _touch_selection(self) -> None:
        if self.view is not None:
            for box in self._marks.selection_boxes(self.view, self.devicePixelRatioF()):
                self.update(self._logical(box))

    def _step_march(self) -> None:
        self._marks.march = (self._marks.march - 1) % 8
        self._touch_selection()

    def _watch_march(self) -> None:
        marching = bool(self._marks.selection) and self.isVisible() and motion.duration(_MARCH) > 0
        if marching != self._march.isActive():
            (self._march.start if marching else self._march.stop)()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._watch_march()

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self._march.stop()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter, view, ratio = QPainter(self), self.view, self.devicePixelRatioF()
        if view is None:
            painter.fillRect(event.rect(), QColor(tokens.current().stage))
            paint_empty(painter, self.rect(), tr(self._empty))
            painter.end()
            return
        self._refresh(view)
        painter.save()
        painter.scale(1 / ratio, 1 / ratio)
        for rect in cast(Iterable[QRect], event.region()):
            part = self._whole(rect)
            painter.drawPixmap(part, self._layer, part)
        self._marks.paint(painter, view, ratio)
        painter.restore()
        self._paint_key(painter)
        painter.end()

    def _whole(self, rect: QRect) -> QRect:
        """All device pixels that a logical rectangle touches."""
        x, y, width, height = (value * self.devicePixelRatioF() for value in box_of(rect))
        left, top = math.floor(x), math.floor(y)
        return QRect(left, top, math.ceil(x + width) - left, math.ceil(y + height) - top)

    def _refresh(self, view: View) -> None:
        """Draw what is stale into the layer."""
        size = QSize(*self._area())
        if self._layer.size() != size:
            self._layer, self._stale = QPixmap(size), None
        if self._overlays.ratio != self.devicePixelRatioF():
            self._overlays.forget(self.devicePixelRatioF())
        parts = [QRect(QPoint(), size)] if self._stale is None else self._stale
        if len(parts) > _MANY:
            parts = [_union(parts)]
        self._stale = []
        painter = QPainter(self._layer) if parts else None
        for part in parts:
            assert painter is not None
            shown = part & QRect(QPoint(), size)
            painter.setClipRect(shown)
            self._overlays.paint(painter, self._stack, view, box_of(shown))
        if painter is not None:
            painter.end()

    def _key(self) -> tuple[str, str, str] | None:
        """Low end, high end and name of the map that is shown."""
        if (heat := self._stack.heat()) is not None:
            return brief(heat.low), brief(heat.high), tr(heat.label)
        if "difference" in self._stack.on and self._stack.difference is not None:
            return tr("none"), tr("large"), tr(self._stack.difference_label)
        return None

    def key_rect(self) -> QRect:
        """Where the key of the map lies; empty without one. It keeps out of the pointer's way."""
        if (words := self._key()) is None:
            return QRect()
        size = key_size(*words)
        left = 8 if self._key_left else self.width() - size.width() - 8
        return QRect(QPoint(left, self.height() - size.height() - 8), size)

    def _paint_key(self, painter: QPainter) -> None:
        if (words := self._key()) is not None:
            paint_key(painter, self.key_rect().topLeft(), *words)

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.DevicePixelRatioChange and self.view is not None:
            self._look(self.view.resized(self._area()))
        return super().event(event)

    def changeEvent(self, event: QEvent) -> None:
        if event.type() in (QEvent.Type.PaletteChange, QEvent.Type.LanguageChange, QEvent.Type.EnabledChange):
            self._overlays.forget(self.devicePixelRatioF())
            self._mark_stale(None)
        super().changeEvent(event)


def _union(parts: list[QRect]) -> QRect:
    every = QRect()
    for part in parts:
        every |= part
    return every
