"""The model in the person's hands: edits tried here, done by the engine, and taken back."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

from PySide6.QtCore import QObject, Signal

from engines.ground.problem import Problem
from engines.ground.undo import UndoStack
from engines.layers.graph import edits
from engines.layers.graph.kinds import kind_of
from engines.layers.graph.node import Graph, Model, everywhere
from engines.layers.snapshot import LayersSnapshot
from playground.labs.layers import asking
from playground.labs.layers.asking import Change, Edited

Ask = Callable[..., None]
"""As :meth:`playground.lab.Lab.ask`."""


@dataclass
class Pair:
    """The model on both sides of an edit, each as it was when it was left last: what is learned in between is
    lost by neither undo nor redo."""

    before: Model
    after: Model

    def over(self, now: Model | None, back: bool) -> Model:
        """The model on the other side. ``now``: the one that is left."""
        here, there = (self.after, self.before) if back else (self.before, self.after)
        if now is None or now.graph != here.graph:
            return there
        if here.weights == there.weights and edits.unplaced(here.graph) == edits.unplaced(there.graph):
            return Model(there.graph, now.weights)  # cards were moved: there is nothing to go back to
        if back:
            self.after = now
        else:
            self.before = now
        return there


@dataclass
class Sheet:
    """A model that waits while another is in hand: the block that was looked into, and what can be undone."""

    model: Model
    path: tuple[str, ...]
    edited: bool
    stack: UndoStack[Model | None, Pair]


class Document(QObject):
    """An edit is tried on the model as it was last heard of, which shows at once whether it may be, then done
    by the engine to the weights of now."""

    changed = Signal()
    """Another model, or another block of it."""
    refused = Signal(object)
    """The Problem that an edit met; nothing was changed."""
    answered = Signal(object)
    """The LayersSnapshot after an edit."""
    moved = Signal(object)
    """By how much an edit moved the outputs, float or None."""
    turned = Signal()
    """Another model is in hand than before."""

    def __init__(self, ask: Ask) -> None:
        super().__init__()
        self._ask = ask
        self.model: Model | None = None
        self.path: tuple[str, ...] = ()
        """The block that is looked into."""
        self.edited = False
        """Whether the model is no longer the drawing that the run began with."""
        self.leaving = False
        """Whether another model is about to be taken in hand."""
        self._pending = 0
        self._run = 0
        self._left: Model | None = None  # by undo or redo, with its weights of now
        self._stack: UndoStack[Model | None, Pair] = self._new_stack()

    def _new_stack(self) -> UndoStack[Model | None, Pair]:
        return UndoStack(lambda: self.model, self._compare, self._write)

    # -- looking ---------------------------------------------------------------------------------------

    @property
    def graph(self) -> Graph:
        """What is looked at: the model's own graph, or the one inside a block."""
        graph = self.model.graph if self.model is not None else Graph()
        for name in self.path:
            inner = graph.by_id[name].inner
            assert inner is not None
            graph = inner
        return graph

    @property
    def local(self) -> Model:
        """The graph that is looked at, as a model with all weights."""
        return Model(self.graph, self.model.weights if self.model is not None else {})

    @property
    def undo_name(self) -> str:
        """What would be taken back, English; "" for nothing."""
        return self._stack.undo_name

    @property
    def redo_name(self) -> str:
        """What would be done again, English; "" for nothing."""
        return self._stack.redo_name

    def enter(self, path: tuple[str, ...]) -> None:
        """Look into the block there, as far as there is one."""
        self.path = path
        self._settle()
        self.changed.emit()

    def tried(self, change: Change) -> Problem | None:
        """Why an edit of what is looked at may not be; None if it may."""
        if self.model is None:
            return None
        try:
            edits.inside(self.model, self.path, change)
        except Problem as e:
            return e
        return None

    # -- changing --------------------------------------------------------------------------------------

    def forget(self) -> None:
        """A new run: its first snapshot brings the model."""
        self.model, self.path, self.edited, self._pending = None, (), False, 0
        self.leaving = False
        self._run += 1
        self._stack = self._new_stack()

    def begin(self, model: Model, edited: bool = False) -> None:
        """The model of a new run."""
        self.model, self.edited = model, edited
        self.changed.emit()

    def edit(self, name: str, change: Change, *, whole: bool = False) -> bool:
        """Do an edit of what is looked at, or of the whole model; returns whether it may be.

        Args:
            name: for the undo menu, English, marked.
        """
        path = () if whole else self.path

        def everywhere(model: Model) -> Model:
            return edits.inside(model, path, change)

        if self.model is None or self.leaving:
            return False
        try:
            tried = everywhere(self.model)
        except Problem as e:
            self.refused.emit(e)
            return False
        if tried == self.model:
            return True
        self.model, self.edited = tried, True
        self._settle()
        self.changed.emit()
        self._pending += 1
        run = self._run
        self._ask(
            asking.edited(everywhere),
            lambda found: self._done(run, name, found),
            failed=lambda error: self._failed(run, error),
            anytime=False,
        )
        return True

    def undo(self) -> None:
        """Take the last edit back, weights and all, after those that are under way."""
        self._ask(asking.of("model"), lambda now: self._turn(self._stack.undo, now), anytime=False)

    def redo(self) -> None:
        """Do again what was taken back."""
        self._ask(asking.of("model"), lambda now: self._turn(self._stack.redo, now), anytime=False)

    def _turn(self, turn: Callable[[], object], now: Model) -> None:
        if self.leaving:
            return
        self._left = now
        turn()
        self._left = None
        self.changed.emit()  # what can be undone and done again is known only now

    # -- another model in its place --------------------------------------------------------------------

    def sheet(self, model: Model) -> Sheet:
        """A model that can be taken in hand, with nothing to undo."""
        return Sheet(model, (), True, self._new_stack())

    def exchange(self, other: Sheet, left: Callable[[Sheet], None]) -> None:
        """Take another model in hand; ``left`` is told what was in hand until then, with its weights."""
        self.leaving, run = True, self._run

        def go(now: Model) -> None:
            if run != self._run:
                return
            self.leaving = False
            left(Sheet(now, self.path, self.edited, self._stack))
            self.model, self.path, self.edited, self._stack = (
                other.model, other.path, other.edited, other.stack,
            )  # fmt: skip
            self.changed.emit()
            self.turned.emit()
            self._put(self.model)

        self._ask(asking.of("model"), go, anytime=False)

    # -- the engine's answers --------------------------------------------------------------------------

    def _done(self, run: int, name: str, found: Edited) -> None:
        if run != self._run:
            return
        self._pending -= 1
        ahead = self.model if self._pending else found.after
        self.model = found.before
        self._stack.begin(name)
        self.model = found.after
        self._stack.end()
        self.model = ahead
        self._settle()
        self.changed.emit()
        self.moved.emit(found.difference)
        self._tell(found.snapshot)

    def _failed(self, run: int, error: Exception) -> None:
        """What was right here was not right there."""
        if run == self._run:
            self._pending -= 1
            self.refused.emit(error)
            self._ask(asking.of("model"), self._again, anytime=False)

    def _again(self, model: Model) -> None:
        self.model = model
        self._settle()
        self.changed.emit()

    def _compare(self, before: Model | None) -> Pair | None:
        if before is None or self.model is None or before == self.model:
            return None
        return Pair(before, self.model)

    def _write(self, pair: Pair, back: bool) -> None:
        self.model = pair.over(self._left, back)
        self._settle()
        self.changed.emit()
        self._put(self.model)

    def _put(self, model: Model) -> None:
        run = self._run

        def tell(found: Edited) -> None:
            if run == self._run:
                self.moved.emit(found.difference)
                self._tell(found.snapshot)

        self._ask(asking.put(model), tell, anytime=False)

    def _tell(self, snapshot: LayersSnapshot) -> None:
        if not self._pending:
            self.answered.emit(snapshot)

    def shows(self, snapshot: Any) -> bool:
        """Whether a snapshot is of the model as it stands here, and not of one before the last edit."""
        return self.model is not None and not self._pending and snapshot.model.graph == self.model.graph

    def _settle(self) -> None:
        """Stay in a block only while it is there."""
        graph = self.model.graph if self.model is not None else Graph()
        kept: list[str] = []
        for name in self.path:
            inner = graph.by_id[name].inner if name in graph.by_id else None
            if inner is None:
                break
            kept.append(name)
            graph = inner
        self.path = tuple(kept)


def afresh(model: Model) -> Model:
    """The same model to be drawn from a seed; what was imported keeps its values, as nobody knows how to
    draw them."""
    nodes = everywhere(model.graph)
    kept = {n.weights for n in nodes if kind_of(n.kind).group == "imported"}
    pool = {key: w if key in kept else replace(w, values=()) for key, w in model.weights.items()}
    return Model(model.graph, pool)
