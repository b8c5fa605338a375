"""Floors on a hand-segmented corpus, and what a reader of a novel would expect."""

from __future__ import annotations

from collections import Counter

import numpy as np
import pytest

from engines import words
from engines.words import Filters, WordsConfig
from engines.words.__main__ import main
from tests.benchmarks.words import excerpts, gold_types, quality
from tests.engines.words.conftest import stored

PEOPLE = {"凤姐", "贾母", "黛玉", "宝钗", "贾琏", "袭人", "贾政", "薛蟠", "紫鹃"}


@pytest.fixture(scope="module")
def gold() -> str:
    return stored("pd98.gold")


@pytest.fixture(scope="module")
def types(gold) -> Counter[str]:
    return gold_types(gold)


@pytest.mark.parametrize(("mode", "f1", "precision"), [("fast", 0.71, 0.885), ("careful", 0.735, 0.86)])
def test_floors_on_the_peoples_daily(gold, types, mode, f1, precision):
    result = words.discover(gold.replace(" ", ""), WordsConfig(mode=mode, min_count=5))
    found = quality(result.words, types, 5)
    assert found["F1"] >= f1
    assert found["P@5000"] >= precision


def test_a_thousand_characters_are_enough(gold):
    found = [
        quality(words.discover(text.replace(" ", "")).words, gold_types(text), 2)["F1"]
        for text in excerpts(gold, 1000, 60)
    ]
    assert np.mean(found) >= 0.70


def test_the_first_new_words_of_a_novel_are_its_people():
    result = words.discover(stored("hongloumeng"))
    mask = Filters().mask(result)
    order = [i for i in np.argsort(-result.score).tolist() if mask[i]]
    assert {result.words[i] for i in order[:20]} >= PEOPLE


def test_headless(tmp_path, capsys):
    path, out = tmp_path / "sanguo.txt", tmp_path / "words.tsv"
    path.write_text(stored("sanguo"), encoding="utf-8")
    assert main([str(path), "--mode", "fast", "--export", str(out), "--new"]) == 0
    listed = out.read_text(encoding="utf-8").splitlines()
    assert listed[0].split("\t")[:2] == ["word", "count"]
    assert {"玄德", "孔明"} & {line.split("\t")[0] for line in listed[1:50]}
    assert "characters (utf-8)" in capsys.readouterr().out
    path.write_bytes(b"nothing here")
    assert main([str(path)]) == 1
    assert "Chinese" in capsys.readouterr().err
    assert main([str(tmp_path / "none.txt")]) == 2
