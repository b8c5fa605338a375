"""The denoising engine: a training run whose field, samples and walks can be looked at while it goes on."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from typing import Any, Final

import numpy as np
import torch
from torch import Tensor

from engines.denoise import checkpoint, drawing, dsm, samplers
from engines.denoise.config import DenoiseConfig
from engines.denoise.messages import SENTENCES
from engines.denoise.plane import SCORED, Plane
from engines.denoise.sheet import Sheet
from engines.denoise.snapshot import DenoiseSnapshot
from engines.denoise.training import Trainer
from engines.ground import device as devices
from engines.ground import spec
from engines.ground.guard import Guard
from engines.ground.marks import mark
from engines.ground.report import Report, silent
from engines.ground.training import Training
from engines.images.dataset import Pictures as PictureSet

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
    """

    LAB, TERMS, VITAL = checkpoint.LAB, ("loss", "own", "direction"), 3

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
        self._sheet = None if config.plane else Sheet(self.trainer, config, space)
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
            figures=self.history.recent() | drawn,
            floors=self._floors(),
            data_name=space.name,
            data_count=space.count,
            licence=getattr(space, "licence", ""),
            skipped=tuple(getattr(space, "skipped", ())),
        )

    def finish(self) -> None:
        """Bring what the next snapshot shows of samples up to the present step, all the way."""
        if self._sheet is not None:
            self._sheet.finish()

    def close(self) -> None:
        """Let go of everything large."""
        for name in ("trainer", "space", "_guard", "_sheet"):
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
        return checkpoint.state(self)

    def restore(self, meta: dict[str, Any], tensors: dict[str, np.ndarray], name: str = "?") -> None:
        """Take over a state from :meth:`state` of an engine with the same config.

        Raises:
            FileProblem: something is missing, or of another shape; nothing is changed then.
        """
        checkpoint.restore(self, meta, tensors, name)
        self._unread.clear()
        self._halt = None
        self._guard.keep(self.count)
        self._points = None
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
        generator = self.trainer.generator
        if generator is None:
            return None
        rng = torch.Generator(self.device).manual_seed(seed)
        with torch.no_grad():
            found: np.ndarray = (
                generator.average(drawing.noise(n, self.space.shape, 1.0, rng))[:, :2].cpu().numpy()
            )
        return found

    def _noise(self, n: int) -> np.ndarray:
        return np.random.default_rng(self.config.seed).normal(size=(n, 2)).astype(np.float32)

    def _draw(self, *, record: bool = True) -> Iterator[None]:
        """A quick draw, in few levels, by the settings' sampler; its scores become a point of each curve."""
        space, config = self.space, self.config
        rng = torch.Generator(self.device).manual_seed(config.seed)
        if self.generating:
            points = self.made(QUICK, config.seed)
            assert points is not None
        else:
            x = space.begin(QUICK, config.sigma_high, rng)
            net = self.trainer.learned
            for i, (moved, _) in enumerate(
                drawing.walk(net, config, x, rng, levels=min(config.levels, QUICK_LEVELS))
            ):
                x = moved
                if i % 5 == 4:
                    yield
            points = x[:, :2].cpu().numpy()
        self._points, self._made = points, self.count
        if not record:
            return
        yield
        found = space.near(points)
        for name in DRAWN:
            if np.isfinite(found[name]):
                self.history.add(name, self.count, found[name])
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
        return {**self.space.floor_of(QUICK), "sw_start": self._start["sw"]}

    def _shown(self) -> set[str]:
        return {"own", "direction"} if self._taught else {"loss"}

    def _keep(self) -> None:
        self._guard.keep(self.count)


def _draw_every(count: int) -> int:
    """Steps between quick draws: at first there is more to see."""
    return 25 if count < 100 else 100 if count < 500 else 250


def build(
    config: DenoiseConfig,
    report: Report = silent,
    cancel: threading.Event | None = None,
    device: str = "auto",
    pictures: PictureSet | None = None,
) -> DenoiseEngine:
    """Load what is to be learned and set up a run.

    Args:
        report: told (sentence, fraction) while data load. cancel: ends that early.
        device: "auto", or a key of ``engines.ground.device.devices``.
        pictures: use these in place of the config's source.

    Raises:
        Problem: no data, or settings that contradict each other; the sentence says what to change.
        Cancelled: ``cancel`` was set.
    """
    if config.plane:
        from engines.points.source import load

        devices.prepare()
        chosen = devices.pick(device)
        space: Any = Plane(
            load(config.data, config.path, config.seed, report, cancel),
            chosen,
            config.dims if config.method == "paper" else 0,
        )
        report(mark("Setting up the networks"), None)
    else:
        from engines.denoise.pictures.space import PictureSpace, loaded_at
        from engines.images.run import ready

        found, chosen = ready(loaded_at(config), config.seed, report, cancel, device, pictures)
        space = PictureSpace(found, config, chosen)
    return DenoiseEngine(config, space, chosen, cancel)
