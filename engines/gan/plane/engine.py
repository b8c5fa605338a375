"""The engine of a GAN on points: a training run that can be watched, asked and led move by move."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from typing import Any, Final

import numpy as np
import torch

from engines.gan.config import GanConfig
from engines.gan.messages import SENTENCES
from engines.gan.plane import checkpoint
from engines.gan.plane.pasts import Pasts
from engines.gan.plane.scores import PROBE, Scores, distance_due, due, measured
from engines.gan.plane.snapshot import PlaneSnapshot, Turn
from engines.gan.plane.training import TERMS, Trainer
from engines.ground import device as devices
from engines.ground import spec
from engines.ground.branches import State
from engines.ground.guard import Guard
from engines.ground.marks import mark
from engines.ground.report import Report, silent
from engines.ground.thumbnail import drawing
from engines.ground.training import Training
from engines.points.source import Points, load

REAL, FAKE = 1000, 400  # points that are shown
SCORES: Final = ("modes", "quality", "js", "wasserstein")  # curves of which the last point counts


class PlaneEngine(Training):
    """One run. Everything happens on one thread, the runner's.

    Attributes:
        config: as it is now; live fields change by :meth:`set_config`.
        count: steps done. turn: whose move is next; "d" but in the middle of a step.
        slow: whether :meth:`step` makes one player's move only.
        pasts: both players at earlier steps, and those that are looked at.
        points: the data. noise: the fixed noise (FAKE, k) of the points that are shown.
    """

    LAB, TERMS, VITAL = checkpoint.LAB, TERMS, len(TERMS)

    def __init__(self, config: GanConfig, points: Points, device: torch.device) -> None:
        super().__init__(device)
        self.config, self.points = config, points
        self.turn: Turn = "d"
        self.slow = False
        self.trainer = Trainer(config, torch.from_numpy(points.train.copy()).to(device), device)
        fixed = torch.Generator().manual_seed(4 * config.seed + 2)
        self.noise = torch.randn(FAKE, config.noise, generator=fixed).to(device)
        self._probe = torch.randn(PROBE, config.noise, generator=fixed).to(device)
        self.pasts = Pasts(self.trainer)
        self._guard = Guard(self.trainer.tensors(), SENTENCES)
        self._scores = Scores(points)
        self._real = points.train[:REAL].copy()

    # -- engine contract -------------------------------------------------------------------------------

    def step(self) -> Iterator[None]:
        """Both players' moves, or in slow motion the next one's; a step is done when both have moved.

        Raises:
            Halt: a term stopped being finite; the last good state is back, and stepping may go on.
        """
        self._raise_halt()
        if not self.count and self.turn == "d":
            self.pasts.keep(0)
        self._move()
        if self.turn == "g" and not self.slow:
            yield
            self._move()
        if self.turn == "d":
            yield from self._done()

    def snapshot(self) -> PlaneSnapshot:
        """See :class:`PlaneSnapshot`."""
        self._read()
        curves = self.history.points()
        last = {name: float(curves[name][1][-1]) for name in SCORES if name in curves}
        return PlaneSnapshot(
            step=self.count,
            turn=self.turn,
            real=self._real,
            fake=self.made(self.noise),
            curves=curves,
            changes=tuple(self.changes),
            kept=self.pasts.line.steps,
            best=self.pasts.line.best,
            branches=self.branches.steps,
            figures=self.history.recent() | last,
            floors=self._scores.floors,
            modes=self._scores.modes,
            data_name=self.points.name,
            data_count=self.points.rows,
        )

    def close(self) -> None:
        """Let go of everything large."""
        for name in ("trainer", "points", "pasts", "_guard", "_scores"):
            self.__dict__.pop(name, None)

    # -- moves -----------------------------------------------------------------------------------------

    def only(self, player: Turn) -> None:
        """One player's move, on top of the steps: the other stays as it is, and no step is counted.

        Raises:
            Halt: a term stopped being finite; the last good state is back.
        """
        move = self.trainer.move_critic if player == "d" else self.trainer.move_generator
        move(self.count)
        self._unread.append((self.count, self.trainer.row.clone()))
        self._read()
        self._raise_halt()

    def _move(self) -> None:
        """The move of whose turn it is."""
        if self.config.joint:
            self.trainer.move_both(self.count)
            self.turn = "d"
        elif self.turn == "d":
            self.trainer.move_critic(self.count)
            self.turn = "g"
        else:
            self.trainer.move_generator(self.count)
            self.turn = "d"

    def _done(self) -> Iterator[None]:
        """A step is done: count it, look at its terms, and now and then at what has been learned."""
        self.count += 1
        self._unread.append((self.count, self.trainer.row.clone()))
        yield from self._watch()
        if due(self.count):
            cloud = self.made(self._probe)
            for found in measured(self._scores, cloud, whole=distance_due(self.count)):
                best = found.get("wasserstein", np.inf) < self.history.least("wasserstein")
                for name, value in found.items():
                    self.history.add(name, self.count, value)
                if best:
                    self.pasts.keep_best(self.count)
                    self.branches.keep_best(self.count, self.state)
                yield
        self.pasts.keep(self.count)
        self._remember()

    def look_back(self, step: int | None) -> int | None:
        """From now on what is looked at comes from the players kept nearest to a step, which is returned;
        None: from those of now. Training goes on as before.

        Raises:
            Problem: nothing is kept.
        """
        return self.pasts.look_back(step)

    @torch.no_grad()
    def made(self, noise: torch.Tensor) -> np.ndarray:
        """The averaged generator's points of noise (n, k): float32 (n, 2)."""
        found: np.ndarray = self.trainer.average.net(noise).cpu().numpy()
        return found

    # -- changes ---------------------------------------------------------------------------------------

    def set_config(self, config: GanConfig) -> None:
        """Take over changed live fields; weights are kept.

        Raises:
            Problem: a field differs that a running engine cannot change; nothing is changed.
        """
        spec.taken_over(self.config, config)
        self._read()
        self.changes.note(self.count, self.config, config)
        self.config = config
        self.trainer.retune(config)

    # -- files -----------------------------------------------------------------------------------------

    def state(self) -> State:
        """Everything the run's future depends on: (what JSON can hold, arrays by name)."""
        self._read()
        return checkpoint.state(self)

    def past(self) -> State:
        """Both players at earlier steps."""
        return self.pasts.state()

    def thumbnail(self) -> np.ndarray:
        """The generator's points."""
        return drawing.of_points(self.made(self._probe))

    def restore(self, meta: dict[str, Any], tensors: dict[str, np.ndarray], name: str = "?") -> None:
        """Take over a state from :meth:`state` of an engine with the same config.

        Raises:
            FileProblem: something is missing, or of another shape; nothing is changed then.
        """
        line = self.pasts.read(meta, tensors, name)
        checkpoint.restore(self, meta, tensors, name)
        self.pasts.take_over(line, self.count)
        self._unread.clear()
        self._halt = None
        self._keep()

    # -- inside ----------------------------------------------------------------------------------------

    def _shown(self) -> set[str]:
        return {"real", "fake", "loss_d", "loss_g"} | (
            {"penalty"} if self.config.regulariser != "none" else set()
        )

    def _keep(self) -> None:
        self._guard.keep(self.count, self.turn)

    def _went_back(self) -> None:
        self.turn = self._guard.marks or "d"
        self.pasts.forget_after(self.count)


def build(
    config: GanConfig,
    report: Report = silent,
    cancel: threading.Event | None = None,
    device: str = "auto",
) -> PlaneEngine:
    """Draw or read the points and set up a run; arguments as of :func:`engines.gan.build`.

    Raises:
        Problem: no points; the sentence says what to change. Cancelled: ``cancel`` was set.
    """
    devices.prepare()
    chosen = devices.pick(device)
    points = load(config.data, config.path, config.seed, report, cancel)
    report(mark("Setting up the networks"), None)
    return PlaneEngine(config, points, chosen)
