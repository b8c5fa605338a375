"""A run in short, as the program ships it; :func:`engines.ground.saved.widened` makes it whole again."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

import numpy as np

from engines.ground.saved import SHORT, WIDER

LEFT_OUT: Final = (".exp_avg", ".exp_avg_sq", ".step")  # of Adam
NARROWER: Final = {wide: narrow for narrow, wide in WIDER.items()}

State = tuple[dict[str, Any], dict[str, np.ndarray]]


def shortened(meta: Mapping[str, Any], arrays: Mapping[str, np.ndarray], *, exact: bool = False) -> State:
    """A saved run without Adam's moments and with half the digits: (what JSON can hold, arrays by name).

    Args:
        exact: single precision, that of weights, stays as it is.

    Raises:
        ValueError: a number is too large for half precision.
    """
    left = {n: [str(a.dtype), list(a.shape)] for n, a in arrays.items() if n.endswith(LEFT_OUT)}
    kinds = NARROWER.keys() - ({"float32"} if exact else set())
    narrow = [n for n, a in arrays.items() if n not in left and str(a.dtype) in kinds]
    kept = {n: a for n, a in arrays.items() if n not in left}
    for name in narrow:
        with np.errstate(over="ignore"):
            kept[name] = kept[name].astype(NARROWER[str(kept[name].dtype)])
        if not np.isfinite(kept[name]).all():
            raise ValueError(name)
    return {**meta, SHORT: {"left": left, "narrow": narrow}}, kept


def averaged(meta: Mapping[str, Any], arrays: Mapping[str, np.ndarray]) -> State:
    """A shortened run whose networks are what their averages are, which then stand in the file once: the
    averages are what is seen, and training goes on from them."""
    same = {n: n.replace(".net.", ".average.", 1) for n in arrays if ".net." in n}
    same = {name: other for name, other in same.items() if other in arrays}
    kept = {name: array for name, array in arrays.items() if name not in same}
    short = {**meta[SHORT], "same": same, "narrow": [n for n in meta[SHORT]["narrow"] if n not in same]}
    return {**meta, SHORT: short}, kept


def without_past(meta: Mapping[str, Any], arrays: Mapping[str, np.ndarray]) -> State:
    """A saved run with nothing to look back on."""
    left = {name: array for name, array in arrays.items() if not name.startswith("past.")}
    return {name: value for name, value in meta.items() if name != "past"}, left


def thinned(
    meta: Mapping[str, Any], arrays: Mapping[str, np.ndarray], most: int, line: str, prefix: str
) -> State:
    """A saved run with fewer of the earlier steps it kept to look back on, spread as they were.

    Args:
        most: so many, beside the best. line: what the timeline is called. prefix: of its arrays.
    """
    steps = meta[line]["steps"]
    chosen = [steps[round(i)] for i in np.linspace(0, len(steps) - 1, min(most, len(steps)))]
    gone = tuple(f"{prefix}kept.{step}." for step in steps if step not in chosen)
    return (
        {**meta, line: {**meta[line], "steps": sorted(set(chosen))}},
        {name: array for name, array in arrays.items() if not name.startswith(gone)},
    )
