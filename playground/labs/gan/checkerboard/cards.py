"""What four ways of growing pictures make of random weights, side by side."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from engines.ground.marks import mark
from widgets.frame.panel import Panel
from widgets.look.figures import brief
from widgets.look.i18n import say, tr
from widgets.look.labels import ElidedLabel
from widgets.pictures.picture import Picture

if TYPE_CHECKING:
    from engines.gan.checkerboard.meter import Board
    from engines.gan.checkerboard.queries import Grown
    from engines.gan.checkerboard.stacks import Way

TITLES: tuple[tuple[Way, str], ...] = (
    ("convT", mark("Transposed")), ("nearest", mark("Nearest")),
    ("bilinear", mark("Bilinear")), ("pixelshuffle", mark("Pixel shuffle")),
)  # fmt: skip

UNEVEN = mark("How much more some pixels vary than others, by their place on the board; 1 is even.")


class Cards(Panel):
    """A picture a way, with what the meter reads below it."""

    def __init__(self) -> None:
        super().__init__("Random weights, four ways to grow", role="stage")
        self._found: dict[Way, Board] = {}
        self._pictures: dict[Way, Picture] = {}
        self._words: dict[Way, ElidedLabel] = {}
        row = QHBoxLayout()
        row.setSpacing(8)
        for way, title in TITLES:
            picture, words = Picture(title), ElidedLabel(role="dim")
            picture.setObjectName(f"gan.board.{way}")
            picture.setMinimumHeight(110)
            picture.setFocusPolicy(Qt.FocusPolicy.NoFocus)  # it is only looked at
            words.setObjectName(f"gan.board.{way}.figure")
            words.setAlignment(Qt.AlignmentFlag.AlignHCenter)
            say(words, tip=UNEVEN)
            column = QVBoxLayout()
            column.setSpacing(0)
            column.addWidget(picture, 1)
            column.addWidget(words)
            row.addLayout(column, 1)
            self._pictures[way], self._words[way] = picture, words
        self.again = self.add_tool("shuffle", "Other weights", lambda: None)
        self.again.setObjectName("gan.board.again")
        whole = QWidget()
        whole.setLayout(row)
        row.setContentsMargins(0, 0, 0, 0)
        self.body.addWidget(whole, 1)
        self.body.setContentsMargins(12, 0, 12, 4)

    def show_grown(self, way: Way, grown: Grown) -> None:
        """What one way made."""
        self._found[way] = grown.board
        self._pictures[way].set_pixels(grown.picture)
        self._say(way)

    def _say(self, way: Way) -> None:
        self._words[way].setText(tr("uneven ×{figure}", figure=brief(self._found[way].unevenness)))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        for picture in self._pictures.values():  # its figure stands close to it
            picture.setMaximumHeight(self.width() // len(TITLES) + 12)

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.LanguageChange:
            for way in self._found:
                self._say(way)
        super().changeEvent(event)
