"""What is learned: pictures, or points in the plane where everything can be seen."""

from __future__ import annotations

from typing import Annotated, Final, Literal, get_args

from engines.ground.spec import IsPath, Live, Section, Span, Text, Titles, When, Zero
from engines.images.config import SourceKey
from engines.points.source import KEYS as POINTS
from engines.points.source import PointsKey

PICTURES: Final[tuple[str, ...]] = get_args(SourceKey)
PICTURED, POINTED = When("data", *PICTURES), When("data", *POINTS)
"""Marks of fields that only pictures have, or only points."""

Data = Annotated[
    Literal[SourceKey, PointsKey],
    Section("Data"),
    Titles(
        "Faces", "Icons", "Glyphs", "Shapes", "Folder", "File", "MNIST", "Fashion-MNIST", "CIFAR-10",
        "8 Gaussians", "25 Gaussians", "Two moons", "Two spirals", "Checkerboard", "Swiss roll",
        "Two circles", "A stroke", "Painted", "Table of points",
    ),
    Text(
        "Data",
        "Pictures, or points in the plane, where all can be seen. Faces, icons, glyphs and shapes are drawn "
        "here, MNIST and its kin are downloaded once; painted points come from your brush, a table from a "
        "CSV file.",
    ),
]  # fmt: skip

Path = Annotated[
    str,
    IsPath(),
    When("data", "folder", "file", "glyphs", "painted", "table"),
    Text(
        "Path",
        "The folder of pictures, the file (IDX, CIFAR, zip, tar, a sheet of sprites), the font to draw "
        "glyphs from, the painting, or the table of points. Glyphs without a path come from the font inside "
        "this program.",
    ),
]

Size = Annotated[
    Literal[28, 32, 48, 64, 128],
    PICTURED,
    Titles("28 px", "32 px", "48 px", "64 px", "128 px"),
    Text("Size", "Edge of the square pictures, in pixels. Twice the edge costs about four times the work."),
]

Channels = Annotated[
    Literal[1, 3],
    PICTURED,
    Titles("Grey", "Colour"),
    Text("Channels", "Grey pictures or colour ones. Grey learns a little faster and looks plainer."),
]

Limit = Annotated[
    int,
    PICTURED,
    Span(0, 200_000),
    Zero("all"),
    Text("Limit", "Use at most this many pictures. Few of them are soon known by heart."),
]

Mirror = Annotated[
    bool,
    PICTURED,
    Live(),
    Text(
        "Mirror",
        "Show half of the pictures mirrored. Good for faces and clothes, wrong for letters and digits.",
    ),
]
