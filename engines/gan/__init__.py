"""GANs to play with: train, look into the latent space, change the loss while it runs.

Importing this package imports no torch; ``build`` and ``open_checkpoint`` do, on the thread that calls them.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from engines.gan.config import GanConfig
from engines.gan.presets import DEFAULT, PRESETS, preset
from engines.gan.snapshot import Directions, Encoding, GanSnapshot

if TYPE_CHECKING:
    from engines.gan.deck import Pictures
    from engines.gan.engine import GanEngine

__all__ = (
    "DEFAULT",
    "PRESETS",
    "Directions",
    "Encoding",
    "GanConfig",
    "GanSnapshot",
    "build",
    "open_checkpoint",
    "preset",
)

Report = Callable[[str, float | None], None]


def build(
    config: GanConfig,
    report: Report = lambda sentence, fraction: None,
    cancel: threading.Event | None = None,
    device: str = "auto",
    pictures: Pictures | None = None,
) -> GanEngine:
    """See :func:`engines.gan.engine.build`."""
    from engines.gan import engine

    return engine.build(config, report, cancel, device, pictures)


def open_checkpoint(
    path: str | Path,
    report: Report = lambda sentence, fraction: None,
    cancel: threading.Event | None = None,
    device: str = "auto",
) -> GanEngine:
    """See :func:`engines.gan.files.open_checkpoint`."""
    from engines.gan import files

    return files.open_checkpoint(path, report, cancel, device)
