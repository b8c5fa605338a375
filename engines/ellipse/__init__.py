"""Two ellipse sheets glued into a solid: no training, no mesh optimiser, one quadrature or a hull.

Importing this package imports neither scipy nor trimesh; ``build`` and ``open_checkpoint`` do, where they
are called.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from engines.ellipse.config import EllipseConfig
from engines.ellipse.presets import DEFAULT, PRESETS, preset
from engines.ellipse.snapshot import EllipseSnapshot, Surface
from engines.ground.later import later

if TYPE_CHECKING:
    from engines.ellipse.engine import build
    from engines.ellipse.reopen import open_checkpoint
else:
    build = later("engines.ellipse.engine", "build")
    open_checkpoint = later("engines.ellipse.reopen", "open_checkpoint")

__all__ = (
    "DEFAULT",
    "PRESETS",
    "EllipseConfig",
    "EllipseSnapshot",
    "Surface",
    "build",
    "open_checkpoint",
    "preset",
)
