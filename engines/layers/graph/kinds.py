"""The palette: every kind of node, its ports, its options, and what it does with a mask."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final, Literal

from engines.ground.marks import mark
from engines.ground.problem import Problem
from engines.layers.graph.node import Option

Rule = Literal["make", "keep", "drop", "reduce", "none"]
Group = Literal["ends", "layers", "sequences", "joins", "imported"]
MANY: Final = -1  # as many inputs as are wired, at least two


@dataclass(frozen=True)
class Choice:
    """An option: its default, and what else it may be.

    Attributes:
        low, high: of a number, or of each extent of a shape. allowed: of a word.
    """

    default: Option
    low: float = 0
    high: float = 0
    allowed: tuple[str, ...] = ()

    def check(self, node: str, name: str, value: Any) -> Option:
        """``value`` if it may be set. Raises Problem that names node and option."""
        refusal = Problem(
            mark("{node}: {option} cannot be {value}."), node=node, option=name, value=str(value)[:40]
        )
        if isinstance(self.default, bool):
            fits = isinstance(value, bool)
        elif isinstance(self.default, tuple):
            fits = isinstance(value, (tuple, list)) and len(value) <= 4
            fits = fits and all(type(v) is int and self.low <= v <= self.high for v in value)
            value = tuple(value) if fits else value
        elif isinstance(self.default, str):
            fits = isinstance(value, str) and (not self.allowed or value in self.allowed)
        elif isinstance(self.default, int):
            fits = type(value) is int and self.low <= value <= self.high
        else:
            fits = type(value) in (int, float) and self.low <= value <= self.high
        if not fits:
            raise refusal
        checked: Option = value
        return checked


@dataclass(frozen=True)
class Kind:
    """One line of the palette.

    Attributes:
        slots: inputs, or MANY. weighted: whether it has weights. mask: what becomes of a mask on its input.
        needs: a padded sequence without a mask gives it a wrong answer.
    """

    key: str
    title: str
    help: str
    group: Group
    slots: int = 1
    weighted: bool = False
    mask: Rule = "keep"
    needs: bool = False
    options: Mapping[str, Choice] = field(default_factory=dict)

    def defaults(self) -> tuple[tuple[str, Option], ...]:
        """All options as they are at first."""
        return tuple((name, choice.default) for name, choice in self.options.items())


def _size(default: int, high: int = 65536, low: int = 1) -> Choice:
    return Choice(default, low, high)


_MASKED: Final = {"masked": Choice(True)}
FUNCTIONS: Final = ("relu", "tanh", "sigmoid", "gelu", "silu", "softmax", "identity")

_ALL: Final = (
    Kind("input", mark("Model input"), mark("Where data come in: numbers or tokens, of this shape."), "ends",
         0, mask="none",
         options={"shape": Choice((8,), 1, 1 << 20), "dtype": Choice("float", allowed=("float", "tokens")),
                  "batch": Choice(0, 0, 1 << 20)}),
    Kind("output", mark("Model output"), mark("What the model answers."), "ends"),
    Kind("block", mark("Block"), mark("A whole graph as one layer."), "ends", mask="keep"),
    Kind("embedding", mark("Embedding"), mark("A row of a table for each token; token 0 may mean nothing."),
         "layers", weighted=True, mask="make",
         options={"vocab": _size(100, 1 << 20), "dim": _size(16), "mask_zero": Choice(True)}),
    Kind("linear", mark("Linear"), mark("A matrix, and a bias: y = Wx + b."), "layers", weighted=True,
         options={"out": _size(16), "bias": Choice(True)}),
    Kind("conv", mark("Convolution"), mark("One small filter for all places."), "layers", weighted=True,
         needs=True,
         options={"channels": _size(8), "kernel": _size(3, 31), "stride": _size(1, 16),
                  "padding": Choice("same", allowed=("same", "valid")), "bias": Choice(True), **_MASKED}),
    Kind("norm", mark("Normalisation"), mark("Mean 0 and spread 1, over features or over the batch."),
         "layers", weighted=True,
         options={"over": Choice("layer", allowed=("layer", "batch"))}),
    Kind("activation", mark("Activation function"),
         mark("What bends: without it layers in a row are one layer."),
         "layers", options={"function": Choice("relu", allowed=FUNCTIONS)}),
    Kind("window", mark("Pooling window"), mark("The largest or the mean of each small square."), "layers",
         mask="drop",
         options={"of": Choice("max", allowed=("max", "mean")), "size": _size(2, 16)}),
    Kind("flatten", mark("Flatten"), mark("All numbers in one row."), "layers", mask="drop"),
    Kind("dropout", mark("Dropout"),
         mark("While it learns, other numbers are set to zero at every step; nothing when it answers."),
         "layers", options={"rate": Choice(0.1, 0.0, 0.95)}),
    Kind("tied_output", mark("Tied output"),
         mark("The embedding's own table, transposed, with its own bias."), "layers",
         weighted=True, options={"vocab": _size(100, 1 << 20)}),
    Kind("lstm", mark("LSTM"), mark("Reads a sequence step by step, or from both sides."), "sequences",
         weighted=True, needs=True,
         options={"units": _size(16, 4096), "both": Choice(False),
                  "way": Choice("packed", allowed=("packed", "reversed")), **_MASKED}),
    Kind("attention", mark("Attention"), mark("Every place looks at every place, with several heads."),
         "sequences", weighted=True, needs=True,
         options={"heads": _size(2, 64), "causal": Choice(False), **_MASKED}),
    Kind("cross", mark("Cross-attention"),
         mark("Every place of the first input looks at all places of the second."), "sequences", 2,
         weighted=True, needs=True, options={"heads": _size(2, 64), **_MASKED}),
    Kind("position", mark("Position"), mark("Adds a learned vector for each place."), "sequences",
         weighted=True),
    Kind("pool", mark("Pool"), mark("The mean or the largest over all places."), "sequences", mask="reduce",
         needs=True, options={"of": Choice("mean", allowed=("mean", "max")), **_MASKED}),
    Kind("attention_pool", mark("Attention pool"), mark("A mean over places, weighted by a learned score."),
         "sequences", weighted=True, mask="reduce", needs=True, options=dict(_MASKED)),
    Kind("last", mark("Last step"), mark("The last real place of a sequence."), "sequences", mask="reduce",
         needs=True, options=dict(_MASKED)),
    Kind("add", mark("Add"), mark("The sum of its inputs."), "joins", MANY),
    Kind("multiply", mark("Multiply"), mark("The product of its inputs."), "joins", MANY),
    Kind("difference", mark("Difference"), mark("|a − b|: how far two answers are apart."), "joins", 2),
    Kind("concat", mark("Concatenate"), mark("Side by side, along features or channels."), "joins", MANY),
    Kind("parameter", mark("Parameter"), mark("A tensor that is learned, of an imported model."), "imported",
         0, weighted=True, mask="none", options={"shape": Choice((1,), 0, 1 << 24),
                    "dtype": Choice("float32", allowed=("float32", "float64", "int64", "bool"))}),
    Kind("module", mark("Module"), mark("Another layer of torch, of an imported model."), "imported", MANY,
         weighted=True, mask="drop",
         options={"target": Choice(""), "arguments": Choice("{}"), "call": Choice("[]")}),
    Kind("call", mark("Call"), mark("A function of torch, of an imported model."), "imported", MANY,
         mask="drop", options={"target": Choice(""), "arguments": Choice("[]")}),
)  # fmt: skip

KINDS: Final[Mapping[str, Kind]] = {kind.key: kind for kind in _ALL}
PALETTE: Final = tuple(kind for kind in _ALL if kind.group != "imported" and kind.key != "block")


def kind_of(key: str) -> Kind:
    """The kind of that key. Raises Problem."""
    if key not in KINDS:
        raise Problem(mark("There is no kind of layer {kind}."), kind=key[:40])
    return KINDS[key]
