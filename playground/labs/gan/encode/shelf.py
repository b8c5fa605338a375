"""The shelf: pictures and samples as codes, followed while the run that encodes them goes on."""

from __future__ import annotations

import functools
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

import numpy as np
from PySide6.QtCore import QObject, QTimer, Signal

from engines.gan.bench import text
from engines.gan.bench.codes import Code
from engines.gan.bench.queries import Found
from engines.gan.config import GanConfig
from engines.gan.queries import resized
from engines.ground.marks import mark
from engines.ground.problem import Problem
from playground.labs.gan.encode import asking, files

MOST: Final = 48
SHEET: Final = 64  # samples there are


@dataclass(eq=False)
class Item:
    """One thing on the shelf.

    Attributes:
        number: what it is called.
        path: its file; "" for what has none.
        picture: a person's own, or a real one: uint8 (H, W, C) in the run's size; None for a mere code.
        sample: its place on the sheet, or None.
        kept: the code it has whatever the encoder says: pasted, made on the bench, or refined.
        found: what it is now; None before the run has answered.
        errors: of its refinement, step by step; the first is the encoder's.
    """

    number: int
    path: str = ""
    picture: np.ndarray | None = None
    sample: int | None = None
    kept: Code | None = None
    found: Found | None = None
    errors: list[float] = field(default_factory=list)


class Shelf(QObject):
    """Values in, signals out; ``ask`` and ``refused`` as the methods of :class:`playground.lab.Lab`."""

    changed = Signal()
    """Something came, went, or is another picture or code now."""
    chosen = Signal()
    """Another one is looked at."""
    said = Signal(str, object)
    """(English sentence, its facts): what a person should know."""

    def __init__(
        self, ask: Callable[..., None], refused: Callable[[Exception], None], parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._ask, self._refused = ask, refused
        self.items: list[Item] = []
        self.current: Item | None = None
        self.config: GanConfig | None = None
        self._count = self._draws = 0
        self._soon = QTimer(self, singleShot=True, interval=60)
        self._soon.timeout.connect(self.changed)

    @property
    def open(self) -> bool:
        """Whether there is a run that encodes pictures."""
        return self.config is not None and self.config.ogan and not self.config.plane

    @property
    def told(self) -> bool:
        """Whether ``changed`` has told of all that came."""
        return not self._soon.isActive()

    def of(self, number: int | None) -> Item | None:
        """The item of this number, if it is there."""
        return next((item for item in self.items if item.number == number), None)

    # -- coming ----------------------------------------------------------------------------------------

    def add_files(self, paths: Sequence[str]) -> None:
        """Picture files, and those in folders."""
        found = files.pictures(paths)
        if not found:
            self.said.emit(mark("There are no pictures in {name}."), {"name": ", ".join(paths)})
        for path in found[: self._room(len(found))]:
            self._open(path)

    def add_real(self, count: int) -> None:
        """Pictures of the data, at random."""
        self._draws += 1
        query = functools.partial(asking.reals, count, self._draws)
        self._ask(query, self._take_real, key="bench.real", failed=self._refused)

    def add_samples(self, indices: Iterable[int], count: int) -> None:
        """``count`` samples of the sheet that are not here yet, these first."""
        here = {item.sample for item in self.items}
        order = [i for i in dict.fromkeys([*indices, *range(SHEET)]) if i not in here][:count]
        for index in order[: self._room(len(order))]:
            self._put(Item(self._next(), sample=index))
        self.refresh()

    def add_code(self, code: Code) -> None:
        """A code, as it is."""
        if self._room(1):
            self._put(Item(self._next(), kept=code))
            self.refresh()

    def paste(self, written: str) -> None:
        """A code as text; what is wrong with it is said."""
        if self.config is None:
            return
        classes = 1_000_000 if self.config.conditional else 0
        try:
            code = text.read(written, self.config.nz, classes)
        except Problem as wrong:
            self._refused(wrong)
            return

        def put(count: int) -> None:
            """The class can only be checked by who knows the data."""
            try:
                self.add_code(text.read(written, len(code.z), count))
            except Problem as wrong:
                self._refused(wrong)

        self._ask(asking.classes_of, put, key="bench.paste")

    def _open(self, path: str) -> None:
        assert self.config is not None
        item = Item(self._next(), path=path)
        query = functools.partial(asking.opened, path, self.config.size, self.config.channels)

        def take(made: tuple[np.ndarray, Found]) -> None:
            if len(self.items) < MOST:
                item.picture, item.found = made
                self._put(item)

        self._ask(query, take, failed=self._refused)

    def _take_real(self, pictures: list[np.ndarray]) -> None:
        for picture in pictures[: self._room(len(pictures))]:
            self._put(Item(self._next(), picture=picture))
        self.refresh()

    def _next(self) -> int:
        self._count += 1
        return self._count

    def _room(self, wanted: int) -> int:
        """For how many there is; says so where that is not enough."""
        room = max(0, MOST - len(self.items))
        if wanted > room:
            facts = {"most": MOST, "left": wanted - room}
            self.said.emit(mark("The shelf holds {most}; {left} were left out."), facts)
        return min(wanted, room)

    def _put(self, item: Item) -> None:
        self.items.append(item)
        if self.current is None:
            self.choose(item.number)
        self._tell()

    def _tell(self) -> None:
        """Soon, once for many answers."""
        if not self._soon.isActive():
            self._soon.start()

    # -- looking, going --------------------------------------------------------------------------------

    def choose(self, number: int) -> None:
        """Look at another one."""
        self.current = self.of(number)
        self.chosen.emit()

    def remove(self) -> None:
        """Take away the one that is looked at; its neighbour is looked at then."""
        if self.current is None:
            return
        at = self.items.index(self.current)
        del self.items[at]
        self.current = self.items[min(at, len(self.items) - 1)] if self.items else None
        self.changed.emit()
        self.chosen.emit()

    def keep(self, item: Item, code: Code | None, errors: Sequence[float] = ()) -> None:
        """A refined code for a picture; None: the encoder's again."""
        item.kept, item.errors = code, list(errors)
        self._bring(item)

    # -- following the run -----------------------------------------------------------------------------

    def begin(self, config: GanConfig) -> None:
        """Another run answers from now on: pictures are encoded anew, codes of another length go."""
        self.config = config
        if not self.open:
            return
        for item in list(self.items):
            if item.picture is not None:
                item.kept, item.errors = None, []
                item.picture = resized(item.picture, config.size, config.channels)
            elif item.sample is None and item.kept is not None and len(item.kept.z) != config.nz:
                self.items.remove(item)
                self.said.emit(mark("Codes of another latent size were taken off the shelf."), {})
        if self.current not in self.items:
            self.current = self.items[0] if self.items else None
        for item in self.items:
            item.found = None
        self.changed.emit()
        self.chosen.emit()
        self.refresh()

    def refresh(self) -> None:
        """What all of them are now."""
        for item in self.items if self.open else ():
            self._bring(item)

    def _bring(self, item: Item) -> None:
        if item.path and item.picture is not None and item.found is None:
            query = functools.partial(asking.reopened, item.path, item.picture, item.kept)
        else:
            query = functools.partial(asking.as_of_now, item.picture, item.sample, item.kept)
        picture, kept = item.picture, item.kept

        def take(answer: tuple[np.ndarray | None, Found]) -> None:
            if item in self.items and item.picture is picture and item.kept is kept:
                item.picture, item.found = answer
                self._tell()

        self._ask(query, take, key=f"shelf.{item.number}", failed=self._refused)

    # -- remembering -----------------------------------------------------------------------------------

    def state(self) -> list[dict[str, Any]]:
        """Files, samples and codes, JSON-ready; real pictures are not remembered."""
        made: list[dict[str, Any]] = []
        for item in self.items:
            if item.path:
                made.append({"path": item.path})
            elif item.sample is not None:
                made.append({"sample": item.sample})
            elif item.picture is None and item.kept is not None:
                made.append({"code": text.written(item.kept)})
        return made

    def restore(self, state: Any) -> None:
        """Put them back; what does not fit is passed over."""
        if self.config is None or not self.open or not isinstance(state, list):
            return
        self.items, self.current = [], None
        for known in state[:MOST]:
            if not isinstance(known, dict):
                continue
            sample, path, code = (known.get(name) for name in ("sample", "path", "code"))
            if isinstance(sample, int) and not isinstance(sample, bool) and 0 <= sample < SHEET:
                self._put(Item(self._next(), sample=sample))
            elif isinstance(path, str) and path:
                self._open(path)
            elif isinstance(code, str):
                self._restore_code(code)
        self.refresh()
        self.changed.emit()

    def _restore_code(self, written: str) -> None:
        assert self.config is not None
        try:
            code = text.read(written, self.config.nz, 1_000_000 if self.config.conditional else 0)
        except Problem:
            return
        self._put(Item(self._next(), kept=code))
