"""How the players are trained, and how fast."""

from __future__ import annotations

from typing import Annotated, Literal

from engines.ground.spec import Live, Span, Text, Titles, When, Zero

Augmentation = Annotated[
    Literal["none", "diffaugment"],
    Live(),
    Titles("None", "DiffAugment"),
    Text(
        "Augmentation",
        "Shift, recolour and cut real and generated pictures alike before the discriminator sees them. "
        "It helps when there are only hundreds of pictures.",
    ),
]

Batch = Annotated[
    int,
    Span(1, 512, log=True),
    Text(
        "Batch",
        "Pictures per update. Larger is calmer and slower per step.",
    ),
]

Joint = Annotated[
    bool,
    Live(),
    Text(
        "Joint update",
        "Update both players at once from the same weights instead of in turn. The stop-gradient trick "
        "gives each player only its own share.\nL_D(r, f̄) + L_G(f) − L_G(f̄)",
    ),
]

UpdatesD = Annotated[
    int,
    Span(0, 10),
    Zero("auto"),
    Live(),
    When("joint", False),
    Text(
        "D updates",
        "Discriminator updates per step; auto takes the loss's usual number. Wasserstein and hinge "
        "critics gain from more.",
    ),
]

UpdatesG = Annotated[
    int,
    Span(0, 10),
    Zero("auto"),
    Live(),
    When("joint", False),
    Text(
        "G updates",
        "Generator updates per step; auto takes the loss's usual number. Relativistic losses usually take "
        "two.",
    ),
]

Optimiser = Annotated[
    Literal["adam", "rmsprop"],
    Titles("Adam", "RMSprop"),
    Text(
        "Optimiser",
        "How gradients become updates. Adam is the usual choice, O-GAN's author used RMSprop.",
    ),
]

RateD = Annotated[
    float,
    Span(1e-5, 1e-2, log=True),
    Live(),
    Text("Rate D", "Learning rate of the discriminator. Halve it when the scores run apart."),
]

RateG = Annotated[
    float,
    Span(1e-5, 1e-2, log=True),
    Live(),
    Text("Rate G", "Learning rate of the generator. Raise it when the discriminator always wins."),
]

Beta1 = Annotated[
    float,
    Span(0.0, 0.99),
    Live(),
    When("optimiser", "adam"),
    Text("Beta 1", "Memory of Adam's mean gradient. 0.5 and below suit GANs, whose gradients turn quickly."),
]

Beta2 = Annotated[
    float,
    Span(0.5, 0.9999),
    Live(),
    When("optimiser", "adam"),
    Text("Beta 2", "Memory of Adam's mean squared gradient. 0.99 adapts fast, 0.999 is calmer."),
]

Start = Annotated[
    Literal["normal", "glorot", "orthogonal"],
    Titles("N(0, 0.02)", "Glorot", "Orthogonal"),
    Text("Start", "How weights are drawn at the start. N(0, 0.02) is DCGAN's, Glorot fits ResNets."),
]

Ema = Annotated[
    float,
    Span(0.0, 0.9999),
    Live(),
    Text(
        "EMA",
        "The samples come from an average of the generator's recent weights. 0 shows the newest weights, "
        "0.999 averages a thousand steps.\nw̄ ← μ w̄ + (1 − μ) w",
    ),
]

Precision = Annotated[
    Literal["auto", "fp32", "bf16"],
    Titles("Automatic", "fp32", "bf16"),
    Text(
        "Precision",
        "Number format of the convolutions on an NVIDIA GPU; losses always use fp32. Automatic takes "
        "bf16 where the GPU has it, and a CPU always uses fp32.",
    ),
]

Graph = Annotated[
    Literal["auto", "off"],
    Titles("Automatic", "Off"),
    Text(
        "CUDA graph",
        "Record a whole step once and replay it, which saves launching thousands of small kernels. Off "
        "helps when hunting an error.",
    ),
]
