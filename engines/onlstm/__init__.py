"""Ordered-neuron LSTMs to play with: language models whose forgetting has the shape of a tree.

Importing this package imports no torch; ``build`` and ``open_checkpoint`` do, on the thread that calls them.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from engines.onlstm.config import OnLstmConfig
from engines.onlstm.presets import DEFAULT, PRESETS, preset
from engines.onlstm.score import BASELINES, Comparison, compare, f1
from engines.onlstm.snapshot import SOURCES, Best, CorpusFacts, Note, OnLstmSnapshot, Parse
from engines.onlstm.trees import BUILDERS, Node

if TYPE_CHECKING:
    from engines.onlstm.engine import OnLstmEngine

__all__ = (
    "BASELINES",
    "BUILDERS",
    "DEFAULT",
    "PRESETS",
    "SOURCES",
    "Best",
    "Comparison",
    "CorpusFacts",
    "Node",
    "Note",
    "OnLstmConfig",
    "OnLstmSnapshot",
    "Parse",
    "build",
    "compare",
    "f1",
    "open_checkpoint",
    "preset",
)

Report = Callable[[str, float | None], None]


def build(
    config: OnLstmConfig,
    report: Report = lambda sentence, fraction: None,
    cancel: threading.Event | None = None,
    device: str = "cpu",
    lexicon: Sequence[str] = (),
    text: str = "",
) -> OnLstmEngine:
    """See :func:`engines.onlstm.engine.build`."""
    from engines.onlstm import engine

    return engine.build(config, report, cancel, device, lexicon, text)


def open_checkpoint(
    path: str | Path,
    report: Report = lambda sentence, fraction: None,
    cancel: threading.Event | None = None,
    device: str = "cpu",
    config: OnLstmConfig | None = None,
) -> OnLstmEngine:
    """See :func:`engines.onlstm.reopen.open_checkpoint`."""
    from engines.onlstm import reopen

    return reopen.open_checkpoint(path, report, cancel, device, config)
