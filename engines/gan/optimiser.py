"""Optimisers whose whole state exists from the start, in tensors that are only ever changed in place.

So a CUDA graph can replay them, the guard can put an old state back, and a checkpoint needs no special case.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import torch
from torch import Tensor, nn

from engines.gan.config import GanConfig


def make(config: GanConfig, player: nn.Module, lr: float, device: torch.device) -> torch.optim.Optimizer:
    """Adam or RMSprop for a player's parameters, fused where that is faster, ready for capture on CUDA."""
    parameters = list(player.parameters())
    cuda = device.type == "cuda"
    rate = torch.tensor(lr, device=device) if cuda else lr
    fused = device.type in ("cpu", "cuda")
    optimiser: torch.optim.Optimizer
    names: tuple[str, ...]
    if config.optimiser == "adam":
        betas = (config.beta1, config.beta2)
        optimiser = torch.optim.Adam(parameters, rate, betas, fused=fused, capturable=cuda)
        names = ("exp_avg", "exp_avg_sq")
    else:
        optimiser = torch.optim.RMSprop(parameters, rate, alpha=0.99, foreach=cuda, capturable=cuda)
        names = ("square_avg",)
    beside = cuda or (config.optimiser == "adam" and fused)  # where the step counters live
    optimiser._warned_capturable_if_run_uncaptured = True  # steps before recording
    for p in parameters:
        count = torch.zeros((), device=p.device if beside else "cpu")
        optimiser.state[p] = {"step": count} | {n: torch.zeros_like(p) for n in names}
    return optimiser


def retune(optimiser: torch.optim.Optimizer, config: GanConfig, lr: float) -> None:
    """Set the live numbers of a running optimiser."""
    for group in optimiser.param_groups:
        if isinstance(group["lr"], Tensor):
            group["lr"].fill_(lr)
        else:
            group["lr"] = lr
        if "betas" in group:
            group["betas"] = (config.beta1, config.beta2)


def tensors(optimiser: torch.optim.Optimizer) -> Iterator[tuple[str, Tensor]]:
    """Its state by name, in the order of the parameters."""
    for i, p in enumerate(optimiser.param_groups[0]["params"]):
        for name, value in optimiser.state[p].items():
            yield f"{i}.{name}", value


def all_tensors(
    row: Tensor, players: Mapping[str, nn.Module], optimisers: Mapping[str, torch.optim.Optimizer]
) -> dict[str, Tensor]:
    """Everything that a step changes, by name, to be read and written in place: the recorded ``row``, players
    by letter and their optimisers."""
    found: dict[str, Tensor] = {"row": row}
    for letter, player in players.items():
        for name, value in (*player.named_parameters(), *player.named_buffers()):
            found[f"{letter}.{name}"] = value.detach()
    for of, optimiser in optimisers.items():
        found |= {f"opt_{of}.{name}": value for name, value in tensors(optimiser)}
    return found
