"""What scores say, beside their floors. Imports no torch."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, Literal

Task = Literal["classes", "turns", "none"]
Fault = Literal["copies", "collapse", "kinds", "strays"]
LEARNED: Final = ".learned"
"""Ends the name of a curve whose points are compared by learned features; others are by random ones."""
COPIES: Final = 0.3  # of the distance that unseen pictures have
ALIKE: Final = 0.25  # of the distance that real pictures have from each other
MISSING: Final = 0.85  # of the coverage and recall of real pictures
STRAY: Final = 0.75  # of their density


@dataclass(frozen=True)
class Features:
    """By what samples are compared.

    Attributes:
        task: what a net learned for it, "none" where its weights are random. right: share of pictures it has
            not seen that it was right about, or NaN.
    """

    task: Task = "none"
    right: float = float("nan")


@dataclass(frozen=True)
class Scores:
    """Scores of samples against pictures.

    Attributes:
        values: "coverage", "density", "precision", "recall", "variety" (high is good), "sliced",
            "kernel" with "kernel_spread", "frechet" (low is good); where they can be had "classes", the share
            of the class histogram that is elsewhere, and "novelty", 1 as of unseen pictures, 0 for copies.
        floors: the same of other real pictures: samples cannot be expected to be better.
        count: samples, and pictures compared with.
        step: of the run when the first was drawn.
        what: the samples are, English.
        task: what the net learned that compared them, "none" where its weights are random. right: share of
            pictures it has not seen that it was right about.
        unseen: the floors are of pictures kept out of training; else of others that are trained on.
    """

    values: dict[str, float]
    floors: dict[str, float]
    count: int
    step: int
    what: str
    task: Task
    right: float
    unseen: bool

    def faults(self) -> tuple[Fault, ...]:
        """What is wrong with the samples, the worst first; empty where nothing is seen."""
        v, f = self.values, self.floors
        if v.get("novelty", 1.0) < COPIES:
            return ("copies",)
        if v["variety"] < ALIKE:
            return ("collapse",)
        fewer = all(v[name] < MISSING * f[name] for name in ("coverage", "recall"))
        found: tuple[Fault, ...] = ("kinds",) if fewer else ()
        return (*found, "strays") if v["density"] < STRAY * f["density"] else found
