"""The lessons on masks are played to green as a person would; what is undone is open again."""

from __future__ import annotations

import pytest

from tests.app.layers.hands import Layers
from tests.app.layers.plays import Act, Play, play


def scenario(key: str) -> Act:
    def act(lab: Layers) -> None:
        lab.click(f"layers.mask.scenario.{key}")
        lab.settled()

    return act


def mask(**wanted: str) -> Act:
    """Choose on the bench: switches are clicked, the pad length is typed, the rest is taken from lists."""

    def act(lab: Layers) -> None:
        for name, value in wanted.items():
            if name in ("switch", "guard"):
                lab.click(f"layers.mask.{name}")
            elif name == "pad":
                lab.type("layers.mask.pad.value", value)
            else:
                lab.take(f"layers.mask.{name}", value)
        lab.settled()

    return act


@pytest.fixture
def bench(opened: Layers) -> Layers:
    """The page of masks, where a scenario of no lesson is shown."""
    opened.turn_to("Masks")
    scenario("max")(opened)
    return opened


ELSE = scenario("max")
LESSONS: dict[str, tuple[Play, ...]] = {
    "mean": (
        Play(mask(op="Mean pool"), mask(switch="on"), mask(switch="off")),
        Play(mask(switch="on"), mask(switch="off")),
        Play(mask(pad="20", value="37"), mask(value="0"), mask(value="37")),
    ),
    "halves": (
        Play(mask(op="LSTM, forward"), mask(side="Left of the words"), mask(side="Right of the words")),
        Play(mask(op="LSTM, both ways, packed"), mask(switch="on"), mask(switch="off")),
        Play(mask(op="LSTM, forward", side="Left of the words"), mask(side="Right of the words"),
             mask(side="Left of the words")),
        Play(mask(op="LSTM, both ways, turned round", switch="on"), mask(switch="off"), mask(switch="on")),
    ),
    "empty": (
        Play(scenario("empty_inf"), mask(guard="on"), mask(guard="off")),
        Play(scenario("empty_large"), ELSE),
        Play(scenario("empty_double"), mask(dtype="float32"), mask(dtype="float64")),
        Play(mask(guard="on"), mask(guard="off")),
    ),
    "nan": (
        Play(scenario("nan_times"), mask(value="37"), mask(value="NaN")),
        Play(mask(how="Set to zero"), mask(how="Times the mask")),
    ),
    "keys": (
        Play(mask(op="Self-attention", pad="12"), mask(switch="on"), mask(switch="off")),
        Play(mask(switch="on"), mask(switch="off")),
    ),
    "edge": (
        Play(mask(op="Convolution", value="37"), mask(value="0"), mask(value="37")),
        Play(mask(switch="on"), mask(switch="off")),
    ),
}  # fmt: skip


@pytest.mark.parametrize("key", LESSONS)
def test_a_lesson_on_masks(bench, key):
    play(bench, key, *LESSONS[key])


def test_whoever_goes_back_to_read_loses_nothing(bench):
    play(bench, "mean", *LESSONS["mean"])
    for way in ("back", "next"):
        for _ in LESSONS["mean"]:
            bench.click(f"layers.lesson.{way}")
            bench.window.page.lessons.look()
    assert bench.find("layers.lesson.text").property("role") == "true"
