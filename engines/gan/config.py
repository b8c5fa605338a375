"""Every choice a person can make in the GAN lab: one flat, frozen record. Imports no torch."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar, Final

from engines.gan.config_nets import Upsample
from engines.gan.config_play import LossKind, Play, Regulariser

__all__ = ("USUAL", "GanConfig", "LossKind", "Regulariser", "Upsample", "base", "updates")


@dataclass(frozen=True)
class GanConfig(Play):
    """Settings of one run. Defaults are O-GAN + SELF-MOD on drawn faces, sized for one CPU thread.

    The fields stand in ``config_nets`` (data, model) and ``config_play`` (loss, training, speed).
    """

    version: ClassVar[int] = 1


# Critic and generator updates per step that each loss is usually played with. Adversarial losses 1:1 as in
# pytorch/examples; Su's relativistic files 1:2; W-family 5:1 (Gulrajani et al. 2017); GAN-QP 2:1 (Su).
USUAL: Final[dict[LossKind, tuple[int, int]]] = {
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
        usual_d = (
            1  # the divergence is defined for any critic, so it need not be near its optimum (Su's file)
        )
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
