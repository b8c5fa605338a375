"""Several files and folders, read as one text."""

from __future__ import annotations

import codecs
import io
import sys
from pathlib import Path

import pytest

from engines import words
from engines.words import WordsConfig, WordsEngine, build, title
from engines.words import engine as engine_module
from engines.words.__main__ import main
from engines.words.large import reading
from tests.engines.words.conftest import OTHER, TEXT, finished, same


@pytest.fixture
def engine() -> WordsEngine:
    return build(WordsConfig())


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Two texts in two encodings, one of them in a folder below, and what is no text."""
    (tmp_path / "below").mkdir()
    (tmp_path / "a.txt").write_bytes(codecs.BOM_UTF8 + TEXT.encode())
    (tmp_path / "below" / "b.TXT").write_bytes(OTHER.encode("gb18030"))
    (tmp_path / "picture.png").write_bytes(bytes(range(256)))
    (tmp_path / ".hidden.txt").write_text("藏" * 9, encoding="utf-8")
    return tmp_path


def test_files_are_counted_as_their_texts_one_after_the_other(engine, folder):
    engine.set_files([folder / "a.txt", folder / "below" / "b.TXT"])
    shown = finished(engine)
    assert shown.problem is None
    assert (shown.name, shown.encoding) == ("a.txt + 1", "utf-8, gb18030")
    assert shown.text_head == f"{TEXT}\n{OTHER}"
    same(shown.result, words.discover(f"{TEXT}\n{OTHER}"))


def test_a_folder_is_the_texts_in_it_and_below_each_once(engine, folder):
    engine.set_files([folder, folder / "a.txt"])
    assert finished(engine).text_head == f"{TEXT}\n{OTHER}"
    engine.set_file(folder)
    assert finished(engine).name == folder.name == title([folder])


def test_no_word_goes_on_from_one_file_to_the_next(engine, tmp_path):
    for name, text in (
        ("a", "，".join("山海客栈" for _ in range(9))),
        ("b", "，".join("老板" for _ in range(9))),
    ):
        (tmp_path / f"{name}.txt").write_text(text, encoding="utf-8")
    engine.set_file(tmp_path)
    assert not any("栈老" in word for word in finished(engine).result.words)


def test_files_that_cannot_be_read_are_left_out_and_named(engine, folder):
    bad = folder / "noise.txt"
    bad.write_bytes(bytes(range(32)) * 99)
    engine.set_files([folder / "gone.txt", folder])
    shown = finished(engine)
    assert shown.text_head == f"{TEXT}\n{OTHER}"
    assert "2 of 4 files" in str(shown.problem)
    assert "gone.txt, noise.txt" in str(shown.problem)
    engine.set_files([bad, folder / "gone.txt"])
    assert "binary" in str(finished(engine).problem)


def test_a_folder_without_texts_says_so(engine, tmp_path):
    engine.set_file(tmp_path)
    shown = finished(engine)
    assert f"{tmp_path.name} holds no text" in str(shown.problem)
    assert shown.result is None


@pytest.mark.parametrize("size", [9_001, 1 << 20])
def test_a_large_corpus_goes_by_blocks_over_the_ends_of_files(engine, folder, monkeypatch, size):
    monkeypatch.setattr(engine_module, "BIG", 1000)
    monkeypatch.setattr(reading, "BYTES", size)
    (folder / "noise.txt").write_bytes(bytes(range(32)) * 99)
    (folder / "a.txt").write_bytes(codecs.BOM_UTF8 + (TEXT * 9).encode())  # as long as the fast mode needs
    (folder / "below" / "c.txt").write_text(OTHER * 9, encoding="utf-8")
    whole = f"{TEXT * 9}\n{OTHER}\n{OTHER * 9}"
    engine.set_file(folder)
    shown = finished(engine)
    assert shown.encoding == "utf-8, gb18030"
    assert shown.text_head == whole
    assert shown.whole
    assert "noise.txt" in str(shown.problem)
    same(shown.result, words.discover(whole))


def test_a_saved_corpus_knows_its_files(engine, folder, tmp_path):
    engine.set_files([folder / "a.txt", folder / "below"])
    before = finished(engine)
    engine.save(tmp_path / "kept.safetensors")
    again = words.open_checkpoint(tmp_path / "kept.safetensors")
    assert again.source.paths == engine.source.paths
    same(again.result, before.result)


def test_the_command_line_takes_files_folders_and_a_pipe(folder, capsys, monkeypatch):
    both = len(f"{TEXT}\n{OTHER}")
    assert main([str(folder / "a.txt"), str(folder / "below" / "b.TXT"), "--top", "1"]) == 0
    assert f"{both:,} characters (utf-8, gb18030)" in capsys.readouterr().out
    assert main([str(folder), "--top", "1"]) == 0
    assert f"{both:,} characters" in capsys.readouterr().out
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(TEXT.encode("gb18030"))))
    assert main(["-", "--top", "1"]) == 0
    assert f"{len(TEXT):,} characters" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (["--export", "words.xyz"], ".xyz"),
        (["--export", "no/such/words.csv"], "no folder"),
        (["--top", "-3"], "--top -3"),
        (["--dictionary", "file"], "Path"),
    ],
)
def test_what_cannot_be_is_said_before_the_count(folder, capsys, options, said):
    assert main([str(folder / "a.txt"), *options]) == 2
    told = capsys.readouterr()
    assert said in told.err
    assert not told.out
