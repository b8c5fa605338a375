"""A saved solid as an engine again."""

from __future__ import annotations

import threading
from pathlib import Path

from engines.ellipse.checkpoint import LAB
from engines.ellipse.config import EllipseConfig
from engines.ellipse.engine import EllipseEngine, build
from engines.ground import saved
from engines.ground.report import Report, silent


def open_checkpoint(
    path: str | Path,
    report: Report = silent,
    cancel: threading.Event | None = None,
    device: str = "cpu",
    config: EllipseConfig | None = None,
) -> EllipseEngine:
    """The engine of a saved solid, or with ``config`` in place of its settings.

    Raises:
        FileProblem: see :func:`engines.ground.saved.read_config`.
    """
    return saved.reopen(path, LAB, EllipseConfig, lambda c: build(c, report, cancel, device), config)
