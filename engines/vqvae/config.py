"""Every choice a person can make in the VQ-VAE lab: one flat, frozen record. Imports no torch."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Annotated, ClassVar, Final, Literal, get_args

from engines.ground.spec import Live, Section, Span, Text, Titles, When
from engines.images.config import Seed
from engines.vqvae.config_nets import Levels, Nets, Quantizer

__all__ = (
    "PRIORS",
    "STEPS",
    "Levels",
    "Phase",
    "PriorKind",
    "Quantizer",
    "VqvaeConfig",
    "code_count",
    "code_dim",
    "edge",
    "grids",
    "rim",
)

Phase = Literal["autoencoder", "prior"]
PriorKind = Literal["masked", "pixelcnn", "causal"]
PRIORS: Final = get_args(PriorKind)


@dataclass(frozen=True)
class VqvaeConfig(Nets):
    """Settings of one run. Defaults learn drawn faces within a minute on one CPU thread.

    The fields of networks and codebook stand in ``config_nets``.
    """

    version: ClassVar[int] = 1

    recon: Annotated[
        Literal["mse", "l1", "bce"],
        Section("Loss"),
        Titles("Squared", "Absolute", "Cross entropy"),
        Text(
            "Error",
            "How far a reconstruction is from its picture. Squared is usual, absolute keeps edges, cross "
            "entropy suits drawings in black and white.",
        ),
    ] = "mse"
    normalise: Annotated[
        bool,
        Text(
            "By variance",
            "Divide the reconstruction loss by the variance of the data. The commitment then weighs the same "
            "for every set of pictures.",
        ),
    ] = True
    beta: Annotated[
        float,
        Span(0.0, 4.0),
        Live(),
        When("quantizer", "ema", "grad"),
        Text(
            "Commitment",
            "How strongly the encoder is held to its codes. At 0 its vectors drift away from them.\n"
            "β ‖z − sg(e)‖²",
        ),
    ] = 0.25

    phase: Annotated[
        Phase,
        Section("Learning"),
        Live(),
        Titles("Autoencoder", "Prior"),
        Text(
            "Train",
            "What a step trains: the autoencoder with its codebook, or the prior that learns which codes go "
            "together. Train the prior when the pictures look good.",
        ),
    ] = "autoencoder"
    batch: Annotated[
        int,
        Span(1, 512, log=True),
        Text("Batch", "Pictures per step. Larger is calmer, slower, and shows the codebook more vectors."),
    ] = 16
    lr: Annotated[
        float,
        Span(1e-5, 1e-2, log=True),
        Live(),
        Text("Rate", "Learning rate of the autoencoder. Lower it when the loss jumps."),
    ] = 3e-3
    seed: Seed = 7

    prior: Annotated[
        PriorKind,
        Section("Prior"),
        Live(),
        Titles("Masked", "PixelCNN", "Causal"),
        Text(
            "Kind",
            "What learns which codes go together. Masked fills any hole from all sides, PixelCNN and causal "
            "go row by row and see only what lies before. Each kind keeps what it has learnt.",
        ),
    ] = "masked"
    prior_width: Annotated[
        int,
        Span(8, 256, log=True),
        Text(
            "Prior width",
            "Numbers that describe each cell inside the prior. Double width costs three to four times the "
            "work.",
        ),
    ] = 64
    prior_layers: Annotated[
        int,
        Span(1, 8),
        Text(
            "Prior layers", "Blocks of the prior, one after the other. Three are enough for an 8 by 8 grid."
        ),
    ] = 3
    prior_lr: Annotated[
        float,
        Span(1e-5, 1e-2, log=True),
        Live(),
        Text("Prior rate", "Learning rate of the prior. Lower it when its curve jumps."),
    ] = 1e-3

    precision: Annotated[
        Literal["auto", "fp32", "bf16"],
        Section("Precision and speed"),
        Titles("Automatic", "fp32", "bf16"),
        Text(
            "Precision",
            "Number format of the convolutions on an NVIDIA GPU; codebook and losses always use fp32. "
            "Automatic takes bf16 where the GPU has it, and a CPU always uses fp32.",
        ),
    ] = "auto"


STEPS: Final[dict[Levels, tuple[int, ...]]] = {
    "4^3": (4, 4, 4),
    "5^3": (5, 5, 5),
    "4^4": (4, 4, 4, 4),
    "8-5-5-5": (8, 5, 5, 5),
    "6^4": (6, 6, 6, 6),
}


def code_count(config: VqvaeConfig) -> int:
    """K: entries of the codebook, 0 where there is none."""
    if config.quantizer == "none":
        return 0
    return math.prod(STEPS[config.levels]) if config.quantizer == "fsq" else config.codes


def code_dim(config: VqvaeConfig) -> int:
    """Numbers in a code's vector."""
    return len(STEPS[config.levels]) if config.quantizer == "fsq" else config.dim


def edge(config: VqvaeConfig) -> int:
    """Edge of the pictures inside the nets: the size, enlarged until it can be halved often enough.

    28 px with two halvings are 28 (7 x 7 codes); with three they are 32 inside, their rim repeated.
    """
    step = 1 << (config.downs + config.hierarchy - 1)
    return -(-config.size // step) * step


def rim(config: VqvaeConfig) -> int:
    """Pixels added to pictures at the top and left; as many, or one more, at the bottom and right."""
    return (edge(config) - config.size) // 2


def grids(config: VqvaeConfig) -> tuple[tuple[int, int], ...]:
    """(rows, columns) of codes, the coarse level first where there are two."""
    fine = edge(config) >> config.downs
    return ((fine // 2, fine // 2), (fine, fine)) if config.hierarchy == 2 else ((fine, fine),)
