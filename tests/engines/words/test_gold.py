"""Floors on a hand-segmented corpus, and what a reader of a novel would expect."""

from __future__ import annotations

import numpy as np
import pytest

from engines import words
from engines.words import Filters, WordsConfig
from engines.words.__main__ import main
from tests.benchmarks.words import FIRST, NEWS, excerpts, gold_types, quality, second_half
from tests.engines.words.conftest import stored

PEOPLE = {"凤姐", "贾母", "黛玉", "宝钗", "贾琏", "袭人", "贾政", "薛蟠", "紫鹃"}


@pytest.fixture(scope="module")
def gold() -> str:
    return stored("pd98.gold")


@pytest.mark.parametrize(
    ("mode", "f1", "first"), [("fast", 0.75, (0.975, 0.965, 0.915)), ("careful", 0.80, (0.97, 0.96, 0.915))]
)
def test_floors_on_the_half_from_which_nothing_was_learned(gold, mode, f1, first):
    held = second_half(gold)
    result = words.discover(held.replace(" ", ""), WordsConfig(mode=mode, min_count=5))
    found = quality(result.words, gold_types(held), 5)
    assert found["F1"] >= f1
    assert all(found[f"P@{n}"] >= least for n, least in zip(FIRST, first, strict=True))


def test_a_day_of_news_is_read_better_than_with_a_dictionary(gold):
    text = next(excerpts(second_half(gold), NEWS, 2))
    result = words.discover(text.replace(" ", ""), WordsConfig(mode="careful"))
    often = [w for w, c in zip(result.words, result.segment_counts.tolist(), strict=True) if c >= 5]
    assert quality(often, gold_types(text), 5)["F1"] >= 0.874  # jieba, dictionary and all: .874


@pytest.mark.parametrize(("size", "least"), [(1000, 0.76), (3000, 0.78)])
def test_a_thousand_characters_are_enough(gold, size, least):
    found = [
        quality(words.discover(text.replace(" ", "")).words, gold_types(text), 2)["F1"]
        for text in excerpts(second_half(gold), size, 30)
    ]
    assert np.mean(found) >= least


@pytest.mark.parametrize("name", ["hongloumeng", "sanguo"])
def test_a_novel_begins_with_words(name):
    result = words.discover(stored(name))
    strange = [w for w, known in zip(result.words[:20], result.known, strict=False) if not known]
    assert set(strange) <= PEOPLE | {"玄德", "云长", "魏延", "蜀兵"}


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
