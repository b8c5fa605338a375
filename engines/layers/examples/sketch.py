"""Draws a model in a few lines."""

from __future__ import annotations

from typing import Any

from engines.layers.graph import edits, ties, wires
from engines.layers.graph.node import Model


class Sketch:
    """Grows a model node by node, each wired to those it reads: ``s.add("linear", "input", out=8)``."""

    STEP = (180.0, 90.0)  # between columns and rows of the canvas

    def __init__(self) -> None:
        self.model = Model()
        self._column: dict[str, int] = {}
        self._filled: dict[int, int] = {}

    def add(self, kind: str, *sources: str, name: str = "", **options: Any) -> str:
        """A new node that reads ``sources``; returns its name. Raises Problem as the edits do."""
        self.model = edits.add(self.model, kind, self._place(sources), name, **options)
        return self._wired(sources)

    def same(self, layer: str, *sources: str) -> str:
        """A second use of a layer; returns its name."""
        self.model = ties.again(self.model, layer)
        at = self._place(sources)
        found = self.model.graph.nodes[-1].id
        self.model = edits.move(self.model, {found: at})
        return self._wired(sources)

    def placed(self, name: str, *sources: str) -> None:
        """Take note of a node that an edit has made, standing right of ``sources``."""
        self._column[name] = self._next(sources)

    def chain(self, *steps: tuple[str, dict[str, Any]]) -> Model:
        """Nodes in a row, each reading the one before."""
        before: tuple[str, ...] = ()
        for kind, options in steps:
            before = (self.add(kind, *before, **options),)
        return self.model

    def _wired(self, sources: tuple[str, ...]) -> str:
        name = self.model.graph.nodes[-1].id
        for slot, source in enumerate(sources):
            self.model = wires.connect(self.model, source, name, slot)
        self._column[name] = self._next(sources)
        return name

    def _next(self, sources: tuple[str, ...]) -> int:
        return max((self._column[s] + 1 for s in sources), default=0)

    def _place(self, sources: tuple[str, ...]) -> tuple[float, float]:
        column = self._next(sources)
        row = self._filled.get(column, 0)
        self._filled[column] = row + 1
        return column * self.STEP[0], row * self.STEP[1]
