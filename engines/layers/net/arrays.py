"""Arrays as bytes, and as tensors."""

from __future__ import annotations

import numpy as np
import torch
from torch import Tensor

from engines.layers.graph.node import Array


def tensor(array: Array) -> Tensor:
    """A fresh tensor of an array's numbers."""
    found = np.frombuffer(array.data, dtype=np.dtype(array.dtype)).reshape(array.shape)
    return torch.from_numpy(found.copy())


def array(value: Tensor) -> Array:
    """A tensor's numbers as they are now."""
    found = value.detach().cpu().contiguous().numpy()
    return Array(found.dtype.newbyteorder("<").str, tuple(found.shape), found.tobytes())
