"""The codebook on a plane: its two leading principal directions, which turn slowly while it learns."""

from __future__ import annotations

import numpy as np


def project(embed: np.ndarray, previous: np.ndarray | None = None) -> tuple[np.ndarray, np.ndarray]:
    """(points (K, 2), axes (D, 2)) of codes (K, D), centred and on the scale of their largest spread.

    Principal directions have no sign, and two of nearly equal size may trade places from one moment to the
    next. So the axes are turned within their plane to be as near to ``previous`` as they can (orthogonal
    Procrustes): points then move no more than the codes did.
    """
    x = np.asarray(embed, np.float64)
    x = x - x.mean(0)
    d = x.shape[1]
    if d == 1:
        axes = np.array([[1.0, 0.0]])
    else:
        _, vectors = np.linalg.eigh(x.T @ x)
        axes = vectors[:, :-3:-1]
        axes = axes * np.where(axes[np.abs(axes).argmax(0), [0, 1]] < 0, -1.0, 1.0)
        if previous is not None and previous.shape == axes.shape:
            u, _, v = np.linalg.svd(axes.T @ previous)
            axes = axes @ (u @ v)
    points = x @ axes
    scale = max(float(np.abs(points).max(initial=0.0)), 1e-12)
    return (points / scale).astype(np.float32), axes
