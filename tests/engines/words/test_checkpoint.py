"""A count is saved and opened again; what is damaged is refused whole."""

from __future__ import annotations

import numpy as np
import pytest

from engines import words
from engines.ground import checkpoint
from engines.ground.problem import FileProblem
from engines.words import WordsConfig
from tests.engines.words.conftest import TEXT, finished, same


@pytest.fixture
def engine():
    return words.build(WordsConfig())


def test_saved_and_opened_again(engine, tmp_path):
    engine.set_text(TEXT, "one")
    before = finished(engine)
    engine.save(tmp_path / "a.safetensors")
    opened = words.open_checkpoint(tmp_path / "a.safetensors")
    shown = opened.snapshot()
    same(shown.result, before.result)
    assert shown.result.summary == before.result.summary
    assert (shown.name, opened.source.text, shown.step) == ("one", TEXT, 1)
    assert not shown.pending
    assert list(opened.step()) == []


def test_saved_before_it_was_counted(engine, tmp_path):
    engine.set_text(TEXT)
    engine.save(tmp_path / "a.safetensors")
    opened = words.open_checkpoint(tmp_path / "a.safetensors")
    assert "紫鹃" in finished(opened).result.words


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("counts", np.zeros(1, np.int64)),
        ("score", np.array([np.nan])),
        ("piece_words", np.full(3, 9, np.int32)),
        ("list", np.array([0xFF], np.uint8)),
        ("text", np.array([0xFF, 0xFE], np.uint8)),
    ],
)
def test_damaged_files_are_refused_whole(engine, tmp_path, name, value):
    engine.set_text(TEXT, "one")
    before = finished(engine).result
    meta, arrays = engine.state()
    with pytest.raises(FileProblem, match="damaged"):
        engine.restore(meta, {**arrays, name: value}, "a")
    with pytest.raises(FileProblem, match="damaged"):
        engine.restore(meta, {k: v for k, v in arrays.items() if k != "list"}, "a")
    assert engine.result is before


def test_settings_of_another_kind_are_refused(engine, tmp_path):
    path = tmp_path / "a.safetensors"
    checkpoint.save(path, "words", {"version": 99, "config": {}}, {})
    with pytest.raises(FileProblem, match="version"):
        words.open_checkpoint(path)
    checkpoint.save(path, "gan", {"version": 1, "config": {}}, {})
    with pytest.raises(FileProblem, match="another lab"):
        words.open_checkpoint(path)
