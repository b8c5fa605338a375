"""Arrays that a view will take, and a sentence for those it will not."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np


def points(array: np.ndarray) -> np.ndarray:
    """float32 (n, 2), not copied if it is that already.

    Raises:
        ValueError: another shape, or a number that is not finite.
    """
    return _taken(array, "points", lambda shape: len(shape) == 2 and shape[1] == 2)


def grid(array: np.ndarray) -> np.ndarray:
    """float32 (rows, columns), two of each at least, not copied if it is that already.

    Raises:
        ValueError: another shape, or a number that is not finite.
    """
    return _taken(array, "a grid", lambda shape: len(shape) == 2 and min(shape) >= 2)


def vectors(array: np.ndarray) -> np.ndarray:
    """float32 (2, rows, columns), two rows and columns at least, not copied if it is that already.

    Raises:
        ValueError: another shape, or a number that is not finite.
    """
    return _taken(
        array, "a vector field", lambda shape: len(shape) == 3 and shape[0] == 2 and min(shape) >= 2
    )


def mesh(array: np.ndarray) -> np.ndarray:
    """float32 (rows, columns, 2), not copied if it is that already.

    Raises:
        ValueError: another shape, or a number that is not finite.
    """
    return _taken(array, "a mesh", lambda shape: len(shape) == 3 and shape[2] == 2 and min(shape) >= 2)


def trails(array: np.ndarray) -> np.ndarray:
    """float32 (steps, n, 2), not copied if it is that already.

    Raises:
        ValueError: another shape, or a number that is not finite.
    """
    return _taken(array, "trails", lambda shape: len(shape) == 3 and shape[2] == 2)


def _taken(array: np.ndarray, what: str, fits: Callable[[tuple[int, ...]], bool]) -> np.ndarray:
    found = np.asarray(array)
    if found.dtype.kind not in "fiub" or not fits(found.shape):
        raise ValueError(f"{what}: not {found.dtype} {found.shape}")
    with np.errstate(over="ignore"):  # what four bytes cannot hold becomes infinite, and is refused below
        made = np.ascontiguousarray(found, np.float32)
    if not np.isfinite(made).all():
        raise ValueError(f"{what}: a number that is not finite")
    return made
