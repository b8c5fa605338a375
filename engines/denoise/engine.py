"""The denoising engine: a training run whose field, samples and walks can be looked at while it goes on."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from typing import Any, Final

import numpy as np
import torch
from torch import Tensor, nn

from engines.denoise import drawing, dsm, samplers
from engines.denoise.config import DenoiseConfig
from engines.denoise.messages import SENTENCES
from engines.denoise.pasts import Pasts
from engines.denoise.plane import SCORED
from engines.denoise.sheet import COLS, ROWS, Sheet
from engines.denoise.snapshot import DenoiseSnapshot
from engines.denoise.training import Trainer
from engines.ground import saved, spec
from engines.ground.branches import State
from engines.ground.guard import Guard
from engines.ground.thumbnail import drawing as thumbnail
from engines.ground.training import Training, state_of, take_over

MEASURE_EVERY: Final = 25  # steps between measurements of the excess
QUICK, QUICK_LEVELS = SCORED, 20  # points and levels of one
LEVELS, TESTED = 16, 64  # noise levels, and points at each, that the excess is measured on
DRAWN: Final = ("sw", "strays")  # curves of a few points each, of which the last one counts
SHOWN: Final = 3000  # points of the data that are shown


class DenoiseEngine(Training):
    """One run. Everything happens on one thread, the runner's.

    Attributes:
        config: as it is now; live fields change by :meth:`set_config`.
        space: what examples are, points or pictures.
        trainer: the networks.
        pasts: earlier averages of them, and the one that is looked at.
    """

    LAB, TERMS, VITAL = "denoise", ("loss", "own", "direction"), 3

    def __init__(
        self, config: DenoiseConfig, space: Any, device: torch.device, cancel: threading.Event | None = None
    ) -> None:
        super().__init__(device)
        self.config, self.space = config, space
        self.trainer = Trainer(config, space, device)
        self._cancel = cancel or threading.Event()
        self._row = torch.zeros(3, device=device)
        self._guard = Guard(self.trainer.tensors(), SENTENCES)
        self._points: np.ndarray | None = None
        self._made = 0
        self._taught = False  # whether the generator learned in the last step
        self.pasts = Pasts(self.trainer)
        self._sheet = None if config.plane else Sheet(self.pasts, config, space, device)
        self._tests: list[tuple[Tensor, Tensor, Tensor]] = []
        if config.plane:
            self._start = space.near(self._noise(QUICK))

    # -- engine contract -------------------------------------------------------------------------------

    def step(self) -> Iterator[None]:
        """One step of what is due; yields between short pieces.

        Raises:
            Halt: a term stopped being finite; the last good state is back, and stepping may go on.
        """
        self._raise_halt()
        if not self.count:
            self.pasts.keep(0)
        if self._taught != self.generating:
            self._read()  # what was recorded belongs to what was learned before
            self._taught = self.generating
        for term, value in self.trainer.step(self.count):
            self._row[self.TERMS.index(term)] = value
            yield
        self.count += 1
        self._unread.append((self.count, self._row.clone()))
        yield from self._watch()
        if self.config.plane:
            if self.count % MEASURE_EVERY == 0 or self.count == 1:
                yield from self._measure()
                yield
            if self.count % _draw_every(self.count) == 0 or self.count == 1:
                yield from self._draw()
        self.pasts.keep(self.count)
        self._remember()

    def snapshot(self) -> DenoiseSnapshot:
        """See :class:`DenoiseSnapshot`. Pictures on their way from noise take one move each time."""
        self._read()
        points = self.made(QUICK, 0) if self.generating else self._points
        sheet = self._sheet.next() if self._sheet is not None else None
        space, curves = self.space, self.history.points()
        drawn = {name: float(curves[name][1][-1]) for name in DRAWN if name in curves}
        return DenoiseSnapshot(
            step=self.count,
            generating=self.generating,
            points=points,
            data=space.points.train[:SHOWN].copy() if self.config.plane else None,
            made=self.count if self.generating else self._made,
            sheet=sheet[0] if sheet is not None else None,
            sheet_sigma=sheet[1] if sheet is not None else 0.0,
            drawn=self._sheet.drawn if self._sheet is not None else None,
            curves=curves,
            kept=self.pasts.line.steps,
            best=self.pasts.line.best,
            branches=self.branches.steps,
            figures=self.history.recent() | drawn,
            floors=self._floors(),
            data_name=space.name,
            data_count=space.count,
            licence=getattr(space, "licence", ""),
            skipped=tuple(getattr(space, "skipped", ())),
        )

    def move(self) -> tuple[np.ndarray, float, bool]:
        """The sheet of a run on pictures after one move more, its noise, and whether it is finished."""
        assert self._sheet is not None
        return *self._sheet.next(), self._sheet.resting

    def finish(self) -> None:
        """Bring what the next snapshot shows of samples up to the present step, all the way."""
        if self._sheet is not None:
            self._sheet.finish()

    def close(self) -> None:
        """Let go of everything large."""
        for name in ("trainer", "space", "pasts", "_guard", "_sheet"):
            self.__dict__.pop(name, None)

    def cancelled(self) -> bool:
        """Whether the engine is being closed."""
        return self._cancel.is_set()

    # -- changes ---------------------------------------------------------------------------------------

    def set_config(self, config: DenoiseConfig) -> None:
        """Take over changed live fields; weights are kept.

        Raises:
            Problem: a field differs that a running engine cannot change; nothing is changed.
        """
        spec.taken_over(self.config, config)
        self._read()
        self.config = self.trainer.config = config
        if self._sheet is not None:
            self._sheet.set_config(config)
            self.space.flip = config.flip

    # -- files -----------------------------------------------------------------------------------------

    def state(self) -> tuple[dict[str, Any], dict[str, np.ndarray]]:
        """Everything the run's future depends on: (what JSON can hold, arrays by name)."""
        self._read()
        return state_of(self)

    def past(self) -> State:
        """Earlier averages."""
        return self.pasts.state()

    def thumbnail(self) -> np.ndarray | None:
        """What was drawn last, if anything was yet."""
        if self._sheet is None:
            return None if self._points is None else thumbnail.of_points(self._points)
        return None if self._sheet.drawn is None else thumbnail.of_sheet(self._sheet.drawn, ROWS, COLS)

    def restore(self, meta: dict[str, Any], tensors: dict[str, np.ndarray], name: str = "?") -> None:
        """Take over a state from :meth:`state` of an engine with the same config.

        Raises:
            FileProblem: something is missing, or of another shape; nothing is changed then.
        """
        saved.check_fits(self.trainer.tensors(), tensors, name)
        line = self.pasts.read(meta, tensors, name)
        take_over(self, meta, tensors, name, lambda: None)
        self.pasts.take_over(line, self.count)
        self._unread.clear()
        self._halt = None
        self._guard.keep(self.count)
        self._points = None
        self._redraw()

    # -- earlier steps ---------------------------------------------------------------------------------

    def look_back(self, step: int | None) -> int | None:
        """From now on all that is looked at comes from the averages kept nearest to a step, which is
        returned; None: from those of now. Training goes on as before.

        Raises:
            Problem: nothing is kept.
        """
        at = self.pasts.look_back(step)
        if self._sheet is not None:
            self._sheet.begin_anew()
        self._redraw()
        return at

    def _redraw(self) -> None:
        """Bring the quick draw up to the networks that are looked at."""
        if self.config.plane and self.count:
            for _ in self._draw(record=False):
                pass

    # -- what it makes ---------------------------------------------------------------------------------

    @property
    def generating(self) -> bool:
        """Whether the generator learns now."""
        return self.trainer.generator is not None and self.count >= self.config.length

    def made(self, n: int, seed: int) -> np.ndarray | None:
        """The generator's samples, float32 (n, 2); None where there is none."""
        net = self.pasts.generator
        return None if net is None else self._by(net, n, seed)

    def _by(self, net: nn.Module, n: int, seed: int) -> np.ndarray:
        rng = torch.Generator(self.device).manual_seed(seed)
        with torch.no_grad():
            found: np.ndarray = net(drawing.noise(n, self.space.shape, 1.0, rng))[:, :2].cpu().numpy()
        return found

    def _noise(self, n: int) -> np.ndarray:
        return np.random.default_rng(self.config.seed).normal(size=(n, 2)).astype(np.float32)

    def _draw(self, *, record: bool = True) -> Iterator[None]:
        """A quick draw, in few levels, by the settings' sampler, to be seen.

        With ``record`` it is of the networks as they are, and its scores become a point of each curve; else
        of those that are looked at.
        """
        space, config, trainer = self.space, self.config, self.trainer
        rng = torch.Generator(self.device).manual_seed(config.seed)
        generator = trainer.generator.average if record and trainer.generator else self.pasts.generator
        if self.generating and generator is not None:
            points = self._by(generator, QUICK, config.seed)
        else:
            x = space.begin(QUICK, config.sigma_high, rng)
            net = trainer.learned if record else self.pasts.learned
            moves = drawing.walk(net, config, x, rng, levels=min(config.levels, QUICK_LEVELS))
            for i, (moved, _) in enumerate(moves):
                x = moved
                if i % 5 == 4:
                    yield
            points = x[:, :2].cpu().numpy()
        if not record or self.pasts.at is None:
            self._points, self._made = points, self.count
        if not record:
            return
        yield
        found, before = space.near(points), self.history.least("sw")
        for name in DRAWN:
            if np.isfinite(found[name]):
                self.history.add(name, self.count, found[name])
        if found["sw"] < before:
            self.pasts.keep_best(self.count)
            self.branches.keep_best(self.count, self.state)
        yield

    def _measure(self) -> Iterator[None]:
        """Excess of the averaged network's loss over the least there is, on the same noisy points always."""
        config, space = self.config, self.space
        if not self._tests:
            rng = torch.Generator(self.device).manual_seed(config.seed + 2)
            for level in samplers.ladder(config.sigma_high, config.sigma_low, LEVELS):
                sigma = torch.full((TESTED,), level, device=self.device)
                y = dsm.noisy(space.batch(TESTED, rng), sigma, rng)
                self._tests.append((y, sigma, space.exact_denoise(y, level)))
                yield
        y, sigma, target = (torch.cat(parts) for parts in zip(*self._tests, strict=True))
        w = dsm.weight(sigma, space.std, told=config.method != "paper")
        with torch.no_grad():
            away = dsm.away(self.trainer.learned, y, sigma, target)
        excess = float((w * away).mean() / y[0].numel())
        if np.isfinite(excess):
            self.history.add("excess", self.count, excess)

    def _floors(self) -> dict[str, float]:
        if not self.config.plane:
            return {}
        return {**self.space.points.floor(QUICK), "sw_start": self._start["sw"]}

    def _shown(self) -> set[str]:
        return {"own", "direction"} if self._taught else {"loss"}

    def _keep(self) -> None:
        self._guard.keep(self.count)


def _draw_every(count: int) -> int:
    """Steps between quick draws: at first there is more to see."""
    return 25 if count < 100 else 100 if count < 500 else 250
