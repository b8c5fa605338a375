"""What a person sees of a run at one moment. Imports no torch."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from engines.ground.changes import Change
from engines.images.scores.verdict import Features


@dataclass(frozen=True)
class GanSnapshot:
    """Fresh CPU arrays and numbers; nothing in here changes later.

    Attributes:
        step: steps done.
        samples: uint8 (rows * size, cols * size, C), the averaged generator's pictures of the fixed codes.
        since: the step of the oldest of them; that of the newest is ``step``. They differ while it trains.
        rows, cols: of that sheet; the picture at (row, col) belongs to ``bank(row * cols + col)``.
        curves: (steps, values) by name, at most 2,000 points each: "loss_d" and "loss_g" (of the game alone),
            "real" and "fake" (mean scores, high = real), "penalty", and with O-GAN "corr" (how well codes are
            read back, -1 to 1), "rec" and "rec_mean" (reconstruction error of pictures kept out of training,
            and the mean picture's error on them), "rec_seen" (the error on as many that are trained on);
            "distance", "variety", "distance_real", "distance_mean" as :mod:`engines.gan.quality` has them, by
            random features; the same with ``LEARNED`` after the name by learned ones, and "distance_best" of
            the best of before.
        changes: of settings while it ran, rising by step.
        kept: steps that can be looked back on, rising. best: the one among them whose samples came nearest to
            real pictures, None before that was measured. branches: steps from which the run can go on anew.
        figures: the running mean of each curve, and "images" shown so far.
        features: by which the newest samples are compared.
        data_name, data_count, licence: of the pictures trained on.
        grey: they are learnt in colour and have none.
        skipped: (file, reason) of files that could not be used.
    """

    step: int
    samples: np.ndarray
    since: int
    rows: int
    cols: int
    curves: dict[str, tuple[np.ndarray, np.ndarray]]
    changes: tuple[Change, ...]
    kept: tuple[int, ...]
    best: int | None
    branches: tuple[int, ...]
    figures: dict[str, float]
    features: Features
    data_name: str
    data_count: int
    grey: bool
    licence: str
    skipped: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Directions:
    """Latent directions: ``matrix`` (k, nz) with unit rows, the strongest first, and their eigenvalues
    (k,)."""

    matrix: np.ndarray
    values: np.ndarray


@dataclass(frozen=True)
class Facts:
    """What there is to say of one picture.

    Attributes:
        score: the discriminator's, high = real.
        nearest: number of the picture most like it among those trained on.
        picture: that picture, uint8 (H, W, C).
        distance: to it: root mean square of pixels in 0..1, seen at 8 x 8.
        typical: the median of this distance of pictures that were kept out of training: a picture much
            closer than that is a copy.
    """

    score: float
    nearest: int
    picture: np.ndarray
    distance: float
    typical: float


@dataclass(frozen=True)
class Encoding:
    """A picture put into the latent space.

    Attributes:
        z: its code N(E(x)), (nz,).
        label: its class as the critic sees it, None without labels.
        reconstruction: G(0.9 z), uint8 (H, W, C).
        error: mean squared error of the reconstruction, pixels in [-1, 1].
        mean_error: the same of the mean training picture: what one gets without looking.
    """

    z: np.ndarray
    label: int | None
    reconstruction: np.ndarray
    error: float
    mean_error: float
