"""Several canvases: one is in the person's hands and learns, the others wait as they were left."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from itertools import count
from typing import Any

from PySide6.QtCore import QObject, Signal

from engines.ground.marks import mark
from engines.ground.problem import Problem
from engines.layers.graph import cuts
from engines.layers.graph import document as files
from engines.layers.graph.node import Model
from playground.labs.layers.document import Document, Sheet

FIRST = mark("Canvas")
MOST_REMEMBERED = 1 << 19  # characters of those that wait, from one start to the next


class Canvases(QObject):
    """Turns from one to the other; what is left keeps its weights, its block and its undo."""

    changed = Signal()
    """There is one more, one less, or another is in hand."""

    def __init__(self, document: Document) -> None:
        super().__init__()
        self._document = document
        self._number = count(1)
        self._names: dict[str, str] = {}
        self._waiting: dict[str, Sheet] = {}  # all but the one in hand
        self._current = self._new(FIRST)

    def _new(self, name: str) -> str:
        key = str(next(self._number))
        self._names[key] = name
        return key

    @property
    def current(self) -> str:
        """Key of the one in hand."""
        return self._current

    def names(self) -> tuple[tuple[str, str], ...]:
        """Key and name of each, in the order in which they were opened."""
        return tuple(self._names.items())

    def open(self, name: str, model: Model) -> None:
        """A model on a canvas of its own, which is turned to."""
        key = self._new(name)
        self._waiting[key] = self._document.sheet(model)
        self.turn(key)

    def open_part(self, names: tuple[str, ...]) -> None:
        """These nodes, or the inside of a block, on a canvas of their own."""
        document = self._document
        if document.model is None or document.leaving:
            return
        try:
            found = cuts.part(document.model, document.path, *names)
        except Problem as e:
            document.refused.emit(e)
            return
        self.open(names[0], found)

    def turn(self, key: str) -> None:
        """Take this one in hand."""
        if key not in self._waiting or self._document.leaving:
            return
        left, self._current = self._current, key

        def taken(sheet: Sheet) -> None:
            del self._waiting[key]
            self._waiting[left] = sheet

        self._document.exchange(self._waiting[key], taken)
        self.changed.emit()

    def close(self, key: str) -> None:
        """Let go of one that waits. The one in hand is left for its neighbour first; the last stays."""
        if key == self._current:
            return
        if self._waiting.pop(key, None) is not None:
            del self._names[key]
            self.changed.emit()

    def settle(self) -> None:
        """A new run begins: who was about to turn to another stays where he is."""
        if self._current in self._waiting:
            self._current = next(key for key in self._names if key not in self._waiting)
            self.changed.emit()

    # -- from one start to the next --------------------------------------------------------------------

    def state(self) -> list[dict[str, str]]:
        """Those that wait, as far as they are small."""
        found, room = [], MOST_REMEMBERED
        for key, sheet in self._waiting.items():
            numbers = (array.data for w in sheet.model.weights.values() for _, array in w.values)
            if sum(map(len, numbers)) < room and len(text := files.to_json(sheet.model)) < room:
                found.append({"name": self._names[key], "model": text})
                room -= len(text)
        return found

    def restore(self, found: Iterable[Any]) -> None:
        """Those of another start; what is not understood is left out."""
        for one in found:
            if not isinstance(one, Mapping):
                continue
            name, text = one.get("name"), one.get("model")
            if isinstance(name, str) and isinstance(text, str):
                try:
                    self._waiting[self._new(name[:40])] = self._document.sheet(files.from_json(text))
                except Problem:  # of another version
                    continue
        self.changed.emit()
