"""A large treebank holds whole documents out, and rare words may be read by their form."""

from __future__ import annotations

from collections import Counter

import pytest

from engines.onlstm.texts import documents
from engines.onlstm.texts.forms import form
from engines.onlstm.texts.tokens import RARE, UNK, Vocabulary


def test_files_are_documents_and_few_files_are_cut_into_parts():
    assert documents.documents([2, 0, 1, *[1] * 8]) == [0, 0, 2, *range(3, 11)]
    parts = documents.documents([300, 100])
    assert parts == sorted(parts)
    assert set(Counter(parts).values()) == {10}


def test_no_document_is_both_learnt_from_and_held_out():
    of = documents.documents([100] * 40)
    seen = set()
    for seed in range(3):
        found = documents.shares(of, seed)
        train, held, final = ({of[i] for i in share} for share in found)
        assert not train & (held | final)
        assert not held & final
        assert (len(train), len(held), len(final)) == (33, 3, 4)
        assert (len(found.held), len(found.final)) == (300, 400)
        assert len(set(found.held)) == 300
        assert documents.shares(of, seed) == found
        seen.add(tuple(sorted(held)))
    assert len(seen) == 3  # others with another seed


def test_so_many_sentences_are_enough():
    found = documents.shares([i // 1000 for i in range(40_000)], 0)
    assert (len(found.held), len(found.final)) == (documents.HELD, documents.FINAL)


@pytest.mark.parametrize(
    ("unit", "sign"),
    [
        ("phosphorylating", "<unk>ing"),
        ("Knockdowns", "<unk>s"),
        ("mutation", "<unk>tion"),
        ("co-activated", "<unk>-ed"),
        ("Brca1", "<unk>N"),
        ("BRCA", "<unk>A"),
        ("Ts", "<unk>"),
        ("ing", "<unk>"),
        ("猫", "<unk>"),
    ],
)
def test_a_form_is_what_can_be_told(unit, sign):
    assert form(unit) == sign


def test_rare_words_share_the_sign_of_their_form():
    common = [("the", "cat", "sits")] * RARE
    rare = [(f"word{'abcdefghij'[i]}ing", "the", "odd") for i in range(RARE)]
    known = Vocabulary.with_forms([*common, *rare])
    assert set(known.words[3:]) == {"the", "cat", "sits", "odd", "<unk>ing"}
    number = known.words.index("<unk>ing")
    assert known.numbers(["singing", "The", "fnord"]) == [number, known.words.index("the"), UNK]
    assert "singing" not in known  # the word itself was never learnt
    again = Vocabulary(known.words)  # as a saved run has it
    assert again.numbers(["singing"]) == [number]
    plain = Vocabulary.of([*common, *rare], RARE)
    assert plain.numbers(["singing"]) == [UNK]
