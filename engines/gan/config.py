"""Every choice a person can make in the GAN lab: one flat, frozen record. Imports no torch."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated, ClassVar, Final

from engines.gan.fields import game, learning, model, source
from engines.gan.fields.source import PICTURED, POINTED, POINTS
from engines.ground.spec import Section
from engines.images.config import PictureConfig, Seed


@dataclass(frozen=True)
class GanConfig(PictureConfig):
    """Settings of one run. Defaults are O-GAN + SELF-MOD on drawn faces, sized for one CPU thread.

    Here stand names, order and defaults; what each means, its limits and choices stand in ``fields``. Section
    Data begins with the fields of :class:`PictureConfig`: data, path, size, channels, limit, flip.
    """

    version: ClassVar[int] = 1

    data: source.Data = "faces"  # type: ignore[assignment]
    path: source.Path = ""
    size: source.Size = 32
    channels: source.Channels = 3
    limit: source.Limit = 0
    flip: source.Mirror = False
    augment: Annotated[learning.Augmentation, PICTURED] = "none"

    arch: Annotated[model.Architecture, PICTURED, Section("Model")] = "selfmod"
    ogan: Annotated[model.Encoder, PICTURED] = True
    conditional: Annotated[model.Labels, PICTURED] = False
    nz: Annotated[model.LatentSize, PICTURED] = 64
    width_g: Annotated[model.WidthG, PICTURED] = 24
    width_d: Annotated[model.WidthD, PICTURED] = 24
    kernel: Annotated[model.Kernel, PICTURED] = 4
    upsample: model.Upsampling = "convT"
    selfmod_hidden: model.Modulation = 32
    norm_d: Annotated[model.CriticNorm, PICTURED] = "bn"
    spectral_norm: model.SpectralNorm = False
    res_alpha: model.ResidualWeight = 1.0
    noise: Annotated[model.Noise, POINTED] = 2
    hidden: Annotated[model.Hidden, POINTED] = 128
    depth: Annotated[model.Depth, POINTED] = 3

    loss: Annotated[game.Loss, Section("Loss")] = "ns"
    regulariser: game.Penalty = "none"
    reg_weight: game.Strength = 1.0
    reg_every: game.Every = 1
    reg_share: game.Share = 1.0
    ogan_weight: game.Encoding = 0.5
    score_scale: game.ScoreScale = 4.0

    batch: Annotated[learning.Batch, Section("Learning")] = 32
    joint: learning.Joint = False
    d_steps: learning.UpdatesD = 0
    g_steps: learning.UpdatesG = 0
    optimiser: learning.Optimiser = "adam"
    lr_d: learning.RateD = 4e-4
    lr_g: learning.RateG = 4e-4
    beta1: learning.Beta1 = 0.5
    beta2: learning.Beta2 = 0.99
    init: Annotated[learning.Start, PICTURED] = "normal"
    ema: learning.Ema = 0.99
    seed: Seed = 7

    precision: Annotated[learning.Precision, PICTURED, Section("Precision and speed")] = "auto"
    graph: Annotated[learning.Graph, PICTURED] = "auto"

    @property
    def plane(self) -> bool:
        """Whether it learns points, not pictures."""
        return self.data in POINTS


# Critic and generator updates per step that each loss is usually played with. Adversarial losses 1:1 as in
# pytorch/examples; Su's relativistic files 1:2; W-family 5:1 (Gulrajani et al. 2017); GAN-QP 2:1 (Su).
USUAL: Final[dict[game.LossKind, tuple[int, int]]] = {
    "ns": (1, 1),
    "saturating": (1, 1),
    "lsgan": (1, 1),
    "hinge": (1, 1),
    "wgan": (5, 1),
    "rsgan": (1, 2),
    "ragan": (1, 2),
    "qp_l1": (2, 1),
    "qp_l2": (2, 1),
    "qp_square": (2, 1),
}


def updates(config: GanConfig) -> tuple[int, int]:
    """Critic and generator updates in one step, with the loss's usual numbers in place of 0."""
    usual_d, usual_g = USUAL[config.loss]
    if config.loss == "wgan" and config.regulariser == "wgan_div":
        usual_d = 1  # the divergence is defined for any critic, also far from its optimum (Su's file)
    return config.d_steps or usual_d, config.g_steps or usual_g


def base(size: int) -> tuple[int, int]:
    """Edge of the coarsest feature map, and how many doublings lead from it to the full picture.

    28 px nets work at 32 px inside: the generator's picture is cropped, the discriminator's padded.
    """
    edge = 32 if size == 28 else size
    doublings = 3
    while edge >> doublings > 7:
        doublings += 1
    return edge >> doublings, doublings
