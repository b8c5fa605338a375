"""Layer reuse, and the solids of the Ellipse lab."""

from __future__ import annotations

from typing import Any

from engines import ellipse, layers
from engines.ground.problem import Problem
from tests.benchmarks.presets.line import Line, train


def of_layers(preset: Any, seed: int, seconds: float) -> Line:
    """Right answers on examples held apart, against always the same answer."""
    engine = layers.build(preset.config(seed=seed), device="cpu")
    steps = train(engine, seconds)
    shot = engine.snapshot()
    engine.close()
    return Line(shot.figures["right"], shot.floor, "right answers; trivial: always the same", steps, True)


def of_ellipse(preset: Any, seed: int, seconds: float) -> Line:
    """What the closed solid holds, against the two sheets laid flat; one that does not close holds nothing."""
    engine = ellipse.build(preset.config(), device="cpu")
    try:
        train(engine, seconds, 1)
        shot = engine.snapshot()
        volume = 0.0 if shot.problem else shot.figures["volume"]
    except Problem:
        volume = 0.0
    engine.close()
    return Line(volume, 0.0, "volume; trivial: two flat sheets", 1, True)
