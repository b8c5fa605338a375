"""Figures at the end, on sentences that training neither learnt from nor chose anything by."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from engines.onlstm.reading import Checked, Checkup, whole
from engines.onlstm.score import baselines, inner
from engines.onlstm.snapshot import place
from engines.onlstm.weights import widened

if TYPE_CHECKING:
    from collections.abc import Mapping

    from torch import Tensor

    from engines.onlstm.engine import OnLstmEngine
    from engines.onlstm.training import Trainer


def measure(engine: OnLstmEngine, trainer: Trainer, weights: Mapping[str, Tensor]) -> Checked:
    """Perplexity and F1 on the sentences kept for the end; on the held-out ones where there are none."""
    sentences = engine.corpus.final or engine.corpus.held
    rows = [engine.corpus.vocabulary.numbers(s.tokens) for s in sentences]
    checkup = Checkup(rows, [None if s.gold is None else inner(s.gold) for s in sentences])
    return whole(checkup.run(trainer.model, weights, engine.config.drop_weights))


def conclude(engine: OnLstmEngine) -> Iterator[str]:
    """Lines to print: the last weights, the best ones, the control, the baselines."""
    last = measure(engine, engine.trainer, engine.trainer.weights())
    yield f"last weights: perplexity {last.perplexity:.1f}"
    yield from _rows(last)
    golds = [s.gold for s in engine.corpus.final or engine.corpus.held if s.gold is not None]
    known = baselines(golds) if golds else {}
    if (best := engine.scores.best) is not None:
        then = measure(engine, engine.trainer, widened(engine.timeline.nearest(best.step)[1]))
        value = then.f1[(best.layer, best.builder, best.source)]
        where = place(best.layer, best.builder, best.source)
        yield (
            f"best on held-out sentences: step {best.step}, {where}: "
            f"F1 {value:.1f} here, {value - known['right']:+.1f} to right-branching, "
            f"perplexity {then.perplexity:.1f}"
        )
    if engine.control is not None:
        plain = measure(engine, engine.control, engine.control.weights())
        yield f"plain LSTM: perplexity {plain.perplexity:.1f}"
        yield from _rows(plain)
    if known:
        yield "baselines: " + "  ".join(f"{k} {v:.1f}" for k, v in known.items())


def _rows(found: Checked) -> Iterator[str]:
    layers = dict.fromkeys(which for which, _, _ in found.f1)
    for which in layers:
        name = "mean of layers" if which == "mean" else f"layer {which + 1}"
        figures = (f"{b} {s} {found.f1[(w, b, s)]:.1f}" for w, b, s in found.f1 if w == which)
        yield f"  F1 {name}: " + "  ".join(figures)
