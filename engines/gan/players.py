"""The two players as the rest of the lab sees them: a generator of pictures and a critic of pictures."""

from __future__ import annotations

from typing import NamedTuple

import torch
from torch import Tensor, nn
from torch.nn import functional as F

from engines.gan.config import GanConfig
from engines.gan.nets import dcgan, ogan, resnet, spectral
from engines.gan.nets.init import initialise
from engines.gan.nets.layers import BatchNorm
from engines.gan.nets.selfmod import Condition

MARGIN = 2  # a 28 px net works at 32 px inside


class Generator(nn.Module):
    """G: codes (B, nz), and labels (B,) where it is conditional, to pictures (B, C, size, size) in [-1,
    1]."""

    def __init__(self, config: GanConfig, classes: int) -> None:
        super().__init__()
        self.crop = MARGIN if config.size == 28 else 0
        self.condition = Condition(classes, config.nz) if config.conditional else None
        self.net = resnet.Generator(config) if config.arch == "resnet" else dcgan.Generator(config)

    def forward(self, z: Tensor, label: Tensor | None = None) -> Tensor:
        return self._cropped(self.net(self._conditioned(z, label)))

    def mixed(
        self, coarse: tuple[Tensor, Tensor | None], fine: tuple[Tensor, Tensor | None], at: int
    ) -> Tensor:
        """The first ``at`` layers follow one (code, label), all others another; needs SELF-MOD."""
        assert isinstance(self.net, dcgan.Generator)
        first, last = (self._conditioned(*code) for code in (coarse, fine))
        layers = 1 + len(self.net.norms)
        return self._cropped(self.net.layered([first] * at + [last] * (layers - at)))

    def _conditioned(self, z: Tensor, label: Tensor | None) -> Tensor:
        conditioned: Tensor = z if self.condition is None or label is None else self.condition(z, label)
        return conditioned

    def _cropped(self, x: Tensor) -> Tensor:
        return x[:, :, self.crop : -self.crop, self.crop : -self.crop] if self.crop else x


class Verdict(NamedTuple):
    """What the critic says of B pictures: ``score`` (B,), high = real, and with O-GAN E(x) as ``code`` (B,
    nz)."""

    score: Tensor
    code: Tensor | None


class Critic(nn.Module):
    """D = T o E: pictures (B, C, size, size) to a :class:`Verdict`.

    With labels the score gains <V(c), mean features>: the projection critic (Miyato & Koyama 2018, eq. 3).

    Attributes:
        scale: of the O-GAN score; may be changed at any time.
    """

    def __init__(self, config: GanConfig, classes: int) -> None:
        super().__init__()
        self.pad = MARGIN if config.size == 28 else 0
        self.ogan, self.scale = config.ogan, config.score_scale
        self.trunk = resnet.Trunk(config) if config.arch == "resnet" else dcgan.Trunk(config)
        # SNGAN sums over places, but a code must know where things are
        self.pooled = config.arch == "resnet" and not config.ogan
        features = self.trunk.channels * (1 if self.pooled else self.trunk.edge**2)
        self.head = nn.Linear(features, config.nz if config.ogan else 1)
        self.label = nn.Embedding(classes, self.trunk.channels) if config.conditional else None
        if config.spectral_norm:
            spectral.constrain(self)
        self._norms = [m for m in self.modules() if isinstance(m, BatchNorm)]

    def forward(self, x: Tensor, label: Tensor | None = None, *, track: bool = False) -> Verdict:
        """Judge pictures; ``track``: they are real and count in the running averages of batch norm."""
        for n in self._norms:
            n.track = track
        h = self.features(x)
        flat = h.sum((2, 3)) if self.pooled else h.permute(0, 2, 3, 1).flatten(1)
        out = self.head(flat).float()
        score = ogan.score(out, self.scale) if self.ogan else out[:, 0]
        if self.label is not None and label is not None:
            score = score + (self.label(label) * h.mean((2, 3))).sum(1).float()
        return Verdict(score, out if self.ogan else None)

    def features(self, x: Tensor) -> Tensor:
        """The last feature map, (B, channels, edge, edge)."""
        h: Tensor = self.trunk(F.pad(x, [self.pad] * 4) if self.pad else x)
        return h

    def guess_label(self, x: Tensor) -> Tensor:
        """The class whose projection fits each picture best, (B,); needs labels."""
        assert self.label is not None
        return (self.features(x).mean((2, 3)) @ self.label.weight.t()).argmax(1)


def plan(config: GanConfig, classes: int) -> tuple[Generator, Critic]:
    """Both players without weights: shapes alone, on the device "meta", at no cost whatever their size."""
    with torch.device("meta"):  # nothing is drawn from torch's global generator, which other engines share
        return Generator(config, classes), Critic(config, classes)


def make(
    config: GanConfig, classes: int, device: torch.device, rng: torch.Generator
) -> tuple[Generator, Critic]:
    """Both players with weights drawn from ``rng`` (a CPU generator, so that every device starts alike)."""
    g, d = plan(config, classes)
    for player in (g, d):
        player.to_empty(device="cpu")
        initialise(player, config.init, rng)
        player.to(device=device, memory_format=torch.channels_last)  # type: ignore[call-overload]
    return g, d
