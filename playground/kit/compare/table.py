"""What a comparison found as a table for other programs: a line per setting, figure and point of a curve."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping, Sequence
from typing import Any

from engines.ground.compare.rules import Difference
from playground.kit.compare.figures import Figure
from playground.kit.sheets import Curves

HEAD = ("side", "what", "name", "step", "value")


def as_csv(
    step: int,
    differing: Difference,
    figures: Mapping[str, Sequence[Figure]],
    curves: Mapping[str, Curves],
) -> bytes:
    """The table, UTF-8.

    Args:
        step: that both have done.
        differing: settings in which they differ, with A's and B's value.
        figures, curves: of "A" and "B".
    """
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(HEAD)
    for at, side in enumerate(("A", "B")):
        rows: list[tuple[Any, ...]] = [("setting", f[0].name, 0, f[1 + at]) for f in differing]
        for figure in figures[side]:
            rows.append(("figure", figure.name, step, f"{figure.value:.6g}"))
            if figure.floor:
                rows.append(("floor", f"{figure.name}, {figure.floor}", step, f"{figure.level:.6g}"))
        for name, (x, y) in sorted(curves[side].items()):
            rows += [
                ("curve", name, f"{s:g}", f"{v:.6g}") for s, v in zip(x.tolist(), y.tolist(), strict=True)
            ]
        writer.writerows((side, *row) for row in rows)
    return text.getvalue().encode()
