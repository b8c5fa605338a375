"""Samples on their way from noise, as pictures to be shown one after the other."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np
import torch
from torch import Tensor

from engines.denoise import drawing
from engines.denoise.plane import SCORED, Plane
from engines.denoise.sheet import COLS, ROWS
from engines.images.rolling import tile
from engines.points.picture import dotted

if TYPE_CHECKING:
    from engines.denoise.engine import DenoiseEngine

MOST: Final = 60  # looks
REST: Final = 12  # times that the end is


def emerging(engine: DenoiseEngine, seed: int = 0) -> list[np.ndarray]:
    """The noise it begins with, looks at moves of the settings' sampler, at most :data:`MOST`, evenly, and
    the samples, which stay for a while: uint8 (H, W, C) each, points as dots, pictures as a sheet.

    Ends early, with what there is, when the engine is being closed.
    """
    space, config = engine.space, engine.config
    rng = torch.Generator(engine.device).manual_seed(seed)
    if isinstance(space, Plane):
        x = space.begin(SCORED, config.sigma_high, rng)
    else:
        x = drawing.noise(ROWS * COLS, space.shape, config.sigma_high, rng)

    def seen(x: Tensor) -> np.ndarray:
        if isinstance(space, Plane):
            return dotted(x[:, :2].cpu().numpy())
        return tile(space.to_pixels(x), ROWS, COLS)

    way, every, last = [seen(x)], 1, x
    for at, (last, _) in enumerate(drawing.walk(engine.pasts.learned, config, x, rng), 1):
        if at % every == 0:
            way.append(seen(last))
        if len(way) > MOST:  # nobody counts the moves before: every other look goes
            way, every = way[::2], 2 * every
        if engine.cancelled():
            break
    return way + [seen(last)] * REST
