"""How large a node's card is, and where on it everything lies, in px from its upper left corner."""

from __future__ import annotations

from functools import cached_property, lru_cache
from itertools import zip_longest

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QFontMetricsF, QImage

from widgets.graph.model import Node
from widgets.graph.places.layout import GRID
from widgets.look import style
from widgets.look.pixels import Pixels

BAND, HEAD, FACTS, FOOT = 5.0, 27.0, 17.0, 5.0  # heights, from the top
PORT = 27.0  # y of a lone port; all others are a whole number of the grid's steps below
PICTURE = 40.0
BARS = 9.0  # one row of gradient
SIDE = 12.0  # left and right of all text
REACH = 11.0  # how near to a port is on it
RADIUS = 6.0
_LEAST, _MOST = 144.0, 240.0


class Card:
    """The parts of one node's card; made again when the node changes."""

    def __init__(self, node: Node) -> None:
        self.node = node
        self.listed = max(len(node.inputs), len(node.outputs)) > 1  # ports by name, one a row
        y = BAND + HEAD + FACTS
        self.rows_at = PORT + GRID * (1.5 if node.facts else 0.5)
        if self.listed:
            y = self.rows_at + GRID * max(len(node.inputs), len(node.outputs))
        self.picture_at = y + 2
        y += PICTURE + 6 if node.picture is not None else 0
        self.bars_at = y + 1
        y += self.bar_rows * BARS + 2 if self.bar_rows else 0
        self.height = y + FOOT
        self.width = min(max(_LEAST, GRID * -(-self._wanted() // GRID)), _MOST)

    @cached_property
    def image(self) -> QImage:
        """The picture, ready to be drawn."""
        assert self.node.picture is not None
        return Pixels(self.node.picture).drawable

    @property
    def bar_rows(self) -> int:
        """One for the gradient of this use, one for all uses stacked."""
        return 0 if self.node.gradient is None else 2 if self.node.tie else 1

    @property
    def written(self) -> float:
        """How far down there is room for words."""
        return (
            self.picture_at
            if self.node.picture is not None
            else self.bars_at
            if self.bar_rows
            else self.height
        )

    @property
    def rect(self) -> QRectF:
        """The card, without ports."""
        return QRectF(0, 0, self.width, self.height)

    def _wanted(self) -> float:
        """Width of what is written."""
        node = self.node
        marks = (
            18 * bool(node.tie) + 18 * node.frozen + 18 * bool(node.error or node.warning) + 16 * node.block
        )
        pairs = zip_longest(node.inputs, node.outputs) if self.listed else ()
        rows = [sum(advance("caption", port.name) + 6 for port in pair if port) for pair in pairs]
        return 2 * SIDE + max(
            advance("title", node.title) + marks, advance("caption", node.facts), *rows, 0.0
        )

    def place(self, output: bool, at: int) -> QPointF:
        """Where a port's middle is."""
        x = self.width if output else 0.0
        return QPointF(x, self.rows_at + GRID * (at + 0.5) if self.listed else PORT)

    def port_at(self, spot: QPointF) -> tuple[bool, int] | None:
        """Which port (output or not, number) is at a spot of the card."""
        for output, ports in ((True, self.node.outputs), (False, self.node.inputs)):
            for at in range(len(ports)):
                away = spot - self.place(output, at)
                if abs(away.y()) <= GRID / 2 and abs(away.x()) <= REACH:
                    return output, at
        return None


@lru_cache(maxsize=4096)
def _advance(role: str, text: str, points: float) -> float:
    return QFontMetricsF(style.fonts(role)).horizontalAdvance(text)


def advance(role: str, text: str) -> float:
    """Width of a text in a type role."""
    return _advance(role, text, style.points(role)) if text else 0.0


def elided(
    role: str, text: str, room: float, mode: Qt.TextElideMode = Qt.TextElideMode.ElideRight
) -> str:  # fmt: skip
    """The text, or its beginning (or what ``mode`` keeps) where there is no room for all of it."""
    if advance(role, text) <= room:
        return text
    return _elided(role, text, int(room), mode, style.points(role))


@lru_cache(maxsize=4096)
def _elided(role: str, text: str, room: int, mode: Qt.TextElideMode, points: float) -> str:
    return QFontMetricsF(style.fonts(role)).elidedText(text, mode, room)


@lru_cache(maxsize=16)
def _high(role: str, points: float) -> float:
    return QFontMetricsF(style.fonts(role)).height()


def high(role: str) -> float:
    """Height of a line in a type role."""
    return _high(role, style.points(role))
