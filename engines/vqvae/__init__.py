"""VQ-VAEs to play with: pictures become grids of codes, and codes become something to paint with.

Importing this package imports no torch; ``build`` and ``open_checkpoint`` do, on the thread that calls them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from engines.ground.later import later
from engines.vqvae.config import VqvaeConfig
from engines.vqvae.painting.document import LatentDocument
from engines.vqvae.presets import DEFAULT, PRESETS, preset
from engines.vqvae.snapshot import Codebook, VqvaeSnapshot

if TYPE_CHECKING:
    from engines.vqvae.engine import build
    from engines.vqvae.reopen import open_checkpoint
else:
    build = later("engines.vqvae.engine", "build")
    open_checkpoint = later("engines.vqvae.reopen", "open_checkpoint")

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
