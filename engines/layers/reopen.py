"""A saved run as an engine again."""

from __future__ import annotations

import threading
from pathlib import Path

from engines.ground import saved
from engines.ground.report import Report, silent
from engines.layers.checkpoint import LAB
from engines.layers.config import LayersConfig
from engines.layers.engine import LayersEngine, build


def open_checkpoint(
    path: str | Path,
    report: Report = silent,
    cancel: threading.Event | None = None,
    device: str = "cpu",
    config: LayersConfig | None = None,
) -> LayersEngine:
    """A run that goes on where the saved one was, with ``config`` in place of its settings if there is one.

    Raises:
        FileProblem: see :func:`engines.ground.saved.read_config`; or its state does not fit its settings.
    """
    return saved.reopen(path, LAB, LayersConfig, lambda c: build(c, report, cancel, device), config)
