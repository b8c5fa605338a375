"""A saved run as an engine again."""

from __future__ import annotations

import threading
from pathlib import Path
from typing import Any

from engines.gan.building import build
from engines.gan.checkpoint import LAB
from engines.gan.config import GanConfig
from engines.ground import saved
from engines.ground.report import Report, silent


def open_checkpoint(
    path: str | Path,
    report: Report = silent,
    cancel: threading.Event | None = None,
    device: str = "auto",
    config: GanConfig | None = None,
) -> Any:
    """A run that goes on where the saved one was, with ``config`` in place of its settings if there is one.

    See :func:`read_config` and :func:`engines.gan.building.build` for errors.
    """
    return saved.reopen(path, LAB, GanConfig, lambda c: build(c, report, cancel, device), config)
