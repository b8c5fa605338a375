"""GANs to play with: train, look into the latent space, change the loss while it runs.

Importing this package imports no torch; ``build`` and ``open_checkpoint`` do, on the thread that calls them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from engines.gan.config import GanConfig
from engines.gan.plane.snapshot import Field, PlaneSnapshot
from engines.gan.presets import DEFAULT, PRESETS, preset
from engines.gan.snapshot import Directions, Encoding, GanSnapshot
from engines.ground.later import later

if TYPE_CHECKING:
    from engines.gan.runs import build, open_checkpoint
else:
    build = later("engines.gan.runs", "build")
    open_checkpoint = later("engines.gan.runs", "open_checkpoint")

__all__ = (
    "DEFAULT",
    "PRESETS",
    "Directions",
    "Encoding",
    "Field",
    "GanConfig",
    "GanSnapshot",
    "PlaneSnapshot",
    "build",
    "open_checkpoint",
    "preset",
)
