"""What a person sees of a run at one moment. Imports no torch."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from engines.ground.changes import Change


@dataclass(frozen=True)
class Codebook:
    """One level's codes.

    Attributes:
        usage: int64 (K,), how often each was chosen in the last hundred steps; of an earlier step see
            :class:`Then`.
        dead: bool (K,), those that hardly anything chooses any more; restart would move them.
        projection: float32 (K, 2) in [-1, 1], the codes on a plane that turns slowly.
        thumbnails: uint8 (K, s, s, C), what each looks like alone.
    """

    usage: np.ndarray
    dead: np.ndarray
    projection: np.ndarray
    thumbnails: np.ndarray


@dataclass(frozen=True)
class Seen:
    """A step looked back on.

    Attributes:
        step: the kept one. version: of its codes.
        sheet: uint8 (2 * rows * size, cols * size, C), its reconstructions; below them what would have
            come back without quantising.
    """

    step: int
    sheet: np.ndarray
    version: str


@dataclass(frozen=True)
class Then:
    """The codes of a step looked back on.

    Attributes:
        codebooks: of each level, the coarse one first; none without a quantiser. Which codes a batch chose is
            not kept, so ``usage`` is counted anew, with the model of then, and ``dead`` is what had none: the
            kept average that restart goes by remembers how codes began.
        pictures: of those trained on that it was counted over.
    """

    codebooks: tuple[Codebook, ...]
    pictures: int


@dataclass(frozen=True)
class VqvaeSnapshot:
    """Fresh CPU arrays and numbers; nothing in here changes later.

    Attributes:
        step: steps done. phase: what a step trains, "autoencoder" or "prior".
        originals, reconstructions, bypassed: uint8 (rows * size, cols * size, C): pictures kept out of
            training, what comes back through the codes, and what would come back without quantising.
        since: the autoencoder's step at which the oldest of these was drawn; they differ while it trains.
        rows, cols: of these sheets.
        curves: (steps, values) by name, at most 2,000 points each: "loss", "recon", "commit", "codebook",
            "z" and "e" (mean length of vectors and of their codes), "nmse", "psnr", "ssim" (on pictures kept
            out), "psnr_seen" (on as many that are trained on), "perplexity" and "used" (of the fine codes,
            over a hundred steps; with two levels also "perplexity_top" and "used_top"), "prior_loss" and
            "prior_nll" (nats per code, the latter on pictures kept out).
        changes: of settings while it ran, rising by step.
        kept: steps that can be looked back on, rising. best: the one among them that brought unseen pictures
            back best, None before that was measured. branches: steps from which the run can go on anew.
        figures: the running mean of each curve (of measured ones the newest value);
            "images" shown so far; "uniform", "marginal" and "position"
            (what priors that know nothing of neighbours reach, nats per code) once a prior trains;
            "bits" and "bits_used" per picture (its codes' ceiling, and by their perplexity).
        codebooks: one for each level, the coarse one first; none without a quantiser.
        grids: (rows, columns) of each level.
        version: changes when training changes what a code means; a frozen copy keeps its own.
        prior_version: of the codes that the prior has learnt, "" before it has learnt any.
        priors: kinds of prior that have learnt something.
        data_name, data_count, licence: of the pictures trained on.
        grey: they are learnt in colour and have none.
        skipped: (file, reason) of files that could not be used.
    """

    step: int
    phase: str
    originals: np.ndarray
    reconstructions: np.ndarray
    bypassed: np.ndarray
    since: int
    rows: int
    cols: int
    curves: dict[str, tuple[np.ndarray, np.ndarray]]
    changes: tuple[Change, ...]
    kept: tuple[int, ...]
    best: int | None
    branches: tuple[int, ...]
    figures: dict[str, float]
    codebooks: tuple[Codebook, ...]
    grids: tuple[tuple[int, int], ...]
    version: str
    prior_version: str
    priors: tuple[str, ...]
    data_name: str
    data_count: int
    grey: bool
    licence: str
    skipped: tuple[tuple[str, str], ...]

    @property
    def codebook(self) -> Codebook | None:
        """The fine level's codes, or the only ones."""
        return self.codebooks[-1] if self.codebooks else None
