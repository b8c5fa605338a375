"""A codebook as a sheet of thumbnails: click for the front code, right-click for the back one."""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtGui import QContextMenuEvent, QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QWidget

from widgets.codes.keys import ENTERS, MOVES, combination
from widgets.codes.palette_sheet import code_text
from widgets.codes.palette_surface import PaletteSurface
from widgets.look.i18n import say


class CodePalette(PaletteSurface):
    """Click or Enter chooses the front code, right-click or Control and Enter the back one.

    Arrow keys move a frame from place to place.
    """

    chosen = Signal(int)  # front code, by the person
    back_chosen = Signal(int)

    def __init__(self, empty: str = "", parent: QWidget | None = None) -> None:
        super().__init__(empty, parent)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        say(self, name="Codebook")

    def swap(self) -> None:
        """Front becomes back, and back front; both are told."""
        front, back = self._front, self._back
        self._choose(back, front=True)
        self._choose(front, front=False)

    def step(self, by: int) -> None:
        """Choose the front code ``by`` places further on the sheet, round the end."""
        if self._codes is not None:
            place = (self._place(self._front) + by) % self.count()
            self._choose(int(self._codes.order[place]), front=True)

    def _choose(self, code: int, *, front: bool) -> None:
        if front:
            self.set_front(code)
            self.chosen.emit(code)
        else:
            self.set_back(code)
            self.back_chosen.emit(code)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        code = self.code_at(event.position())
        self._keyed = False
        if code >= 0 and event.button() in (Qt.MouseButton.LeftButton, Qt.MouseButton.RightButton):
            self._choose(code, front=event.button() is Qt.MouseButton.LeftButton)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        event.accept()  # the right button chooses

    def keyPressEvent(self, event: QKeyEvent) -> None:
        held, key = combination(event)
        if self._codes is None or key not in (*MOVES, *ENTERS, Qt.Key.Key_Home, Qt.Key.Key_End):
            super().keyPressEvent(event)
            return
        self._keyed = True
        if key in ENTERS:
            back = held & Qt.KeyboardModifier.ControlModifier
            self._choose(int(self._codes.order[self._cursor]), front=not back)
            return
        if key in MOVES:
            self._go(self._cursor, MOVES[key])
        else:
            self._cursor = 0 if key == Qt.Key.Key_Home else self.count() - 1
        code = int(self._codes.order[self._cursor])
        self.setAccessibleDescription(code_text(self._codes, code))
        self.hovered.emit(code)
        self.update()

    def _go(self, place: int, by: tuple[int, int]) -> None:
        row, col = divmod(place, self._sheet.cols)
        row, col = row + by[0], col + by[1]
        inside = row >= 0 and 0 <= col < self._sheet.cols and row * self._sheet.cols + col < self.count()
        self._cursor = row * self._sheet.cols + col if inside else place

    def _tip(self, place: QPoint) -> str:
        code = self.code_at(place)
        return code_text(self._codes, code) if self._codes is not None and code >= 0 else ""


def _demo() -> QWidget:
    from PySide6.QtWidgets import QVBoxLayout

    from widgets.codes.pair import CodePair
    from widgets.pictures.demo_faces import CODES, colours

    page, palette, pair = QWidget(), CodePalette(), CodePair()
    column = QVBoxLayout(page)
    column.addWidget(palette)
    column.addWidget(pair)
    column.addStretch()
    rng = np.random.default_rng(3)
    lit = np.linspace(0.7, 1.2, 16).reshape(1, 4, 4, 1)
    thumbs = np.clip(colours()[:, None, None] * lit, 0, 255).astype(np.uint8)
    usage = rng.exponential(1, CODES) ** 2
    dead = rng.random(CODES) < 0.08
    usage[dead] = 0
    palette.set_codes(thumbs, np.arange(CODES), usage / usage.sum(), dead)
    palette.set_front(143)
    palette.set_back(146)

    def tell(_code: int = 0) -> None:
        share = float(usage[palette.front()] / usage.sum())
        front, back = palette.front(), palette.back()
        pair.set_pair(thumbs[front], thumbs[back], (front, back), share)

    palette.chosen.connect(tell)
    palette.back_chosen.connect(tell)
    pair.clicked.connect(lambda _on=False: palette.swap())
    tell()
    return page


if __name__ == "__main__":
    from widgets.look import demo

    demo.run(_demo)
