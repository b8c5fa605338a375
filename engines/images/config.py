"""The settings that every lab of pictures has: which pictures, how large, in colour or not; and the seed."""

from __future__ import annotations

import threading
from dataclasses import dataclass
from typing import TYPE_CHECKING, Annotated, Literal

from engines.ground.report import Report
from engines.ground.spec import IsPath, Live, Section, Span, Text, Titles, When, Zero

if TYPE_CHECKING:
    from engines.images.source import Images

SourceKey = Literal["faces", "icons", "glyphs", "shapes", "folder", "file", "mnist", "fashion", "cifar10"]

Seed = Annotated[
    int,
    Span(0, 2**31 - 1),
    Text("Seed", "Where all randomness starts. The same seed repeats a run exactly on the CPU."),
]


@dataclass(frozen=True)
class PictureConfig:
    """Section Data of the configs of :mod:`engines.gan` and :mod:`engines.vqvae`."""

    data: Annotated[
        SourceKey,
        Section("Data"),
        Titles("Faces", "Icons", "Glyphs", "Shapes", "Folder", "File", "MNIST", "Fashion-MNIST", "CIFAR-10"),
        Text(
            "Pictures",
            "What to learn from. Faces, icons, glyphs and shapes are drawn on this machine, the last three "
            "sets are downloaded once.",
        ),
    ] = "faces"
    path: Annotated[
        str,
        IsPath(),
        When("data", "folder", "file", "glyphs"),
        Text(
            "Path",
            "The folder of pictures, the file (IDX, CIFAR, zip, tar, a sheet of sprites), or the font to "
            "draw glyphs from. Glyphs without a path come from the font inside this program.",
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
        Zero("all"),
        Text(
            "Limit",
            "Use at most this many pictures. Few of them are soon known by heart.",
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


def load_pictures(config: PictureConfig, seed: int, report: Report, cancel: threading.Event) -> Images:
    """The pictures that a config asks for. Raises Problem where there are none, Cancelled on ``cancel``."""
    from engines import images

    return images.load(
        config.data,
        size=config.size,
        channels=config.channels,
        path=config.path,
        limit=config.limit,
        seed=seed,
        progress=report,
        cancel=cancel,
    )
