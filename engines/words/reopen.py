"""A saved run as an engine again."""

from __future__ import annotations

import threading
from pathlib import Path

from engines.ground import saved
from engines.ground.report import Report, silent
from engines.words.checkpoint import LAB
from engines.words.config import WordsConfig
from engines.words.engine import WordsEngine, build


def open_checkpoint(
    path: str | Path,
    report: Report = silent,
    cancel: threading.Event | None = None,
    device: str = "auto",
    config: WordsConfig | None = None,
) -> WordsEngine:
    """An engine with the saved text and words; with another ``config`` they are to be counted again.

    See :func:`read_config` for errors.
    """
    engine = saved.reopen(path, LAB, WordsConfig, lambda c: build(c, report, cancel, device))
    if config is not None:
        engine.set_config(config)
    return engine
