"""Normalising remembers where each character came from."""

from __future__ import annotations

import unicodedata

import numpy as np
from hypothesis import example, given, settings
from hypothesis import strategies as st

from engines import words
from engines.words.text.normal import normalise

odd = st.text(st.sampled_from("天地ae\u0301\u0327ﬁ㈱Ａ１ｶﾞ豈\u1112\u1161\u11ab각\ud800½"), max_size=40)


@given(odd, st.booleans())
@settings(max_examples=80, deadline=None, derandomize=True)
@example("e\u0301\u0327天", False)
@example("豈", False)
def test_the_text_is_the_standard_form_and_spans_lie_inside(text, nfkc):
    found = normalise(text, nfkc)
    assert found.text == unicodedata.normalize("NFKC" if nfkc else "NFC", text)
    n = len(found.text)
    begin, end = found.original(np.arange(n), np.arange(1, n + 1))
    assert ((begin >= 0) & (begin < end) & (end <= len(text))).all()
    assert (np.diff(begin) >= 0).all()


@given(odd)
@settings(max_examples=80, deadline=None, derandomize=True)
def test_characters_that_stay_are_where_they_were(text):
    found = normalise(text)
    begin, _ = found.original(np.arange(len(found.text)), np.arange(1, len(found.text) + 1))
    for c, at in zip(found.text, begin.tolist(), strict=True):
        if c in "天地":
            assert text[at] == c


def test_words_are_underlined_where_they_stand_in_the_original():
    text = "cafe\u0301，潇湘馆。cafe\u0301，潇湘馆！" * 4
    result = words.discover(text)
    starts, ends, rows = result.spans(0, len(text))
    assert [text[a:b] for a, b in zip(starts, ends, strict=True)] == ["潇湘馆"] * 8
    assert result.words == ["潇湘馆"]
    assert set(rows.tolist()) == {0}
    assert words.concordance(text, "潇湘馆").lines[0][0] in starts
