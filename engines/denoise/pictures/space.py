"""Pictures as the engine sees them: batches, their way to pixels and back, the scores of a sheet."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property
from typing import Final, Protocol

import numpy as np
import torch
from torch import Tensor

from engines.denoise.pictures import features, scores
from engines.denoise.pictures.wiener import Wiener
from engines.ground.problem import Problem
from engines.images.dataset import Deck, Pictures, to_float, to_pixels

HELD: Final = 300  # pictures kept out of training at most: they are what samples are scored against
LOOKED: Final = 4096  # pictures that mean, spread and the linear answer are taken of
LEAST_STD: Final = 0.02  # of one picture of one colour, so that nothing is divided by zero
DRAWN_AT: Final = 32  # pixels across at which pictures are loaded that are wanted smaller still


class Sized(Protocol):
    """What of the settings a space needs."""

    @property
    def size(self) -> int: ...
    @property
    def channels(self) -> int: ...
    @property
    def flip(self) -> bool: ...
    @property
    def seed(self) -> int: ...
