"""Texts, word lists and treebanks of a person's own, and what cannot be read of them."""

from __future__ import annotations

import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from engines import onlstm
from engines.ground.problem import Cancelled, FileProblem, Problem
from engines.onlstm.texts import corpus as corpora
from tests.engines.onlstm.conftest import PAPER, advance, tiny

Make = Callable[..., Any]

TREES = "\n".join(
    f"(S (NP (DT the) (NN n{i % 7})) (VP (VB v{i % 5}) (NP (DT a) (JJ big) (NN n{i % 3}))) (. .))"
    for i in range(60)
)


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
    assert len(shown.f1) == 27  # layers and their mean, builders, gates
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
