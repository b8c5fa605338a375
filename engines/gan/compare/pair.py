"""Two runs on the same pictures in lockstep: same seed, so same fixed codes and the same order of data."""

from __future__ import annotations

import threading
from typing import Any

from engines.gan.config import GanConfig
from engines.gan.engine import build_pictures
from engines.gan.snapshot import GanSnapshot
from engines.ground.compare.lockstep import Lockstep
from engines.ground.report import Report, silent
from engines.images.run import ready


def build(
    a: GanConfig,
    b: GanConfig,
    report: Report = silent,
    cancel: threading.Event | None = None,
    device: str = "auto",
    pictures: Any = None,
) -> Lockstep[GanSnapshot]:
    """Load the pictures once and set up both runs; see :func:`engines.images.run.ready` for the arguments.

    Args:
        a, b: as :func:`engines.gan.compare.versus.sides` makes them.

    Raises:
        Problem: no pictures, or settings of either that contradict each other.
        Cancelled: ``cancel`` was set.
    """
    found, _ = ready(a, a.seed, report, cancel, device, pictures)
    one = build_pictures(a, report, cancel, device, found)
    return Lockstep(one, build_pictures(b, report, cancel, device, found))
