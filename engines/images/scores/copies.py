"""Whether samples are copies of what was trained on: the one fault that all scores of laws are blind to."""

from __future__ import annotations

from typing import Final

import torch
from torch import Tensor
from torch.nn import functional as F

from engines.images.dataset import to_float

EDGE: Final = 8  # of the reduced pictures in which the nearest is sought


def novelty(train: Tensor, held: Tensor, made: Tensor) -> float:
    """Median distance of samples to the nearest picture trained on, over the same of pictures kept out.

    1 = as new as those, near 0 = copies. All uint8 (n, H, W, C), seen at 8 x 8.
    """
    seen = torch.cat([_small(part) for part in train.split(4096)])
    usual, found = (float(torch.cdist(_small(x), seen).min(1).values.median()) for x in (held, made))
    return found / usual if usual > 0 else float("nan")


def _small(pixels: Tensor) -> Tensor:
    return F.adaptive_avg_pool2d(to_float(pixels), EDGE).flatten(1)
