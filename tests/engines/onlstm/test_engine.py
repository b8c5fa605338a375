"""The engine as the window uses it: looks that change nothing, snapshots, pins, the timeline, halts."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from itertools import pairwise
from typing import Any

import numpy as np
import pytest
import torch

from engines import onlstm
from engines.ground import spec
from engines.ground.problem import Halt, Problem
from engines.ground.runner import Runner, State
from engines.onlstm import BUILDERS, SOURCES
from tests.engines.onlstm.conftest import advance, tiny
from tests.engines.pictures import frozen, same

Make = Callable[..., Any]


def look_at_everything(engine: Any) -> None:
    engine.snapshot()
    engine.parse("the dog sees a cat")
    engine.parse("the dog sees a cat", at=0)
    engine.sentence(3)
    if engine.control is not None:
        engine.parse("the dog", control=True)


@pytest.mark.parametrize(
    "values",
    [{}, {"control": True, "layers": 3}, {"mode": "stream", "bptt": 8, "optimiser": "sgd_ntasgd", "lr": 1.0}],
    ids=str,
)
def test_looks_in_the_middle_of_a_step_leave_training_bit_identical(
    make: Make, values: dict[str, Any]
) -> None:
    watched, alone = make(**values), make(**values)
    for _ in range(11):  # a check comes at step 10
        for _ in watched.step():
            look_at_everything(watched)
    advance(alone, 11)
    assert same(frozen(watched), frozen(alone))


def test_a_snapshot_has_everything(make: Make) -> None:
    engine = make(control=True)
    first = engine.snapshot()
    assert (first.step, first.loss, first.perplexity, first.f1, first.best) == (0, None, None, {}, None)
    advance(engine, 20)
    shown = engine.snapshot()
    assert (shown.step, shown.steps, shown.layers, shown.levels) == (20, 1000, 2, (4, 4))
    assert shown.perplexity == engine.scores.checked.perplexity > 1
    wanted = {(k, b, s) for k in (0, 1, "mean") for b in BUILDERS for s in SOURCES}
    assert set(shown.f1) == set(shown.control) == wanted
    assert all(0 <= v <= 100 for v in shown.f1.values())
    assert tuple(shown.baselines) == onlstm.BASELINES
    assert shown.control_f1 is not None
    assert shown.best is not None
    assert shown.best.step in shown.kept
    assert shown.corpus.gold
    assert shown.corpus.sentences == 60
    assert shown.tokens_per_s > 0
    names = {"loss", "perplexity", "eval perplexity", "F1 layer 1", "F1 layer 2 gap", "F1 mean", "F1 control"}
    assert names <= set(shown.curves)
    assert list(shown.curves["F1 layer 1"][0]) == [0, 10, 20]
    assert [p.step for p in shown.pinned] == [20]
    assert not shown.finished


def test_pins(make: Make) -> None:
    engine = make()
    assert [p.tokens for p in engine.snapshot().pinned] == [engine.sentence(0).tokens]
    engine.pin("The dog sleeps")
    engine.pin("The dog sleeps")
    engine.pin("  ")
    assert [p.tokens for p in engine.snapshot().pinned][1:] == [("The", "dog", "sleeps")]
    engine.unpin(0)
    engine.unpin(7)
    assert len(engine.snapshot().pinned) == 1
    for i in range(7):
        engine.pin(f"sentence {'x' * i}")
    with pytest.raises(Problem, match="8 sentences are pinned already"):
        engine.pin("one more")


def test_kept_weights_are_even_and_few_and_show_what_was(make: Make) -> None:
    engine = make(steps=600)
    before = engine.parse("the dog sees a cat")
    advance(engine, 110)
    shown = engine.snapshot()
    assert 20 <= len(shown.kept) <= 40
    rest = [step for step in shown.kept if step != shown.best.step]
    assert len({b - a for a, b in pairwise(rest)} - {0}) <= 2
    first = engine.parse("the dog sees a cat", at=0)
    assert first.step == shown.kept[0] == 0
    np.testing.assert_allclose(first.d_forget, before.d_forget, atol=2e-3)
    assert all(engine.parse("the dog", at=step).step == step for step in shown.kept)
    assert engine.parse("the dog", at=10**6).step == shown.kept[-1]


def test_the_run_ends_with_a_sentence_and_goes_on_when_steps_are_raised(make: Make) -> None:
    engine = make(steps=3)
    advance(engine, 3)
    assert engine.snapshot().finished
    assert engine.snapshot().curves["eval perplexity"][0][-1] == 3
    with pytest.raises(Halt, match="All 3 steps are done"):
        advance(engine, 1)
    engine.set_config(spec.change(engine.config, steps=5, lr=0.001))
    advance(engine, 2)
    assert engine.count == 5


def test_the_runner_pauses_at_the_end() -> None:
    runner: Runner[Any] = Runner(lambda r: onlstm.build(tiny(steps=4), r.report, r.cancelled))
    runner.start()
    runner.play()
    deadline = time.monotonic() + 30
    while (halt := runner.halts.take()) is None and time.monotonic() < deadline:
        threading.Event().wait(0.01)
    assert halt is not None
    assert runner.ask(lambda e: e.count).result(10) == 4
    assert runner.ask(lambda e: e.parse("the dog").tokens, anytime=True).result(10) == ("the", "dog")
    assert runner.state is State.PAUSED
    assert runner.close(10)


def test_a_broken_number_puts_the_last_good_state_back(make: Make) -> None:
    engine = make()
    advance(engine, 52)
    with torch.no_grad():
        engine.trainer.model.table[5] = float("nan")
    with pytest.raises(Halt, match="Step 50 is restored, with half the rate"):
        advance(engine, 40)
    assert engine.count == 50
    assert all(p.isfinite().all() for p in engine.trainer.model.parameters())
    assert float(engine.trainer.slower) == 0.5
    assert max(engine.snapshot().kept) <= 50
    advance(engine, 60)
    assert engine.count == 110


def test_live_fields_change_and_others_are_refused(make: Make) -> None:
    engine = make()
    engine.set_config(spec.change(engine.config, drop_weights=0.5, eval_every=7))
    advance(engine, 7)
    assert engine.snapshot().curves["eval perplexity"][0][-1] == 7
    with pytest.raises(Problem, match="Chunk changes only with a new run"):
        engine.set_config(spec.change(engine.config, chunk=2))
    with pytest.raises(Problem, match="no plain LSTM"):
        engine.parse("the dog", control=True)


def test_a_step_is_cut_into_pieces(make: Make) -> None:
    """The window asks between pieces; a check of many sentences is cut into more of them."""
    engine = onlstm.build(onlstm.DEFAULT.config(sentences=500, eval_every=5))
    advance(engine, 3)
    pieces = [sum(1 for _ in engine.step()) for _ in range(2)]
    assert pieces[0] >= 3
    assert pieces[1] >= pieces[0] + 5
    engine.close()
