"""What the denoising lab leads through: from noise to samples, and three ways to fail."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from engines.denoise import DenoiseConfig, DenoiseSnapshot
from playground.ground.lesson import Lesson, Step
from playground.labs.denoise.stage import DenoiseStage

NEAR = 3.0  # times the floor: samples that a person would call right


def lessons(
    config: Callable[[], DenoiseConfig],
    snapshot: Callable[[], DenoiseSnapshot | None],
    stage: Callable[[], DenoiseStage],
) -> tuple[Lesson, ...]:
    """The lessons, which look at settings, the newest state, and what is in sight."""

    def steps() -> int:
        shown = snapshot()
        return shown.step if shown is not None else 0

    def far() -> float:
        """How far samples are from the data, in floors of the data itself."""
        shown = snapshot()
        if shown is None or "sw" not in shown.curves or not len(shown.curves["sw"][1]):
            return float("inf")
        return float(shown.curves["sw"][1][-1]) / max(shown.floors.get("sw", np.inf), 1e-9)

    def plane() -> bool:
        return config().plane

    def sigma() -> float:
        return stage().plane.sigma.value()

    def walking() -> bool:
        return stage().plane.walkers.walking

    return (
        Lesson("walk", (
            Step("learn", lambda: plane() and steps() >= 300, "denoise.play"),
            Step("blur", lambda: plane() and sigma() >= 1.5, "denoise.sigma"),
            Step("walk", lambda: plane() and walking() and sigma() >= 0.5, "denoise.walk"),
            Step("descend", lambda: plane() and walking() and sigma() <= 0.1, "denoise.sigma"),
            Step("near", lambda: plane() and far() < NEAR, "denoise.play"),
        )),
        Lesson("ways", (
            Step("page", lambda: plane() and stage().ways.isVisible(), "denoise.pages.ways"),
            Step("draw", lambda: len(stage().ways.draws()) >= 3, "denoise.draw"),
            Step("cost", lambda: bool(stage().ways.qualities().get("heun")), "denoise.measure"),
        )),
        Lesson("waves", (
            Step(
                "without", lambda: plane() and not config().fourier and steps() >= 800,
                "denoise.config.fourier",
            ),
            Step(
                "with", lambda: plane() and config().fourier and steps() >= 800,
                "denoise.config.fourier",
            ),
        )),
        Lesson("untold", (
            Step("two", lambda: _paper(config(), 0) and steps() >= 500, "denoise.method"),
            Step("many", lambda: _paper(config(), 16) and steps() >= 500, "denoise.dims"),
        )),
        Lesson("step", (
            Step(
                "long", lambda: _langevin(config()) and config().step_size >= 1.5,
                "denoise.config.step_size",
            ),
            Step(
                "short", lambda: _langevin(config()) and config().step_size <= 0.4,
                "denoise.config.step_size",
            ),
        )),
    )  # fmt: skip


def _paper(config: DenoiseConfig, least: int) -> bool:
    return config.plane and config.method == "paper" and (config.dims >= least if least else config.dims == 0)


def _langevin(config: DenoiseConfig) -> bool:
    return config.plane and config.sampler == "langevin" and not config.jump
