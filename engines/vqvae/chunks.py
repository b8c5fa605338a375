"""How much work a net is: into how many pieces a step is cut, and whether a run fits into memory.

A step is cut so that a person who paints while the net trains never waits long for an answer. The cut depends
on the config alone, never on a clock: a run must repeat bit for bit.
"""

from __future__ import annotations

from dataclasses import dataclass

import torch
from torch import nn

from engines.ground import device as devices
from engines.vqvae.model.autoencoder import Autoencoder
from engines.vqvae.model.nets import convolutions

PIECE = (
    300_000_000  # of a picture's way there and back, in one piece: some 10 ms on one thread, with gradients
)
SHARE = 0.9  # of the free memory that a run may take


@dataclass(frozen=True)
class Work:
    """Of one picture, forward: ``macs`` multiplications, ``kept`` numbers remembered for the way back."""

    macs: int
    kept: int


@torch.no_grad()
def measure(model: Autoencoder, channels: int) -> Work:
    """Send one picture through and count."""
    found = {"macs": 0, "kept": 0}
    device = next(model.parameters()).device

    def count(module: nn.Module, args: tuple[torch.Tensor, ...], out: torch.Tensor) -> None:
        weight = module.weight
        assert isinstance(weight, torch.Tensor)
        size = args[0] if isinstance(module, nn.ConvTranspose2d) else out
        found["macs"] += weight.numel() * size.shape[-1] * size.shape[-2]
        found["kept"] += 3 * out.numel()  # itself, what follows it without weights, and its gradient

    hooks = [conv.register_forward_hook(count) for conv in convolutions(model)]
    model.eval()
    model.decode(model.encode(torch.zeros(1, channels, model.size, model.size, device=device)).q)
    model.train()
    for hook in hooks:
        hook.remove()
    return Work(**found)


def pictures(macs: int, batch: int) -> int:
    """Pictures in one piece: equal pieces of a batch, each of about ``PIECE`` multiplications."""
    most = min(batch, max(1, PIECE // max(1, macs)))
    return -(-batch // -(-batch // most))


def check(work: Work, weights: int, batch: int) -> None:
    """Raise MemoryError where the CPU's memory is too small for a run."""
    free = devices.free_memory()
    wanted = 4 * (7 * weights + batch * work.kept)
    if free is not None and wanted > SHARE * free:
        raise MemoryError(f"a step needs about {wanted / 2**30:.1f} GiB; {free / 2**30:.1f} GiB are free")
