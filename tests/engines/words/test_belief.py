"""What is believed of an n-gram comes from what its characters do, and orders the list."""

from __future__ import annotations

import math
from collections import Counter
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engines import words
from engines.words import Result, WordsConfig, score
from engines.words.counting.belief import belief, features, glue
from tests.engines.words.conftest import OTHER, TEXT, counted

LETTERS = "天地人大小"
SAMPLE = Path(__file__).parents[3] / "assets" / "samples" / "1-tea-house.txt"


def matrix(listed: list[str], letters: str) -> tuple[np.ndarray, np.ndarray]:
    """Ids from 1 by place among ``letters``, 0 past a word's end, and the words' lengths."""
    ids = np.zeros((len(listed), max(map(len, listed), default=1)), int)
    for row, word in zip(ids, listed, strict=True):
        row[: len(word)] = [letters.index(c) + 1 for c in word]
    return ids, np.array([len(w) for w in listed], int)


@given(
    st.dictionaries(st.text(st.sampled_from(LETTERS), min_size=2, max_size=5), st.integers(1, 9), max_size=9)
)
@settings(max_examples=60, deadline=None, derandomize=True)
def test_characters_are_glued_as_the_words_that_stand_free_have_them(lexicon):
    ids, lengths = matrix(list(lexicon), LETTERS)
    every = [sum(c * w.count(a) for w, c in lexicon.items()) + 3 for a in LETTERS]
    after, before = glue(ids, lengths, np.array(list(lexicon.values())), np.array([0, *every]))
    for i, a in enumerate(LETTERS):
        to_next = sum(c * w[:-1].count(a) for w, c in lexicon.items())
        to_last = sum(c * w[1:].count(a) for w, c in lexicon.items())
        assert after[i + 1] == pytest.approx(math.log((to_next + 0.5) / (every[i] - to_next + 0.5)))
        assert before[i + 1] == pytest.approx(math.log((to_last + 0.5) / (every[i] - to_last + 0.5)))


def believed(result: Result, text: str) -> np.ndarray:
    """Belief in the rows of a result, from its columns."""
    letters = "".join(sorted(counted(text, 1)))
    ids, lengths = matrix(result.words, letters)
    every, total = counted(text, 1), result.summary.tokens
    glued = glue(ids, lengths, result.segment_counts, np.array([0, *(every[a] for a in letters)]))
    sides = (result.left_entropy, result.right_entropy)
    free = result.segment_counts
    return belief(features(ids, lengths, result.counts, free, result.cohesion, sides, glued, total))


@pytest.mark.parametrize("dictionary", ["jieba", "none"])
def test_the_list_is_in_the_order_of_its_rank(dictionary):
    result = words.discover(TEXT + OTHER, WordsConfig(dictionary=dictionary))
    rank = np.round(score.rank(result.score, result.known, believed(result, TEXT + OTHER)), 6)
    assert len(rank) >= 8
    assert (np.diff(rank) <= 2e-6).all()
    same = np.flatnonzero(np.diff(rank) == 0)
    assert (result.segment_counts[same] >= result.segment_counts[same + 1]).all()


def test_rank_adds_what_is_known():
    gains, known, sure = (
        np.array([10.0, 10.0, 0.5, 10.0]),
        np.array([True, False, False, False]),
        np.array([0, 1, 0, 99]),
    )
    expected = [np.log(10) + 0.5, np.log(10) + 1, 0.0, np.log(10) + score.SURE]
    assert np.allclose(score.rank(gains, known, sure), expected)


@pytest.mark.parametrize("mode", ["fast", "careful"])
def test_no_character_is_known_by_name(mode):
    """The same text in other characters has the same words in those characters."""
    text = (TEXT + OTHER) * 2
    letters = sorted(Counter(text) & Counter(counted(text, 1)))
    other = {ord(a): chr(0x5000 + 7 * i) for i, a in enumerate(reversed(letters))}
    config = WordsConfig(mode=mode, dictionary="none", min_count=3)
    found, renamed = words.discover(text, config), words.discover(text.translate(other), config)
    assert renamed.words == [w.translate(other) for w in found.words]
    assert (renamed.segment_counts == found.segment_counts).all()
    assert len(found) >= 8


def test_stricter_finds_fewer_and_surer_words():
    text = SAMPLE.read_text(encoding="utf-8")
    found = [set(words.discover(text, WordsConfig(strictness=s)).words) for s in (-1.0, 0.0, 2.0)]
    assert len(found[0]) > len(found[1]) > len(found[2])
    assert {"沈砚秋", "傅九爷"} <= found[0] & found[1] & found[2]
