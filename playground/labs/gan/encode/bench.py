"""What is done with codes of the shelf: which tool, what lies in its places, and what comes of it."""

from __future__ import annotations

import functools
from collections.abc import Callable, Sequence
from typing import Any, Final

import numpy as np
from PySide6.QtCore import QObject, QTimer, Signal

from engines.gan.bench import codes, mixing, queries
from engines.gan.bench.codes import Code
from engines.gan.bench.queries import Dish
from playground.labs.gan.encode.kept import Kept
from playground.labs.gan.encode.shelf import Item, Shelf

TOOLS: Final = ("look", "sum", "path", "pad", "mix", "direction")
PLACES: Final = {"sum": 3, "path": 2, "pad": 4, "mix": 2}
STRIP: Final = 7
MAP: Final = 5  # pictures across the pad
INFORM: Final = 200  # ms between two looks at what there is to say of a picture that moves


class Bench(QObject):
    """Values in, signals out; ``ask`` as :meth:`playground.lab.Lab.ask`.

    Attributes:
        tool: which one is used.
        t, x, y, at: where on the path, where on the pad, how many layers follow the first of two.
        edge: codes along a side of the pad, 2 or 3.
        sets: items by number that have (+1) and lack (-1) what a direction is to be of.
        picture: what came of it last, as ``served``.
    """

    changed = Signal()
    """Tool, places or sets are others."""
    served = Signal(object)
    """The picture that comes of it, uint8 (H, W, C); None where something is missing."""
    strip = Signal(object)
    """The path, uint8 (n, H, W, C)."""
    map = Signal(object)
    """The lattice, uint8 (n, n, H, W, C)."""
    facts = Signal(object)
    """``Facts`` of the picture."""

    def __init__(
        self, ask: Callable[..., None], shelf: Shelf, kept: Kept, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._ask, self._shelf, self._kept = ask, shelf, kept
        self.tool, self.edge = "look", 2
        self.t, self.x, self.y, self.at = 0.5, 0.5, 0.5, 2
        self.sets: dict[int, int] = {}
        self.picture: np.ndarray | None = None
        self._places: dict[str, list[int | None]] = {tool: [None] * 9 for tool in PLACES}
        self._soon = QTimer(self, singleShot=True, interval=INFORM)
        self._soon.timeout.connect(self._inform)
        shelf.changed.connect(self._refill)
        shelf.chosen.connect(self._refill)
        kept.moved.connect(self.refresh)
        kept.moved.connect(self.survey)

    # -- the person ------------------------------------------------------------------------------------

    def use(self, tool: str) -> None:
        """Take another tool."""
        if tool in TOOLS:
            self.tool = tool
            self._refill()

    def fill(self, place: int) -> None:
        """Put what is looked at on the shelf into a place of the tool."""
        if self._shelf.current is not None:
            self._places[self.tool][place] = self._shelf.current.number
            self._refill()

    def set_edge(self, edge: int) -> None:
        """Codes along a side of the pad."""
        self.edge = edge
        self._refill()

    def move(self, **where: float) -> None:
        """Go to another ``t``, ``x``, ``y`` or ``at``."""
        for name, value in where.items():
            setattr(self, name, value)
        self.refresh()
        self._inform_soon()

    def turn(self, number: int) -> None:
        """An item is in neither set, has, lacks, and is in neither set again."""
        side = {0: 1, 1: -1, -1: 0}[self.sets.get(number, 0)]
        self.sets[number] = side
        self.changed.emit()

    def attribute(self) -> np.ndarray | None:
        """From the mean of those that lack to the mean of those that have; None while a set is empty."""
        having, lacking = (
            [c for item in self._shelf.items if self.sets.get(item.number) == side and (c := _code(item))]
            for side in (1, -1)
        )
        return codes.attribute(having, lacking) if having and lacking else None

    # -- what comes of it ------------------------------------------------------------------------------

    def items(self) -> list[Item | None]:
        """What lies in the places of the tool: what was put there, or else the shelf in its order."""
        count = self.edge**2 if self.tool == "pad" else PLACES.get(self.tool, 0)
        shelf = self._shelf.items
        return [
            self._shelf.of(self._places[self.tool][i]) or (shelf[i % len(shelf)] if shelf else None)
            for i in range(count)
        ]

    def dish(self) -> Dish | None:
        """What is to be served, gone along the kept directions; None where something is missing."""
        if self.tool in ("look", "direction"):
            code = _code(self._shelf.current)
            return Dish(self._kept.apply(code)) if code else None
        found = [_code(item) for item in self.items()]
        known = [code for code in found if code is not None]
        if len(known) < len(found) or not known:
            return None
        if self.tool == "mix":
            if not self.layers:
                return None
            return Dish(
                self._kept.apply(known[0]), self._kept.apply(known[1]), min(int(self.at), self.layers)
            )
        return Dish(self._kept.apply(self._combined(known)))

    @property
    def layers(self) -> int:
        """That follow a code, each by itself; 0 without SELF-MOD."""
        return mixing.layers(self._shelf.config) if self._shelf.config else 0

    def _combined(self, known: Sequence[Code]) -> Code:
        if self.tool == "sum":
            return codes.analogy(known[0], known[1], known[2])
        if self.tool == "path":
            return codes.between(known[0], known[1], self.t)
        return codes.on_lattice(known, self.x, self.y)

    def _refill(self) -> None:
        self.changed.emit()
        self.refresh()
        self.survey()

    # -- asking ----------------------------------------------------------------------------------------

    def refresh(self) -> None:
        """Bring the picture."""
        dish = self.dish() if self._shelf.open else None
        if dish is None:
            self._serve(None)
        else:
            self._ask(functools.partial(_served, dish), self._serve, key="bench.picture")

    def _serve(self, picture: np.ndarray | None) -> None:
        self.picture = picture
        self.served.emit(picture)

    def survey(self) -> None:
        """Bring path and lattice, and what there is to say of the picture."""
        self._inform_soon()
        if not self._shelf.open or self.tool not in ("path", "pad"):
            return
        known = [code for item in self.items() if (code := _code(item))]
        if self.tool == "path" and len(known) == 2:
            way = [self._kept.apply(codes.between(known[0], known[1], t)) for t in np.linspace(0, 1, STRIP)]
            self._ask(functools.partial(_pictures, way), self.strip.emit, key="bench.strip")
        elif self.tool == "pad" and len(known) == self.edge**2:
            line = np.linspace(0, 1, MAP)
            grid = [self._kept.apply(codes.on_lattice(known, x, y)) for y in line for x in line]
            self._ask(functools.partial(_pictures, grid), self._take_map, key="bench.map")

    def _take_map(self, pictures: np.ndarray) -> None:
        self.map.emit(pictures.reshape(MAP, MAP, *pictures.shape[1:]))

    def _inform_soon(self) -> None:
        if not self._soon.isActive():
            self._soon.start()

    def _inform(self) -> None:
        dish = self.dish() if self._shelf.open else None
        if dish is not None:
            self._ask(functools.partial(_facts, dish), self.facts.emit, key="bench.facts")

    # -- remembering -----------------------------------------------------------------------------------

    def state(self) -> dict[str, Any]:
        """Which tool, JSON-ready."""
        return {"tool": self.tool, "edge": self.edge}

    def restore(self, state: Any) -> None:
        """Put it back; what does not fit is passed over."""
        if isinstance(state, dict):
            self.edge = state["edge"] if state.get("edge") in (2, 3) else self.edge
            self.use(str(state.get("tool")))


def _code(item: Item | None) -> Code | None:
    return item.found.code if item is not None and item.found is not None else None


def _served(dish: Dish, engine: Any) -> np.ndarray:
    return queries.served(engine, dish)


def _pictures(made: list[Code], engine: Any) -> np.ndarray:
    return queries.pictures(engine, made)


def _facts(dish: Dish, engine: Any) -> Any:
    return queries.facts(engine, dish)
