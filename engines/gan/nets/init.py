"""How weights are drawn at the start."""

from __future__ import annotations

from typing import Literal

import torch
from torch import nn
from torch.nn.utils import parametrize

from engines.gan.nets.layers import BatchNorm
from engines.gan.nets.selfmod import SelfMod
from engines.gan.nets.spectral import SpectralNorm

Scheme = Literal["normal", "glorot", "orthogonal"]


@torch.no_grad()
def initialise(player: nn.Module, scheme: Scheme, rng: torch.Generator) -> None:
    """Fill every weight and buffer of ``player``, in order, from ``rng``.

    "normal" is DCGAN's N(0, 0.02) (Radford et al. 2016); "glorot" Xavier-uniform with the layer's own gain;
    "orthogonal" Saxe et al. 2014. SELF-MOD's perceptrons are always Glorot: with 0.02 they would modulate by
    nothing. Biases are 0, gains of normalisation 1.
    """
    small = {id(m) for s in player.modules() if isinstance(s, SelfMod) for m in (s.first, s.beta, s.gamma)}
    for module in player.modules():
        if isinstance(module, BatchNorm):
            module.running_mean.zero_()
            module.running_var.fill_(1)
        if isinstance(module, BatchNorm | nn.GroupNorm):
            if module.weight is not None and module.bias is not None:
                module.weight.fill_(1)
                module.bias.zero_()
        elif isinstance(module, nn.Conv2d | nn.ConvTranspose2d | nn.Linear | nn.Embedding):
            _fill(module, "glorot" if id(module) in small else scheme, rng)


def _fill(module: nn.Module, scheme: Scheme, rng: torch.Generator) -> None:
    constrained = parametrize.is_parametrized(module, "weight")
    parts = dict(module.named_parameters())
    weight = parts["parametrizations.weight.original" if constrained else "weight"]
    if scheme == "normal" or isinstance(module, nn.Embedding):
        nn.init.normal_(weight, 0.0, 0.02, generator=rng)
    elif scheme == "glorot":
        nn.init.xavier_uniform_(weight, getattr(module, "gain", 1.0), generator=rng)
    else:
        nn.init.orthogonal_(weight, generator=rng)
    if "bias" in parts:
        parts["bias"].zero_()
    for part in module.modules():
        if isinstance(part, SpectralNorm):
            part.start(weight, rng)
