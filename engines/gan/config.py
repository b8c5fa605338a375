"""Every choice a person can make in the GAN lab: one flat, frozen record. Imports no torch."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated, ClassVar, Final, Literal

from engines.spec import IsPath, Live, Section, Span, Text, Titles, When

Source = Literal["faces", "icons", "glyphs", "shapes", "folder", "file", "mnist", "fashion", "cifar10"]
LossKind = Literal[
    "ns", "saturating", "lsgan", "hinge", "wgan", "rsgan", "ragan", "qp_l1", "qp_l2", "qp_square"
]
Regulariser = Literal["none", "gp", "gp_one_sided", "r1", "wgan_div"]
Upsample = Literal["convT", "nearest", "bilinear", "pixelshuffle"]


@dataclass(frozen=True)
class GanConfig:
    """Settings of one run. Defaults are O-GAN + SELF-MOD on drawn faces, sized for one CPU thread."""

    version: ClassVar[int] = 1

    data: Annotated[
        Source,
        Section("Data"),
        Titles("Faces", "Icons", "Glyphs", "Shapes", "Folder", "File", "MNIST", "Fashion-MNIST", "CIFAR-10"),
        Text(
            "Pictures",
            "What the two networks look at. Faces, icons, glyphs and shapes are drawn on this machine, the "
            "last three sets are downloaded once.",
        ),
    ] = "faces"
    path: Annotated[
        str,
        IsPath(),
        When("data", "folder", "file", "glyphs"),
        Text(
            "Path",
            "The folder of pictures, the IDX or CIFAR file, or the font to draw glyphs from. Glyphs without "
            "a path come from the font inside this program.",
        ),
    ] = ""
    size: Annotated[
        Literal[28, 32, 48, 64, 128],
        Titles("28 px", "32 px", "48 px", "64 px", "128 px"),
        Text(
            "Size",
            "Edge of the square pictures, in pixels. Twice the edge costs about four times the work.",
        ),
    ] = 32
    channels: Annotated[
        Literal[1, 3],
        Titles("Grey", "Colour"),
        Text("Channels", "Grey pictures or colour ones. Grey learns a little faster and looks plainer."),
    ] = 3
    limit: Annotated[
        int,
        Span(0, 200_000),
        Text(
            "Limit",
            "Use at most this many pictures; 0 uses all. Few pictures let the discriminator learn them by "
            "heart: turn augmentation on.",
        ),
    ] = 0
    flip: Annotated[
        bool,
        Live(),
        Text(
            "Mirror",
            "Show half of the pictures mirrored. Good for faces and clothes, wrong for letters and digits.",
        ),
    ] = False
    augment: Annotated[
        Literal["none", "diffaugment"],
        Live(),
        Titles("None", "DiffAugment"),
        Text(
            "Augmentation",
            "Shift, recolour and cut real and generated pictures alike before the discriminator sees them. "
            "It helps when there are only hundreds of pictures.",
        ),
    ] = "none"

    arch: Annotated[
        Literal["dcgan", "resnet", "selfmod"],
        Section("Model"),
        Titles("DCGAN", "ResNet", "SELF-MOD"),
        Text(
            "Architecture",
            "DCGAN strides, ResNet adds residual blocks, SELF-MOD lets the latent code steer every "
            "normalisation of a DCGAN. SELF-MOD learns fastest here.\n"
            "SELF-MOD: h ↦ (1 + γ(z)) · (h − μ)/σ + β(z)",
        ),
    ] = "selfmod"
    ogan: Annotated[
        bool,
        Text(
            "O-GAN encoder",
            "Splits the discriminator so that it also encodes: any picture gets a latent code in one pass. "
            "Score and direction of its output are independent, so this costs nothing.\n"
            "E(x) ∈ ℝⁿ, score = avg E(x), code = (E(x) − avg)/std",
        ),
    ] = True
    conditional: Annotated[
        bool,
        Text(
            "Use labels",
            "Tell both networks the class of each picture, so that samples can be asked for by class. Needs "
            "pictures with labels.\nz′ = z + E(c) + E′(c) · z",
        ),
    ] = False
    nz: Annotated[
        int,
        Span(3, 512, log=True),
        Text(
            "Latent size",
            "How many numbers describe one picture. Too few blur an encoding, too many learn slower.",
        ),
    ] = 64
    width_g: Annotated[
        int,
        Span(4, 256, log=True),
        Text(
            "Width G",
            "Feature maps in the generator's last hidden layer; each coarser layer has twice as many. "
            "Double width costs three to four times the work.",
        ),
    ] = 24
    width_d: Annotated[
        int,
        Span(4, 256, log=True),
        Text(
            "Width D",
            "Feature maps in the discriminator's first layer; each coarser layer has twice as many. "
            "Keep it near the generator's width.",
        ),
    ] = 24
    kernel: Annotated[
        Literal[3, 4, 5],
        Titles("3", "4", "5"),
        Text(
            "Kernel",
            "Edge of the convolution kernels of DCGAN and SELF-MOD. With transposed convolution 3 and 5 "
            "draw a checkerboard, because stride 2 does not divide them.",
        ),
    ] = 4
    upsample: Annotated[
        Upsample,
        When("arch", "dcgan", "selfmod"),
        Titles("Transposed", "Nearest", "Bilinear", "Pixel shuffle"),
        Text(
            "Upsampling",
            "How the generator doubles the picture. Nearest and bilinear enlarge first and then convolve, "
            "which avoids the checkerboard and costs more.",
        ),
    ] = "convT"
    selfmod_hidden: Annotated[
        int,
        Span(1, 256, log=True),
        When("arch", "selfmod"),
        Text(
            "Modulation",
            "Hidden units of the small networks that turn the code into scale and offset. 32 are enough.\n"
            "β(z) = W₂ relu(W₁ z + b₁) + b₂, γ(z) likewise",
        ),
    ] = 32
    norm_d: Annotated[
        Literal["bn", "none", "layer"],
        Titles("Batch norm", "None", "Layer norm"),
        Text(
            "Critic norm",
            "Normalisation inside the discriminator. Batch suits DCGAN; choose layer or none with a gradient "
            "penalty, which is defined picture by picture.",
        ),
    ] = "bn"
    spectral_norm: Annotated[
        bool,
        Text(
            "Spectral norm",
            "Divide every weight of the discriminator by its largest singular value. It keeps the critic "
            "from becoming too steep.\nW ↦ W / σ(W)",
        ),
    ] = False
    res_alpha: Annotated[
        float,
        Span(0.0, 1.0),
        When("arch", "resnet"),
        Text(
            "Residual weight",
            "How much each residual block adds to its shortcut. 0.1 starts calmer than 1.\nx + α f(x)",
        ),
    ] = 1.0

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
    seed: Annotated[
        int,
        Span(0, 2**31 - 1),
        Text("Seed", "Where all randomness starts. The same seed repeats a run exactly on the CPU."),
    ] = 7

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
