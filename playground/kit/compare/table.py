"""What a comparison found as a table for other programs: a line per setting, figure and point of a curve."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping, Sequence
from typing import Any

from engines.ground.compare.rules import Difference
from engines.images.scores.verdict import Scores
from playground.kit.compare.figures import Figure
from playground.kit.sheets import Curves

HEAD = ("side", "what", "name", "step", "value")


def as_csv(
    step: int,
    differing: Difference,
    figures: Mapping[str, Sequence[Figure]],
    curves: Mapping[str, Curves],
    scores: Mapping[str, Scores],
) -> bytes:
    """The table, UTF-8.

    Args:
        step: that both have done.
        differing: settings in which they differ, with A's and B's value.
        figures, curves: of "A" and "B".
        scores: of both on demand, where somebody asked for them.
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
        if side in scores:
            rows += _scored(scores[side])
        for name, (x, y) in sorted(curves[side].items()):
            rows += [
                ("curve", name, f"{s:g}", f"{v:.6g}") for s, v in zip(x.tolist(), y.tolist(), strict=True)
            ]
        writer.writerows((side, *row) for row in rows)
    return text.getvalue().encode()


def _scored(scores: Scores) -> list[tuple[Any, ...]]:
    """A line for each score, and one for what real pictures reach."""
    rows: list[tuple[Any, ...]] = [("score", "samples", scores.step, scores.count)]
    rows.append(("score", "compared by", scores.step, scores.task))
    for name, value in scores.values.items():
        rows.append(("score", name, scores.step, f"{value:.6g}"))
        if name in scores.floors:
            rows.append(("floor", f"{name}, real ones", scores.step, f"{scores.floors[name]:.6g}"))
    return rows
