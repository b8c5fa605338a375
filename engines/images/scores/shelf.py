"""Nets that were learned, kept between runs in the person's cache. Losing or spoiling them costs seconds."""

from __future__ import annotations

import hashlib
from collections.abc import Generator, Sequence
from pathlib import Path
from typing import Final

import numpy as np
from torch import Tensor

from engines.ground import checkpoint, downloads
from engines.ground.problem import FileProblem

RECIPE: Final = b"2"  # changes when learning does
PIECE: Final = 16 << 20  # bytes that are looked at at once
MOST: Final = 60  # nets, 0.4 MB each
KEY: Final = "features"


def folder() -> Path:
    """Where they are."""
    return downloads.cache_folder() / KEY


def digest(pixels: Tensor, labels: Tensor | None) -> Generator[float, None, str]:
    """A name for pictures, uint8 (N, H, W, C), with labels (N,) where those are learned. Yields 0 between
    pieces."""
    seal = hashlib.blake2b(RECIPE + str(tuple(pixels.shape)).encode(), digest_size=16)
    for part in pixels.split(max(1, PIECE // max(1, pixels[0].numel()))):
        seal.update(part.cpu().contiguous().numpy().data)
        yield 0.0
    if labels is not None:
        seal.update(labels.cpu().contiguous().numpy().data)
    return seal.hexdigest()


def recall(name: str, shapes: Sequence[tuple[int, ...]]) -> tuple[list[np.ndarray], float] | None:
    """(weights of these shapes, share that they are right about); None if there are none that are whole."""
    try:
        found = checkpoint.load(folder() / f"{name}{checkpoint.SUFFIX}", KEY)
        weights = [found.tensors[f"w{i}"] for i in range(len(shapes))]
        right = float(found.meta["right"])
    except (FileProblem, KeyError, TypeError, ValueError):
        return None
    fit = all(
        w.shape == shape and w.dtype == np.float32 and np.isfinite(w).all()
        for w, shape in zip(weights, shapes, strict=True)
    )
    return (weights, right) if fit and 0 <= right <= 1 else None


def keep(name: str, weights: Sequence[np.ndarray], right: float) -> None:
    """Keep a net. A full or read-only disk is no trouble: it is learned again."""
    try:
        folder().mkdir(parents=True, exist_ok=True)
        path = folder() / f"{name}{checkpoint.SUFFIX}"
        checkpoint.save(path, KEY, {"right": right}, {f"w{i}": w for i, w in enumerate(weights)})
        kept = sorted(folder().glob(f"*{checkpoint.SUFFIX}"), key=lambda old: old.stat().st_mtime)
        for old in kept[:-MOST]:
            old.unlink(missing_ok=True)
    except (FileProblem, OSError):
        return
