"""A training run on pictures: what it may be asked about them, and how one is made ready."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Any, TypeVar

import numpy as np
import torch

from engines.ground import device as devices
from engines.ground.compare.lockstep import Lockstep, paired
from engines.ground.marks import mark
from engines.ground.report import Report, silent
from engines.ground.training import Training
from engines.images.config import PictureConfig, load_pictures
from engines.images.dataset import Deck, Pictures
from engines.images.source import Images

P = TypeVar("P", bound=Pictures)


class PictureTraining(Training):
    """What the engines of :mod:`engines.gan` and :mod:`engines.vqvae` share; a subclass sets ``deck``."""

    deck: Deck

    def __init__(self, pictures: Pictures, device: torch.device) -> None:
        super().__init__(device)
        self._source = pictures

    def real(self, index: int) -> np.ndarray:
        """Picture ``index`` of the data: uint8 (H, W, C)."""
        return self.deck.pixels[index].cpu().numpy().copy()

    def real_sheet(self, rows: int, cols: int, seed: int = 0) -> tuple[np.ndarray, np.ndarray]:
        """Real pictures at random: uint8 (rows * H, cols * W, C), and their indices (rows * cols,)."""
        return self.deck.sheet(rows, cols, seed)


def ready(
    config: PictureConfig,
    seed: int,
    report: Report,
    cancel: threading.Event | None,
    device: str,
    pictures: P | None,
) -> tuple[P | Images, torch.device]:
    """The pictures of a run and the device, set up for training.

    Args:
        config, seed: which pictures, and the order they are drawn in.
        report: told (sentence, fraction) while pictures load.
        cancel: ends the loading early.
        device: "auto", or a key of ``engines.ground.device.devices``.
        pictures: use these in place of the config's source.

    Raises:
        Problem: no pictures; the sentence says what to change.
        Cancelled: ``cancel`` was set.
    """
    devices.prepare()
    chosen = devices.pick(device)
    if chosen.type == "cuda":
        torch.cuda.set_device(chosen)  # streams and graphs of this thread belong to it
        torch.backends.cudnn.benchmark = True  # every batch has the same shape
    found: P | Images | None = pictures
    if found is None:
        found = load_pictures(config, seed, report, cancel or threading.Event())
    report(mark("Setting up the networks"), None)
    return found, chosen


def lockstep(
    make: Callable[..., Any],
    a: Any,
    b: Any,
    report: Report = silent,
    cancel: threading.Event | None = None,
    device: str = "auto",
    pictures: Any = None,
) -> Lockstep[Any]:
    """Load the pictures once and set up both runs; see :func:`ready` for the arguments.

    Args:
        make: an engine of settings, report, cancel, device and pictures, such as ``engines.vqvae.build``.
        a, b: settings that name the same pictures, as :meth:`engines.ground.compare.rules.Rules.sides` makes
            them.

    Raises:
        Problem: no pictures, or settings of either that contradict each other.
        Cancelled: ``cancel`` was set.
    """
    found, _ = ready(a, a.seed, report, cancel, device, pictures)
    return paired(lambda config: make(config, report, cancel, device, found), a, b)
