"""Bytes become the right text, or a sentence says why not."""

from __future__ import annotations

import codecs
import os

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engines.words import ENCODINGS
from engines.words.text.decode import decode

SIMPLE = "今天的会议上，大家说到了这个问题：我们要怎么样才能把工作做好？他说，这是一个很大的问题。\n" * 3
TRADITIONAL = "今天的會議上，大家說到了這個問題：我們要怎麼樣才能把工作做好？他說，這是一個很大的問題。\n" * 3


@pytest.mark.parametrize("encoding", ["utf-8", "gb18030", "utf-16-le", "utf-16-be"])
@pytest.mark.parametrize("size", [8, 20, 100])
def test_simplified_text_is_read(encoding, size):
    assert decode(SIMPLE[:size].encode(encoding)).text == SIMPLE[:size]


@pytest.mark.parametrize("encoding", ["utf-8", "big5", "gb18030", "utf-16-le"])
@pytest.mark.parametrize("size", [12, 20, 100])
def test_traditional_text_is_read(encoding, size):
    assert decode(TRADITIONAL[:size].encode(encoding)).text == TRADITIONAL[:size]


@pytest.mark.parametrize(
    "mark", [codecs.BOM_UTF8, codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE, codecs.BOM_UTF32_LE]
)
def test_a_byte_order_mark_decides(mark):
    name = {3: "utf-8", 2: "utf-16", 4: "utf-32"}[len(mark)]
    body = SIMPLE.encode(name + ("" if name == "utf-8" else "-be" if mark == codecs.BOM_UTF16_BE else "-le"))
    found = decode(mark + body)
    assert (found.text, found.sure) == (SIMPLE, True)


@pytest.mark.parametrize("encoding", ["utf-8", "gb18030", "big5"])
@pytest.mark.parametrize("cut", [1, 2, 3])
def test_a_cut_character_at_the_end_costs_only_itself(encoding, cut):
    text = TRADITIONAL if encoding == "big5" else SIMPLE
    found = decode(text.encode(encoding)[:-1][:-cut])
    assert found.text.rstrip("\ufffd") in text
    assert len(found.text) >= len(text) - 4


def test_binary_files_are_told_apart():
    for data in (os.urandom(4096), bytes(4096), b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 8):
        found = decode(data)
        assert found.problem is not None
        assert "binary" in str(found.problem) or "sense" in str(found.problem)


def test_the_choice_of_a_person_overrules():
    found = decode(SIMPLE.encode("gb18030"), "utf-8")
    assert found.encoding == "utf-8"
    assert found.problem is not None
    assert "utf-8" in str(found.problem)
    assert "no known encoding" in str(decode(b"abc", "klingon").problem)


@given(st.binary(max_size=300), st.sampled_from(["", *ENCODINGS]))
@settings(max_examples=80, deadline=None, derandomize=True)
def test_never_raises(data, encoding):
    found = decode(data, encoding)
    assert isinstance(found.text, str)
    assert found.problem is None or str(found.problem)
