"""Every step of the denoising lab's lessons is open at the start, done when the lab shows it, open again when not."""

from __future__ import annotations

from dataclasses import dataclass, field
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest

from engines.denoise import DenoiseConfig
from engines.ground import spec
from playground.ground import lesson, paths
from playground.labs.denoise.lessons import lessons


@dataclass
class Lab:
    """What the lessons look at."""

    values: dict[str, Any] = field(default_factory=dict)
    step: int = 0
    distance: float = 1.0
    sigma: float = 0.3
    walking: bool = False
    ways: bool = False
    drawn: tuple[str, ...] = ()
    measured: tuple[str, ...] = ()

    def config(self) -> DenoiseConfig:
        return spec.change(DenoiseConfig(), **self.values)

    def snapshot(self) -> Any:
        curves = {"sw": (np.array([1.0]), np.array([self.distance]))}
        return SimpleNamespace(step=self.step, curves=curves, floors={"sw": 0.01})

    def stage(self) -> Any:
        plane = SimpleNamespace(
            sigma=SimpleNamespace(value=lambda: self.sigma), walkers=SimpleNamespace(walking=self.walking)
        )
        ways = SimpleNamespace(
            isVisible=lambda: self.ways, draws=lambda: dict.fromkeys(self.drawn),
            qualities=lambda: {key: {5: 0.1} for key in self.measured},
        )  # fmt: skip
        return SimpleNamespace(plane=plane, ways=ways)


WAYS = ("langevin", "sde", "heun")
LONG = {"sampler": "langevin", "jump": False, "step_size": 1.7}
DONE = {
    "walk.learn": {"step": 300},
    "walk.blur": {"sigma": 2.0},
    "walk.walk": {"sigma": 2.0, "walking": True},
    "walk.descend": {"sigma": 0.05, "walking": True},
    "walk.near": {"distance": 0.02},
    "ways.page": {"ways": True},
    "ways.draw": {"drawn": WAYS},
    "ways.cost": {"measured": WAYS},
    "waves.without": {"values": {"fourier": False}, "step": 900},
    "waves.with": {"values": {"fourier": True}, "step": 900},
    "untold.two": {"values": {"method": "paper", "dims": 0}, "step": 500},
    "untold.many": {"values": {"method": "paper", "dims": 64}, "step": 500},
    "step.long": {"values": LONG},
    "step.short": {"values": LONG | {"step_size": 0.3}},
}


def steps_of(lab: Lab) -> dict[str, lesson.Step]:
    made = lessons(lab.config, lab.snapshot, lab.stage)
    return {f"{one.key}.{step.key}": step for one in made for step in one.steps}


def test_every_step_is_known_here():
    assert set(steps_of(Lab())) == set(DONE)


@pytest.mark.parametrize("key", DONE)
def test_a_step_is_done_by_what_it_asks_for_and_undone_again(key):
    lab = Lab()
    step = steps_of(lab)[key]
    before = dict(vars(lab))
    assert not step.done()
    vars(lab).update(DONE[key])
    assert step.done()
    vars(lab).update(before)
    assert not step.done()


@pytest.mark.parametrize("language", ["en", "zh"])
def test_every_step_has_its_words(language):
    texts = lesson.read(paths.assets() / "lessons" / f"denoise.{language}.md")
    for one in lessons(Lab().config, Lab().snapshot, Lab().stage):
        text = texts[one.key]
        assert set(text.steps) == {step.key for step in one.steps}
        assert text.question
        assert text.claim
