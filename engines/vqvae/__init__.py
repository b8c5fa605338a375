"""VQ-VAEs to play with: pictures become grids of codes, and codes become something to paint with.

Importing this package imports no torch; ``build`` and ``open_checkpoint`` do, on the thread that calls them.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from engines.vqvae.config import VqvaeConfig
from engines.vqvae.document import LatentDocument
from engines.vqvae.presets import DEFAULT, PRESETS, preset
from engines.vqvae.snapshot import Codebook, VqvaeSnapshot

if TYPE_CHECKING:
    from engines.vqvae.deck import Pictures
    from engines.vqvae.engine import VqvaeEngine

__all__ = (
    "DEFAULT",
    "PRESETS",
    "Codebook",
    "LatentDocument",
    "VqvaeConfig",
    "VqvaeSnapshot",
    "build",
    "open_checkpoint",
    "preset",
)

Report = Callable[[str, float | None], None]


def build(
    config: VqvaeConfig,
    report: Report = lambda sentence, fraction: None,
    cancel: threading.Event | None = None,
    device: str = "auto",
    pictures: Pictures | None = None,
) -> VqvaeEngine:
    """See :func:`engines.vqvae.engine.build`."""
    from engines.vqvae import engine

    return engine.build(config, report, cancel, device, pictures)


def open_checkpoint(
    path: str | Path,
    report: Report = lambda sentence, fraction: None,
    cancel: threading.Event | None = None,
    device: str = "auto",
) -> VqvaeEngine:
    """See :func:`engines.vqvae.files.open_checkpoint`."""
    from engines.vqvae import files

    return files.open_checkpoint(path, report, cancel, device)
