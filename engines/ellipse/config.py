"""Every choice of the ellipse lab: one flat, frozen record."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated, ClassVar, Literal

from engines.ground.spec import Live, Section, Span, Text, Titles, When

Sheets = Literal["equal", "matched", "unmatched", "superellipse"]
Way = Literal["long", "short", "one"]


@dataclass(frozen=True)
class EllipseConfig:
    """Two sheets, and how they are bent and glued. All of it follows the hand at once."""

    version: ClassVar[int] = 1

    a: Annotated[
        float, Section("Ellipse"), Live(), Span(0.2, 2.0),
        Text("Half axis a", "Half the width of both sheets."),
    ] = 1.0  # fmt: skip
    b: Annotated[
        float, Live(), Span(0.02, 2.0), Text("Half axis b", "Half the height of both sheets."),
    ] = 0.5  # fmt: skip
    sheets: Annotated[
        Sheets, Live(),
        Titles("Equal ellipses", "Two ellipses, one perimeter", "Unequal perimeters", "Superellipses"),
        Text(
            "Sheets",
            "Two different ellipses close as well, if they are equally long around. Unequal perimeters "
            "cannot be glued.\n|x/a|ᵖ + |y/b|ᵖ = 1",
        ),
    ] = "equal"  # fmt: skip
    other: Annotated[
        float, Live(), Span(0.02, 2.0), When("sheets", "matched", "unmatched"),
        Text(
            "Second b",
            "A half axis of the second sheet. Where perimeters are equal its other axis follows from that.",
        ),
    ] = 0.3  # fmt: skip
    power: Annotated[
        float, Live(), Span(1.2, 8.0), When("sheets", "superellipse"),
        Text("Power", "2 is the ellipse, more is boxier, less comes near a lozenge."),
    ] = 3.0  # fmt: skip
    way: Annotated[
        Way, Section("Glueing"), Live(), Titles("Long axis", "Short axis", "One of each"),
        Text(
            "Bent along",
            "Along the long axis two equal ellipses always close. Along the short axis, or one along each, "
            "they cannot: the curve below zero shows where.",
        ),
    ] = "long"  # fmt: skip
    offset: Annotated[
        float, Live(), Span(0.0, 2.0),
        Text(
            "Offset",
            "How far the second sheet is turned along the seam, in quarters of the perimeter. At one quarter "
            "both sheets are cylinders; elsewhere their rulings fan out.",
        ),
    ] = 1.0  # fmt: skip
    bend: Annotated[
        float, Live(), Span(0.0, 1.0),
        Text("Bend", "From flat to closed. Every step is an isometry: the printed grid never stretches."),
    ] = 1.0  # fmt: skip
    chords: Annotated[
        int, Section("Accuracy"), Live(), Span(24, 128),
        Text("Seam points", "Of the solid at other offsets; its volume is right to second order in them."),
    ] = 64  # fmt: skip
