"""Denoisers to play with: learn a density by taking noise away, then walk, flow and paint with it.

Importing this package imports no torch; ``build`` and ``open_checkpoint`` do, on the thread that calls them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from engines.denoise.config import DenoiseConfig
from engines.denoise.presets import DEFAULT, PRESETS, preset, suited
from engines.denoise.snapshot import DenoiseSnapshot, Draw, Field
from engines.ground.later import later

if TYPE_CHECKING:
    from engines.denoise.reopen import open_checkpoint
    from engines.denoise.start import build
else:
    build = later("engines.denoise.start", "build")
    open_checkpoint = later("engines.denoise.reopen", "open_checkpoint")

__all__ = (
    "DEFAULT",
    "PRESETS",
    "DenoiseConfig",
    "DenoiseSnapshot",
    "Draw",
    "Field",
    "build",
    "open_checkpoint",
    "preset",
    "suited",
)
