"""The second half of the settings: what the players minimise, and how they are trained."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated, Literal

from engines.gan.config_nets import Nets
from engines.ground.spec import Live, Section, Span, Text, Titles, When
from engines.images.config import Seed

LossKind = Literal[
    "ns", "saturating", "lsgan", "hinge", "wgan", "rsgan", "ragan", "qp_l1", "qp_l2", "qp_square"
]
Regulariser = Literal["none", "gp", "gp_one_sided", "r1", "wgan_div"]


@dataclass(frozen=True)
class Play(Nets):
    """Adds sections Loss, Training, and Precision and speed."""

    loss: Annotated[
        LossKind,
        Section("Loss"),
        Live(),
        Titles(
            "Non-saturating",
            "Saturating",
            "Least squares",
            "Hinge",
            "Wasserstein",
            "Relativistic",
            "Relativistic avg",
            "GAN-QP L1",
            "GAN-QP L2",
            "GAN-QP squared",
        ),
        Text(
            "Kind",
            "What the players minimise; change it while they play. r is the score of real pictures, f of "
            "generated ones, and high means real.\n"
            "Non-saturating: D softplus(−r) + softplus(f), G softplus(−f)",
        ),
    ] = "ns"
    regulariser: Annotated[
        Regulariser,
        Live(),
        Titles("None", "Penalty", "One-sided", "R1", "WGAN-div"),
        Text(
            "Regulariser",
            "Punishes a discriminator that is too steep. Wasserstein needs one, the others become "
            "calmer and slower.\nPenalty: (‖∇D‖ − 1)², one-sided: relu(‖∇D‖ − 1), R1: ½‖∇D(x)‖², div: ‖∇D‖⁶",
        ),
    ] = "none"
    reg_weight: Annotated[
        float,
        Span(0.0, 10.0),
        Live(),
        When("regulariser", "gp", "gp_one_sided", "r1", "wgan_div"),
        Text(
            "Strength",
            "Weight of the regulariser relative to its paper's. 1 stands for 10 in the gradient penalties, "
            "γ = 10 in R1 and k = 2 in WGAN-div.",
        ),
    ] = 1.0
    reg_every: Annotated[
        int,
        Span(1, 16),
        Live(),
        When("regulariser", "gp", "gp_one_sided", "r1", "wgan_div"),
        Text(
            "Every",
            "Apply the regulariser in every so many critic updates only, with as much more weight. It costs "
            "as much as an update of its own, and every fourth steers nearly as well as each.",
        ),
    ] = 1
    reg_share: Annotated[
        float,
        Span(0.05, 1.0),
        Live(),
        When("regulariser", "gp", "gp_one_sided", "r1", "wgan_div"),
        Text(
            "Share",
            "Part of the batch that the regulariser looks at. Half of the pictures costs half the time and "
            "steers a little less surely.",
        ),
    ] = 1.0
    ogan_weight: Annotated[
        float,
        Span(0.0, 4.0),
        Live(),
        When("ogan", True),
        Text(
            "Encoding",
            "How much both players care that a picture's code can be read back. At 0 the encoder "
            "learns nothing; 0.5 turns it on.\n− λ ρ(z, E(G(z))), ρ = Pearson correlation",
        ),
    ] = 0.5
    score_scale: Annotated[
        float,
        Span(0.1, 32.0, log=True),
        Live(),
        When("ogan", True),
        Text(
            "Score scale",
            "Multiplies the mean of the code before it is used as a score. Larger makes the discriminator "
            "decide more sharply.\nscore = s · avg E(x)",
        ),
    ] = 4.0

    batch: Annotated[
        int,
        Span(1, 512, log=True),
        Section("Learning"),
        Text(
            "Batch",
            "Pictures per update. Larger is calmer and slower per step.",
        ),
    ] = 32
    joint: Annotated[
        bool,
        Live(),
        Text(
            "Joint update",
            "Update both players at once from the same weights instead of in turn. The stop-gradient trick "
            "gives each player only its own share.\nL_D(r, f̄) + L_G(f) − L_G(f̄)",
        ),
    ] = False
    d_steps: Annotated[
        int,
        Span(0, 10),
        Live(),
        When("joint", False),
        Text(
            "D updates",
            "Discriminator updates per step; 0 takes the loss's usual number. Wasserstein and hinge "
            "critics gain from more.",
        ),
    ] = 0
    g_steps: Annotated[
        int,
        Span(0, 10),
        Live(),
        When("joint", False),
        Text(
            "G updates",
            "Generator updates per step; 0 takes the loss's usual number. Relativistic losses usually "
            "take two.",
        ),
    ] = 0
    optimiser: Annotated[
        Literal["adam", "rmsprop"],
        Titles("Adam", "RMSprop"),
        Text(
            "Optimiser",
            "How gradients become updates. Adam is the usual choice, O-GAN's author used RMSprop.",
        ),
    ] = "adam"
    lr_d: Annotated[
        float,
        Span(1e-5, 1e-2, log=True),
        Live(),
        Text("Rate D", "Learning rate of the discriminator. Halve it when the scores run apart."),
    ] = 4e-4
    lr_g: Annotated[
        float,
        Span(1e-5, 1e-2, log=True),
        Live(),
        Text("Rate G", "Learning rate of the generator. Raise it when the discriminator always wins."),
    ] = 4e-4
    beta1: Annotated[
        float,
        Span(0.0, 0.99),
        Live(),
        When("optimiser", "adam"),
        Text(
            "Beta 1", "Memory of Adam's mean gradient. 0.5 and below suit GANs, whose gradients turn quickly."
        ),
    ] = 0.5
    beta2: Annotated[
        float,
        Span(0.5, 0.9999),
        Live(),
        When("optimiser", "adam"),
        Text("Beta 2", "Memory of Adam's mean squared gradient. 0.99 adapts fast, 0.999 is calmer."),
    ] = 0.99
    init: Annotated[
        Literal["normal", "glorot", "orthogonal"],
        Titles("N(0, 0.02)", "Glorot", "Orthogonal"),
        Text("Start", "How weights are drawn at the start. N(0, 0.02) is DCGAN's, Glorot fits ResNets."),
    ] = "normal"
    ema: Annotated[
        float,
        Span(0.0, 0.9999),
        Live(),
        Text(
            "EMA",
            "The samples come from an average of the generator's recent weights. 0 shows the newest weights, "
            "0.999 averages a thousand steps.\nw̄ ← μ w̄ + (1 − μ) w",
        ),
    ] = 0.99
    seed: Seed = 7

    precision: Annotated[
        Literal["auto", "fp32", "bf16"],
        Section("Precision and speed"),
        Titles("Automatic", "fp32", "bf16"),
        Text(
            "Precision",
            "Number format of the convolutions on an NVIDIA GPU; losses always use fp32. Automatic takes "
            "bf16 where the GPU has it, and a CPU always uses fp32.",
        ),
    ] = "auto"
    graph: Annotated[
        Literal["auto", "off"],
        Titles("Automatic", "Off"),
        Text(
            "CUDA graph",
            "Record a whole step once and replay it, which saves launching thousands of small kernels. Off "
            "helps when hunting an error.",
        ),
    ] = "auto"
