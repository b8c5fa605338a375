"""Sentences parsed by a run: any length, any company, gold trees, the words of a grammar."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from engines import onlstm
from engines.onlstm.reading import whole
from engines.onlstm.snapshot import logarithmic
from engines.onlstm.texts import corpus as corpora
from engines.onlstm.trees import BUILDERS
from tests.engines.onlstm.conftest import advance

Make = Callable[..., Any]


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
        forgotten = 1.01 - found.f[k][:, :-1].astype(np.float64)  # the last level forgets nothing
        np.testing.assert_allclose(found.d_log[k], forgotten.prod(1) ** (1 / 3) / 1.01, rtol=1e-4)
    for builder in BUILDERS:
        for layer in (0, 1, "mean"):
            tree = found.tree(builder, "d_forget", layer)
            assert (tree.start, tree.end) == (0, n)
            tree.to_brackets(found.tokens)
            tree.to_json(found.tokens)
    assert found.known == tuple(t not in ("Zyxwv", "12", "word") for t in found.tokens)


def test_a_logarithm_tells_small_forgetting_apart() -> None:
    f = np.array(
        [[1, 1, 1, 1], [0.9, 1, 1, 1], [0.9, 0.9, 0.95, 1], [0, 0, 0, 1], [0, 0, 0.9, 1]], np.float32
    )
    found = logarithmic(f)
    assert found[0] == pytest.approx(0.01 / 1.01)
    assert found[3] == pytest.approx(1)
    assert (np.diff(found[[0, 1, 2, 4, 3]]) > 0).all()
    assert (found[4] - found[2]) / found[2] > 2
    assert logarithmic(np.ones((2, 1), np.float32)).shape == (2,)  # a single level


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


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("(S (NP the dog) (VP (V sleeps)))", ["the", "dog", "sleeps"]),
        ("(TOP (S (NP-SBJ (DT the) (NN dog)) (VP (VBZ sleeps)) (. .)))", ["the", "dog", "sleeps"]),
        ("((the dog) sleeps)", ["the", "dog", "sleeps"]),
        (
            "(S (NP the dog) (VP sleeps",
            ["S", "NP", "the", "dog", "VP", "sleeps"],
        ),  # torn: a line as any other
    ],
)
def test_of_a_tree_that_somebody_copied_the_words_are_read(make: Make, text: str, words: list[str]) -> None:
    assert [t.lower() for t in make().parse(text).tokens] == [w.lower() for w in words]
