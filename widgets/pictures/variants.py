"""Four guesses to choose from, and a way to four more."""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import QEvent, QObject, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from widgets.controls.buttons import text_button
from widgets.look.i18n import mark, say, tr
from widgets.look.labels import ElidedLabel
from widgets.pictures.picture import Picture

_GAP = 4  # logical px between pictures


class Variants(QWidget):
    """Pictures two by two, numbered from 1; ``between`` is the layout over the buttons, for what steers.

    Names: ``<prefix>.variants.<k>`` counted from 0, ``<prefix>.use`` and ``<prefix>.more``.
    """

    chosen = Signal(int)  # a picture is framed, by the person
    used = Signal(int)  # it shall be taken
    more = Signal()
    hovered = Signal(int)  # -1 when the mouse leaves

    def __init__(self, prefix: str, count: int = 4, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._chosen, self._filled, self._busy = -1, 0, False
        self._largest = 1 << 12
        self._pictures = [Picture("", str(at + 1)) for at in range(count)]
        self._use = text_button(mark("Use it"), self._take, role="soft", icon="check")
        self._more = text_button("More guesses", self.more.emit, icon="dice-five")
        self._use.setObjectName(f"{prefix}.use")
        self._more.setObjectName(f"{prefix}.more")
        self._note = ElidedLabel(role="caption")
        self.between = QVBoxLayout()
        grid, line, column = QGridLayout(), QHBoxLayout(), QVBoxLayout(self)
        grid.setSpacing(_GAP)
        for at, picture in enumerate(self._pictures):
            picture.setObjectName(f"{prefix}.variants.{at}")
            picture.setCheckable(True)
            picture.clicked.connect(lambda _on=False, at=at: self._choose(at))
            picture.installEventFilter(self)
            grid.addWidget(picture, at // 2, at % 2)
        line.setSpacing(8)
        line.addWidget(self._use, 1)
        line.addWidget(self._more, 1)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addLayout(grid)
        column.addWidget(self._note)
        column.addLayout(self.between)
        column.addLayout(line)
        column.addStretch(1)
        self._tell()

    def set_pictures(self, pixels: np.ndarray | None) -> None:
        """Show up to as many guesses as there is room for, uint8 (n, H, W, 3 or 1), none of them chosen.

        None, or none of them, takes all away. It ends the busy state.
        """
        self._filled = 0 if pixels is None else min(len(pixels), len(self._pictures))
        for at, picture in enumerate(self._pictures):
            picture.set_pixels(np.array(pixels[at]) if pixels is not None and at < self._filled else None)
        self._busy, self._chosen = False, -1
        self._tell()

    def count(self) -> int:
        """How many guesses there are."""
        return self._filled

    def current(self) -> int:
        """The framed guess, -1 for none."""
        return self._chosen

    def set_current(self, index: int) -> None:
        """Frame a guess without a signal; -1, or one that is not there, frames none."""
        self._chosen = index if 0 <= index < self._filled else -1
        self._tell()

    def set_busy(self, busy: bool) -> None:
        """Guesses are on their way: old ones stay to be looked at, but cannot be taken."""
        self._busy = busy
        self._tell()

    def _choose(self, index: int) -> None:
        if index < self._filled and not self._busy:
            self.set_current(index)
            self.chosen.emit(index)

    def _take(self) -> None:
        if self._chosen >= 0:
            self.used.emit(self._chosen)

    def _tell(self) -> None:
        for at, picture in enumerate(self._pictures):
            picture.setChecked(at == self._chosen)
            picture.set_letter(str(at + 1) if at == self._chosen else "")
            picture.setEnabled(at < self._filled and not self._busy)
            picture.setAccessibleName(tr("guess {number}", number=at + 1))
        self._use.setEnabled(self._chosen >= 0 and not self._busy)
        self._more.setEnabled(not self._busy)
        text = tr("Use no. {number}", number=self._chosen + 1) if self._chosen >= 0 else tr("Use it")
        self._use.setText(text)
        self._use.setAccessibleName(text)
        say(self._note, text="Guessing…" if self._busy else "")
        self._note.setVisible(self._busy)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() in (QEvent.Type.Enter, QEvent.Type.Leave) and watched in self._pictures:
            index = self._pictures.index(watched) if event.type() == QEvent.Type.Enter else -1
            self.hovered.emit(index if index < self._filled else -1)
        return False

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Pictures are square, so that no room is left between their rows."""
        self._fit()

    def set_largest(self, side: int) -> None:
        """Let no picture be larger than this, in logical px: the room below is wanted."""
        self._largest = side
        self._fit()

    def _fit(self) -> None:
        side = min(max(40, (self.width() - _GAP) // 2), self._largest)
        for picture in self._pictures:
            picture.setFixedHeight(side)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self._tell()


def _demo() -> QWidget:
    from widgets.pictures.demo_faces import face

    page, variants = QWidget(), Variants("demo")
    QVBoxLayout(page).addWidget(variants)
    variants.set_pictures(np.stack([face(64, kind) for kind in range(4)]))
    variants.set_current(1)
    variants.more.connect(lambda: variants.set_busy(True))
    return page


if __name__ == "__main__":
    from widgets.look import demo

    demo.run(_demo)
