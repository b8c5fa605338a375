"""The ellipse engine: it is asked, not trained. Each step makes the solid for the settings as they are."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np

from engines.ellipse import checkpoint as files
from engines.ellipse import dform, refusals
from engines.ellipse.bend import Bent, bend
from engines.ellipse.config import EllipseConfig
from engines.ellipse.dform import DForm
from engines.ellipse.offsets import reduced
from engines.ellipse.quarter import Quarter, quarter
from engines.ellipse.snapshot import Curve, EllipseSnapshot, Surface
from engines.ground import checkpoint, spec
from engines.ground.problem import Problem
from engines.ground.report import Report, silent

RATIOS = 40  # points of the curve of V over b/a
SECTIONS = 120
RULINGS = 36


class EllipseEngine:
    """The quarter turn is a closed form and follows at once; another offset is a path of solids, each kept.

    Attributes:
        config: as it is now. count: solids made so far.
    """

    def __init__(self, config: EllipseConfig) -> None:
        self.config, self.count = config, 0
        self.solid: Quarter = quarter(config.a, config.b)
        self.form: DForm | None = None
        self.problem: Problem | None = None
        self.path: dform.Path | None = None
        self._done: EllipseConfig | None = None
        self._cancel = threading.Event()
        self.by_ratio = _by_ratio()

    # -- engine contract -------------------------------------------------------------------------------

    @property
    def pending(self) -> bool:
        """Whether the solid is not yet that of the settings."""
        return self._done != self.config

    def step(self) -> Iterator[None]:
        """Make the solid of the settings; yields between the solids of a path. At once where nothing
        changed."""
        while self._done != self.config:
            config = self.config
            self.solid = self.solid_of(config)
            self.problem = refusals.why_not(self.solid.ellipse, config.way, config.offset)
            self.form = None
            if self.problem is None and not self.cylinders(config):
                yield from self._along(config)
            if self.config == config:
                self._done = config
                self.count += 1
            yield

    def snapshot(self) -> EllipseSnapshot:
        """See :class:`EllipseSnapshot`. While another offset is sought, the nearest known solid shows."""
        config, solid = self.config, self.solid
        form = self.form if not self.cylinders(config) else None
        sheets, seam, gap = _formed(form) if form is not None else _bent(solid, config)
        return EllipseSnapshot(
            step=self.count,
            sheets=sheets,
            seam=seam,
            gap=gap,
            proof=refusals.curve(solid.ellipse, config.way),
            depth=solid.depth,
            section=_section(solid),
            by_ratio=self.by_ratio,
            by_offset=self._by_offset(),
            figures=self._figures(form),
            problem=self.problem,
            pending=self.pending,
        )

    def set_config(self, config: EllipseConfig) -> None:
        """Take over other settings; the next step makes their solid."""
        spec.taken_over(self.config, config)
        if (config.a, config.b, config.chords) != (self.config.a, self.config.b, self.config.chords):
            self.path = None
        self.config = config
        if self.cylinders(config):  # nothing to wait for
            self.solid = self.solid_of(config)
            self.problem = refusals.why_not(self.solid.ellipse, config.way, config.offset)

    def save(self, path: str | Path) -> None:
        """Save the settings, from which everything follows. Raises FileProblem."""
        checkpoint.save(path, files.LAB, files.state(self.config, self.count), {})

    def restore(self, meta: dict[str, Any], tensors: dict[str, np.ndarray], name: str = "?") -> None:
        """Take over what was saved by an engine of the same settings."""
        self.count = int(meta["step"])
        self._done = None

    def close(self) -> None:
        """Nothing large is held."""
        self._cancel.set()
        self.path = self.form = None

    # -- parts -----------------------------------------------------------------------------------------

    def solid_of(self, config: EllipseConfig) -> Quarter:
        """The quarter turn of these axes; the last one is remembered."""
        wanted = (max(config.a, config.b), min(config.a, config.b))
        same = (self.solid.ellipse.a, self.solid.ellipse.b) == wanted
        return self.solid if same else quarter(config.a, config.b)

    @staticmethod
    def cylinders(config: EllipseConfig) -> bool:
        """Whether both sheets are cylinders: at a quarter turn, and wherever they are still on their way."""
        return reduced(config.offset) in (0.0, 1.0) or config.bend < 1.0 or config.way != "long"

    def _along(self, config: EllipseConfig) -> Iterator[None]:
        """Walk to the offset, showing each solid on the way."""
        try:
            if self.path is None:
                self.path = dform.Path(config.a, config.b, config.chords)
            self.form = self.path.nearest(config.offset)
            yield
            self.form = self.path.at(config.offset, self._cancel)
        except Problem as e:
            self.problem = e

    def _by_offset(self) -> Curve:
        if self.path is not None:
            return self.path.curve()
        return np.array([0.0, 1.0]), np.array([0.0, self.solid.volume])

    def _figures(self, form: DForm | None) -> dict[str, float]:
        if form is not None:
            return {"volume": form.volume, "area": form.area, "residual": form.residual}
        closed = self.problem is None
        return {
            "volume": self.solid.volume if closed else 0.0,
            "area": self.solid.area,
            "isometry": self.solid.isometry,
            "residual": self.solid.gap,
        }


def _bent(solid: Quarter, config: EllipseConfig) -> tuple[tuple[Surface, Surface], np.ndarray, np.ndarray]:
    flat = config.way != "long" or reduced(config.offset) == 0.0
    bent: Bent = bend(solid, 0.0 if flat else config.bend, RULINGS)
    one, two = (Surface(s.vertices, s.faces, s.flat, s.rulings[::4]) for s in (bent.first, bent.second))
    return (one, two), bent.seam, bent.gap


def _formed(form: DForm) -> tuple[tuple[Surface, Surface], np.ndarray, np.ndarray]:
    """A hull's faces by sheet; the edges inside a sheet are its rulings."""
    surfaces = []
    n = len(form.vertices)
    for k in (0, 1):
        faces = form.faces[form.sheet == k]
        pairs = np.sort(np.concatenate([faces[:, [0, 1]], faces[:, [1, 2]], faces[:, [2, 0]]]), axis=1)
        pairs = np.unique(pairs, axis=0)
        inside = ~np.isin(np.abs(pairs[:, 1] - pairs[:, 0]), (1, n - 1))
        surfaces.append(Surface(form.vertices, faces, form.flat[k], pairs[inside]))
    return (surfaces[0], surfaces[1]), form.vertices, np.zeros(n)


def _section(solid: Quarter) -> Curve:
    """x, and half the sides of the rectangle that the solid is cut in there."""
    s = np.linspace(0.0, solid.ellipse.quarter, SECTIONS)
    points = solid.at(s)
    return points[:, 0], points[:, 1:]


def _by_ratio() -> Curve:
    ratios = np.linspace(0.02, 1.0, RATIOS)
    return ratios, np.array([quarter(1.0, float(r)).volume for r in ratios])


def build(
    config: EllipseConfig,
    report: Report = silent,
    cancel: threading.Event | None = None,
    device: str = "cpu",
) -> EllipseEngine:
    """An engine whose solid is not made yet; it needs no device, and takes no time to build."""
    return EllipseEngine(replace(config))
