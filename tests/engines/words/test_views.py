"""Filters, words in context, a word from all sides, segmentation and export."""

from __future__ import annotations

import csv
import io
import json
import math
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engines import words
from engines.ground.problem import FileProblem, Problem
from engines.words import Filters, WordsConfig
from engines.words.export import dump
from engines.words.filters import NAMES, OPEN
from tests.engines.words.conftest import FEW, ODD, cohesion_of, counted, entropy_of, stretches, texts

SAMPLE = Path(__file__).parents[3] / "assets" / "samples" / "1-tea-house.txt"
MIXED = "4S店在卖A股，4S店说iPhone好。买A股的4S店，iPhone贵；A股跌了，iPhone也跌了。" * 3


@pytest.fixture(scope="module")
def text() -> str:
    return SAMPLE.read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def result(text):
    return words.discover(text)


def test_samples_give_their_names_at_once(text, result):
    new = [w for w, shown in zip(result.words, Filters().mask(result), strict=True) if shown]
    assert {"沈砚秋", "雾隐亭", "傅九爷", "紫泥壶", "青石渡", "听澜茶馆", "栖云", "茶谱"} <= set(new)
    for path in SAMPLE.parent.glob("*.txt"):
        sample = path.read_text(encoding="utf-8")
        assert len(sample.split("\n", 1)[0]) < 30
        assert Filters().mask(words.discover(sample)).sum() >= 10


def test_filters_hide_what_they_say(result):
    everything = Filters(False, False, False, (1, 99))
    assert everything.mask(result).all()
    assert everything.loosest(result) == ""
    for changes in ({"hide_known": True}, {"lengths": (3, 3)}, {"min_count": 8}, {"text": "雾"}):
        mask = Filters(**{**everything.__dict__, **changes}).mask(result)
        expected = [
            (not changes.get("hide_known") or not result.known[i])
            and (changes.get("lengths") != (3, 3) or len(w) == 3)
            and result.counts[i] >= changes.get("min_count", 0)
            and changes.get("text", "") in w
            for i, w in enumerate(result.words)
        ]
        assert mask.tolist() == expected
    ignoring = Filters(**{**everything.__dict__, "ignore": frozenset(result.words[:3])})
    assert ignoring.mask(result).tolist() == [False] * 3 + [True] * (len(result) - 3)
    nothing = Filters(**{**everything.__dict__, "text": "没有这个词"})
    assert nothing.loosest(result) == "text"
    edges = Filters(**{**everything.__dict__, "hide_edges": True}).mask(result)
    assert all(
        w[0] not in words.EDGES and w[-1] not in words.EDGES
        for w, m in zip(result.words, edges, strict=True)
        if m
    )


def test_any_filter_can_be_turned_off(result):
    strict = Filters(True, True, True, (3, 3), 5, "雾", frozenset(result.words[:3]))
    for name in NAMES:
        loosened = strict.loosened(name)
        assert {n for n in NAMES if getattr(loosened, n) != getattr(strict, n)} == {name}
        assert loosened.hidden(result)[name] == 0
    assert OPEN.mask(result).all()


filters = st.builds(
    Filters,
    st.booleans(),
    st.booleans(),
    st.booleans(),
    st.tuples(st.integers(1, 5), st.integers(5, 1 << 30)),
    st.integers(0, 99),
    st.just(""),
    st.frozensets(st.text(min_size=1, max_size=3)),
)


@given(filters)
@settings(max_examples=60, deadline=None, derandomize=True)
def test_filters_are_remembered(chosen):
    assert Filters.read(json.loads(json.dumps(chosen.plain()))) == chosen


@pytest.mark.parametrize(
    "nonsense",
    [
        {},
        {"hide_known": 1, "lengths": [3], "min_count": "5", "ignore": "x"},
        {"lengths": [5, 2]},
        {"text": "茶"},
    ],
)
def test_of_remembered_filters_nonsense_is_passed_over(nonsense):
    assert Filters.read(nonsense) == Filters()
    assert Filters.read({"min_count": -4, "ignore": ["茶", 3]}) == Filters(ignore=frozenset("茶"))


def test_the_score_is_compared_by_its_logarithm(result):
    above = result.score >= 1
    assert np.allclose(result.log_score[above], np.log(result.score[above]))
    assert (result.log_score[~above] == 0).all()


def test_the_dictionary_tells_known_words(result):
    known = {w for w, k in zip(result.words, result.known, strict=True) if k}
    assert {"茶馆", "声音"} & known
    assert "沈砚秋" not in known
    without = words.discover(SAMPLE.read_text(encoding="utf-8"), WordsConfig(dictionary="none"))
    assert set(without.words) == set(result.words)  # their order may differ: nothing vouches for one
    assert not without.known.any()


def test_an_own_dictionary_and_its_errors(tmp_path, text):
    own = tmp_path / "own.txt"
    own.write_text("沈砚秋 5 nr\n雾隐亭\n\n青石渡 x\n", encoding="gb18030")
    found = words.discover(text, WordsConfig(dictionary="file", path=str(own)))
    assert {w for w, k in zip(found.words, found.known, strict=True) if k} == {"沈砚秋", "雾隐亭", "青石渡"}
    with pytest.raises(FileProblem, match="missing"):
        words.discover(text, WordsConfig(dictionary="file", path=str(tmp_path / "missing.txt")))


@given(texts, st.sampled_from(["天", "天地", "人人", "地大人"]))
@settings(max_examples=60, deadline=None, derandomize=True)
def test_concordance_finds_every_place(text, word):
    found = words.concordance(text, word, 5, 10_000, "text", nfkc=False)
    assert found.total == len(found.lines) == counted(text, 3)[word]
    for at, left, right in found.lines:
        assert text[at : at + len(word)] == word
        assert len(left) <= 5 >= len(right)


def test_concordance_is_sorted_outwards_from_the_word():
    text = "乙甲词丙，甲乙词丁。甲甲词丙"
    right = words.concordance(text, "词", 4, 10, "right")
    assert [line[2][0] for line in right.lines] == ["丁", "丙", "丙"]
    left = words.concordance(text, "词", 4, 10, "left")
    keys = [line[1][::-1] for line in left.lines]
    assert keys == sorted(keys)
    assert words.concordance(text, "词", 4, 2, "left").total == 3
    assert words.concordance(text, "", 4).total == 0


def test_a_word_with_letters_stands_apart_from_longer_runs():
    assert words.concordance("A股 BA股 A股票 4S店 14S店", "A股").total == 2
    assert words.concordance("A股 BA股", "BA股").total == 1


@given(texts, st.sampled_from(["天", "天地", "人人", "地大人"]))
@settings(max_examples=40, deadline=None, derandomize=True)
def test_a_word_from_all_sides(text, word):
    found = words.inspect(text, word)
    counts = counted(text, 3)
    assert found.count == counts[word] == len(found.positions)
    assert found.total == sum(map(len, stretches(text)))
    assert math.isclose(found.left_entropy, entropy_of(word, text, 0), abs_tol=1e-9)
    assert math.isclose(found.right_entropy, entropy_of(word, text, 1), abs_tol=1e-9)
    if counts[word] and len(word) > 1:
        weakest = min(value for _, _, value in found.cuts)
        assert found.cuts[found.weakest][2] == weakest
        assert math.isclose(weakest, cohesion_of(word, counts, found.total), abs_tol=1e-9)


@given(
    st.text(st.sampled_from(FEW + ODD), max_size=60),
    st.lists(st.text(st.sampled_from(FEW + "a1"), min_size=1, max_size=4)),
)
@settings(max_examples=80, deadline=None, derandomize=True)
def test_segments_join_to_the_text(text, lexicon):
    assert "".join(words.segment(text, lexicon)) == text


def test_segments_are_the_likeliest_words():
    lexicon = {"研究": 10, "研究生": 4, "生命": 10, "起源": 5, "命": 2, "4S店": 3}
    assert words.segment("研究生命起源，去4S店iPhone", lexicon) == [
        "研究",
        "生命",
        "起源",
        "，",
        "去",
        "4S店",
        "iPhone",
    ]


def test_letters_are_one_unit():
    alone = words.discover(MIXED, WordsConfig(alphabet="mixed", strictness=-1))
    assert "iPhone" in alone.words
    assert not any("hon" in w and w != "iPhone" for w in alone.words)
    assert alone.counts[alone.row("iPhone")] == MIXED.count("iPhone")
    joined = words.discover(MIXED, WordsConfig(alphabet="mixed", alnum=True, strictness=-1))
    assert {"4S店", "A股"} <= set(joined.words)
    assert joined.alnum[joined.row("A股")]
    assert Filters(hide_alnum=True).mask(joined).sum() == sum(~joined.alnum & Filters().mask(joined))
    assert words.discover(MIXED).words == [
        w for w in words.discover(MIXED).words if w.isalpha() and not w.isascii()
    ]


def test_exports_hold_the_rows(result, tmp_path):
    mask = Filters().mask(result)
    chosen = [w for w, m in zip(result.words, mask, strict=True) if m]
    assert words.export(result, mask, tmp_path / "a.json") == len(chosen)
    assert [row["word"] for row in json.loads((tmp_path / "a.json").read_text("utf-8"))] == chosen
    words.export(result, mask, tmp_path / "a.tsv")
    lines = (tmp_path / "a.tsv").read_text("utf-8").splitlines()
    assert [line.split("\t")[0] for line in lines[1:]] == chosen
    words.export(result, mask, tmp_path / "a.txt", order=np.arange(len(result))[::-1])
    assert (tmp_path / "a.txt").read_text("utf-8").split() == chosen[::-1]
    words.export(result, None, tmp_path / "a.csv")
    data = (tmp_path / "a.csv").read_bytes()
    assert data.startswith(b"\xef\xbb\xbf")
    assert [row[0] for row in csv.reader(io.StringIO(data.decode("utf-8-sig")))][1:] == result.words
    first = next(csv.DictReader(io.StringIO(data.decode("utf-8-sig"))))
    assert float(first["score_G_nats"]) == pytest.approx(result.score[0], abs=1e-4)  # no logarithm
    assert float(first["cohesion_nats"]) == pytest.approx(result.cohesion[0], abs=1e-4)
    with pytest.raises(FileProblem, match="could not be saved"):
        words.export(result, mask, tmp_path / "no" / "a.csv")
    with pytest.raises(Problem, match="no kind"):
        words.export(result, mask, tmp_path / "a", "doc")


def test_formulas_are_escaped(result):
    from dataclasses import replace

    evil = replace(result, words=["=1+1", "+1", "-1", "@x", *result.words[4:]])
    text, _ = dump(evil, np.arange(5), "csv")
    assert [line.split(",")[0] for line in text.splitlines()[1:5]] == ["'=1+1", "'+1", "'-1", "'@x"]


def test_the_user_dictionary_loads_in_jieba_and_segments(result, text, tmp_path):
    jieba = pytest.importorskip("jieba")
    path = tmp_path / "user.dict"
    mask = Filters().mask(result)
    written = words.export(result, mask, path)
    cutter = jieba.Tokenizer()
    cutter.tmp_dir = str(tmp_path)
    before = set(cutter.cut(text, HMM=False))
    cutter.load_userdict(str(path))
    after = set(cutter.cut(text, HMM=False))
    new = [w for w, m in zip(result.words, mask, strict=True) if m]
    assert written == len(new)
    assert not {"沈砚秋", "雾隐亭", "傅九爷"} & before
    assert len(set(new) & after) >= 0.8 * len(new)
