"""Runs kept without being asked: what a change of settings, a failure or closing would otherwise lose."""

from __future__ import annotations

import contextlib
import os
import time
from pathlib import Path
from typing import Any

from engines.ground.checkpoint import SUFFIX
from playground.ground import paths as places

KEEP = 3


class Shelf:
    """The last few runs of one lab, newest last."""

    def __init__(self, lab: str) -> None:
        self._folder = places.state() / "runs" / lab
        self._folder.mkdir(parents=True, exist_ok=True)
        self._ours = False

    def room(self, why: str = "run") -> Path:
        """A new path to save to; the oldest runs beyond the last few are removed."""
        for old in self.runs()[: -(KEEP - 1)]:
            with contextlib.suppress(OSError):
                old.unlink()
        return self._folder / f"{time.time_ns():020d}-{why}{SUFFIX}"

    def runs(self) -> list[Path]:
        """The runs kept, oldest first."""
        return sorted(self._folder.glob(f"[0-9]*{SUFFIX}"))

    @property
    def autosave(self) -> Path:
        """The run as of the last autosave or of closing the window."""
        return self._folder / f"autosave{SUFFIX}"

    @property
    def last_time(self) -> Path:
        """The run kept by the last session: the autosave, until this session keeps one of its own."""
        return self._folder / f"last{SUFFIX}" if self._ours else self.autosave

    def keep(self, engine: Any) -> None:
        """Autosave, on the engine's thread. The first time, the last session's run is put beside it."""
        if not self._ours and self.autosave.is_file():
            os.replace(self.autosave, self._folder / f"last{SUFFIX}")
        self._ours = True
        engine.save(self.autosave)

    def has_autosave(self) -> bool:
        """Whether there is a run to go on with."""
        return self.autosave.is_file()
