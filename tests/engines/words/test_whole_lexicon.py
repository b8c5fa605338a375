"""A text's whole lexicon: dictionary words that stand in it, then new ones, each with its source."""

from __future__ import annotations

import csv

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engines import words
from engines.words import whole_lexicon as whole
from engines.words.config import WordsConfig
from engines.words.text import dictionary

DICTIONARY = dictionary.parse(
    "我们 100 r\n喜欢 50 v\n北京 80 ns\n北京大学 30 nt\n中华人民共和国 20 ns\n大学 60 n\n"
)
LINE = "我们喜欢北京大学，阿青喜欢栖霜阁。中华人民共和国！\n"
PEOPLE, THINGS = ("我们", "阿青", "学生", "老师", "医生"), ("北京大学", "栖霜阁", "音乐", "读书")
TEXT = "".join(f"{a}喜欢{b}。{b}里有{a}！\n" for a in PEOPLE for b in THINGS)


def entries(text: str = TEXT, **values) -> list[whole.Entry]:
    result = words.discover(text, WordsConfig(**values))
    *_, found = whole.whole_lexicon(text, result, DICTIONARY, values.get("mask"))
    return found


def test_known_words_come_first_and_new_ones_after_with_their_counts():
    found = entries()
    sources = [entry.source for entry in found]
    assert sources == sorted(sources)  # dictionary before text
    table = {entry.word: entry for entry in found}
    assert table["喜欢"] == ("喜欢", 20, whole.DICTIONARY)
    assert table["北京大学"] == ("北京大学", 10, whole.DICTIONARY)
    assert table["栖霜阁"] == ("栖霜阁", 10, whole.TEXT)
    assert "北京" not in table  # here it stands only inside the longer word


def test_a_known_word_that_stands_once_is_there():
    """Counting alone cannot find it."""
    text = TEXT + LINE
    assert "中华人民共和国" not in words.discover(text).words
    assert {e.word: e.times for e in entries(text)}["中华人民共和国"] == 1


def test_words_that_may_not_join_do_not():
    result = words.discover(TEXT)
    none = np.zeros(len(result), bool)
    *_, found = whole.whole_lexicon(TEXT, result, DICTIONARY, none)
    assert {entry.source for entry in found} == {whole.DICTIONARY}


def test_without_a_dictionary_it_is_what_was_found():
    result = words.discover(TEXT)
    *_, found = whole.whole_lexicon(TEXT, result, None)
    assert {entry.word for entry in found} <= set(result.words)
    assert {entry.source for entry in found} == {whole.TEXT}


def test_an_empty_text_has_none():
    *_, found = whole.whole_lexicon("", words.discover(""), DICTIONARY)
    assert found == []


def test_long_texts_are_cut_in_pieces_and_counted_alike(monkeypatch):
    before = entries()
    monkeypatch.setattr(whole, "BLOCK", 30)
    assert entries() == before


@settings(max_examples=60, deadline=None)
@given(st.text(alphabet="我们喜欢北京大学中华人民共和国𠮷\n a", max_size=60))
def test_words_within_a_text_are_those_that_python_finds(text: str):
    every = ("我们", "喜欢", "北京", "北京大学", "中华人民共和国", "大学")
    assert set(DICTIONARY.within(text)) == {word for word in every if word in text}
    assert all(DICTIONARY.within(text)[w] == DICTIONARY.counts([w])[0] for w in DICTIONARY.within(text))


def test_within_looks_across_its_own_pieces(monkeypatch):
    monkeypatch.setattr(dictionary, "BLOCK", 3)
    assert set(DICTIONARY.within(LINE)) == {"我们", "喜欢", "北京", "北京大学", "中华人民共和国", "大学"}


@pytest.mark.parametrize("name", ["a.csv", "a.dict"])
def test_it_is_written_for_spreadsheets_and_for_jieba(tmp_path, name):
    found, path = entries(), tmp_path / name
    whole.save(found, path)
    text = path.read_text("utf-8-sig")
    if name.endswith("csv"):
        rows = list(csv.reader(text.splitlines()))
        assert rows[0] == ["word", "count", "source"]
        assert rows[1:] == [[e.word, str(e.times), e.source] for e in found]
    else:
        assert dictionary.parse(text).counts([e.word for e in found]).tolist() == [e.times for e in found]
