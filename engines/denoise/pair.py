"""Two denoisers in lockstep, on the same points or pictures."""

from __future__ import annotations

import threading
from typing import Any

from engines.denoise.config import DenoiseConfig
from engines.denoise.pictures.space import loaded_at
from engines.denoise.start import build as build_one
from engines.ground.compare.lockstep import Lockstep, paired
from engines.ground.report import Report, silent
from engines.images.run import ready


def build(
    a: DenoiseConfig,
    b: DenoiseConfig,
    report: Report = silent,
    cancel: threading.Event | None = None,
    device: str = "auto",
    pictures: Any = None,
) -> Lockstep[Any]:
    """Load what is to be learned and set up both runs; arguments as of :func:`engines.denoise.build`.

    Raises:
        Problem: nothing to learn, or settings of either that contradict each other.
        Cancelled: ``cancel`` was set.
    """
    if not a.plane:
        pictures, _ = ready(loaded_at(a), a.seed, report, cancel, device, pictures)
    return paired(lambda config: build_one(config, report, cancel, device, pictures), a, b)
