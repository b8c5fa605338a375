"""Codes and pictures as callers hold them (NumPy, one at a time) and as the model does (batches of
tensors)."""

from __future__ import annotations

import numpy as np
import torch
from torch import Tensor

from engines.ground.problem import Problem
from engines.images import dataset as deck
from engines.vqvae.codes import Codes, Grids, joined, levels_of
from engines.vqvae.config import VqvaeConfig
from engines.vqvae.model.autoencoder import Tensors


def packed(codes: Tensors) -> Codes:
    """(1, h, w) of each level -> int32 (h, w), or a pair."""
    return joined([part[0].to(torch.int32).cpu().numpy() for part in codes])


def unpacked(codes: Codes, grids: Grids, K: int, device: torch.device) -> Tensors:
    """The inverse of :func:`packed`. Raises ValueError on another shape or a code out of range."""
    given = levels_of(codes)
    if tuple(part.shape for part in given) != grids:
        raise ValueError(f"codes of shape {grids} are needed, not {[part.shape for part in given]}")
    for part in given:
        if part.size and (int(part.min()) < 0 or int(part.max()) >= K):
            raise ValueError(f"codes must lie between 0 and {K - 1}")
    return tuple(torch.from_numpy(part.astype(np.int64))[None].to(device) for part in given)


def looked_at(picture: np.ndarray, config: VqvaeConfig, device: torch.device) -> Tensor:
    """uint8 (size, size, C) -> float (1, C, size, size). Raises ValueError on another shape."""
    return deck.looked_at(picture, (config.size, config.size, config.channels), device)


def need_codes(K: int) -> None:
    """Raise :class:`Problem` in a run without a codebook."""
    if K == 0:
        raise Problem("This run has no codes. Choose a quantiser and start a new run.")
