"""Drawings to begin with, each with the job that it can do."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from engines.layers.examples.sketch import Sketch
from engines.layers.graph import blocks, ties
from engines.layers.graph.node import Model
from engines.layers.graph.tidy import tidied
from engines.layers.jobs.sentences import ALPHABET, WORDS


def thrice() -> Model:
    """One linear layer, called three times: the first trick of the post. For digits."""
    s = Sketch()
    at = s.add("flatten", s.add("input", shape=(1, 12, 12)))
    at = s.add("activation", s.add("linear", at, out=32, name="into"))
    layer = ""
    for _ in range(3):
        layer = s.same("again", at) if layer else s.add("linear", at, out=32, name="again")
        at = s.add("activation", layer)
    s.add("output", s.add("linear", at, out=10, name="answer"))
    return s.model


def eye() -> Model:
    """Two convolutions and a mean over places. For digits."""
    s = Sketch()
    at = s.add("input", shape=(1, 12, 12))
    at = s.add("activation", s.add("norm", s.add("conv", at, channels=12), over="batch"))
    at = s.add("activation", s.add("conv", s.add("window", at), channels=24))
    s.add("output", s.add("linear", s.add("flatten", s.add("window", at)), out=10))
    return s.model


def looped() -> Model:
    """One residual block, gone through three times. For drawn pictures."""
    s = Sketch()
    at = s.add("activation", s.add("conv", s.add("input", shape=(1, 14, 14)), channels=16, name="stem"))
    at = s.add("window", at)
    conv = ""
    for _ in range(3):
        conv = s.same("step", at) if conv else s.add("conv", at, channels=16, name="step")
        at = s.add("add", at, s.add("activation", conv))
    pools = s.add("concat", s.add("pool", at), s.add("pool", at, of="max"))
    s.add("output", s.add("linear", pools, out=6, name="answer"))
    return s.model


def twins() -> Model:
    """One eye for two pictures, and how far apart it sees them. For pairs of digits."""
    s = Sketch()
    a, b = s.add("input", shape=(1, 12, 12), name="left"), s.add("input", shape=(1, 12, 12), name="right")
    at = s.add("window", s.add("activation", s.add("conv", a, channels=12)))
    at = s.add("activation", s.add("conv", at, channels=24))
    at = s.add("linear", s.add("flatten", s.add("window", at)), out=32)
    inside = tuple(n.id for n in s.model.graph.nodes if n.kind != "input")
    s.model = blocks.nest(s.model, inside, "eye")
    s.model = tidied(s.model)
    s.placed("eye", a)
    other = s.same("eye", b)
    s.add("output", s.add("linear", s.add("difference", "eye", other), out=2, name="answer"))
    return tidied(s.model)


def tied() -> Model:
    """Letters in, letters out, by the same table. For letters."""
    s = Sketch()
    at = s.add(
        "embedding", s.add("input", shape=(24,), dtype="tokens"), vocab=len(ALPHABET), dim=32, mask_zero=False
    )
    at = s.add("linear", s.add("lstm", at, units=64), out=32, name="back")
    out = s.add("tied_output", at, vocab=len(ALPHABET))
    s.model = ties.tie(s.model, out, "embedding")
    s.add("output", out)
    return s.model


def reader() -> Model:
    """Words read from both sides, with a mask. For sentences."""
    s = Sketch()
    at = s.add("embedding", s.add("input", shape=(12,), dtype="tokens"), vocab=len(WORDS), dim=16)
    at = s.add("attention_pool", s.add("lstm", at, units=24, both=True))
    s.add("output", s.add("linear", at, out=2, name="answer"))
    return s.model


def looker() -> Model:
    """Words that look at each other, the same layer twice. For sentences."""
    s = Sketch()
    at = s.add("embedding", s.add("input", shape=(12,), dtype="tokens"), vocab=len(WORDS), dim=24)
    at = s.add("position", at)
    first = s.add("attention", s.add("norm", at), heads=4)
    at = s.add("add", at, first)
    second = s.same(first, s.add("norm", at))
    at = s.add("add", at, second)
    at = s.add("activation", s.add("linear", at, out=32))
    s.add("output", s.add("linear", s.add("pool", at, of="max"), out=2, name="answer"))
    return s.model


DRAWINGS: Final[dict[str, tuple[str, Callable[[], Model]]]] = {
    "thrice": ("digits", thrice),
    "eye": ("digits", eye),
    "looped": ("pictures", looped),
    "twins": ("pairs", twins),
    "tied": ("characters", tied),
    "reader": ("sentences", reader),
    "looker": ("sentences", looker),
}


def drawing(key: str) -> Model:
    """The drawing of that key. Raises KeyError."""
    return tidied(DRAWINGS[key][1]())
