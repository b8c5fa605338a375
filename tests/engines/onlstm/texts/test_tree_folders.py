"""Folders of bracketed trees."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from engines.ground.problem import FileProblem
from engines.onlstm.texts import opening


def test_a_folder_of_trees_is_read_in_order(make: Callable[..., Any], tmp_path: Path) -> None:
    (tmp_path / "deep").mkdir()
    (tmp_path / "b.mrg").write_text("(S (NP (D the) (N dog)) (V sees))\n" * 12)
    (tmp_path / "deep" / "a.txt").write_text("(S (NP (D the) (N cat)) (V hears))\n" * 12)
    (tmp_path / "README.txt").write_text("These are trees.")
    (tmp_path / "c.py").write_text("(no (trees))")
    engine = make(corpus="treebank", path=str(tmp_path))
    words = {w for s in (*engine.corpus.train, *engine.corpus.held) for w in s.tokens}
    assert words == {"the", "dog", "sees", "cat", "hears"}
    assert engine.corpus.facts.name == tmp_path.name
    (tmp_path / "b.mrg").write_text("(S (NP\n")
    with pytest.raises(FileProblem, match=r"b\.mrg, line 1"):
        make(corpus="treebank", path=str(tmp_path))


def test_a_folder_without_trees_or_with_too_many_is_said(
    make: Callable[..., Any], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with pytest.raises(FileProblem, match="holds no bracketed trees"):
        make(corpus="treebank", path=str(tmp_path))
    for name in "ab":
        (tmp_path / f"{name}.mrg").write_text("(S (NP (D the) (N dog)) (V sees))\n" * 12)
    monkeypatch.setattr(opening, "LARGEST", 500)
    with pytest.raises(FileProblem, match="larger than"):
        make(corpus="treebank", path=str(tmp_path))
    monkeypatch.undo()
    with pytest.raises(FileProblem, match="is not a file"):
        make(corpus="text", path=str(tmp_path))
