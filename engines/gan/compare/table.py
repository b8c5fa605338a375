"""Trains one architecture after the other on the same pictures, seed and number of steps.

A step of this engine is a step of the one in turn, so it can be paused, stepped and given up like any run.
Only one is in memory at a time; of those that are done a row stays.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Any, Final

import torch
from torch import nn

from engines.gan.checkerboard.meter import read
from engines.gan.compare.rows import ENTRIES, NAN, SHOWN, Entry, Floors, Row, Standing
from engines.gan.config import GanConfig
from engines.gan.engine import GanEngine, build_pictures
from engines.gan.quality import Quality
from engines.ground import spec
from engines.ground.compare.passing import Passing
from engines.ground.problem import Finished, Problem
from engines.ground.report import Report, silent
from engines.images.dataset import to_float
from engines.images.run import ready

LOOKS: Final = 10  # times that the strip in training is drawn
JUDGED: Final = 64  # pictures kept out that are reconstructed
REAL: Final = 256  # real pictures whose checkerboard is read
PERIOD: Final = 2


class Contest(Passing):
    """See :func:`build`.

    Attributes:
        config: that of the run whose settings all have but for their architecture.
        count: steps done, of all together.
    """

    def __init__(
        self, config: GanConfig, budget: int, pictures: Any, device: str, entries: Sequence[Entry] = ENTRIES
    ) -> None:
        self.config, self.count = config, 0
        self._budget, self._pictures, self._device, self._entries = budget, pictures, device, entries
        self._rows = [Row(entry.key, entry.name) for entry in entries]
        self._floors, self._turn = Floors(), 0
        self._engine: GanEngine | None = None

    def step(self) -> Iterator[None]:
        """A step of the one in turn; with its last one its scores too.

        Raises:
            Finished: all are trained.
        """
        if self._turn == len(self._entries):
            raise Finished("All architectures of the table are trained.")
        try:
            engine = self._engine or self._begin()
            yield
            yield from self._train(engine)
            if engine.count >= self._budget:
                yield from self._judge(engine)
                self._next(state="done")
        except Problem as e:  # its settings are refused, or a number broke: the others go on
            self._next(state="failed", why=type(e)(e.template, **e.facts))

    def snapshot(self) -> Standing:
        """The table as it is."""
        total = len(self._entries) * self._budget
        return Standing(self.count, total, self._budget, tuple(self._rows), self._floors)

    def close(self) -> None:
        """Let go of everything large."""
        self._engine = self._pictures = None

    # -- inside ----------------------------------------------------------------------------------------

    def _begin(self) -> GanEngine:
        config = spec.change(self.config, **dict(self._entries[self._turn].values), graph="off")
        self._engine = engine = build_pictures(config, device=self._device, pictures=self._pictures)
        trainer = engine.trainer
        self._note(state="training", params_g=_size(trainer.generator), params_d=_size(trainer.critic))
        return engine

    def _train(self, engine: GanEngine) -> Iterator[None]:
        work, spent = engine.step(), 0.0
        while True:
            began = time.perf_counter()
            done = next(work, self) is self
            spent += time.perf_counter() - began
            if done:
                break
            yield  # whoever looks meanwhile is not counted
        self.count += 1
        row = self._rows[self._turn]
        self._note(steps=engine.count, seconds=row.seconds + spent)
        if engine.count % max(1, self._budget // LOOKS) == 0:
            self._note(strip=_strip(engine))

    def _judge(self, engine: GanEngine) -> Iterator[None]:
        """Scores of what it has learnt, and once the floors they stand beside."""
        bank, deck = engine.bank, engine.deck

        def pictures(chosen: torch.Tensor) -> torch.Tensor:
            return engine.inference.pictures(bank.codes[chosen], bank.labels[chosen])

        found: dict[str, float] = {}
        for piece in Quality(deck, pictures, len(bank.codes)).measure():
            found |= piece
            yield
        made = pictures(torch.arange(len(bank.codes))).cpu().numpy()
        yield
        rec = NAN
        held = to_float(deck.pixels[deck.held[:JUDGED]])
        if engine.config.ogan and len(held):
            rec = float(engine.inference.reconstruction(held)[0])
            yield
        mean = float((held - deck.mean).square().mean()) if len(held) else NAN
        real = deck.pixels[deck.train[:REAL]].cpu().numpy()
        self._floors = Floors(
            found.get("distance_real", NAN),
            read(real, (PERIOD,)).contrast[PERIOD],
            found.get("distance_mean", NAN),
            mean,
        )
        contrast = read(made, (PERIOD,)).contrast[PERIOD]
        self._note(distance=found.get("distance", NAN), rec=rec, contrast=contrast, strip=_strip(engine))

    def _next(self, **known: Any) -> None:
        self._note(**known)
        self._engine = None
        self._turn += 1
        self.count = self._turn * self._budget  # one that failed leaves its steps undone

    def _note(self, **known: Any) -> None:
        self._rows[self._turn] = replace(self._rows[self._turn], **known)


def _size(net: nn.Module) -> int:
    return sum(p.numel() for p in net.parameters())


def _strip(engine: GanEngine) -> Any:
    bank = engine.bank
    return engine.inference.pictures(bank.codes[:SHOWN], bank.labels[:SHOWN]).cpu().numpy()


def build(
    config: GanConfig,
    budget: int,
    report: Report = silent,
    cancel: threading.Event | None = None,
    device: str = "auto",
    pictures: Any = None,
    entries: Sequence[Entry] = ENTRIES,
) -> Contest:
    """Load the pictures once; see :func:`engines.images.run.ready` for the arguments.

    Args:
        budget: steps that each architecture is trained for.

    Raises:
        Problem: no pictures, or the run learns points. Cancelled: ``cancel`` was set.
    """
    if config.plane:
        raise Problem("The table is of runs on pictures. Choose pictures under Data.")
    found, _ = ready(config, config.seed, report, cancel, device, pictures)
    return Contest(config, budget, found, device, entries)
