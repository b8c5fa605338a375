"""Cutting text into units, and units into numbers."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engines.ground.problem import Problem
from engines.onlstm.texts import tokens
from engines.onlstm.texts.tokens import EOS, PAD, UNK, Vocabulary


@pytest.mark.parametrize(
    ("line", "wanted"),
    [
        ("The dog's owner doesn't sleep.", ["The", "dog", "'s", "owner", "does", "n't", "sleep"]),
        ("the dogs' owner", ["the", "dogs", "'", "owner"]),
        ("We’re 3,000 well-known U.S. cats!", ["We", "’re", "3,000", "well-known", "U.S", "cats"]),
        ("mary's king", ["mary", "'s", "king"]),
        ("", []),
        ("... -- !", []),
    ],
)
def test_words(line: str, wanted: list[str]) -> None:
    assert tokens.words(line) == wanted


def test_characters_keep_latin_words_and_numbers_whole() -> None:
    assert tokens.characters("我用iPhone打110，好！") == ["我", "用", "iPhone", "打", "110", "好"]


def test_spaces_keep_everything() -> None:
    assert tokens.spaces(" 他 说 ， hi ") == ["他", "说", "，", "hi"]


def test_a_word_list_cuts_into_the_fewest_words() -> None:
    cut = tokens.lexicon(["研究", "研究生", "生命", "起源", "的"])
    assert cut("研究生命起源的人,GPT-4好") == ["研究", "生命", "起源", "的", "人", "GPT-4", "好"]
    assert tokens.lexicon([])("你好") == ["你", "好"]


@settings(deadline=None, max_examples=60, derandomize=True)
@given(
    st.text("天地人你我他", max_size=30),
    st.lists(st.text("天地人你我他", min_size=1, max_size=4), max_size=6),
)
def test_cutting_loses_nothing(line: str, known: list[str]) -> None:
    found = tokens.lexicon(known)(line)
    assert "".join(found) == line
    assert all(len(unit) == 1 or unit in known for unit in found)


@settings(deadline=None, max_examples=60, derandomize=True)
@given(st.text(max_size=60))
def test_no_text_breaks_a_cutter(text: str) -> None:
    for line in tokens.lines(text):
        for cut in (tokens.words, tokens.characters, tokens.spaces, tokens.lexicon(["a"])):
            assert all(cut(line)) or not cut(line)


def test_choices() -> None:
    with pytest.raises(Problem, match="word list"):
        tokens.cutter("lexicon")
    assert tokens.cutter("lexicon", ["你好"])("你好") == ["你好"]
    assert tokens.cutter("words") is tokens.words


def test_jieba_is_used_where_it_is_and_missed_in_a_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    class Module:
        setLogLevel = staticmethod(lambda level: None)
        cut = staticmethod(lambda line: line.split("/"))

    monkeypatch.setattr(tokens.importlib, "import_module", lambda name: Module)
    assert tokens.cutter("jieba")("今天/，/天气") == ["今天", "天气"]

    def missing(name: str) -> None:
        raise ImportError(name)

    monkeypatch.setattr(tokens.importlib, "import_module", missing)
    with pytest.raises(Problem, match="Jieba is not installed"):
        tokens.cutter("jieba")


def test_lines() -> None:
    assert tokens.lines("One. Two!\n\n三。四？five\n") == ["One.", "Two!", "三。", "四？", "five"]
    assert tokens.lines('He said "Stop." Then 3.5 left.') == ['He said "Stop."', "Then 3.5 left."]
    assert tokens.lines("") == []


def test_joined() -> None:
    assert tokens.joined(["mary", "'s", "king", "do", "n't"]) == "mary's king don't"
    assert tokens.joined(["一", "本", "书", "GPT", "好"]) == "一本书 GPT 好"
    assert tokens.joined([]) == ""


def test_vocabulary() -> None:
    found = Vocabulary.of([["The", "the", "cat"], ["3,000", "17", "cat"], ["rare"]], least=2)
    assert found.words == ("<pad>", "<unk>", "<eos>", "the", "cat", "n") or "N" not in found.words
    assert found.words[:3] == tokens.SPECIAL
    assert found.numbers(["THE", "dog", "5"]) == [3, UNK, found.numbers(["99"])[0]]
    assert "Cat" in found
    assert "rare" not in found
    assert (PAD, UNK, EOS) == (0, 1, 2)
    assert len(Vocabulary.of([list("abcdef")], most=4)) == 7
