"""What every source of pictures gives and takes."""

from __future__ import annotations

import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

import numpy as np

from engines.ground.problem import Cancelled

SIZES = (28, 32, 48, 64, 128)

Progress = Callable[[str, float], None]


@dataclass(frozen=True, eq=False)
class Images:
    """A set of pictures in memory, and what is known of them.

    Attributes:
        pixels: uint8 (N, size, size, C), C 1 or 3, N at least 1.
        labels: int64 (N,), or None where the set has no classes.
        label_names: name of each class; empty without labels.
        name: what to call the set, e.g. "Drawn faces" or "Folder my-faces".
        licence: the line shown in the picker.
        unlabelled: of files without labels, why they have none; a whole sentence, marked for translation.
        skipped: (file name, reason) of each file that could not be used.
        factors: for drawn sets, what was drawn: one array of length N for each factor.
    """

    pixels: np.ndarray
    labels: np.ndarray | None
    label_names: tuple[str, ...]
    name: str
    licence: str
    skipped: tuple[tuple[str, str], ...] = ()
    unlabelled: str = ""
    factors: Mapping[str, np.ndarray] = field(default_factory=dict)


@dataclass(frozen=True)
class Source:
    """One line of the picker.

    Attributes:
        key: what ``load`` is called with.
        title, help, licence: sentences for the picker, marked for translation.
        needs_path: what the person chooses first: "", "folder", "file" or "font".
        download: whether it comes over the network when first used.
    """

    key: str
    title: str
    help: str
    licence: str
    needs_path: str = ""
    download: bool = False


@dataclass(frozen=True)
class Watch:
    """Says how far a job is, and stops it when the person has cancelled it."""

    progress: Progress | None = None
    cancel: threading.Event | None = None

    def __call__(self, sentence: str, fraction: float) -> None:
        """Report ``sentence`` and how much is done, 0 to 1.

        Raises:
            Cancelled: the person cancelled.
        """
        if self.cancel is not None and self.cancel.is_set():
            raise Cancelled
        if self.progress is not None:
            self.progress(sentence, min(max(fraction, 0.0), 1.0))


@dataclass(frozen=True)
class Request:
    """What is asked of a source: ``load``'s arguments, checked."""

    size: int = 32
    channels: int = 3
    path: str = ""
    limit: int = 0
    seed: int = 0
    watch: Watch = field(default_factory=Watch)


def some(count: int, limit: int, seed: int) -> np.ndarray:
    """Which of ``count`` pictures to take, in order: all, or ``limit`` of them spread by ``seed``.

    Files are often sorted by class, so the first ones would not do.
    """
    if not 0 < limit < count:
        return np.arange(count)
    return np.sort(np.random.default_rng(seed).permutation(count)[:limit])
