"""Adam whose whole state exists from the start, in tensors that are only ever changed in place.

So the guard can put an old state back, and a checkpoint needs no special case.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import torch
from torch import Tensor, nn

MOMENTS = ("exp_avg", "exp_avg_sq")


def make(parameters: Iterable[nn.Parameter], lr: float, device: torch.device) -> torch.optim.Adam:
    """Adam, fused where that is faster."""
    fused = device.type in ("cpu", "cuda")
    optimiser = torch.optim.Adam(list(parameters), lr, fused=fused)
    for p in optimiser.param_groups[0]["params"]:
        count = torch.zeros((), device=p.device if fused else "cpu")
        optimiser.state[p] = {"step": count} | {name: torch.zeros_like(p) for name in MOMENTS}
    return optimiser


def retune(optimiser: torch.optim.Optimizer, lr: float) -> None:
    """Set the learning rate of a running optimiser."""
    for group in optimiser.param_groups:
        group["lr"] = lr


def tensors(optimiser: torch.optim.Optimizer) -> Iterator[tuple[str, Tensor]]:
    """Its state by name, in the order of the parameters."""
    for i, p in enumerate(optimiser.param_groups[0]["params"]):
        for name, value in optimiser.state[p].items():
            yield f"{i}.{name}", value
