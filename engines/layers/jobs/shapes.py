"""Plain shapes, drawn by :mod:`engines.images.shapes`: which one is it?"""

from __future__ import annotations

import numpy as np

from engines import images
from engines.ground.marks import mark
from engines.layers.jobs.job import Job

SIDE, COUNT, HELD = 14, 2400, 400


def pictures(seed: int) -> Job:
    """Grey pictures of half their size, ink 1 on 0: float32 (N, 1, 14, 14)."""
    found = images.load("shapes", size=2 * SIDE, channels=1, limit=COUNT, seed=seed)
    assert found.labels is not None
    light = found.pixels.reshape(-1, SIDE, 2, SIDE, 2).mean((2, 4)) / 255
    ink = (1 - light).astype(np.float32)[:, None]
    return Job("pictures", mark("Drawn pictures"), (ink,), found.labels, found.label_names, HELD)
