"""What a lab does with a timeline: look at an earlier step, return, and go on from one."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from playground.kit.timeline_line import TimelineLine


class LookingBack:
    """Wires a timeline to a lab.

    Args:
        line: what is scrubbed.
        look: shows an earlier step, or the present for None.
        branch: :meth:`playground.ground.lab_run.LabRun.branch`.
    """

    def __init__(
        self, line: TimelineLine, look: Callable[[int | None], None], branch: Callable[[int], None]
    ) -> None:
        self._line, self._look, self._go = line, look, branch
        line.scrubbed.connect(look)
        line.branch_wanted.connect(self._branch)

    @property
    def at(self) -> int | None:
        """The step looked back on; None for the present."""
        return self._line.at()

    def begin(self) -> None:
        """Another run: nothing is kept of it yet."""
        self._line.set_steps([])
        self._line.go_live()

    def show(self, snapshot: Any) -> None:
        """What a snapshot's run has ``kept``, its ``branches`` and, where that is measured, its ``best``."""
        best = getattr(snapshot, "best", None)
        self._line.set_steps(snapshot.kept, snapshot.branches, best, snapshot.step)

    def _branch(self, step: int) -> None:
        self._line.go_live()
        self._look(None)
        self._go(step)
