"""Which settings were changed while a run went on, and when: a bend of a curve may be a person's doing."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any, Final

from engines.ground import spec
from engines.ground.problem import Problem
from engines.ground.saved import steps_of

APART: Final = 50  # steps; changes of one setting that lie closer are one: a slider was dragged
MOST: Final = 200  # are kept, the newest


@dataclass(frozen=True)
class Change:
    """From ``step`` on, ``field`` was ``value``; before that it was ``before``."""

    step: int
    field: str
    value: Any
    before: Any


class Changes:
    """The changes of one run, rising by step."""

    def __init__(self) -> None:
        self._all: list[Change] = []

    def __iter__(self) -> Any:
        return iter(tuple(self._all))

    def note(self, step: int, old: spec.Config, new: spec.Config) -> None:
        """Settings ``old`` became ``new`` after ``step`` steps. Before the first one nothing has been learnt
        by the old ones, so nothing has changed."""
        values, was = spec.values(new), spec.values(old)
        for name in (name for name in values if step and values[name] != was[name]):
            self._add(Change(step, name, values[name], was[name]))

    def _add(self, change: Change) -> None:
        last = next((c for c in reversed(self._all) if c.field == change.field), None)
        if last is not None and change.step - last.step < APART:
            self._all.remove(last)
            change = replace(change, step=last.step, before=last.before)
        if change.value != change.before:
            self._all.append(change)
        self._all = sorted(self._all, key=lambda c: c.step)[-MOST:]

    def went_back(self, step: int) -> None:
        """The run goes on from an earlier step, with its settings as they are now."""
        self._all = [replace(c, step=min(c.step, step)) for c in self._all]

    def state(self) -> list[list[Any]]:
        """JSON-ready; :meth:`restore` makes equal changes of it."""
        return [[c.step, c.field, c.value, c.before] for c in self._all]

    def restore(self, rows: Sequence[Any], config: type[spec.Config]) -> None:
        """Take over what was saved of a run of ``config``; fields it no longer has, or values it no longer
        allows, are passed over.

        Raises:
            TypeError, ValueError: the rows make no sense; nothing is changed then.
        """
        fields, found = {f.name: f for f in spec.fields(config)}, []
        for step, name, value, before in rows:
            at = steps_of(step)
            try:
                known = fields[name]
                found.append(Change(at, name, known.check(value), known.check(before)))
            except (KeyError, Problem):
                continue
        self._all = sorted(found, key=lambda c: c.step)[-MOST:]
