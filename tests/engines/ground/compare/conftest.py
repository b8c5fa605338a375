"""Small data for the runs that are compared here."""

from __future__ import annotations

from typing import Any

import numpy as np

from tests.engines.denoise.conftest import few_points
from tests.engines.onlstm.conftest import few_held_out

__all__ = ("equal", "few_held_out", "few_points")


def equal(a: Any, b: Any) -> bool:
    """Whether all that two engines' futures depend on is the same, bit for bit."""
    ours, theirs = a.state()[1], b.state()[1]
    return ours.keys() == theirs.keys() and all(
        np.array_equal(ours[name], theirs[name], equal_nan=ours[name].dtype.kind == "f") for name in ours
    )
