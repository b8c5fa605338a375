"""Which networks the players are."""

from __future__ import annotations

from typing import Annotated, Literal

from engines.ground.spec import Span, Text, Titles, When

Upsample = Literal["convT", "nearest", "bilinear", "pixelshuffle"]

Architecture = Annotated[
    Literal["dcgan", "resnet", "selfmod"],
    Titles("DCGAN", "ResNet", "SELF-MOD"),
    Text(
        "Architecture",
        "DCGAN strides, ResNet adds residual blocks, SELF-MOD lets the latent code steer every "
        "normalisation of a DCGAN. SELF-MOD learns fastest here.\n"
        "SELF-MOD: h ↦ (1 + γ(z)) · (h − μ)/σ + β(z)",
    ),
]

Encoder = Annotated[
    bool,
    Text(
        "O-GAN encoder",
        "Splits the discriminator so that it also encodes: any picture gets a latent code in one pass. "
        "Score and direction of its output are independent, so this costs nothing.\n"
        "E(x) ∈ ℝⁿ, score = avg E(x), code = (E(x) − avg)/std",
    ),
]

Labels = Annotated[
    bool,
    Text(
        "Use labels",
        "Tell both networks the class of each picture, so that samples can be asked for by class. Needs "
        "pictures with labels.\nz′ = z + E(c) + E′(c) · z",
    ),
]

LatentSize = Annotated[
    int,
    Span(3, 512, log=True),
    Text(
        "Latent size",
        "How many numbers describe one picture. Too few blur an encoding, too many learn slower.",
    ),
]

WidthG = Annotated[
    int,
    Span(4, 256, log=True),
    Text(
        "Width G",
        "Feature maps in the generator's last hidden layer; each coarser layer has twice as many. "
        "Double width costs three to four times the work.",
    ),
]

WidthD = Annotated[
    int,
    Span(4, 256, log=True),
    Text(
        "Width D",
        "Feature maps in the discriminator's first layer; each coarser layer has twice as many. "
        "Keep it near the generator's width.",
    ),
]

Kernel = Annotated[
    Literal[3, 4, 5],
    Titles("3", "4", "5"),
    Text(
        "Kernel",
        "Edge of the convolution kernels of DCGAN and SELF-MOD. With transposed convolution 3 and 5 "
        "draw a checkerboard, because stride 2 does not divide them.",
    ),
]

Upsampling = Annotated[
    Upsample,
    When("arch", "dcgan", "selfmod"),
    Titles("Transposed", "Nearest", "Bilinear", "Pixel shuffle"),
    Text(
        "Upsampling",
        "How the generator doubles the picture. Nearest and bilinear enlarge first and then convolve, "
        "which avoids the checkerboard and costs more.",
    ),
]

Modulation = Annotated[
    int,
    Span(1, 256, log=True),
    When("arch", "selfmod"),
    Text(
        "Modulation",
        "Hidden units of the small networks that turn the code into scale and offset. 32 are enough.\n"
        "β(z) = W₂ relu(W₁ z + b₁) + b₂, γ(z) likewise",
    ),
]

CriticNorm = Annotated[
    Literal["bn", "none", "layer"],
    Titles("Batch norm", "None", "Layer norm"),
    Text(
        "Critic norm",
        "Normalisation inside the discriminator. Batch suits DCGAN; choose layer or none with a gradient "
        "penalty, which is defined picture by picture.",
    ),
]

SpectralNorm = Annotated[
    bool,
    Text(
        "Spectral norm",
        "Divide every weight of the discriminator by its largest singular value. It keeps the critic "
        "from becoming too steep.\nW ↦ W / σ(W)",
    ),
]

ResidualWeight = Annotated[
    float,
    Span(0.0, 1.0),
    When("arch", "resnet"),
    Text(
        "Residual",
        "How much each residual block adds to its shortcut. 0.1 starts calmer than 1.\nx + α f(x)",
    ),
]

Noise = Annotated[
    int,
    Span(2, 64),
    Text(
        "Noise size",
        "How many random numbers the generator makes a point of. With two the grid shows all it does: where "
        "its cells are small there are many samples, and it cannot tear.",
    ),
]

Hidden = Annotated[
    int,
    Span(4, 512, log=True),
    Text("Hidden width", "Units in each hidden layer of both networks. Too few cannot bend far enough."),
]

Depth = Annotated[
    int,
    Span(1, 6),
    Text(
        "Hidden layers",
        "In both networks, each followed by a leaky ReLU. One layer makes a critic of straight edges.",
    ),
]
