"""How much memory a run needs, worked out before its first step.

An operating system may end the whole program when a CPU's memory runs out, without a word; so a run that
cannot fit is refused first. A GPU says so itself.
"""

from __future__ import annotations

from dataclasses import replace

import torch
from torch import Tensor, nn

from engines.gan.config import GanConfig
from engines.gan.players import plan
from engines.ground import device as devices

SHARE = 0.9  # of the free memory that a run may take


@torch.no_grad()
def need(config: GanConfig, classes: int) -> int:
    """About how many bytes a run needs: copies of the weights, and what the backward passes remember.

    Worked out from shapes alone, on the device "meta"; spectral norm, which changes none, is left out."""
    generator, critic = plan(replace(config, spectral_norm=False), classes)
    weights = sum(p.numel() for player in (generator, critic) for p in player.parameters())
    with torch.device("meta"):
        label = torch.zeros(1, dtype=torch.int64) if config.conditional else None
        z, x = torch.zeros(1, config.nz), torch.zeros(1, config.channels, config.size, config.size)
    passes = _left_behind(generator, z, label) + 2 * _left_behind(critic, x, label)
    # per weight: itself, its gradient, two moments, the average, and the guard's copies
    return 4 * (9 * weights + config.batch * passes)


def check(config: GanConfig, classes: int) -> None:
    """Raise MemoryError where the CPU's memory is too small for a run."""
    free = devices.free_memory()
    wanted = need(config, classes)
    if free is not None and wanted > SHARE * free:
        raise MemoryError(f"a step needs about {wanted / 2**30:.1f} GiB; {free / 2**30:.1f} GiB are free")


def _left_behind(player: nn.Module, given: Tensor, label: Tensor | None) -> int:
    """Numbers that one picture's pass keeps: each layer's output, and as many for its nonlinearity."""
    total = 0

    def count(module: nn.Module, args: object, out: object) -> None:
        nonlocal total
        total += 2 * out.numel() if isinstance(out, Tensor) else 0

    layers = [m for m in player.modules() if not list(m.children())]
    hooks = [m.register_forward_hook(count) for m in layers]
    player.eval()
    player(given, label)
    player.train()
    for hook in hooks:
        hook.remove()
    return total
