"""The engine as the window uses it: looks that change nothing, parsing, pins, the timeline, halts, own texts."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch

from engines import onlstm
from engines.ground import spec
from engines.ground.problem import Cancelled, FileProblem, Halt, Problem
from engines.ground.runner import Runner, State
from engines.onlstm.reading import whole
from engines.onlstm.texts import corpus as corpora
from engines.onlstm.trees import BUILDERS
from tests.engines.onlstm.conftest import PAPER, advance, tiny

Make = Callable[..., Any]
TREES = "\n".join(
    f"(S (NP (DT the) (NN n{i % 7})) (VP (VB v{i % 5}) (NP (DT a) (JJ big) (NN n{i % 3}))) (. .))"
    for i in range(60)
)


def frozen(engine: Any) -> dict[str, np.ndarray]:
    return {**engine.state()[1], "global": torch.get_rng_state().numpy()}


def same(a: dict[str, np.ndarray], b: dict[str, np.ndarray]) -> bool:
    return a.keys() == b.keys() and all(np.array_equal(a[k], b[k]) for k in a)


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
    wanted = {(k, b, s) for k in (0, 1, "mean") for b in ("paper", "gap") for s in ("d_forget", "d_in")}
    assert set(shown.f1) == set(shown.control) == wanted
    assert all(0 <= v <= 100 for v in shown.f1.values())
    assert tuple(shown.baselines) == onlstm.BASELINES
    assert shown.control_f1 == max(v for k, v in shown.control.items() if k[2] == "d_forget")
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


@pytest.mark.parametrize("text", ["", "dog", "the dog", "  the  Zyxwv dog's 12 cats ", "word " * 200])
def test_any_sentence_can_be_parsed(make: Make, text: str) -> None:
    engine = make()
    found = engine.parse(text)
    n = len(found.tokens)
    assert found.d_forget.shape == found.d_in.shape == (2, n)
    assert found.d_forget.dtype == np.float32
    assert [g.shape for g in (*found.f, *found.i)] == [(n, 4)] * 4
    assert ((found.d_forget >= -1e-6) & (found.d_forget <= 1 - 1 / 4 + 1e-6)).all()
    for k in range(2):
        np.testing.assert_allclose(found.d_forget[k], 1 - found.f[k].mean(1), atol=1e-6)
        np.testing.assert_allclose(found.d_in[k], found.i[k].mean(1), atol=1e-6)
    for builder in BUILDERS:
        for layer in (0, 1, "mean"):
            tree = found.tree(builder, "d_forget", layer)
            assert (tree.start, tree.end) == (0, n)
            tree.to_brackets(found.tokens)
            tree.to_json(found.tokens)
    assert found.known == tuple(t not in ("Zyxwv", "12", "word") for t in found.tokens)


def test_padding_and_company_do_not_change_a_sentence(make: Make) -> None:
    from engines.onlstm.reading import distances, read

    engine = make()
    rows = [engine.corpus.vocabulary.numbers(s.tokens) for s in engine.corpus.held[:9]]
    together = read(engine.trainer.model, engine.trainer.weights(), rows, 0.1)
    for b, row in enumerate(rows):
        alone = read(engine.trainer.model, engine.trainer.weights(), [row], 0.1)
        for a, c in zip(distances(together, b, len(row)), distances(alone, 0, len(row)), strict=True):
            np.testing.assert_allclose(a, c, atol=2e-6)


@pytest.mark.parametrize("corpus", ["english", "chinese"])
def test_held_out_sentences_bring_their_gold_trees(make: Make, corpus: str) -> None:
    engine = make(corpus=corpus)
    assert engine.sentences == corpora.CHECKED
    seen = {s.tokens for s in engine.corpus.train}
    for i in range(engine.sentences):
        sentence = engine.sentence(i)
        assert sentence.tokens not in seen
        found = engine.parse(sentence.text)
        assert found.tokens == sentence.tokens
        assert found.gold is sentence.gold
        assert onlstm.compare(found.tree(), sentence.gold).f1 >= 0
    assert engine.sentence(engine.sentences) is engine.sentence(0)
    assert engine.parse("colourless green ideas").gold is None


def test_chinese_is_cut_into_the_grammars_words(make: Make) -> None:
    engine = make(corpus="chinese")
    assert engine.parse("老师看了一本书").tokens == ("老师", "看", "了", "一", "本", "书")
    assert engine.parse("老师 看 了 一 本 书").tokens == ("老师", "看", "了", "一", "本", "书")


def test_the_check_scores_what_a_person_sees(make: Make) -> None:
    """F1 of the check equals F1 of the trees that parse gives."""
    engine = make(layers=3)
    advance(engine, 10)
    golds = [engine.sentence(i).gold for i in range(engine.sentences)]
    parses = [engine.parse(engine.sentence(i).text) for i in range(engine.sentences)]
    for (layer, builder, source), value in engine.scores.checked.f1.items():
        trees = [p.tree(builder, source, layer) for p in parses]
        assert onlstm.f1(trees, golds) == pytest.approx(value, abs=1.0)  # a tie may fall either way
    again = whole(
        engine.scores.checkup.run(engine.trainer.model, engine.trainer.weights(), engine.config.drop_weights)
    )
    assert again == engine.scores.checked


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
    with pytest.raises(Problem, match="Chunk changes with the next run"):
        engine.set_config(spec.change(engine.config, chunk=2))
    with pytest.raises(Problem, match="no plain LSTM"):
        engine.parse("the dog", control=True)


@pytest.mark.parametrize(
    ("units", "text"),
    [("words", PAPER), ("characters", "今天天气很好。我们去公园玩。他在家看书！"), ("spaces", PAPER)],
)
def test_a_pasted_text_trains_and_parses_with_honest_words(make: Make, units: str, text: str) -> None:
    engine = make(text=20 * text, corpus="text", tokens=units)
    advance(engine, 12)
    shown = engine.snapshot()
    assert np.isfinite(shown.perplexity)
    assert shown.f1 == shown.baselines == {}
    assert shown.best is None
    assert shown.control_f1 is None
    said = " ".join(map(str, shown.corpus.notes))
    assert "trees are mostly noise" in said
    assert "no score" in said
    found = engine.parse(text.split("。")[0] if "。" in text else "A network forgets")
    assert len(found.tokens) >= 3
    assert found.gold is None


def test_the_words_of_the_words_lab_cut_a_text(make: Make) -> None:
    text = "今天天气很好。\n我们去公园玩。\n公园的天气很好。\n我们今天去公园。\n" * 5
    engine = make(text=text, lexicon=("今天", "天气", "公园", "我们"), corpus="text", tokens="lexicon")
    assert engine.parse("我们今天去公园").tokens == ("我们", "今天", "去", "公园")
    with pytest.raises(Problem, match="word list"):
        make(text=text, corpus="text", tokens="lexicon")


def test_a_treebank_gives_gold_trees_and_scores(make: Make, tmp_path: Path) -> None:
    path = tmp_path / "trees.mrg"
    path.write_text(TREES)
    engine = make(corpus="treebank", path=str(path))
    advance(engine, 10)
    shown = engine.snapshot()
    assert shown.corpus.name == "trees.mrg"
    assert shown.corpus.gold
    assert shown.baselines["best"] > 80
    assert len(shown.f1) == 12
    assert engine.sentence(0).gold.to_brackets(engine.sentence(0).tokens).count("(") >= 3
    path.write_text(TREES + "\n  (S (NP a)")
    with pytest.raises(FileProblem, match=r"trees.mrg, line 61, column 3"):
        make(corpus="treebank", path=str(path))


@pytest.mark.parametrize(
    ("values", "wanted"),
    [
        ({"corpus": "text"}, "no text yet"),
        ({"corpus": "text", "path": "/no/such/file.txt"}, "file.txt is not there"),
        ({"corpus": "text", "text": "One line only"}, "1 sentence;"),
        ({"corpus": "treebank", "text": "no trees"}, "no bracketed trees"),
        ({"chunk": 5}, "whole chunks of 5"),
    ],
    ids=str,
)
def test_what_cannot_be_read_is_said_in_a_sentence(make: Make, values: dict[str, Any], wanted: str) -> None:
    with pytest.raises(Problem, match=wanted):
        make(**values)


def test_encodings(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    for encoding in ("utf-8", "utf-8-sig", "utf-16", "gb18030"):
        path.write_bytes("今天。天气".encode(encoding))
        assert corpora.read(str(path)) == "今天。天气"
    path.write_bytes(b"\xff\xff\xff\xff\x80")
    with pytest.raises(FileProblem, match=r"not a text"):
        corpora.read(str(path))


def test_building_can_be_cancelled() -> None:
    cancel = threading.Event()
    cancel.set()
    for config in (tiny(), tiny(corpus="treebank"), tiny(corpus="text")):
        with pytest.raises(Cancelled):
            onlstm.build(config, cancel=cancel, text=TREES)


def test_a_step_is_cut_into_pieces(make: Make) -> None:
    """The window asks between pieces; a check of many sentences is cut into more of them."""
    engine = onlstm.build(onlstm.DEFAULT.config(sentences=500, eval_every=5))
    advance(engine, 3)
    pieces = [sum(1 for _ in engine.step()) for _ in range(2)]
    assert pieces[0] >= 3
    assert pieces[1] >= pieces[0] + 5
    engine.close()
