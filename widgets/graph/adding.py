"""Nodes added to the canvas: searched by name where they are wanted, or dropped from a palette."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QPointF, Signal
from PySide6.QtGui import QDragEnterEvent, QDragMoveEvent, QDropEvent
from PySide6.QtWidgets import QWidget

from widgets.graph.gestures import End
from widgets.graph.hand import CanvasHand
from widgets.graph.model import WireKey
from widgets.graph.search import KIND, AddSearch, Choice


class CanvasAdding(CanvasHand):
    """Tells which kind of node a person wants, where, and at which wire or port."""

    add_wanted = Signal(str, float, float, object)  # key of a Choice, where, at a WireKey, an End or None

    def __init__(self, empty: str = "", parent: QWidget | None = None) -> None:
        super().__init__(empty, parent)
        self._choices: tuple[Choice, ...] = ()
        self.setAcceptDrops(True)

    def set_choices(self, choices: Sequence[Choice]) -> None:
        """What can be added; without any, ``search_wanted`` is all that Tab does."""
        self._choices = tuple(choices)

    def _search(self, spot: QPointF, at: End | WireKey | None) -> None:
        super()._search(spot, at)  # the owner may say now what can be added there
        if not self._choices:
            return
        place = self.viewport().mapToGlobal(self.mapFromScene(spot))
        popup = AddSearch(self._choices, place, self)
        popup.chosen.connect(lambda key: self.add_wanted.emit(key, spot.x(), spot.y(), at))
        popup.show()

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        self.dragMoveEvent(event)

    def dragMoveEvent(self, event: QDragMoveEvent) -> None:
        if event.mimeData().hasFormat(KIND):
            event.acceptProposedAction()
        else:
            event.ignore()  # what else is dropped is the window's

    def dropEvent(self, event: QDropEvent) -> None:
        """A kind of node from a palette: added there, on a wire if one is there."""
        if event.mimeData().hasFormat(KIND):
            spot = self.spot(event.position())
            wire = self.graph_scene.wire_at(spot)
            key = bytes(event.mimeData().data(KIND).data()).decode()
            self.add_wanted.emit(key, spot.x(), spot.y(), wire.wire.key if wire is not None else None)
            event.acceptProposedAction()
