"""A density painted by hand on a square of the plane."""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QDragEnterEvent, QDragLeaveEvent, QDropEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from widgets.controls.files import local_files
from widgets.look.grid_marks import paint_empty, paint_frame
from widgets.look.i18n import say, tr
from widgets.look.ramp import packed
from widgets.pictures import density
from widgets.pictures.brush import Brush
from widgets.pictures.brush_canvas import BrushCanvas
from widgets.plane import arrays, frame, ink, key
from widgets.plane.square import Square
from widgets.plane.viewport import Viewport

_LIT = 0.02  # ink below which a cell counts as empty in words
_DOT = 12.0  # logical px of the ring around a lone dot


class PaintPlane(BrushCanvas):
    """Ink on ``side`` x ``side`` cells of a square, led by a brush as ``BrushCanvas`` says.

    ``changed`` and ``committed`` bring float32 (side, side) from 0 to 1, not normalised: the density in each
    cell, **row 0 at the bottom**. All zero is allowed, and so is one dot: ``words`` tells either. A picture
    dropped on it becomes ink; ``refused`` says why one does not.
    """

    refused = Signal(str)  # a sentence in the language shown

    def __init__(
        self, side: int = 128, square: Square | None = None, empty: str = "", parent: QWidget | None = None
    ) -> None:
        super().__init__(side, side, Brush(max(1.0, side / 12), soft=True), parent)
        self._square = square or Square()
        self._empty = empty
        self._holds = False  # whether a file hovers over it
        self.setAcceptDrops(True)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        say(self, name="Density to paint")
        self._describe()

    def square(self) -> Square:
        """The part of the plane that is painted on."""
        return self._square

    def density(self) -> np.ndarray:
        """float32 (side, side) from 0 to 1, row 0 at the bottom, a copy."""
        return self.ink()[::-1].copy()

    def set_density(self, density: np.ndarray) -> None:
        """Show this density, float (side, side), row 0 at the bottom, scaled to at most 1; without a signal.

        Its history begins anew.

        Raises:
            ValueError: another shape, a number that is not finite, or a negative one.
        """
        found = arrays.grid(density)
        if found.shape != self._ink.cells.shape or float(found.min()) < 0:
            raise ValueError(f"a density {found.shape} on {self._ink.cells.shape} cells, from {found.min()}")
        self._put(found[::-1] / max(1.0, float(found.max())))

    def load(self, path: str) -> None:
        """Take a picture as ink, which can be taken back.

        Raises:
            ValueError: it cannot be read; the sentence is in the language shown.
        """
        self._put(density.read(path, self._ink.cells.shape[0]), undoable=True)
        self.changed.emit(self.value())
        self.committed.emit(self.value())

    def value(self) -> np.ndarray:
        return self.density()

    def words(self) -> str:
        """How much is painted, in the language shown."""
        cells = self._ink.cells
        lit = int((cells > _LIT).sum())
        if not cells.any():
            return tr("Empty: zero everywhere")
        if lit <= 1:
            return tr("One dot: all mass in one place")
        return tr("Painted: {share} % of the square", share=max(1, round(100 * lit / cells.size)))

    def _describe(self) -> None:
        self.setAccessibleDescription(self.words())

    def _inked(self) -> None:
        self._describe()
        self.update()

    def _redraw(self) -> None:
        self._inked()

    # files

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if local_files(event.mimeData()):
            self._holds = True
            event.acceptProposedAction()
            self.update()

    def dragLeaveEvent(self, event: QDragLeaveEvent) -> None:
        self._holds = False
        self.update()

    def dropEvent(self, event: QDropEvent) -> None:
        self._holds = False
        event.acceptProposedAction()
        try:
            self.load(local_files(event.mimeData())[0])
        except ValueError as wrong:
            self.refused.emit(str(wrong))
        self.update()

    # the picture

    def place(self) -> QRectF:
        return frame.fit(self.width(), self.height()).room

    def sizeHint(self) -> QSize:
        return QSize(360, 400)

    def minimumSizeHint(self) -> QSize:
        return QSize(120, 120)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter, place = QPainter(self), self.place()
        view = Viewport(self._square, place.left(), place.top(), place.width())
        painter.fillRect(self.rect(), ink.of("stage"))
        frame.paint_ground(painter, view)
        self._paint_ink(painter, place)
        fit = frame.fit(self.width(), self.height())
        if fit.figures:
            frame.paint_figures(painter, view)
            key.paint_foot(painter, fit.foot, [], self.words())
        if self._holds:
            painter.fillRect(place, ink.of("accent_soft"))
            paint_empty(painter, place.toRect(), tr("Use this picture as density"))
        elif not self._ink.cells.any() and self._empty:
            paint_empty(painter, place.toRect(), tr(self._empty))
        painter.setClipRect(place)
        self._paint_brush(painter)
        painter.setClipping(False)
        if self._ringed():
            paint_frame(painter, self.rect().adjusted(2, 2, -2, -2), "accent", 2)
        painter.end()

    def _paint_ink(self, painter: QPainter, place: QRectF) -> None:
        """The ink in the colours of the map over the ground; a lone dot gets a ring, or nobody finds it."""
        cells = self._ink.cells
        index = np.rint(cells * 255).astype(np.uint8)
        clear = np.minimum(np.arange(256) * 6, 255).astype(np.uint8)  # faint ink lets the grid through
        pixels = packed(ink.table("sequential", full=True), clear).take(index)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform, place.width() > 2 * len(cells))
        painter.drawImage(place, ink.image_of(pixels))
        lit = np.argwhere(cells > _LIT)
        if len(lit) == 1:
            row, col = lit[0].tolist()
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(QPen(ink.of("text2"), 1, Qt.PenStyle.DashLine))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawEllipse(QPointF(self.place_of(col + 0.5, row + 0.5)), _DOT, _DOT)


def _demo() -> QWidget:
    from PySide6.QtWidgets import QVBoxLayout

    from widgets.look.labels import WrappedLabel
    from widgets.pictures.brush_tools import BrushTools
    from widgets.plane import samples

    page, plane, said = QWidget(), PaintPlane(96, samples.SQUARE), WrappedLabel(role="error")
    log, _ = samples.density(samples.SQUARE, 96)
    plane.set_density(np.exp(log - log.max()))
    plane.refused.connect(said.setText)
    column = QVBoxLayout(page)
    column.addWidget(BrushTools(plane))
    column.addWidget(said)
    column.addWidget(plane, 1)
    return page


if __name__ == "__main__":
    from widgets.look import demo

    demo.run(_demo)
