"""F1 and perplexity over the steps: what is drawn below the tree."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from math import log10
from typing import TYPE_CHECKING

import numpy as np

from engines.ground.changes import Change
from engines.ground.marks import mark
from engines.onlstm import OnLstmConfig
from playground.kit.curve_marks import best, moments
from playground.kit.sheets import Curves
from widgets.look.i18n import tr

if TYPE_CHECKING:
    from widgets.plots.curves import CurveView

PLOTS = (
    ("f1", mark("F1 by layer"), mark("held-out sentences")),
    ("perplexity", mark("Perplexity"), mark("held-out, log₁₀")),
)
COLOURS: tuple[str | int, ...] = ("real", "accent", 2, 3)
Line = tuple[str, str | int, np.ndarray, np.ndarray]


def draw(
    plots: tuple[CurveView, ...],
    curves: Curves,
    builder: str,
    baselines: Mapping[str, float],
    changes: Sequence[Change],
) -> None:
    """Show a run's curves, F1 by one of the builders; without right trees there is no F1 to show."""
    scores, perplexity = plots
    lines = _scores(curves, "" if builder == "paper" else f" {builder}", baselines)
    scores.set_series(lines)
    scores.setVisible(bool(lines or baselines))
    shown: list[Line] = []
    for key, colour, name in (
        ("perplexity", "strong", mark("training")), ("eval perplexity", "text", mark("held out")),
    ):  # fmt: skip
        if key in curves:
            x, y = curves[key]
            shown.append((name, colour, x, np.log10(np.maximum(y, 1.0))))
    perplexity.set_series(shown)
    told = moments(changes, OnLstmConfig)
    scores.set_marks(told)
    perplexity.set_marks(told, [replace(p, y=log10(p.y)) for p in best(curves, "eval perplexity")])


def _scores(curves: Curves, of: str, baselines: Mapping[str, float]) -> list[Line]:
    lines: list[Line] = []
    for i, colour in enumerate(COLOURS):
        if (key := f"F1 layer {i + 1}{of}") in curves:
            lines.append((tr("layer {number}", number=i + 1), colour, *curves[key]))
    if "F1 picked" in curves:
        lines.append((mark("best reading"), "text", *curves["F1 picked"]))
    if "F1 control" in curves:
        lines.append((mark("plain LSTM"), "text2", *curves["F1 control"]))
    if lines and "right" in baselines:
        x = lines[0][2][[0, -1]]
        lines.append((mark("right-branching"), 4, x, np.full(2, baselines["right"])))
    return lines
