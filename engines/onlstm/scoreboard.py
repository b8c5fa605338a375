"""What checks on held-out sentences found: the newest of model and control, the best so far, the curves."""

from __future__ import annotations

from collections.abc import Generator, Sequence
from typing import Final, NamedTuple

from engines.ground.history import History
from engines.onlstm.config import OnLstmConfig
from engines.onlstm.reading import Checked, Checkup
from engines.onlstm.score import baselines, inner
from engines.onlstm.snapshot import SOURCES, Best, Key, Source
from engines.onlstm.texts.corpus import Corpus
from engines.onlstm.training import Trainer
from engines.onlstm.trees import BUILDERS, Builder

MEASURED: Final[Source] = "d_forget"  # the paper's: curves go by it, and the best of a small grammar


def sources(config: OnLstmConfig) -> tuple[Source, ...]:
    """What the best may be read off. On real text a layer's input gate, or the logarithm of its forgetting,
    is as often the best; small grammars are read as the paper reads."""
    return SOURCES if config.corpus == "treebank" else (MEASURED,)


def builders(sources: Sequence[Source]) -> tuple[Builder, ...]:
    """How the best may be built: leaning only on real text, too."""
    return BUILDERS if len(sources) > 1 else BUILDERS[:2]


class Scoreboard:
    """Args:
    sources: what the best may be read off.

    Attributes:
    baselines: F1 of trees that know nothing, empty without gold.
    checked, control: newest check of the model and of the plain LSTM beside.
    best: where the model's F1 was highest on one half of the sentences, told on the other half.
    """

    def __init__(self, corpus: Corpus, seed: int, sources: Sequence[Source] = (MEASURED,)) -> None:
        self._sources = sources
        golds = [s.gold for s in corpus.held]
        rows = [corpus.vocabulary.numbers(s.tokens) for s in corpus.held]
        self.checkup = Checkup(rows, [None if g is None else inner(g) for g in golds])
        known = [g for g in golds if g is not None]
        self.baselines = baselines(known, seed) if known else {}
        self.checked: Checked | None = None
        self.control: Checked | None = None
        self.best: Best | None = None

    @property
    def control_f1(self) -> float | None:
        """The best of the control's layers and builders, as :class:`Best` has it of the model."""
        found = None if self.control is None else self.pick(self.control)
        return None if found is None else found.told

    def pick(self, found: Checked) -> Picked | None:
        """The best layer, builder and gate of a check; None without gold."""
        return picked(found, self._sources)

    def worth(self, found: Checked) -> float:
        """What one start is chosen by before another: F1 of the choosing half, else a low perplexity."""
        pick = self.pick(found)
        return -found.perplexity if pick is None else pick.chosen

    def check(self, trainer: Trainer, drop: float) -> Generator[None, None, Checked]:
        """Read all held-out sentences; yields between short pieces."""
        return self.checkup.run(trainer.model, trainer.weights(), drop)

    def note_control(self, step: int, found: Checked, history: History) -> None:
        """Take down a check of the control."""
        self.control = found
        if (f1 := self.control_f1) is not None:
            history.add("F1 control", step, f1)

    def note(self, step: int, found: Checked, history: History) -> bool:
        """Take down a check of the model; whether its F1 is the highest so far of a trained model."""
        self.checked = found
        history.add("eval perplexity", step, found.perplexity)
        measured = {key: value for key, value in found.f1.items() if key[2] == MEASURED}
        for (which, builder, _), value in measured.items():
            name = "F1 mean" if which == "mean" else f"F1 layer {which + 1}"
            history.add(name + ("" if builder == "paper" else f" {builder}"), step, value)
        pick = self.pick(found)
        if pick is None or not step:
            return False
        if len(self._sources) > 1:
            history.add("F1 picked", step, pick.told)
        if self.best is not None and pick.chosen <= self.best.by:
            return False
        which, builder, source = pick.key
        self.best = Best(which, builder, step, pick.told, pick.chosen, source)
        return True

    def forget_after(self, step: int) -> None:
        """Drop a best that came after a step that is gone back to."""
        if self.best is not None and self.best.step > step:
            self.best = None


class Picked(NamedTuple):
    """A layer, builder and source; F1 on the sentences it was chosen by, and on the others."""

    key: Key
    chosen: float
    told: float


def picked(found: Checked, sources: Sequence[Source] = (MEASURED,)) -> Picked | None:
    """The best layer, builder and gate of a check; None without gold."""
    known = builders(sources)
    measured = {k: value for k, value in found.chosen.items() if k[1] in known and k[2] in sources}
    if not measured:
        return None
    key = max(measured, key=lambda k: measured[k])
    return Picked(key, measured[key], found.told[key])
