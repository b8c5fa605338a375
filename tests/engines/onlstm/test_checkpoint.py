"""A saved run goes on exactly where it was; files that do not fit are told apart."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from engines import onlstm
from engines.ground import checkpoint, spec
from engines.ground.problem import FileProblem
from engines.onlstm import checkpoint as files
from tests.engines.onlstm.conftest import PAPER, advance
from tests.engines.pictures import frozen, same

Make = Callable[..., Any]


@pytest.mark.parametrize(
    "values",
    [
        {},
        {"control": True, "corpus": "chinese", "cell": "onlstm"},
        {"mode": "stream", "bptt": 8, "optimiser": "sgd_ntasgd", "lr": 1.0, "master_input": "paper"},
    ],
    ids=str,
)
def test_a_resumed_run_equals_an_unbroken_one(make: Make, tmp_path: Path, values: dict[str, Any]) -> None:
    unbroken, first = make(**values), make(**values)
    advance(unbroken, 25)
    advance(first, 13)
    first.pin("the cat")
    unbroken.pin("the cat")
    first.save(tmp_path / "run.safetensors")
    second = onlstm.open_checkpoint(tmp_path / "run.safetensors")
    a, b = first.snapshot(), second.snapshot()
    assert (a.f1, a.perplexity, a.best, a.kept, a.control) == (
        b.f1,
        b.perplexity,
        b.best,
        b.kept,
        b.control,
    )
    assert np.array_equal(a.pinned[0].d_forget, b.pinned[0].d_forget)
    advance(second, 12)
    assert same(frozen(second), frozen(unbroken))
    second.close()


def test_distances_come_back_bit_for_bit_and_unknown_words_parse(make: Make, tmp_path: Path) -> None:
    engine = make()
    advance(engine, 5)
    engine.save(tmp_path / "run.safetensors")
    other = onlstm.open_checkpoint(tmp_path / "run.safetensors")
    for text in ("the dog sees a cat", "utterly unknown words", ""):
        a, b = engine.parse(text), other.parse(text)
        assert np.array_equal(a.d_forget, b.d_forget)
        assert all(np.array_equal(x, y) for x, y in zip(a.f, b.f, strict=True))
        assert a.known == b.known
    other.close()


def test_a_run_on_a_pasted_text_brings_its_text_along(make: Make, tmp_path: Path) -> None:
    path = tmp_path / "book.txt"
    path.write_text(10 * PAPER)
    engine = make(corpus="text", path=str(path))
    advance(engine, 4)
    engine.save(tmp_path / "run.safetensors")
    path.unlink()
    other = onlstm.open_checkpoint(tmp_path / "run.safetensors")
    assert other.sentence(0).tokens == engine.sentence(0).tokens
    assert np.array_equal(other.parse("A tree grows").d_in, engine.parse("A tree grows").d_in)
    other.close()


def test_changes_of_settings_come_back(make: Make, tmp_path: Path) -> None:
    engine = make()
    advance(engine, 2)
    engine.set_config(spec.change(engine.config, clip=0.5))
    told = engine.snapshot().changes
    assert [(c.step, c.field, c.value) for c in told] == [(2, "clip", 0.5)]
    engine.save(tmp_path / "run.safetensors")
    other = onlstm.open_checkpoint(tmp_path / "run.safetensors")
    assert other.snapshot().changes == told
    other.close()


def edited(make: Make, path: Path, change: Callable[[dict[str, Any], dict[str, np.ndarray]], None]) -> None:
    engine = make()
    advance(engine, 2)
    (meta, tensors), (past, kept) = engine.state(), engine.past()
    meta, tensors = meta | past, tensors | kept
    change(meta, tensors)
    checkpoint.save(path, files.LAB, meta, tensors)


BAD: dict[str, tuple[Callable[[Any, Any], Any], str]] = {
    "missing": (lambda m, t: t.pop("model.table"), "model.table is missing"),
    "shape": (lambda m, t: t.update({"model.bias": np.zeros(3, np.float32)}), "model.bias is missing or has"),
    "nan": (lambda m, t: t["model.bias"].__setitem__(0, np.nan), "not finite"),
    "step": (lambda m, t: m.pop("step"), "settings make no sense"),
    "kept": (lambda m, t: m["kept"]["steps"].append(77), "history makes no sense"),
    "none kept": (lambda m, t: m["kept"]["steps"].clear(), "history makes no sense"),
    "kept shape": (lambda m, t: t.update({"kept.0.bias": np.zeros(3, np.float16)}), "history makes no sense"),
    "rng": (lambda m, t: t.update({"run.rng": np.zeros(3, np.uint8)}), "history makes no sense"),
    "changes": (lambda m, t: m.update(changes=[[1]]), "history makes no sense"),
    "huge step": (lambda m, t: m.update(step=10**400), "settings make no sense"),
    "config": (lambda m, t: m["config"].update(layers="two"), "cannot be opened: Layers"),
    "version": (lambda m, t: m.update(version=99), "cannot be opened"),
    "vocabulary": (lambda m, t: m.pop("vocabulary"), "contents make no sense"),
    "words": (lambda m, t: m["vocabulary"].append("more"), "does not fit its own settings"),
}


@pytest.mark.parametrize("name", BAD)
def test_a_damaged_file_is_refused_and_changes_nothing(make: Make, tmp_path: Path, name: str) -> None:
    path = tmp_path / "run.safetensors"
    change, wanted = BAD[name]
    edited(make, path, change)
    with pytest.raises(FileProblem, match=wanted):
        onlstm.open_checkpoint(path)
    saved = checkpoint.load(path, files.LAB)
    if name in ("missing", "shape", "nan", "step", "kept", "none kept", "kept shape", "rng"):
        engine = make()
        before = frozen(engine)
        with pytest.raises(FileProblem):
            engine.restore(saved.meta, saved.tensors)
        assert same(frozen(engine), before)
