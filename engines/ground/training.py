"""A training run: what it records, the good state it goes back to when a number breaks, how it is saved."""

from __future__ import annotations

import logging
import math
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any, ClassVar, Final, Protocol, TypeVar

import numpy as np
import torch
from torch import Tensor

from engines.ground import checkpoint, saved, spec
from engines.ground.branches import Branches, State
from engines.ground.changes import Changes
from engines.ground.guard import Guard
from engines.ground.history import History
from engines.ground.problem import FileProblem, Halt, Problem
from engines.ground.thumbnail.encoding import text_of

T = TypeVar("T")
log = logging.getLogger(__name__)
READ_EVERY: Final = 64  # steps between looks at the recorded terms on a GPU, where each look waits for it


class Training:
    """What engines that train have in common: all of it on one thread, the runner's.

    A subclass sets ``_guard`` and steps. A step either appends (step, row of terms) to ``_unread``, which is
    looked at later, or knows at once that a term broke: :meth:`_go_back`, then :meth:`_raise_halt`. It ends
    with :meth:`_watch`.

    Attributes:
        count: steps done.
        history: the curves.
        changes: of settings, while it ran.
        branches: whole states of earlier steps.
        seconds: spent on them; counted by whoever drives the run, kept in its file.
    """

    LAB: ClassVar[str]  # the key of its files
    TERMS: ClassVar[tuple[str, ...]] = ()  # names of the numbers in a row
    VITAL: ClassVar[int] = 0  # so many of them, from the first, must stay finite
    KEEP_EVERY: ClassVar[int] = 100  # steps between copies of the state for the guard

    _guard: Guard

    def __init__(self, device: torch.device) -> None:
        self.device = device
        self.count = 0
        self.history = History()
        self.changes = Changes()
        self.branches = Branches()
        self.seconds = 0.0
        self._read_every = READ_EVERY if device.type == "cuda" else 1
        self._unread: list[tuple[int, Tensor]] = []
        self._halt: Halt | None = None

    # -- what a subclass answers -----------------------------------------------------------------------

    def state(self) -> State:
        """Everything the run's future depends on: (what JSON can hold, arrays by name)."""
        raise NotImplementedError

    def restore(self, meta: dict[str, Any], tensors: dict[str, np.ndarray], name: str = "?") -> None:
        """Take over a state of an engine with the same config, with :meth:`past` or without. Raises
        FileProblem."""
        raise NotImplementedError

    def past(self) -> State:
        """What is kept of earlier steps to look back on: no part of the state, but of the file."""
        return {}, {}

    def thumbnail(self) -> np.ndarray | None:
        """What it makes, small, for its file; see :mod:`engines.ground.thumbnail`. Nothing that the run's
        future depends on changes."""
        return None

    def _keep(self) -> None:
        """Let the guard take the present state as the good one."""
        raise NotImplementedError

    def _went_back(self) -> None:
        """The tensors are those of the guard again: bring all else that belongs to them back too."""

    def _shown(self) -> set[str]:
        """Terms that have a curve."""
        return set(self.TERMS)

    # -- what all do -----------------------------------------------------------------------------------

    def save(self, path: str | Path) -> None:
        """Save the run, so that it can go on later exactly where it is now. Raises FileProblem."""
        (meta, tensors), (past, kept) = self.state(), self.past()
        meta, tensors = meta | past | {"seconds": self.seconds}, tensors | kept
        checkpoint.save(path, self.LAB, meta, tensors, text_of(self.thumbnail))

    def branch(self, step: int) -> int:
        """Go back to the last whole state kept that is not after ``step``, and go on from there with the
        settings of now. Returns the step gone back to.

        Raises:
            Problem: none is kept so early.
        """
        found = self.branches.before(step)
        if found is None:
            raise Problem(
                "No whole state is kept at or before step {step}: there is nothing to go on from.",
                step=f"{step:,}",
            )
        at, (meta, tensors) = found
        self.restore(meta, tensors)
        self.branches.forget_after(at)
        return at

    def _remember(self) -> None:
        """At the end of a step: keep its whole state, if it is one to keep."""
        self.branches.offer(self.count, self.state)

    def _watch(self) -> Iterator[None]:
        """After a step: look at the recorded terms when it is time for it, and keep a good state."""
        due = self.count % self.KEEP_EVERY == 0
        if due or len(self._unread) >= self._read_every:
            self._read()
            self._raise_halt()
        if due:
            self._keep()
            self._raise_halt()
            yield

    def _read(self) -> None:
        """Move recorded terms into the history; on a number that is not finite, go back to the good state."""
        if not self._unread:
            return
        steps = [step for step, _ in self._unread]
        rows = torch.stack([row for _, row in self._unread]).cpu().numpy()
        self._unread.clear()
        shown = self._shown()
        for step, row in zip(steps, rows, strict=True):
            broken = np.flatnonzero(~np.isfinite(row[: self.VITAL]))
            if len(broken):
                self._go_back(self.TERMS[broken[0]], step)
                return
            for name, value in zip(self.TERMS, row.tolist(), strict=True):
                if name in shown and math.isfinite(value):
                    self.history.add(name, step, value)

    def _go_back(self, term: str, step: int) -> None:
        """Put the good state back, as ``term`` broke at ``step``; the next :meth:`_raise_halt` says so."""
        log.warning("term %s broke at step %d; back to step %d", term, step, self._guard.step)
        self._guard.restore()
        self.count = self._guard.step
        self.history.forget_after(self.count)
        self.changes.went_back(self.count)
        self.branches.forget_after(self.count)
        self._unread.clear()
        self._went_back()
        self._halt = self._guard.halt(term)

    def _raise_halt(self) -> None:
        """Stop with what there is to say, once. Raises Halt."""
        halt, self._halt = self._halt, None
        if halt is not None:
            raise halt


class Trainer(Protocol):
    """What holds a run's networks."""

    rng: torch.Generator
    """All randomness of training."""

    def tensors(self) -> dict[str, Tensor]:
        """Everything that a step changes, by name; to be read and written in place."""


class Trained(Protocol):
    """What :func:`state_of` and :func:`take_over` must know of an engine."""

    count: int
    history: History
    changes: Changes

    @property
    def config(self) -> Any: ...
    @property
    def device(self) -> torch.device: ...
    @property
    def trainer(self) -> Trainer: ...


def state_of(engine: Trained) -> State:
    """Settings, step, networks, optimisers, random numbers and curves of a run."""
    curves, arrays = engine.history.state()
    live = engine.trainer.tensors()
    arrays |= {name: value.cpu().contiguous().numpy().copy() for name, value in live.items()}
    arrays["rng"] = engine.trainer.rng.get_state().numpy()
    meta = {
        "version": type(engine.config).version,
        "config": spec.values(engine.config),
        "step": engine.count,
        "device": engine.device.type,
        "curves": curves,
        "changes": engine.changes.state(),
    }
    return meta, arrays


def take_over(
    engine: Trained,
    meta: Mapping[str, Any],
    arrays: Mapping[str, np.ndarray],
    name: str,
    read: Callable[[], T],
    also: Mapping[str, Tensor] | None = None,
) -> T:
    """Write what :func:`state_of` gave into an engine of the same config, after all of it has been checked.

    Args:
        read: reads what else there is in ``meta``; called before anything changes, and returned.
        also: further tensors that are saved by name.

    Raises:
        FileProblem: something is missing, of another shape or not finite; the engine is unchanged.
    """
    live = engine.trainer.tensors() | dict(also or {})
    saved.check_fits(live, arrays, name)
    history, changes = History(), Changes()
    try:
        step, found = saved.steps_of(meta["step"]), read()
        history.restore(meta["curves"], arrays)
        changes.restore(meta.get("changes", ()), type(engine.config))  # files of before have none
        same = meta["device"] == engine.device.type  # random numbers of another kind of device cannot go on
        if same:
            rng = torch.from_numpy(arrays["rng"].copy())
            torch.Generator(engine.device).set_state(rng)  # raises on nonsense, before anything is changed
    except (KeyError, TypeError, ValueError, RuntimeError) as e:
        raise FileProblem("{name} is damaged: its history makes no sense.", name=name) from e
    if same:
        engine.trainer.rng.set_state(rng)
    with torch.no_grad():
        for key, value in live.items():
            value.copy_(torch.from_numpy(arrays[key]))
    engine.count, engine.history, engine.changes = step, history, changes
    return found
