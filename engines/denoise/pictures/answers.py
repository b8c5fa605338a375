"""What comes back when something is asked of a run on pictures. Imports no torch."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np


@dataclass(frozen=True)
class Bench:
    """A picture that was given noise, and what is made of it: uint8 (H, W, C) each.

    Attributes:
        noisy: the picture with noise. jumped: the denoiser's one answer. walked: a sample, begun at the noisy
            picture and drawn as the settings say.
        rmse_noisy, rmse_jump, rmse_walk: root mean square difference to the clean picture, of values in 0..1,
            before they are rounded and cut. rmse_linear: of the best linear denoiser, the one to beat.
    """

    noisy: np.ndarray
    jumped: np.ndarray
    walked: np.ndarray
    rmse_noisy: float
    rmse_jump: float
    rmse_walk: float
    rmse_linear: float


@dataclass(frozen=True)
class Nearest:
    """The picture trained on that is closest to another.

    Attributes:
        picture: uint8 (H, W, C). index: its number among all pictures of the data.
        distance: root mean square difference of the two, both reduced, of values in 0..1. typical: the median
            of that of pictures kept out of training. Far less than this is a copy.
    """

    picture: np.ndarray
    index: int
    distance: float
    typical: float
