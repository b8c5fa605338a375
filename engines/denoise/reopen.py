"""A saved run as an engine again."""

from __future__ import annotations

import threading
from pathlib import Path

from engines.denoise.config import DenoiseConfig
from engines.denoise.engine import DenoiseEngine
from engines.denoise.start import build
from engines.ground import saved
from engines.ground.report import Report, silent


def open_checkpoint(
    path: str | Path,
    report: Report = silent,
    cancel: threading.Event | None = None,
    device: str = "auto",
    config: DenoiseConfig | None = None,
) -> DenoiseEngine:
    """A run that goes on where the saved one was, with ``config`` in place of its settings if there is one.

    See :func:`read_config` and ``start.build`` for errors.
    """
    return saved.reopen(
        path, DenoiseEngine.LAB, DenoiseConfig, lambda c: build(c, report, cancel, device), config
    )
