"""A run: a new one, of pictures or of points, or a saved one as an engine again."""

from __future__ import annotations

import threading
from pathlib import Path
from typing import Any

from engines.gan.checkpoint import LAB
from engines.gan.config import GanConfig
from engines.ground import saved
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


def open_checkpoint(
    path: str | Path,
    report: Report = silent,
    cancel: threading.Event | None = None,
    device: str = "auto",
    config: GanConfig | None = None,
) -> Any:
    """A run that goes on where the saved one was, with ``config`` in place of its settings if there is one.

    See :func:`engines.ground.saved.read_config` and :func:`build` for errors.
    """
    return saved.reopen(path, LAB, GanConfig, lambda c: build(c, report, cancel, device), config)
