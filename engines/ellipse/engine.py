"""The ellipse engine: it is asked, not trained. Each step makes the solid for the settings as they are."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np

from engines.ellipse import checkpoint as files
from engines.ellipse import dform, refusals, sheets, show
from engines.ellipse.bend import Folding
from engines.ellipse.config import EllipseConfig
from engines.ellipse.dform import DForm
from engines.ellipse.offsets import reduced
from engines.ellipse.quarter import Quarter, quarter
from engines.ellipse.snapshot import Curve, EllipseSnapshot
from engines.ground import checkpoint, spec
from engines.ground.problem import Cancelled, Problem
from engines.ground.report import Report, silent
from engines.ground.thumbnail.encoding import text_of

RATIOS = 40  # points of the curve of V over b/a
_NOTHING: Curve = (np.zeros(0), np.zeros(0))


class EllipseEngine:
    """The quarter turn is a closed form and follows at once; another offset is a path of solids, each kept.

    Attributes:
        config: as it is now. count: solids made so far.
        pair: the two sheets, and what they close into a quarter turn apart.
        form: the body at another offset, or the nearest known one while it is sought.
        problem: why there is no solid. path: what is known along the offset.
    """

    def __init__(self, config: EllipseConfig, cancel: threading.Event | None = None) -> None:
        self.config, self.count = config, 0
        self.form: DForm | None = None
        self.problem: Problem | None = None
        self.path: dform.Path | None = None
        self.pair = sheets.pair(config)
        self._shape = sheets.shape(config)
        self._cancel = cancel
        self._proof: tuple[str, Curve] = ("", _NOTHING)  # of these sheets, and the way it belongs to
        self._folding: Folding | None = None
        self._look: tuple[DForm | None, sheets.Pair, float, show.Drawn] | None = None
        self._done: EllipseConfig | None = None
        self.by_ratio = _by_ratio()
        self.refresh()

    # -- engine contract -------------------------------------------------------------------------------

    @property
    def pending(self) -> bool:
        """Whether the solid is not yet that of the settings."""
        return self._done != self.config

    def step(self) -> Iterator[None]:
        """Make the solid of the settings; yields at least between two solids of a path, about 50 ms.

        A change of settings in between drops what is being made. At once where nothing changed.
        """
        while self._done != self.config:
            config = self.config
            self.refresh()
            self.problem, self.form = self._refusal(config), None
            if self.problem is None and not self.cylinders(config):
                yield from self._along(config)
            if self.config == config:
                self._finish(config)
            yield

    def snapshot(self) -> EllipseSnapshot:
        """See :class:`EllipseSnapshot`. While another offset is sought, the nearest known solid shows."""
        config, solid = self.config, self.pair.solid
        form = self.form if not self.cylinders(config) else None
        surfaces, seam, gap = self._looks(form)
        if self._proof[0] != config.way:
            pair = self.pair
            self._proof = (config.way, refusals.curve(pair.first, pair.second, config.way))
        return EllipseSnapshot(
            step=self.count,
            sheets=surfaces,
            seam=seam,
            gap=gap,
            proof=_copied(self._proof[1]),
            depth=solid.depth,
            second=self._other_axes(),
            section=self._folded().section() if self.pair.refused is None else _NOTHING,
            by_ratio=_copied(self.by_ratio),
            by_offset=self.known(),
            figures=self._figures(form),
            problem=self.problem,
            pending=self.pending,
        )

    def set_config(self, config: EllipseConfig) -> None:
        """Take over other settings; the next step makes their solid."""
        spec.taken_over(self.config, config)
        if config.chords != self.config.chords:
            self.path = None
        self.config = config
        if self.cylinders(config):  # nothing to wait for: one picture of it is enough
            self.refresh()
            self.problem, self.form = self._refusal(config), None
            self._finish(config)

    def save(self, path: str | Path) -> None:
        """Save the settings, from which everything follows. Raises FileProblem."""
        checkpoint.save(
            path, files.LAB, files.state(self.config, self.count), {}, thumbnail=text_of(self.thumbnail)
        )

    def thumbnail(self) -> np.ndarray:
        """The solid that is seen now."""
        return show.small(self._looks(self.form if not self.cylinders(self.config) else None))

    def restore(self, meta: dict[str, Any], tensors: dict[str, np.ndarray], name: str = "?") -> None:
        """Take over what was saved by an engine of the same settings."""
        self.count = int(meta["step"])
        self._done = None

    def close(self) -> None:
        """Nothing large is held."""
        self.path = self.form = None

    # -- parts -----------------------------------------------------------------------------------------

    @staticmethod
    def cylinders(config: EllipseConfig) -> bool:
        """Whether both sheets are cylinders: at a quarter turn, and wherever they are still on their way."""
        flat_ = reduced(config.offset) == 0.0 and config.sheets != "matched"
        return flat_ or reduced(config.offset) == 1.0 or config.bend < 1.0 or config.way != "long"

    def body(self) -> DForm | Quarter:
        """The closed solid of the settings, however far the picture is; made now if need be.

        Raises:
            Problem: there is none. Cancelled: the engine is being closed.
        """
        config = self.config
        self.refresh()
        if (refusal := self._refusal(config)) is not None:
            raise refusal
        if reduced(config.offset) == 1.0:
            return self.pair.solid
        return self.walk().at(config.offset, self._cancel)

    def walk(self) -> dform.Path:
        """What is known along the offset of these sheets. Raises Problem where no path sets out."""
        if self.pair.refused is not None:
            raise self.pair.refused
        if self.path is None:
            self.path = dform.Path(self.pair.solid, self.config.chords)
        return self.path

    def known(self) -> Curve:
        """Offset and V, as far as it is known."""
        if self.path is not None:
            return self.path.curve()
        places, volumes = [0.0, 1.0], [0.0, self.pair.solid.volume]
        known = slice(None) if self.pair.first == self.pair.second else slice(1, None)
        return np.array(places[known]), np.array(volumes[known])

    def refresh(self) -> sheets.Pair:
        """The sheets of the settings as they are; what is known of other ones is forgotten."""
        config = self.config
        if sheets.shape(config) != self._shape:
            self._shape, self.pair = sheets.shape(config), sheets.pair(config)
            self.path = self.form = self._folding = None
            self._proof = ("", _NOTHING)
        return self.pair

    def _refusal(self, config: EllipseConfig) -> Problem | None:
        pair = self.pair
        return pair.refused or refusals.why_not(pair.first, pair.second, config.way, config.offset)

    def _along(self, config: EllipseConfig) -> Iterator[None]:
        """Walk to the offset, showing each solid on the way; leave off when another is wanted."""
        try:
            path = self.walk()
            self.form = path.nearest(config.offset)
            yield
            for form in path.walk(config.offset, self._cancel):
                self.form = form
                yield
                if self.config != config:
                    return
            self.form = path.at(config.offset)
        except Problem as e:
            self.problem = e

    def _looks(self, form: DForm | None) -> show.Drawn:
        """What is seen: the very arrays of before where nothing that they are made of is another."""
        pair, config = self.pair, self.config
        stays = config.way != "long" or (reduced(config.offset) == 0.0 and pair.first == pair.second)
        bend = 0.0 if stays else config.bend
        old = self._look
        if old is None or old[0] is not form or old[1] is not pair or old[2] != bend:
            old = self._look = form, pair, bend, self._drawn(form, bend)
        return old[3]

    def _drawn(self, form: DForm | None, bend: float) -> show.Drawn:
        if form is not None:
            return show.formed(form)
        if self.pair.refused is not None:
            return show.lying(self.pair.first, self.pair.second)
        return show.cylinders(self._folded(), bend)

    def _folded(self) -> Folding:
        if self._folding is None:
            self._folding = Folding(self.pair.solid, show.RULINGS)
        return self._folding

    def _finish(self, config: EllipseConfig) -> None:
        self._done = config
        self.count += 1

    def _other_axes(self) -> tuple[float, float] | None:
        pair = self.pair
        return (pair.second.a, pair.second.b) if pair.first != pair.second else None

    def _figures(self, form: DForm | None) -> dict[str, float]:
        if form is not None and self.problem is None:
            volume = self.path.volume(form) if self.path is not None else form.volume
            return {"volume": volume, "area": form.area, "residual": form.residual}
        closed, solid = self.problem is None, self.pair.solid
        return {
            "volume": solid.volume if closed else 0.0,
            "area": self.pair.first.area + self.pair.second.area,
            "isometry": solid.isometry,
            "residual": solid.gap,
        }


def _copied(curve: Curve) -> Curve:
    """Fresh arrays: a snapshot is handed to another thread."""
    return curve[0].copy(), curve[1].copy()


def _by_ratio() -> Curve:
    ratios = (
        1.0 - 0.98 * np.linspace(1.0, 0.0, RATIOS) ** 2
    )  # closer toward the circle, where V falls like a root
    return ratios, np.array([quarter(1.0, float(r)).volume for r in ratios])


def build(
    config: EllipseConfig,
    report: Report = silent,
    cancel: threading.Event | None = None,
    device: str = "cpu",
) -> EllipseEngine:
    """An engine whose solid is not made yet; it needs no device, and takes half a second to build.

    Raises:
        Cancelled: ``cancel`` was set; also later, by a step.
    """
    if cancel is not None and cancel.is_set():
        raise Cancelled
    return EllipseEngine(replace(config), cancel)
