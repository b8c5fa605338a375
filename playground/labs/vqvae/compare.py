"""How VQ-VAEs are compared: the same pictures, each with what comes back of it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np
from PySide6.QtWidgets import QWidget

from engines.ground.marks import mark
from engines.ground.runner import Runner
from engines.images.scores.session import Session
from engines.vqvae.config import VqvaeConfig
from engines.vqvae.scoring import scoring
from engines.vqvae.snapshot import VqvaeSnapshot
from engines.vqvae.versus import RULES
from playground.kit.compare.figures import Figure, measured, whole
from playground.kit.compare.kind import Kind, Plot, Side, caption
from playground.kit.compare.sides import SheetSide

if TYPE_CHECKING:
    from engines.ground.compare.lockstep import Lockstep

ACROSS = 4  # pictures in a row
PLOTS = (
    Plot(
        "quality",
        mark("Quality"),
        mark("PSNR of unseen pictures"),
        (("", 1, "psnr"),),
        ((mark("mean picture"), "text2", "psnr_mean"),),
        smooth=False,
    ),
    Plot("use", mark("Codes in use"), mark("A solid, B dashed"), (("", 0, "used"),), smooth=False),
    Plot("loss", mark("Loss"), mark("per step, smoothed"), (("", 2, "loss"),), always=True),
)


class VqvaeSide(SheetSide):
    """Rows of originals, below each its reconstructions: few of them, to be large."""

    def show_seen(self, seen: VqvaeSnapshot) -> None:
        tiles = below_each(seen.originals, seen.reconstructions, seen.cols)
        self.show_tiles(tiles, 2 * seen.cols // ACROSS, ACROSS)


def below_each(originals: np.ndarray, others: np.ndarray, columns: int) -> np.ndarray:
    """The first rows of two sheets of so many columns, uint8 (H, W, C), as one of ``ACROSS`` columns: below
    each row of the first sheet's that of the other."""
    size, parts = originals.shape[1] // columns, columns // ACROSS
    rows = (np.split(sheet[:size], parts, axis=1) for sheet in (originals, others))
    return np.concatenate([row for pair in zip(*rows, strict=True) for row in pair])


class VqvaeKind(Kind[VqvaeSnapshot]):
    """See the module."""

    rules, plots = RULES, PLOTS

    def build(self, a: VqvaeConfig, b: VqvaeConfig, runner: Runner[Any], device: str) -> Lockstep[Any]:
        from engines import vqvae
        from engines.images.run import lockstep

        return lockstep(vqvae.build, a, b, runner.report, runner.cancelled, device)

    def side(self, name: str) -> Side:
        return VqvaeSide(name)

    def head(self, again: Callable[[], None]) -> QWidget:
        return caption(mark("Pictures kept out of training; below each what comes back of it."))

    def figures(self, seen: VqvaeSnapshot) -> Sequence[Figure]:
        quality = (("PSNR", "psnr", mark("mean picture"), "psnr_mean"),)
        figures = measured(seen.curves, quality)
        if seen.codebook is not None and "used" in seen.figures:
            there = float(len(seen.codebook.usage))
            figures.append(Figure(mark("codes in use"), seen.figures["used"], mark("of"), there, whole))
        return figures

    def scoring(self, config: VqvaeConfig, seed: int) -> Session:
        return scoring(config, (), seed)  # no prior learns while two are compared

    def age(self, seen: VqvaeSnapshot) -> tuple[int, int]:
        return seen.since, seen.step
