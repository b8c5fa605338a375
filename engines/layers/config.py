"""Every choice of the layers lab but the drawing itself: one flat, frozen record."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated, ClassVar, Literal

from engines.ground.spec import Live, Section, Span, Text, Titles
from engines.images.config import Seed


@dataclass(frozen=True)
class LayersConfig:
    """Which model to begin with, what it learns, and how."""

    version: ClassVar[int] = 1

    drawing: Annotated[
        Literal["thrice", "eye", "looped", "twins", "tied", "reader", "looker"], Section("Model"),
        Titles(
            "One layer, three times", "An eye", "A loop", "Twins", "Tied letters", "A reader", "A looker",
        ),
        Text("Drawing", "The model to begin with. Everything in it can be changed on the canvas."),
    ] = "thrice"  # fmt: skip
    job: Annotated[
        Literal["digits", "pairs", "pictures", "characters", "sentences"], Section("Learning"),
        Titles("Digits", "Pairs of digits", "Drawn pictures", "Letters", "Sentences"),
        Text(
            "Job",
            "What the model learns. Its inputs and its output must have the shapes that the job asks for.",
        ),
    ] = "digits"  # fmt: skip
    compare: Annotated[
        bool,
        Text(
            "Untied twin",
            "Train a second model beside it in which nothing is shared. Both begin with the same numbers and "
            "see the same examples.",
        ),
    ] = True  # fmt: skip
    batch: Annotated[int, Span(1, 1024), Text("Batch", "Examples in one step.")] = 64
    lr: Annotated[
        float, Live(), Span(1e-5, 1e-1, log=True),
        Text("Learning rate", "How far each step goes. Too far, and the loss jumps about."),
    ] = 3e-3  # fmt: skip
    seed: Seed = 0
