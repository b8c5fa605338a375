"""Runs kept without being asked: what a change of settings, a failure or closing would otherwise lose."""

from __future__ import annotations

import contextlib
import time
from pathlib import Path

from engines.checkpoint import SUFFIX
from playground import places

KEEP = 3


class Shelf:
    """The last few runs of one lab, newest last."""

    def __init__(self, lab: str) -> None:
        self._folder = places.state() / "runs" / lab
        self._folder.mkdir(parents=True, exist_ok=True)

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

    def has_autosave(self) -> bool:
        """Whether there is a run to go on with."""
        return self.autosave.is_file()
