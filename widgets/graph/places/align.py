"""Selected cards in line, or evenly apart."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal

from widgets.graph.model import Place
from widgets.graph.places.layout import Size

Side = Literal["left", "centre", "right", "top", "middle", "bottom", "across", "down"]
SIDES: tuple[Side, ...] = ("left", "centre", "right", "top", "middle", "bottom", "across", "down")


def align(side: Side, places: Mapping[str, Place], sizes: Mapping[str, Size]) -> dict[str, Place]:
    """Where the cards go: an edge or a middle in common, or equal gaps ``across`` or ``down``.

    ``left`` and ``top`` go to the outermost, ``centre`` and ``middle`` to the middle of all.
    """
    if not places:
        return {}
    axis = 0 if side in ("left", "centre", "right", "across") else 1
    low = {name: place[axis] for name, place in places.items()}
    high = {name: low[name] + sizes[name][axis] for name in places}
    if side in ("across", "down"):
        moved = _spread(low, high)
    elif side in ("left", "top"):
        moved = dict.fromkeys(places, min(low.values()))
    elif side in ("right", "bottom"):
        end = max(high.values())
        moved = {name: end - (high[name] - low[name]) for name in places}
    else:
        middle = (min(low.values()) + max(high.values())) / 2
        moved = {name: middle - (high[name] - low[name]) / 2 for name in places}
    return {n: (moved[n], y) if axis == 0 else (x, moved[n]) for n, (x, y) in places.items()}


def _spread(low: Mapping[str, float], high: Mapping[str, float]) -> dict[str, float]:
    """First and last stay, the gaps between neighbours become equal."""
    order = sorted(low, key=lambda name: low[name] + high[name])
    taken = sum(high[name] - low[name] for name in order)
    whole = max(high.values()) - min(low.values())
    gap = (whole - taken) / max(1, len(order) - 1)
    found, at = {}, min(low.values())
    for name in order:
        found[name] = at
        at += high[name] - low[name] + gap
    return found
