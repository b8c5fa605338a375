"""The engine counts the newest input, can be stopped, and is saved and opened again."""

from __future__ import annotations

import os
import threading
from collections import Counter

import numpy as np
import pytest

from engines import words
from engines.ground.problem import Cancelled
from engines.ground.runner import Runner, State
from engines.words import WordsConfig
from engines.words import engine as engine_module
from engines.words.large import blocks, reading, runs
from engines.words.progress import finish
from tests.engines.words.conftest import OTHER, TEXT, finished, same


@pytest.fixture
def engine():
    return words.build(WordsConfig())


def test_counts_what_is_set(engine):
    assert finished(engine).result is None
    engine.set_text(TEXT, "one")
    assert engine.snapshot().pending
    shown = finished(engine)
    assert "紫鹃" in shown.result.words
    assert (shown.step, shown.name, shown.characters, shown.pending) == (1, "one", len(TEXT), False)
    assert list(engine.step()) == []
    engine.set_config(WordsConfig(min_count=1000))
    assert finished(engine).result.summary.reason


def test_a_newer_text_replaces_the_one_being_counted(engine):
    engine.set_text(TEXT)
    work = engine.step()
    next(work)
    engine.set_text(OTHER)
    for _ in work:
        pass
    shown = engine.snapshot()
    assert "晴雯" in shown.result.words
    assert "紫鹃" not in shown.result.words
    assert shown.step == 1


def test_cancel_keeps_the_last_result(engine):
    engine.set_text(TEXT)
    before = finished(engine).result
    engine.set_text(OTHER)
    work = engine.step()
    next(work)
    engine.cancel()
    assert list(work) == []
    shown = engine.snapshot()
    assert shown.result is before
    assert "Cancelled" in str(shown.problem)
    assert not shown.pending
    engine.set_config(WordsConfig(strictness=-1))
    assert "晴雯" in finished(engine).result.words


def test_discover_reports_and_stops():
    said = []
    words.discover(TEXT, progress=lambda sentence, fraction: said.append(fraction))
    assert said == sorted(said)
    assert len(said) >= 4
    cancel = threading.Event()
    with pytest.raises(Cancelled):
        words.discover(TEXT, progress=lambda *_: cancel.set(), cancel=cancel)


def test_runs_on_the_runner():
    runner = Runner(lambda runner: words.build(WordsConfig()))
    runner.start()
    runner.ask(lambda e: e.set_text(TEXT), "text", anytime=True).result(10)
    runner.step(1)
    while runner.ask(lambda e: e.snapshot(), anytime=True).result(10).pending:
        pass
    assert runner.state is not State.FAILED
    assert "紫鹃" in runner.ask(lambda e: e.result.words).result(10)
    assert runner.close(10)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_files_in_any_encoding(engine, tmp_path, encoding):
    path = tmp_path / "a.txt"
    path.write_bytes(TEXT.encode(encoding))
    engine.set_file(path)
    shown = finished(engine)
    assert shown.problem is None
    assert shown.text_head == TEXT
    assert shown.whole
    assert "潇湘馆" in shown.result.words


def test_a_cut_character_is_named(engine, tmp_path):
    path = tmp_path / "cut.txt"
    path.write_bytes(TEXT.encode()[:-2])
    engine.set_file(path)
    assert "潇湘馆" in finished(engine).result.words


def bad(tmp_path):
    (tmp_path / "noise.txt").write_bytes(os.urandom(5000))
    (tmp_path / "zeros.txt").write_bytes(bytes(5000))
    yield tmp_path / "noise.txt"
    yield tmp_path / "zeros.txt"
    yield tmp_path / "missing.txt"
    yield tmp_path


def test_bad_files_are_problems_and_not_failures(engine, tmp_path):
    for path in bad(tmp_path):
        engine.set_file(path)
        shown = finished(engine)
        assert shown.problem is not None or shown.result.summary.reason
        assert str(shown.problem)
        assert not shown.pending


BAD = {
    "": "no text",
    " \n": "no text",
    "好": "too few",
    "hello world": "Chinese",
    "😀😀": "Chinese",
    "\ud800\udfff": "broken",
    "\0" * 50: "binary",
    "哈" * 100_000: "single character",
    "ab\0\ud800😀": "binary",
    "一二三四五六七八九十": "stand together",
}


@pytest.mark.parametrize("text", BAD, ids=range(len(BAD)))
@pytest.mark.parametrize("mode", ["fast", "careful"])
def test_bad_texts_say_why(text, mode):
    result = words.discover(text, WordsConfig(mode=mode))
    assert result.words == []
    assert BAD[text] in result.summary.sentence
    assert len(result.spans(0, 10)[0]) == 0


def test_an_endless_run_gives_no_endless_repeats():
    text = TEXT + "哈" * 100_000 + TEXT + "好哈哈哈哈哈，哈哈哈哈，哈哈哈哈哈哈哈！" * 9
    for mode in ("fast", "careful"):
        found = words.discover(text, WordsConfig(mode=mode, strictness=-1))
        assert not any("哈" * 4 in w and len(set(w)) == 1 for w in found.words)


def test_a_long_text_without_any_separator():
    rng = np.random.default_rng(0)
    lexicon = ["潇湘馆", "紫鹃", "怡红院", "晴雯", "甲", "乙", "丙", "丁", "戊", "己"]
    text = "".join(lexicon[i] for i in rng.integers(0, len(lexicon), 60_000))
    for mode in ("fast", "careful"):
        found = words.discover(text, WordsConfig(mode=mode, strictness=-1))
        assert {"潇湘馆", "怡红院"} <= set(found.words)


@pytest.mark.parametrize("seed", range(3))
def test_blocks_count_the_same(tmp_path, monkeypatch, seed):
    rng = np.random.default_rng(seed)
    letters = [chr(0x4E00 + i) for i in range(60)] + [chr(0x20000 + i) for i in range(10)]
    lexicon = ["".join(rng.choice(letters, rng.choice([1, 2, 2, 3, 4, 7]))) for _ in range(50)]
    ends = ["", "", "", "，", "\n", "cafe\u0301 "]
    text = "".join(lexicon[rng.integers(50)] + ends[rng.integers(6)] for _ in range(12_000))
    path = tmp_path / "a.txt"
    path.write_text(text, encoding="utf-8")
    monkeypatch.setattr(reading, "BYTES", 9_001)
    monkeypatch.setattr(runs, "PART", 5_000)
    config = WordsConfig(min_count=3)
    blocked = finish(blocks.count_files([reading.Part(path, "utf-8")], config))
    same(blocked, words.discover(text, config))
    assert len(blocked) > 15


def test_runs_merge_like_any_group_by(tmp_path, monkeypatch):
    monkeypatch.setattr(runs, "PART", 300)
    rng, written, expected = np.random.default_rng(0), runs.Runs(tmp_path / "runs"), Counter()
    for _ in range(5):
        keys = rng.integers(0, 700, 900).astype(np.uint64) << np.uint64(20) | np.uint64(3)
        expected.update(keys.tolist())
        written.add(*runs.group(keys))
    written.add(np.zeros(0, np.uint64), np.zeros(0, np.int64))
    merged = list(written.merge(align=20))
    assert len(merged) > 3
    assert {
        k: c for keys, counts in merged for k, c in zip(keys.tolist(), counts.tolist(), strict=True)
    } == expected
    polars = pytest.importorskip("polars")
    runs.to_parquet(written, tmp_path)
    table = polars.scan_parquet(tmp_path / "*.parquet").group_by("key").agg(polars.col("count").sum())
    assert dict(table.collect(engine="streaming").iter_rows()) == expected


def test_large_files_go_by_blocks_and_can_be_cancelled(engine, tmp_path, monkeypatch):
    monkeypatch.setattr(engine_module, "BIG", 1000)
    path = tmp_path / "big.txt"
    path.write_text(TEXT * 3, encoding="utf-8")
    engine.config = WordsConfig(mode="careful")
    engine.set_file(path)
    work = engine.step()
    fractions = [engine.snapshot().fraction for _ in work]
    known = [f for f in fractions if f is not None]
    assert known == sorted(known)
    shown = engine.snapshot()
    assert "潇湘馆" in shown.result.words
    assert shown.characters == len(TEXT) * 3
    assert shown.text_head == TEXT * 3
    assert shown.result.summary.notes
    engine.set_file(path)
    work = engine.step()
    next(work)
    next(work)
    engine.cancel()
    assert list(work) == []
    assert engine.snapshot().problem is not None
    assert list(tmp_path.glob("seven-labs*")) == []
