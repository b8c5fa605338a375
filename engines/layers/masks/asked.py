"""What is asked of the mask bench, and what it answers. Imports no torch."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Final, Literal, get_args

import numpy as np

from engines.ground.marks import mark
from engines.ground.problem import Problem

Op = Literal["mean", "max", "attention_pool", "attention", "lstm", "bilstm", "bilstm_reversed", "conv"]
OPS: Final[tuple[tuple[Op, str, str], ...]] = (
    ("mean", mark("Mean pool"), mark("Sum of the real places over their number.")),
    ("max", mark("Max pool"), mark("The largest of each feature.")),
    ("attention_pool", mark("Attention pool"), mark("A mean weighted by softmax.")),
    ("attention", mark("Self-attention"), mark("Two heads; padding must not be looked at.")),
    ("lstm", mark("LSTM, forward"), mark("Reads from the left and never meets padding on the right.")),
    ("bilstm", mark("LSTM, both ways, packed"), mark("Rows are read without their padding.")),
    ("bilstm_reversed", mark("LSTM, both ways, turned round"),
     mark("Each row is turned round by its own length.")),
    ("conv", mark("Convolution"), mark("Three places wide; the last real place sees the padding.")),
)  # fmt: skip
LINES, WORDS, LONGEST = 16, 64, 128  # most lines, words a line, and places a row
SAMPLE: Final = ("cats sleep", "the old dog ran home fast today", "yes", "we like short words")


@dataclass(frozen=True)
class Ask:
    """One query.

    Attributes:
        lines: of text; words are what stands between spaces. An empty line is a row with nothing real.
        length: places a row is padded to, at least as many as the longest line has.
        value: what padding holds; may be NaN. side: where it stands.
        op, mask: the operation, and whether it is told of the mask.
        fill: what hides a score, -inf or a large negative number that is added. dtype: of all numbers.
        how: how padding is taken out of sums: "fill" puts zeros there, "times" multiplies by the mask.
        guard: a row with nothing real answers zeros; without it, whatever comes of ``fill``.
        seed: of words' vectors and the operation's weights.
    """

    lines: tuple[str, ...] = SAMPLE
    length: int = 9
    value: float = 0.0
    side: Literal["post", "pre"] = "post"
    op: Op = "mean"
    mask: bool = True
    fill: float = float("-inf")
    dtype: Literal["float32", "float64"] = "float32"
    how: Literal["fill", "times"] = "fill"
    guard: bool = True
    seed: int = 0


@dataclass(frozen=True)
class Bench:
    """The answer. B lines, T places, D features.

    Attributes:
        words: (B, T) texts, "" where there is padding. real: bool (B, T). grid: float64 (B, T, D).
        outputs: float64, (B, D) or (B, T, D), what comes out of the padded batch. truth: the same of each
            line by itself; zeros at padding and for an empty line.
        errors: float64 (B,), the largest difference in real places, NaN where the answer is none; error: the
            largest of them, NaN if one is.
        halves: of an LSTM both ways, the error of its forward and of its backward half.
        map: float64 (B, T) or (B, heads, T, T), who is looked at; None where nobody looks.
        empty: bool (B,), rows with nothing real.
        gradient: float64 (B, T), how much the answer of the real places hangs on each place: at padding it
            is 0 exactly, or the padding leaks.
        rule: what becomes of the mask: "keep" or "reduce".
    """

    words: tuple[tuple[str, ...], ...]
    real: np.ndarray
    grid: np.ndarray
    outputs: np.ndarray
    truth: np.ndarray
    errors: np.ndarray
    error: float
    halves: tuple[float, float] | None
    map: np.ndarray | None
    empty: np.ndarray
    gradient: np.ndarray
    rule: str


def checked(ask: Ask) -> tuple[tuple[str, ...], ...]:
    """The words of each line. Raises Problem: no lines, too many, or a choice that does not exist."""
    rows = tuple(tuple(line.split()) for line in ask.lines)
    if not rows or len(rows) > LINES or max(map(len, rows)) > WORDS:
        raise Problem(
            mark("The bench takes 1 to {lines} lines of at most {words} words."), lines=LINES, words=WORDS
        )
    if not 1 <= ask.length <= LONGEST:
        raise Problem(mark("Rows are padded to 1 to {most} places."), most=LONGEST)
    known = ask.side in ("pre", "post") and ask.dtype in ("float32", "float64")
    if ask.op not in get_args(Op) or not known:
        raise Problem(mark("The bench has no operation {op}."), op=str(ask.op)[:40])
    return rows


@dataclass(frozen=True)
class Scenario:
    """Something to see at one click: what to ask, and what to look at."""

    key: str
    title: str
    look: str
    ask: Ask


_WITH_EMPTY: Final = ("four words stand here", "", "yes no")
_A: Final = Ask()
SCENARIOS: Final = (
    Scenario("mean", mark("Zeros count too"),
             mark("Padding of zeros pulls the mean towards zero."),
             replace(_A, mask=False)),
    Scenario("max", mark("The largest of nothing"),
             mark("Where all features are negative, a zero of padding wins."),
             replace(_A, op="max", mask=False)),
    Scenario("backward", mark("Only the backward half"),
             mark("Padding on the right hurts only the half that begins there."),
             replace(_A, op="bilstm", mask=False, length=20)),
    Scenario("forward", mark("The forward half is safe"),
             mark("It has read all words before it meets padding."),
             replace(_A, op="lstm", mask=False, length=20)),
    Scenario("conv", mark("The edge of a convolution"),
             mark("The last word sees the padding beside it."),
             replace(_A, op="conv", mask=False, value=37.0)),
    Scenario("empty_inf", mark("Nothing to look at: −∞"),
             mark("A softmax over nothing but −∞ is not a number."),
             replace(_A, lines=_WITH_EMPTY, length=4, op="attention_pool", guard=False)),
    Scenario("empty_large", mark("Nothing to look at: −10¹²"),
             mark("Scores are lost in the large number: all weights are equal."),
             replace(_A, lines=_WITH_EMPTY, length=4, op="attention_pool", guard=False, fill=-1e12,
                     value=37.0)),
    Scenario("empty_double", mark("−10¹² in double precision"),
             mark("The digits survive: padding is weighed as if there were no mask."),
             replace(_A, lines=_WITH_EMPTY, length=4, op="attention_pool", guard=False, fill=-1e12,
                     dtype="float64", value=37.0)),
    Scenario("nan_times", mark("NaN times zero"),
             mark("Multiplying by the mask lets NaN through."),
             replace(_A, value=float("nan"), how="times")),
    Scenario("nan_fill", mark("NaN held back"),
             mark("Zeros put in its place: not a trace of it."),
             replace(_A, value=float("nan"))),
)  # fmt: skip
