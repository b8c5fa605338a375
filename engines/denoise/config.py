"""Every choice of the denoising lab: one flat, frozen record."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated, ClassVar, Final, Literal

from engines.ground.spec import IsPath, Live, Section, Span, Text, Titles, When, Zero
from engines.images.config import PictureConfig, Seed
from engines.points.source import KEYS as POINTS

Method = Literal["energy", "score", "paper", "dde"]
Sampler = Literal["langevin", "sde", "heun"]
PICTURES: Final = ("faces", "icons", "glyphs", "shapes", "folder", "file", "mnist", "fashion", "cifar10")
_PICTURES, _POINTS = When("data", *PICTURES), When("data", *POINTS)


@dataclass(frozen=True)
class DenoiseConfig(PictureConfig):
    """What to learn, with which network, at which noise levels, and how samples are drawn."""

    version: ClassVar[int] = 1

    data: Annotated[
        Literal[
            "gaussians8", "gaussians25", "moons", "spirals", "checkerboard", "swissroll", "circles", "line",
            "painted", "table",
            "faces", "icons", "glyphs", "shapes", "folder", "file", "mnist", "fashion", "cifar10",
        ],
        Section("Data"),
        Titles(
            "8 Gaussians", "25 Gaussians", "Two moons", "Two spirals", "Checkerboard", "Swiss roll",
            "Two circles", "A stroke", "Painted", "Table of points",
            "Faces", "Icons", "Glyphs", "Shapes", "Folder", "File", "MNIST", "Fashion-MNIST", "CIFAR-10",
        ),
        Text(
            "Data",
            "Points in the plane, where everything can be seen, or pictures, where it is of use. "
            "Painted points come from a density that you draw; a table is a CSV file of two columns.",
        ),
    ] = "gaussians8"  # type: ignore[assignment]  # fmt: skip
    path: Annotated[
        str, IsPath(), When("data", "painted", "table", "folder", "file", "glyphs"),
        Text("Path", "The file of points, the painting, the folder of pictures, or the font."),
    ] = ""  # fmt: skip
    size: Annotated[
        Literal[8, 16, 28, 32, 48, 64], _PICTURES,
        Titles("8 px", "16 px", "28 px", "32 px", "48 px", "64 px"),
        Text("Size", "Edge of the square pictures, in pixels. Twice the edge costs about four times the "
             "work."),
    ] = 32  # type: ignore[assignment]  # fmt: skip
    channels: Annotated[
        Literal[1, 3], _PICTURES, Titles("Grey", "Colour"),
        Text("Channels", "Grey pictures or colour ones. Grey learns a little faster and looks plainer."),
    ] = 3  # fmt: skip
    limit: Annotated[
        int, _PICTURES, Span(0, 200_000), Zero("all"),
        Text("Limit", "Use at most this many pictures; 0 uses all. Few of them are soon known by heart."),
    ] = 0  # fmt: skip
    flip: Annotated[
        bool, _PICTURES, Live(),
        Text(
            "Mirror",
            "Show half of the pictures mirrored. Good for faces and clothes, wrong for letters and digits.",
        ),
    ] = False  # fmt: skip

    method: Annotated[
        Method, Section("Method"),
        Titles("Energy", "Score", "Energy, not told \u03c3", "Generator (DDE)"),
        Text(
            "Method",
            "Energy: one number for each place and noise level, whose slope points back to the data. Score: "
            "the slope itself, from a cheaper network. Not told \u03c3: the energy of the paper, which must "
            "read the noise off the place. Generator: learns from the difference of two energies, that of "
            "the "
            "data and that of what it makes.\n\u2207\u2093 log p\u03c3(x) = (E[clean | x] \u2212 x) / "
            "\u03c3\u00b2",
        ),
    ] = "energy"  # fmt: skip
    dims: Annotated[
        int, When("method", "paper"), Span(0, 256),
        Text(
            "Empty axes",
            "Coordinates that are zero in the data and carry nothing but noise. The more there are, the "
            "better "
            "the noise can be read off a place, and the energy that is not told \u03c3 begins to work.",
        ),
    ] = 0  # fmt: skip
    sigma_low: Annotated[
        float, Section("Noise"), Span(0.01, 0.5, log=True),
        Text("Least \u03c3", "The finest noise that is learned. Samples stay about this much blurred."),
    ] = 0.03  # fmt: skip
    sigma_high: Annotated[
        float, Span(0.6, 20.0, log=True),
        Text("Largest \u03c3", "The noise that sampling begins with: it must drown the data, whose spread "
             "is 1."),
    ] = 3.0  # fmt: skip

    width: Annotated[
        int, Section("Network"), _POINTS, Span(16, 512), Text("Width", "Units in each of three layers."),
    ] = 128  # fmt: skip
    fourier: Annotated[
        bool, _POINTS,
        Text(
            "Fourier features",
            "Show the network waves of the place as well as the place. Without them it learns a smooth ring "
            "where there are eight spots.",
        ),
    ] = True  # fmt: skip
    base: Annotated[
        int, _PICTURES, Span(8, 128),
        Text("Base width", "Channels of the finest level; the two below have twice and three times as many."),
    ] = 32  # fmt: skip
    batch: Annotated[
        int, Section("Learning"), Span(1, 1024), Text("Batch", "Examples in one step."),
    ] = 256  # fmt: skip
    lr: Annotated[
        float, Live(), Span(1e-5, 1e-2, log=True),
        Text("Learning rate", "Largest of the run: it rises first, and falls until the planned length."),
    ] = 4e-3  # fmt: skip
    length: Annotated[
        int, Live(), Span(100, 1_000_000, log=True),
        Text("Planned steps", "Until the rate has fallen to its end. Training goes on after that, slowly."),
    ] = 2500  # fmt: skip
    ema: Annotated[
        float, Live(), Span(0.0, 0.9999),
        Text("Average", "Memory of the averaged network, which is the one that samples and is shown."),
    ] = 0.998  # fmt: skip
    q_steps: Annotated[
        int, When("method", "dde"), Live(), Span(1, 20),
        Text("Follow-ups", "Steps of the generator's own energy for each of the generator. Too few, and "
             "it lags."),
    ] = 4  # fmt: skip
    seed: Seed = 0

    sampler: Annotated[
        Sampler, Section("Sampling"), Live(),
        Titles("Annealed Langevin", "Reverse SDE", "ODE (Heun)"),
        Text(
            "Sampler",
            "Three ways from noise to data with one trained network. Langevin walks with noise of its own "
            "at each "
            "level; the SDE undoes the noise step by step; the ODE follows the flow without any noise.",
        ),
    ] = "sde"  # fmt: skip
    levels: Annotated[
        int, Live(), Span(2, 200), Text("Levels", "Noise levels from the largest \u03c3 to the least."),
    ] = 30  # fmt: skip
    walk: Annotated[
        int, When("sampler", "langevin"), Live(), Span(1, 100),
        Text("Walk", "Langevin steps at each level."),
    ] = 5  # fmt: skip
    step_size: Annotated[
        float, When("sampler", "langevin"), Live(), Span(0.01, 1.9),
        Text(
            "Step size",
            "Of a Langevin step, in units of \u03c3\u00b2. A step that is too long leaves the cloud too "
            "wide, "
            "beyond 2 it flies apart.\nvariance \u00d7 1 / (1 \u2212 c/2)",
        ),
    ] = 0.3  # fmt: skip
    jump: Annotated[
        bool, When("sampler", "langevin"), Live(),
        Text("Final jump", "End on the denoiser's answer, which takes the last noise away."),
    ] = True  # fmt: skip

    @property
    def plane(self) -> bool:
        """Whether it learns points, not pictures."""
        return self.data in POINTS
