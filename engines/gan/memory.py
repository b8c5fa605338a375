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
EASY = 0.5  # of it, within which nothing need be worked out exactly


@torch.no_grad()
def need(config: GanConfig, classes: int) -> int:
    """About how many bytes a run needs: copies of the weights, and what the backward passes remember.

    Worked out from shapes alone, on the device "meta"; spectral norm, which changes none, is left out."""
    generator, critic = _plan(config, classes)
    with torch.device("meta"):
        label = torch.zeros(1, dtype=torch.int64) if config.conditional else None
        z, x = torch.zeros(1, config.nz), torch.zeros(1, config.channels, config.size, config.size)
    passes = _left_behind(generator, z, label) + 2 * _left_behind(critic, x, label)
    return _bytes(config, generator, critic, passes)


def at_most(config: GanConfig, classes: int) -> int:
    """As many bytes or more, at a glance: as if each layer had the most channels and the largest picture.

    A pass on "meta" makes torch load its compiler, which takes a second; hardly a run needs it."""
    generator, critic = _plan(config, classes)
    passes = 0
    for player, times in ((generator, 1), (critic, 2)):
        layers = [m for m in player.modules() if not list(m.children())]
        maps = max(max(p.shape[:2]) for p in player.parameters() if p.dim() == 4) * config.size**2
        rows = max(len(p) for p in player.parameters())
        passes += times * 2 * len(layers) * max(maps, rows)
    return _bytes(config, generator, critic, passes)


def _plan(config: GanConfig, classes: int) -> tuple[nn.Module, nn.Module]:
    return plan(replace(config, spectral_norm=False), classes)


def _bytes(config: GanConfig, generator: nn.Module, critic: nn.Module, passes: int) -> int:
    """Of weights and of so many numbers that one picture's passes remember."""
    weights = sum(p.numel() for player in (generator, critic) for p in player.parameters())
    # per weight: itself, its gradient, two moments, the average, and the guard's copies
    return 4 * (9 * weights + config.batch * passes)


def check(config: GanConfig, classes: int) -> None:
    """Raise MemoryError where the CPU's memory is too small for a run."""
    free = devices.free_memory()
    if free is None or at_most(config, classes) <= EASY * free:
        return
    wanted = need(config, classes)
    if wanted > SHARE * free:
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
