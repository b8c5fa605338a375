"""The first half of the settings: which pictures, which networks, and what a codebook is."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated, Literal

from engines.ground.spec import Live, Section, Span, Text, Titles, When
from engines.images.config import PictureConfig

Quantizer = Literal["ema", "grad", "fsq", "none"]
Levels = Literal["4^3", "5^3", "4^4", "8-5-5-5", "6^4"]


@dataclass(frozen=True)
class Nets(PictureConfig):
    """Sections Model and Codebook of :class:`engines.vqvae.config.VqvaeConfig`."""

    hidden: Annotated[
        int,
        Span(8, 256, log=True),
        Section("Model"),
        Text(
            "Width",
            "Feature maps inside encoder and decoder. Double width costs three to four times the work.",
        ),
    ] = 32
    res_hidden: Annotated[
        int,
        Span(4, 256, log=True),
        Text("Block width", "Feature maps inside each residual block. Half of the width is a good choice."),
    ] = 16
    n_res: Annotated[
        int,
        Span(0, 6),
        Text(
            "Blocks",
            "Residual blocks in encoder and decoder. Each widens the part of the picture that one code "
            "reaches by two cells.\nwidth = 2ᵘ (w + 2(1 + n) + 2) − 2 pixels",
        ),
    ] = 1
    downs: Annotated[
        int,
        Span(1, 4),
        Text(
            "Halvings",
            "How often the encoder halves the picture. Two turn 32 pixels into 8 by 8 codes; more halvings "
            "make fewer codes, which say less.",
        ),
    ] = 2
    hierarchy: Annotated[
        Literal[1, 2],
        Titles("One level", "Two levels"),
        Text(
            "Levels",
            "Two levels keep a coarse grid of codes above the fine one, as VQ-VAE-2 does. The coarse codes "
            "say what and where, the fine ones add detail.",
        ),
    ] = 1
    norm: Annotated[
        Literal["none", "bn"],
        Titles("None", "Batch"),
        Text(
            "Normalisation",
            "Batch normalisation between the layers, as in the post. Without it the lab trains as well and "
            "faster on a CPU.",
        ),
    ] = "none"

    quantizer: Annotated[
        Quantizer,
        Section("Codebook"),
        Titles("Moving average", "Gradient", "FSQ", "None"),
        Text(
            "Quantiser",
            "How vectors become codes: a codebook that follows the encoder by moving average or by gradient, "
            "or plain rounding. None is an autoencoder without codes, to compare with.\n"
            "code(z) = argminₖ ‖z − eₖ‖²",
        ),
    ] = "ema"
    codes: Annotated[
        int,
        Span(2, 4096, log=True),
        When("quantizer", "ema", "grad"),
        Text(
            "Codes",
            "Entries of the codebook, the palette of the painter. Each cell of the grid stores the number of "
            "one of them.",
        ),
    ] = 128
    dim: Annotated[
        int,
        Span(1, 256, log=True),
        When("quantizer", "ema", "grad", "none"),
        Text(
            "Dimension", "Numbers in each code's vector. 16 to 64 are usual; fewer use the codebook better."
        ),
    ] = 16
    levels: Annotated[
        Levels,
        When("quantizer", "fsq"),
        Titles("4³ = 64", "5³ = 125", "4⁴ = 256", "8·5·5·5 = 1000", "6⁴ = 1296"),
        Text(
            "Rounding",
            "FSQ rounds a few numbers to so many steps each. All combinations together are its codebook, "
            "which cannot collapse.\nround((L − 1) σ(z)) / (L − 1)",
        ),
    ] = "6^4"
    decay: Annotated[
        float,
        Span(0.0, 0.9999),
        Live(),
        When("quantizer", "ema"),
        Text(
            "Decay",
            "Memory of the moving average. At 0 each step moves a code to the mean of its vectors, as one "
            "step of k-means does.\nN ← γN + (1 − γ)n, m ← γm + (1 − γ)Σz, e = m/N",
        ),
    ] = 0.99
    eps: Annotated[
        float,
        Span(0.0, 0.01),
        When("quantizer", "ema"),
        Text(
            "Smoothing",
            "Keeps a rare code from being divided by almost nothing. Far above its default rare codes "
            "shrink toward zero.",
        ),
    ] = 1e-5
    init: Annotated[
        Literal["first_batch", "kmeans", "normal", "uniform"],
        When("quantizer", "ema", "grad"),
        Titles("First batch", "k-means", "Normal", "Uniform"),
        Text(
            "Start",
            "Where the codes begin: at vectors of the first batch, at their k-means, or anywhere. Normal "
            "looks fine by its loss while it uses a handful of codes.",
        ),
    ] = "first_batch"
    restart: Annotated[
        bool,
        Live(),
        When("quantizer", "ema", "grad"),
        Text(
            "Restart",
            "Move codes that nothing uses to vectors that occur. Turn it off and watch the codebook die "
            "while the loss looks fine.",
        ),
    ] = True
    restart_every: Annotated[
        int,
        Span(1, 1000, log=True),
        When("quantizer", "ema", "grad"),
        Text("Every", "Steps from one restart of dead codes to the next. Shorter revives them sooner."),
    ] = 20
    restart_threshold: Annotated[
        float,
        Span(0.0, 10.0),
        Live(),
        When("quantizer", "ema", "grad"),
        Text(
            "Threshold",
            "A code is dead when fewer vectors than this choose it in a step, on average. It is lowered to a "
            "tenth of an even share where that is less.",
        ),
    ] = 0.25
    estimator: Annotated[
        Literal["ste", "rotation"],
        When("quantizer", "ema", "grad"),
        Titles("Straight through", "Rotation"),
        Text(
            "Gradient",
            "How the decoder's gradient gets past the choice of a code. Straight through copies it, rotation "
            "turns it by the angle between vector and code.\nz + sg(e − z)",
        ),
    ] = "ste"
