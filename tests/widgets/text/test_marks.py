"""Any text is read back from its blocks, whatever ends its lines and however long they are."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from widgets.text import marks as text_marks
from widgets.text.marks import LIMIT, decode, decode_all, encode, ending, ends_marked, places

ODD = "\r\n\u2029\u2028\ufdd0\ufff0\ufff1\ufff6\ue000\ue800a。”中𠮷\ud800\udc00"
TEXTS = st.text(st.one_of(st.sampled_from(ODD), st.characters()), max_size=40)


def whole(blocks: list[str]) -> str:
    text = "".join(decode_all(blocks))
    return text[: len(text) - ending(blocks[-1])]


@given(TEXTS, st.integers(1, 80))
def test_a_text_comes_back_exactly(text: str, times: int):
    blocks = encode(text * times)
    assert whole(blocks) == text * times
    assert not any(set(block) & set("\n\r\u2029\ufdd0\ufdd1") for block in blocks)
    assert max(map(len, blocks)) <= LIMIT + 2


@given(TEXTS)
def test_every_place_in_a_block_is_a_code_point(text: str):
    for block in encode(text):
        units, said = len(block.encode("utf-16-le", "surrogatepass")) // 2, decode(block)[0]
        table = places(block)
        if table is None:
            assert units == len(said) + ends_marked(block)
        else:
            assert len(table) == units + 1
            assert table[0] == 0
            assert table[-1] == len(said)
            assert ((table[1:] - table[:-1]) >= 0).all()


@pytest.mark.parametrize(
    ("text", "blocks"), [("", 1), ("a\nb", 2), ("a\r\nb\rc\u2029d", 4), ("字" * 2500, 3), ("\n" * 9, 10)]
)
def test_lines_become_blocks(text: str, blocks: int):
    assert len(encode(text)) == blocks


def test_an_endless_line_breaks_where_a_reader_pauses():
    blocks = encode("他说：“好。”" * 500)
    assert all(block[:-1].endswith("”") for block in blocks[:-1])
    spaced = encode("ab cd, " * 500)
    assert all(block[:-1][-1] in " ," for block in spaced[:-1])


def test_a_mark_in_the_middle_says_nothing():
    left, right = encode("a\r\nb")
    assert decode(left + right) == ("ab", "\n")
    assert decode(encode("\ud800")[0][0] + "x") == ("x", "\n")  # an escape that lost its letter
    assert text_marks.ends_marked(left)
    assert not text_marks.ends_marked(right)
