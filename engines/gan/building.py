"""The engine that suits what is learned: pictures, or points in the plane."""

from __future__ import annotations

import threading
from typing import Any

from engines.gan.config import GanConfig
from engines.ground.report import Report, silent


def build(
    config: GanConfig,
    report: Report = silent,
    cancel: threading.Event | None = None,
    device: str = "auto",
    pictures: Any = None,
) -> Any:
    """A new run: a ``engines.gan.engine.GanEngine``, or of points a ``engines.gan.plane.engine.PlaneEngine``.

    Args:
        report: told (sentence, fraction) while data load. cancel: ends that early.
        device: "auto", or a key of ``engines.ground.device.devices``.
        pictures: use these in place of the config's source.

    Raises:
        Problem: no data, or settings that contradict each other; the sentence says what to change.
        Cancelled: ``cancel`` was set.
    """
    if config.plane:
        from engines.gan.plane import engine as plane

        return plane.build(config, report, cancel, device)
    from engines.gan import engine

    return engine.build_pictures(config, report, cancel, device, pictures)
