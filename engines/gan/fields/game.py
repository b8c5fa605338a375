"""What the players minimise."""

from __future__ import annotations

from typing import Annotated, Literal

from engines.ground.spec import Live, Span, Text, Titles, When

LossKind = Literal[
    "ns", "saturating", "lsgan", "hinge", "wgan", "rsgan", "ragan", "qp_l1", "qp_l2", "qp_square"
]

Regulariser = Literal["none", "gp", "gp_one_sided", "r1", "wgan_div"]

Loss = Annotated[
    LossKind,
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
]

Penalty = Annotated[
    Regulariser,
    Live(),
    Titles("None", "Penalty", "One-sided", "R1", "WGAN-div"),
    Text(
        "Regulariser",
        "Punishes a discriminator that is too steep. Wasserstein needs one, the others become "
        "calmer and slower.\nPenalty: (‖∇D‖ − 1)², one-sided: relu(‖∇D‖ − 1), R1: ½‖∇D(x)‖², div: ‖∇D‖⁶",
    ),
]

Strength = Annotated[
    float,
    Span(0.0, 10.0),
    Live(),
    When("regulariser", "gp", "gp_one_sided", "r1", "wgan_div"),
    Text(
        "Strength",
        "Weight of the regulariser relative to its paper's. 1 stands for 10 in the gradient penalties, "
        "γ = 10 in R1 and k = 2 in WGAN-div.",
    ),
]

Every = Annotated[
    int,
    Span(1, 16),
    Live(),
    When("regulariser", "gp", "gp_one_sided", "r1", "wgan_div"),
    Text(
        "Every",
        "Apply the regulariser in every so many critic updates only, with as much more weight. It costs "
        "as much as an update of its own, and every fourth steers nearly as well as each.",
    ),
]

Share = Annotated[
    float,
    Span(0.05, 1.0),
    Live(),
    When("regulariser", "gp", "gp_one_sided", "r1", "wgan_div"),
    Text(
        "Share",
        "Part of the batch that the regulariser looks at. Half of the pictures costs half the time and "
        "steers a little less surely.",
    ),
]

Encoding = Annotated[
    float,
    Span(0.0, 4.0),
    Live(),
    When("ogan", True),
    Text(
        "Encoding",
        "How much both players care that a picture's code can be read back. At 0 the encoder "
        "learns nothing; 0.5 turns it on.\n− λ ρ(z, E(G(z))), ρ = Pearson correlation",
    ),
]

ScoreScale = Annotated[
    float,
    Span(0.1, 32.0, log=True),
    Live(),
    When("ogan", True),
    Text(
        "Score scale",
        "Multiplies the mean of the code before it is used as a score. Larger makes the discriminator "
        "decide more sharply.\nscore = s · avg E(x)",
    ),
]
