"""What a layer of the view is, and what all of them share."""

from __future__ import annotations

from typing import Protocol

from PySide6.QtGui import QPainter

from widgets.plane.key import Key
from widgets.plane.square import Square
from widgets.plane.viewport import Viewport


class Layer(Protocol):
    """A value that can be painted: made once, never changed."""

    @property
    def depth(self) -> int:
        """The higher, the later it is painted."""

    @property
    def sign(self) -> str:
        """What stands for it in a list: the scheme of its map, or line, arrow, mesh, dot or square."""

    @property
    def title(self) -> str:
        """What it is called, English, translated."""

    @property
    def role(self) -> str:
        """The token of its colour."""

    def paint(self, painter: QPainter, view: Viewport) -> None:
        """Draw it; the painter is clipped to the room, smooth, and may be left in any state."""

    def words(self) -> str:
        """What there is to see, in the language shown."""

    def extent(self) -> Square | None:
        """What a first look should show; None for no wish."""

    def key(self) -> Key | None:
        """What its colours or lengths mean, if that needs saying."""


def told(layer: Layer) -> tuple[str, str, str]:
    """What a list says of a layer: name, sign, colour."""
    return layer.title, layer.sign, layer.role
