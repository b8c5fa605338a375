"""What the window asks of a run: plain functions that run on the engine's thread. Imports no torch."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from engines.onlstm.snapshot import Parse

if TYPE_CHECKING:
    from engines.onlstm.engine import OnLstmEngine
    from engines.onlstm.similar import Found
    from engines.onlstm.snapshot import Source, Which
    from engines.onlstm.trees import Builder

AT_ONCE = 0.1  # seconds that a query may read held-out sentences for


@dataclass(frozen=True)
class Choice:
    """How distances become a tree: which layer, which builder, which gate."""

    layer: Which = 1
    builder: Builder = "paper"
    source: Source = "d_forget"

    def key(self) -> tuple[Which, Builder, Source]:
        """As the engine's scores are keyed."""
        return self.layer, self.builder, self.source

    def layer_in(self, parse: Parse) -> Which:
        """The layer, or the last one that a parse has."""
        return self.layer if self.layer == "mean" else min(self.layer, parse.layers - 1)


@dataclass(frozen=True)
class Looks:
    """All that decides what is seen of a sentence: ``at`` is the step of kept weights, None being now;
    ``control`` is the plain LSTM beside the model."""

    choice: Choice = Choice()
    at: int | None = None
    control: bool = False


def parsed(engine: OnLstmEngine, text: str, looks: Looks) -> Parse:
    """How a line is read."""
    return engine.parse(text, looks.at, looks.control)


def through(engine: OnLstmEngine, text: str) -> list[Parse]:
    """How a line was read at every step whose weights are kept, the first one first, and how it is now."""
    steps = [step for step in engine.timeline.steps if step != engine.count]
    return [*(engine.parse(text, at=step) for step in steps), engine.parse(text)]


def held_out(engine: OnLstmEngine, index: int) -> tuple[str, int]:
    """A held-out sentence, and how many there are."""
    return engine.sentence(index).text, engine.sentences


def similar(engine: OnLstmEngine, text: str, span: tuple[int, int], looks: Looks) -> tuple[int, Found] | None:
    """The step of the weights, and the spans that they read most alike; None while held-out sentences are
    still being read: ask again."""
    if not engine.similar.ready(looks.at, looks.control, AT_ONCE):
        return None
    from engines.onlstm.similar import Found

    parse, choice = parsed(engine, text, looks), looks.choice
    if span[1] > len(parse.tokens):
        return parse.step, Found()
    layer = choice.layer_in(parse)
    return parse.step, engine.similar.find(parse, span, layer, choice.source, looks.at, looks.control)
