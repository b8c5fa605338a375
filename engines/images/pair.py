"""Two runs on the same pictures in lockstep: they are loaded once, and drawn in the same order."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Any

from engines.ground.compare.lockstep import Lockstep, paired
from engines.ground.report import Report, silent
from engines.images.run import ready


def build(
    make: Callable[..., Any],
    a: Any,
    b: Any,
    report: Report = silent,
    cancel: threading.Event | None = None,
    device: str = "auto",
    pictures: Any = None,
) -> Lockstep[Any]:
    """Load the pictures once and set up both runs; see :func:`engines.images.run.ready` for the arguments.

    Args:
        make: an engine of settings, report, cancel, device and pictures, such as ``engines.vqvae.build``.
        a, b: settings that name the same pictures, as :meth:`engines.ground.compare.rules.Rules.sides` makes
            them.

    Raises:
        Problem: no pictures, or settings of either that contradict each other.
        Cancelled: ``cancel`` was set.
    """
    found, _ = ready(a, a.seed, report, cancel, device, pictures)
    return paired(lambda config: make(config, report, cancel, device, found), a, b)
