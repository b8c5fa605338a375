"""What is asked of a text while it is counted and afterwards."""

from __future__ import annotations

import re

import numpy as np
import pytest

from engines import words
from engines.words import WordsConfig, WordsEngine, queries
from engines.words.engine import build
from engines.words.segment import KNOWN, NEW, OTHER, Tagger
from engines.words.source import Source
from tests.engines.words.conftest import OTHER as ANOTHER
from tests.engines.words.conftest import TEXT, finished


@pytest.fixture
def engine() -> WordsEngine:
    found = build(WordsConfig())
    found.set_text(TEXT, "story")
    finished(found)
    return found


def test_a_text_is_set_and_its_generation_told(engine):
    generation = queries.count_text(engine, ANOTHER, "other")
    assert generation == engine.generation == finished(engine).counted
    assert queries.document(engine) == (ANOTHER, "other")


def test_of_a_file_too_large_to_be_held_the_head_can_be_searched():
    assert Source(text="all", head="a").searchable == "all"
    assert Source(text=None, head="a").searchable == "a"
    assert Source(text=None).searchable == ""
    assert Source(text="", head="a").searchable == ""


def test_a_look_is_what_the_parts_say(engine):
    look = queries.look(engine, "紫鹃", "left")
    alone = words.inspect(TEXT, "紫鹃", engine.result)
    assert look.facts.count == alone.count == look.places.total == TEXT.count("紫鹃")
    assert look.facts.row == engine.result.row("紫鹃")
    assert look.places == words.concordance(TEXT, "紫鹃", queries.WIDTH, queries.LINES, "left")
    assert look.places == queries.lines(engine, "紫鹃", "left")
    assert len(queries.lines(engine, "，", "text").lines) <= queries.LINES


def test_a_text_can_be_looked_at_before_it_is_counted():
    engine = build(WordsConfig())
    engine.set_text(TEXT)
    assert queries.look(engine, "紫鹃", "text").facts.count == TEXT.count("紫鹃")
    pieces, kinds = queries.segmented(engine)
    assert (pieces, len(kinds)) == ([], 0)


def test_the_beginning_is_cut_into_the_words_found(engine):
    pieces, kinds = queries.segmented(engine)
    result = engine.result
    assert "".join(pieces) == TEXT.strip()[: queries.PREVIEW]
    for piece, kind in zip(pieces, kinds.tolist(), strict=True):
        row = result.row(piece)
        assert kind == (OTHER if row < 0 else KNOWN if result.known[row] else NEW)
    assert {"紫鹃", "潇湘馆"} <= {p for p, k in zip(pieces, kinds, strict=True) if k == NEW}


def test_blank_lines_are_left_out():
    engine = build(WordsConfig())
    engine.set_text("\n\n  " + "紫鹃来了。 \n \n\n紫鹃去了。\n" * 9)
    finished(engine)
    text = "".join(queries.segmented(engine)[0])
    assert not re.search(r"\s\n|\n\s|^\s|\s$", text)
    assert text.count("\n") == 17


def test_what_cuts_is_made_once_for_a_result_and_let_go_at_the_end(engine):
    assert engine.tagger is None
    queries.segmented(engine)
    first = engine.tagger
    queries.segmented(engine)
    assert engine.tagger is first
    engine.set_text(ANOTHER)
    finished(engine)
    pieces, kinds = queries.segmented(engine)
    assert engine.tagger is not first
    assert engine.tagger.result is engine.result
    assert kinds[pieces.index("晴雯")] != OTHER
    engine.close()
    assert (engine.tagger, engine.result, engine.source) == (None, None, Source())


def test_a_tagger_cuts_as_any_segmenter_does(engine):
    pieces, kinds = Tagger(engine.result).tagged(TEXT[:500])
    assert pieces == words.segment(TEXT[:500], engine.result)
    assert kinds.dtype == np.int64
