"""A saved run as an engine again: with its own vocabulary and text, which need not exist any more."""

from __future__ import annotations

import threading
from pathlib import Path

from engines.ground import saved
from engines.ground.report import Report, silent
from engines.onlstm.checkpoint import read_config
from engines.onlstm.config import OnLstmConfig
from engines.onlstm.engine import OnLstmEngine, build


def open_checkpoint(
    path: str | Path,
    report: Report = silent,
    cancel: threading.Event | None = None,
    device: str = "cpu",
    config: OnLstmConfig | None = None,
) -> OnLstmEngine:
    """A run that goes on where the saved one was, with ``config`` in place of its live settings.

    See :func:`read_config` and ``engine.build`` for errors.
    """
    settings, found = read_config(path)
    name = Path(path).name
    with saved.understood(name):
        words, lexicon = ([str(w) for w in found.meta[key]] for key in ("vocabulary", "lexicon"))
        text = str(found.meta["text"])
    engine = build(settings, report, cancel, device, lexicon, text, words)
    with saved.understood(name):
        engine.restore(found.meta, found.tensors, name)
        engine.seconds = saved.seconds_of(found.meta.get("seconds", 0.0))
    if config is not None:
        engine.set_config(config)
    return engine
