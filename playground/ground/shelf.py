"""Runs kept without being asked: what a change of settings, a failure or closing would otherwise lose."""

from __future__ import annotations

import contextlib
import re
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from engines.ground.checkpoint import SUFFIX
from playground.ground import paths

KEEP = 8
_NAME = re.compile(rf"(\d{{20}})-([a-z]+)(?:-(\d+))?{re.escape(SUFFIX)}")


@dataclass(frozen=True)
class KeptRun:
    """A run on the shelf. ``steps`` is None where its name does not tell."""

    path: Path
    saved: float
    """Seconds since 1970."""
    steps: int | None
    why: str
    """"auto" kept while it ran or at closing, "before" a change, "move" to another device."""


class Shelf:
    """The runs of one lab. Every save goes to a file of its own, whole or not at all; nothing is moved."""

    def __init__(self, lab: str) -> None:
        self._folder = paths.state() / "runs" / lab
        self._folder.mkdir(parents=True, exist_ok=True)
        self._before = [run.path for run in self.runs() if run.why == "auto"]
        self._ours: Path | None = None

    def room(self, why: str, steps: int) -> Path:
        """A new path to save to. When there are too many runs, the shortest of the older ones goes: an hour's
        work outlives ten short trials. What the last session or this one kept last stays."""
        precious = {run.path for run in (self.last_time, self.autosave) if run is not None}
        kept = self.runs()
        while len(kept) >= KEEP:
            least = min((r for r in kept if r.path not in precious), key=lambda run: run.steps or 0)
            kept.remove(least)
            _drop(least.path)
        return self._folder / f"{time.time_ns():020d}-{why}-{steps}{SUFFIX}"

    def runs(self) -> list[KeptRun]:
        """All that there are, oldest first."""
        found = [run for path in self._folder.glob(f"*{SUFFIX}") if (run := _kept(path)) is not None]
        return sorted(found, key=lambda run: (run.saved, run.path.name))

    @property
    def autosave(self) -> KeptRun | None:
        """The run of this session as of its last autosave."""
        return None if self._ours is None else _kept(self._ours)

    @property
    def last_time(self) -> KeptRun | None:
        """What the session before kept last; where it kept nothing, what this one has kept."""
        before = [run for path in self._before if (run := _kept(path)) is not None]
        return max(before, key=lambda run: run.saved) if before else self.autosave

    def keep(self, engine: Any) -> None:
        """Autosave, on the engine's thread; the autosave before goes when this one stands.

        Raises:
            FileProblem: it could not be saved; all that there was is still there.
        """
        path = self.room("auto", engine.count)
        engine.save(path)
        old, self._ours = self._ours, path
        if old is not None and old != path:
            _drop(old)


def _drop(path: Path) -> None:
    with contextlib.suppress(OSError):
        path.unlink()


def _kept(path: Path) -> KeptRun | None:
    found = _NAME.fullmatch(path.name)
    try:
        saved = path.stat().st_mtime
    except OSError:
        return None
    if found is None:  # as earlier versions called them
        known = path.name in (f"autosave{SUFFIX}", f"last{SUFFIX}")
        return KeptRun(path, saved, None, "auto") if known else None
    return KeptRun(path, saved, int(found[3]) if found[3] else None, found[2])
