"""A sheet of pictures as one widget with one image: cheap enough to repaint thirty times a second."""

from __future__ import annotations

import math
from collections.abc import Mapping

import numpy as np
from PySide6.QtCore import QPoint, QSize, Qt, Signal
from PySide6.QtGui import QContextMenuEvent, QKeyEvent, QMouseEvent, QPainter
from PySide6.QtWidgets import QSizePolicy, QWidget

from widgets.look.grid_marks import paint_badge, paint_chosen, paint_frame
from widgets.look.i18n import say, tr
from widgets.pictures.geometry import MARGIN, best_scale
from widgets.pictures.tiles import Tiles

_MOVES = {Qt.Key.Key_Left: (0, -1), Qt.Key.Key_Right: (0, 1), Qt.Key.Key_Up: (-1, 0), Qt.Key.Key_Down: (1, 0)}


class ImageGrid(Tiles):
    """Pictures to look at and to choose from; see ``Tiles`` for how they are drawn.

    Arrow keys move a frame, Enter is a click. A chosen cell (see ``set_badges``) wears its letter.
    """

    clicked = Signal(int, Qt.KeyboardModifier)  # index, modifiers; also Enter
    activated = Signal(int)  # double click
    menu_asked = Signal(int, QPoint)  # index or -1, place on the screen

    def __init__(self, empty: str = "", parent: QWidget | None = None) -> None:
        super().__init__(empty, parent)
        self._badges: dict[str, int] = {}
        self._cursor = 0
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        say(self, name="Pictures")

    def set_badges(self, badges: Mapping[str, int]) -> None:
        """Frame these cells and letter them; an empty letter frames only, a negative index is passed over."""
        self._badges = {letter: at for letter, at in badges.items() if at >= 0}
        self.update()

    def badges(self) -> dict[str, int]:
        """Letters and the cells that wear them."""
        return dict(self._badges)

    def current(self) -> int:
        """The cell the keyboard stands on, -1 when there is none."""
        return self._cursor if self.count() else -1

    def set_current(self, index: int) -> None:
        """Move the keyboard's frame."""
        if self.count():
            self._cursor = min(max(index, 0), self.count() - 1)
            self.setAccessibleDescription(self._place_text())
            self.update()

    def _reshaped(self) -> None:
        self._badges = {letter: at for letter, at in self._badges.items() if at < self.count()}
        self._cursor, self._hover = min(self._cursor, max(0, self.count() - 1)), -1

    # the person

    def mousePressEvent(self, event: QMouseEvent) -> None:
        index = self.index_at(event.position())
        self._keyed = False
        if event.button() is Qt.MouseButton.LeftButton and index >= 0:
            self.set_current(index)
            self.clicked.emit(index, event.modifiers())

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        index = self.index_at(event.position())
        if event.button() is Qt.MouseButton.LeftButton and index >= 0:
            self.activated.emit(index)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        by_mouse = event.reason() is QContextMenuEvent.Reason.Mouse
        index = self.index_at(event.pos()) if by_mouse else self.current()
        place = event.globalPos() if by_mouse else self.mapToGlobal(self.cell_rect(index).center())
        self.menu_asked.emit(index, place)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = Qt.Key(event.key())
        if self.count() and key in _MOVES:
            self._keyed = True
            row, col = divmod(self._cursor, self._cols)
            row, col = row + _MOVES[key][0], col + _MOVES[key][1]
            if 0 <= row < self._rows and 0 <= col < self._cols:
                self.set_current(row * self._cols + col)
            self.update()
        elif self.count() and key in (Qt.Key.Key_Home, Qt.Key.Key_End):
            self._keyed = True
            self.set_current(0 if key == Qt.Key.Key_Home else self.count() - 1)
        elif self.count() and key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.clicked.emit(self._cursor, event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier)
        else:
            super().keyPressEvent(event)

    def _place_text(self) -> str:
        row, col = divmod(self._cursor, max(1, self._cols))
        return tr("row {row}, column {column}", row=row + 1, column=col + 1)

    def _paint_marks(self, painter: QPainter) -> None:
        if self._hover >= 0 and self._hover not in self._badges.values():
            paint_frame(painter, self.cell_rect(self._hover), "text", 1)
        for letter, index in self._badges.items():
            paint_chosen(painter, self.cell_rect(index))
            paint_badge(painter, self.cell_rect(index), letter)
        if self._ringed():
            paint_frame(painter, self.cell_rect(self._cursor), "text", 2)


class Strip(ImageGrid):
    """One row of pictures, as high as its width makes it."""

    def __init__(self, empty: str = "", parent: QWidget | None = None) -> None:
        super().__init__(empty, parent)
        self._align = (0.0, 0.0)
        self._most = 64  # logical px a cell may be wide
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setMinimumHeight(32 + 2 * MARGIN)

    def set_row(self, pixels: np.ndarray, cols: int) -> None:
        """Show ``cols`` pictures side by side."""
        self.set_tiles(pixels, 1, cols)

    def _relayout(self) -> None:
        if self._pixels is not None and self.fit_scale() > 0:
            self.setFixedHeight(math.ceil(self._cell()[1] * self.fit_scale() / self._ratio()) + 2 * MARGIN)
        super()._relayout()

    def fit_scale(self) -> float:
        room = (self._area()[0], round((self._most + 2 * MARGIN) * self._ratio()))
        return best_scale(1, max(1, self._cols), self._cell(), room, self._ratio())

    def sizeHint(self) -> QSize:
        return QSize(super().sizeHint().width(), self.minimumHeight())

    def minimumSizeHint(self) -> QSize:
        return QSize(120, self.minimumHeight())


def _demo() -> QWidget:
    from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout

    page = QWidget()
    page.setProperty("role", "stage")
    column, line = QVBoxLayout(page), QHBoxLayout()
    column.addLayout(line, 1)
    draw = np.random.default_rng(1)
    hues = draw.integers(40, 240, (8, 1, 8, 1, 3), dtype=np.uint8).repeat(32, 1).repeat(32, 3)
    hues[:, 8:24, :, 8:24] //= 2
    made, real, strip = ImageGrid(), ImageGrid(), Strip()
    made.set_tiles(hues.reshape(256, 256, 3), 8, 8)
    made.set_badges({"A": 10, "B": 29})
    made._hover = 20
    made.clicked.connect(lambda index, keys: made.set_badges({**made.badges(), "A": index}))
    real.set_tiles(np.ascontiguousarray(hues[:, :, :4]).reshape(256, 128, 3), 8, 4)
    real.share_scale(made)
    strip.set_row(np.ascontiguousarray(hues[:1, :, :7]).reshape(32, 224, 3), 7)
    line.addWidget(made, 2)
    line.addWidget(real, 1)
    line.addWidget(ImageGrid("Press play, and pictures appear here."), 1)
    column.addWidget(strip)
    return page


if __name__ == "__main__":
    from widgets.look import demo

    demo.run(_demo)
