"""Counts, cohesion, entropies and cuts are what plain Python says they are, on any text."""

from __future__ import annotations

import math
import random
import unicodedata
from collections import Counter

import numpy as np
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from engines import words
from engines.words import WordsConfig
from engines.words.counting import ngrams as ngrams_module
from tests.engines.words.conftest import FEW, cohesion_of, counted, entropy_of, stretches, texts


@given(texts, st.integers(1, 6), st.integers(1, 4))
@settings(max_examples=80, deadline=None, derandomize=True)
@example("天地" * 40, 6, 1)
@example("天", 4, 1)
@example("\n天\n", 2, 1)
def test_counts_equal_brute_force(text, longest, least):
    expected = {w: c for w, c in counted(text, longest).items() if c >= least}
    found = words.count_ngrams(text, longest, least)
    assert found.as_dict() == expected
    assert found.total == sum(map(len, stretches(text)))


@given(texts)
@settings(max_examples=40, deadline=None, derandomize=True)
def test_small_slices_count_the_same(text):
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(ngrams_module, "SLICE", 7)
        assert words.count_ngrams(text, 5).as_dict() == counted(text, 5)


@given(texts)
@settings(max_examples=80, deadline=None, derandomize=True)
def test_first_places_and_order(text):
    found = words.count_ngrams(text, 4)
    for word, first in zip(found.words, found.first.tolist(), strict=True):
        assert first == unicodedata.normalize("NFC", text).find(word)


@given(texts)
@settings(max_examples=60, deadline=None, derandomize=True)
def test_cohesion_equals_brute_force(text):
    counts = counted(text, 4)
    found = words.count_ngrams(text, 4)
    for word, value in zip(found.words, words.cohesion(found).tolist(), strict=True):
        assert math.isclose(value, cohesion_of(word, counts, found.total), abs_tol=1e-9)


@given(texts)
@settings(max_examples=40, deadline=None, derandomize=True)
def test_entropies_equal_brute_force(text):
    found = words.count_ngrams(text, 4)
    left, right = words.entropies(found)
    longer = [w for w in found.words if len(w) > 1]
    for word, a, b in zip(longer, left.tolist(), right.tolist(), strict=True):
        assert math.isclose(a, entropy_of(word, text, 0), abs_tol=1e-9)
        assert math.isclose(b, entropy_of(word, text, 1), abs_tol=1e-9)


def cut_by_hand(text: str, kept: set[str], longest: int = 12) -> list[str]:
    found = []
    for run in stretches(text):
        glued = [False] * (len(run) + 1)
        for n in (2, 3, 4):
            for i in range(len(run) - n + 1):
                if run[i : i + n] in kept:
                    glued[i + 1 : i + n] = [True] * (n - 1)
        piece = run[0]
        for i in range(1, len(run) + 1):
            if i < len(run) and glued[i]:
                piece += run[i]
                continue
            n = len(piece)
            good = n == 2 or (n in (3, 4) and piece in kept)
            good |= 4 < n <= longest and all(piece[j : j + 4] in kept for j in range(n - 3))
            if good:
                found.append(piece)
            piece = run[i] if i < len(run) else ""
    return found


@given(texts, st.data())
@settings(max_examples=80, deadline=None, derandomize=True)
def test_cuts_equal_brute_force(text, data):
    grams = sorted(w for w in counted(text, 4) if len(w) > 1)
    kept = set(data.draw(st.lists(st.sampled_from(grams), unique=True))) if grams else set()
    assert words.cut(text, kept) == cut_by_hand(text, kept)


def fast_by_hand(text: str, theta: tuple[float, float, float], least: int) -> Counter[str]:
    counts, total = counted(text, 4), sum(map(len, stretches(text)))
    kept = set()
    for w, c in counts.items():
        if len(w) > 1 and c >= least:
            value, most = cohesion_of(w, counts, total), math.log(total / c)
            if value >= theta[len(w) - 2] + 1e-9 or (value >= most - math.log(2) + 1e-9 and c >= 4):
                kept.add(w)
    pieces = Counter(cut_by_hand(text, kept))
    return Counter({w: c for w, c in pieces.items() if c >= least and (len(w) <= 3 or len(set(w)) > 1)})


@pytest.mark.parametrize("seed", range(6))
def test_fast_mode_equals_plain_python(seed, monkeypatch):
    """A made-up language of 60 words; thresholds off the values that its counts can give."""
    rng = random.Random(seed)
    letters = [chr(0x4E00 + i) for i in range(90)]
    lexicon = ["".join(rng.choices(letters, k=rng.choice([1, 2, 2, 3, 4, 6]))) for _ in range(60)]
    text = "".join(rng.choice(lexicon) + rng.choice(["", "", "", "，", "\n"]) for _ in range(3000))
    monkeypatch.setattr("engines.words.discovery.SHORT", 0)
    monkeypatch.setattr("engines.words.config.THETAS", ((1 << 62, (1.513, 3.017, 4.011)),))
    result = words.discover(text, WordsConfig(min_count=3, dictionary="none"))
    expected = fast_by_hand(text, (1.513, 3.017, 4.011), 3)
    assert dict(zip(result.words, result.segment_counts.tolist(), strict=True)) == expected
    assert len(result) > 20
    check_columns(text, result)


def check_columns(text: str, result: words.Result) -> None:
    counts = counted(text, 12)
    total = sum(map(len, stretches(text)))
    for i, w in enumerate(result.words):
        assert result.counts[i] == counts[w]
        assert result.first[i] == text.find(w)
        assert result.lengths[i] == len(w)
        assert math.isclose(result.cohesion[i], cohesion_of(w, counts, total), abs_tol=1e-9)
        if i % 5 == 0:
            assert math.isclose(result.left_entropy[i], entropy_of(w, text, 0), abs_tol=1e-9)
            assert math.isclose(result.right_entropy[i], entropy_of(w, text, 1), abs_tol=1e-9)


@given(st.lists(st.text(st.sampled_from(FEW), min_size=1, max_size=12), max_size=30), st.randoms())
@settings(max_examples=40, deadline=None, derandomize=True)
def test_the_order_of_lines_and_their_separators_do_not_matter(lines, rng):
    config = WordsConfig(min_count=2)
    one = words.discover("\n".join(lines), config)
    rng.shuffle(lines)
    other = words.discover("，,\r\n 😀".join(lines), config)
    table = [
        sorted(zip(r.words, r.counts, r.segment_counts, r.cohesion.round(9), r.entropy.round(9), strict=True))
        for r in (one, other)
    ]
    assert table[0] == table[1]
    assert words.discover(lines, config).words == words.discover("\n".join(lines), config).words


@given(texts)
@settings(max_examples=60, deadline=None, derandomize=True)
def test_a_text_never_raises_and_says_why_it_has_no_words(text):
    for mode in ("fast", "careful"):
        for alphabet in ("han", "mixed"):
            config = WordsConfig(mode=mode, alphabet=alphabet, alnum=True, strictness=-1, min_count=1)
            result = words.discover(text, config)
            assert bool(result.words) != bool(result.summary.reason)
            assert "{" not in result.summary.sentence
            starts, ends, rows = result.spans(0, len(text))
            for a, b, row in zip(starts.tolist(), ends.tolist(), rows.tolist(), strict=True):
                assert result.words[row] == unicodedata.normalize("NFC", text[a:b])
            assert np.all(starts[1:] >= ends[:-1])
