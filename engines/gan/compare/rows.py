"""The table of architectures: which there are, and what a row says. Imports no torch."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Final, Literal

import numpy as np

from engines.ground.marks import mark
from engines.ground.problem import Problem

SHOWN: Final = 16  # samples in a row's strip
NAN: Final = float("nan")


@dataclass(frozen=True)
class Entry:
    """One architecture: its name, and its values in place of the run's settings."""

    key: str
    name: str
    values: Mapping[str, Any]


_PLAIN: Final = {"ogan": False, "kernel": 4, "upsample": "convT", "spectral_norm": False}


def _entry(key: str, name: str, **values: Any) -> Entry:
    return Entry(key, name, _PLAIN | values)


# kexue.fm 6549: DCGAN, ResNet and SELF-MOD; beside them what each owes to kernel, upsampling and norm.
ENTRIES: Final = (
    _entry("dcgan", mark("DCGAN"), arch="dcgan"),
    _entry("dcgan5", mark("DCGAN, kernel 5"), arch="dcgan", kernel=5),
    _entry("dcgan_nearest", mark("DCGAN, nearest"), arch="dcgan", upsample="nearest"),
    _entry("dcgan_sn", mark("DCGAN, spectral norm"), arch="dcgan", spectral_norm=True),
    _entry("resnet", mark("ResNet"), arch="resnet"),
    _entry("selfmod", mark("SELF-MOD"), arch="selfmod"),
    _entry("selfmod_nearest", mark("SELF-MOD, nearest"), arch="selfmod", upsample="nearest"),
    _entry("selfmod_ogan", mark("SELF-MOD + O-GAN"), arch="selfmod", ogan=True),
)


@dataclass(frozen=True)
class Row:
    """What is known of one architecture; NaN where nothing is.

    Attributes:
        state: "failed" where ``why`` says what went wrong.
        params_g, params_d: parameters of generator and discriminator, 0 before they are built.
        seconds: spent on ``steps`` steps alone.
        distance: of samples to pictures kept out of training.
        rec: reconstruction error of such pictures, where there is an encoder.
        contrast: of the checkerboard in samples, by place modulo 2; 1 is even.
        strip: uint8 (n, H, W, C), samples of the same fixed codes; None before the first.
    """

    key: str
    name: str
    state: Literal["waiting", "training", "done", "failed"] = "waiting"
    why: Problem | None = None
    params_g: int = 0
    params_d: int = 0
    steps: int = 0
    seconds: float = 0.0
    distance: float = NAN
    rec: float = NAN
    contrast: float = NAN
    strip: np.ndarray | None = None

    @property
    def pace(self) -> float:
        """Seconds per step."""
        return self.seconds / self.steps if self.steps else NAN


@dataclass(frozen=True)
class Floors:
    """What the figures stand beside: real pictures' distance and contrast; the mean picture's distance and
    error."""

    distance: float = NAN
    contrast: float = NAN
    mean_distance: float = NAN
    mean_rec: float = NAN


@dataclass(frozen=True)
class Standing:
    """The whole table after ``step`` steps of ``total``, each row having ``budget``."""

    step: int
    total: int
    budget: int
    rows: tuple[Row, ...]
    floors: Floors


def halted(standing: Standing) -> Standing:
    """The same after the work was given up: what was in training is as one that never began."""
    rows = tuple(Row(r.key, r.name) if r.state == "training" else r for r in standing.rows)
    return replace(standing, rows=rows)


HEAD: Final = (
    "name", "state", "params_g", "params_d", "steps", "seconds_per_step", "seconds", "distance",
    "distance_real", "reconstruction", "reconstruction_mean_picture", "contrast", "contrast_real",
)  # fmt: skip


def as_csv(standing: Standing) -> bytes:
    """The table for other programs: a line per architecture, each with its floors; empty where unknown."""
    text, floors = io.StringIO(), standing.floors
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(HEAD)
    for row in standing.rows:
        found = (
            row.pace, row.seconds if row.steps else NAN, row.distance, floors.distance, row.rec,
            floors.mean_rec, row.contrast, floors.contrast,
        )  # fmt: skip
        counts = [str(n) if n else "" for n in (row.params_g, row.params_d, row.steps)]
        writer.writerow([row.name, row.state, *counts, *("" if np.isnan(v) else f"{v:.6g}" for v in found)])
    return text.getvalue().encode()


def sheet(rows: Sequence[Row]) -> np.ndarray | None:
    """The strips one below the other, uint8 (rows * H, SHOWN * W, C); blank where there is none yet; None
    where there are none at all."""
    known = next((row.strip for row in rows if row.strip is not None), None)
    if known is None:
        return None
    blank = np.full_like(known, 128)
    strips = [blank if row.strip is None else row.strip for row in rows]
    return np.concatenate([np.concatenate(list(strip), axis=1) for strip in strips])
