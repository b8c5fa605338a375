"""Two GANs in lockstep: same seed, so same fixed codes and the same order of data."""

from __future__ import annotations

import threading
from typing import Any

from engines.gan.config import GanConfig
from engines.gan.engine import build_pictures
from engines.gan.plane import engine as plane
from engines.ground.compare.lockstep import Lockstep, paired
from engines.ground.report import Report, silent
from engines.images.run import lockstep


def build(
    a: GanConfig,
    b: GanConfig,
    report: Report = silent,
    cancel: threading.Event | None = None,
    device: str = "auto",
    pictures: Any = None,
) -> Lockstep[Any]:
    """Set up both runs, of pictures or of points; arguments as of :func:`engines.images.run.lockstep`.

    Args:
        a, b: as the sides of :data:`engines.gan.compare.versus.RULES` are.

    Raises:
        Problem: nothing to learn, or settings of either that contradict each other.
        Cancelled: ``cancel`` was set.
    """
    if a.plane:
        return paired(lambda config: plane.build(config, report, cancel, device), a, b)
    return lockstep(build_pictures, a, b, report, cancel, device, pictures)
