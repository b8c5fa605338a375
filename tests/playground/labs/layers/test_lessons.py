"""Every step of the layers lab's lessons is open at first, done by a model or an answer, and open again."""

from __future__ import annotations

from dataclasses import dataclass, replace
from types import SimpleNamespace
from typing import Any

import pytest

from engines.ground import spec
from engines.layers import LayersConfig, Model
from engines.layers.examples.drawings import drawing
from engines.layers.examples.sketch import Sketch
from engines.layers.graph import blocks, clips, cuts, edits, ties, wires
from engines.layers.graph.carry import carried
from engines.layers.graph.shapes import live
from engines.layers.masks.asked import SAMPLE, SCENARIOS, Ask
from engines.layers.masks.bench import bench
from playground.ground.lesson import Step
from playground.labs.layers.lessons import lessons


def plain() -> Model:
    """Two linear layers that share nothing."""
    s = Sketch()
    first = s.add("linear", s.add("input", shape=(8,)), name="first")
    s.add("output", s.add("activation", s.add("linear", first, name="second")))
    return s.model


@dataclass
class Lab:
    """What the lessons look at."""

    model: Model
    job: str = "digits"
    step: int = 0
    ask: Ask | None = None

    def config(self) -> LayersConfig:
        return spec.change(LayersConfig(), job=self.job)

    def snapshot(self) -> Any:
        masks = carried(self.model.graph, live(self.model.graph).types)
        return SimpleNamespace(
            step=self.step, unfit=None, figures={"loss": 1.0, "untied": 1.0},
            warnings=masks.warnings, carried=masks.carried,
        )  # fmt: skip

    def answer(self) -> Any:
        return None if self.ask is None else (self.ask, bench(self.ask))

    def steps(self) -> dict[str, Step]:
        made = lessons(self.config, self.snapshot, lambda: self.model, self.answer)
        return {f"{one.key}.{step.key}": step for one in made for step in one.steps}


def four() -> Model:
    model = ties.again(drawing("thrice"), "again")
    return wires.connect(model, "again", model.graph.nodes[-1].id)


def untied() -> Model:
    return ties.untied(drawing("thrice"))


def twice(share: bool) -> Model:
    return ties.again(blocks.nest(plain(), ("first", "second")), "block", share)


def head(*names: str) -> Model:
    return cuts.head(drawing("eye"), *names)


def function(name: str) -> Model:
    return wires.insert(plain(), "second", 0, "activation", function=name)


def held(*names: str) -> Model:
    model = plain()
    for name in names:
        model = ties.freeze(model, name)
    return model


def deep() -> Model:
    return blocks.nest(blocks.nest(plain(), ("first",), "inner"), ("inner", "second"), "outer")


def padless() -> Model:
    return edits.set_options(drawing("reader"), "embedding", mask_zero=False)


ASKS = {scenario.key: scenario.ask for scenario in SCENARIOS}
EMPTY = ASKS["empty_inf"]
CONV = ASKS["conv"]
MODELS: dict[str, Any] = {
    "share.three": lambda: drawing("thrice"),
    "share.four": four,
    "untie.three": lambda: drawing("thrice"),
    "untie.copy": lambda: ties.untie(drawing("thrice"), "again"),
    "untie.alone": untied,
    "untie.again": lambda: ties.tie(untied(), "again_1", "again"),
    "twins.block": lambda: blocks.nest(plain(), ("first",)),
    "twins.twice": lambda: twice(True),
    "twins.apart": lambda: clips.siamese(plain()),
    "clone.clone": lambda: twice(False),
    "clone.share": lambda: ties.tie(twice(False), "block_1", "block"),
    "tied.table": lambda: drawing("tied"),
    "tied.own": lambda: ties.untie(drawing("tied"), "tied_output"),
    "head.look": lambda: head("activation"),
    "head.two": lambda: head("activation", "conv_1"),
    "tail.begin": lambda: cuts.tail(drawing("eye"), "window"),
    "insert.nothing": lambda: function("identity"),
    "insert.other": lambda: function("tanh"),
    "freeze.lock": lambda: held("first", "second"),
    "freeze.probe": lambda: held("first"),
    "nest.block": lambda: blocks.nest(plain(), ("first",)),
    "nest.deep": deep,
    "wires.carried": lambda: drawing("reader"),
    "wires.warned": padless,
}
LEARNED: dict[str, tuple[Any, str]] = {
    "share.learn": (lambda: drawing("thrice"), "digits"),
    "twins.learn": (lambda: drawing("twins"), "pairs"),
    "tied.learn": (lambda: drawing("tied"), "characters"),
    "freeze.learn": (lambda: held("first"), "digits"),
}
ANSWERS = {
    "mean.off": ASKS["mean"],
    "mean.on": Ask(),
    "mean.wide": Ask(length=20, value=37.0),
    "halves.forward": ASKS["forward"],
    "halves.backward": ASKS["backward"],
    "halves.left": replace(ASKS["forward"], side="pre"),
    "halves.turned": Ask(op="bilstm_reversed"),
    "empty.nan": EMPTY,
    "empty.equal": ASKS["empty_large"],
    "empty.double": ASKS["empty_double"],
    "empty.guard": replace(EMPTY, guard=True),
    "nan.times": ASKS["nan_times"],
    "nan.fill": ASKS["nan_fill"],
    "keys.off": Ask(op="attention", mask=False),
    "keys.on": Ask(op="attention"),
    "edge.hurt": CONV,
    "edge.silent": replace(CONV, mask=True),
}  # fmt: skip


def test_every_step_is_known_here():
    assert set(Lab(plain()).steps()) == set(MODELS) | set(LEARNED) | set(ANSWERS)
    assert len({key.split(".")[0] for key in Lab(plain()).steps()}) >= 10


@pytest.mark.parametrize("key", MODELS)
def test_a_step_on_the_canvas_is_done_and_undone(key):
    lab = Lab(plain())
    step = lab.steps()[key]
    assert not step.done()
    lab.model = MODELS[key]()
    assert step.done()
    lab.model = plain()
    assert not step.done()


@pytest.mark.parametrize("key", LEARNED)
def test_learning_needs_the_model_and_its_steps(key):
    make, job = LEARNED[key]
    lab = Lab(plain(), job, 100)
    step = lab.steps()[key]
    assert not step.done()
    lab.model = make()
    assert step.done()
    lab.step = 99
    assert not step.done()


@pytest.mark.parametrize("key", ANSWERS)
def test_a_step_on_the_bench_is_done_and_undone(key):
    lab = Lab(plain())
    step = lab.steps()[key]
    assert not step.done()
    lab.ask = ANSWERS[key]
    assert step.done()
    lab.ask = replace(ANSWERS[key], op="max", lines=SAMPLE)
    assert not step.done()


def test_a_batch_without_padding_teaches_nothing():
    lab = Lab(plain(), ask=Ask(lines=("a b", "c d"), length=2))
    assert not lab.steps()["mean.on"].done()
