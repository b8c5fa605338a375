"""Trees or prose, Chinese or not: told from the first bytes of what a person brings."""

from __future__ import annotations

from pathlib import Path

import pytest

from engines.onlstm.texts import telling


@pytest.mark.parametrize(
    ("text", "trees"),
    [
        ("(This is prose in brackets.) We walk.", False),
        ("(S (NP we) (VP sleep))", True),
        (" ((a b) c)", True),
        ("(a (b c))", True),
        ("(S (NP we", True),
        ("We walk (see (b)).", False),
    ],
)
def test_prose_in_brackets_is_no_treebank(text: str, trees: bool) -> None:
    assert (telling.kind_of(text) == "treebank") == trees


def test_a_file_is_told_by_its_suffix_or_its_head(tmp_path: Path) -> None:
    prose, trees, named = tmp_path / "a.txt", tmp_path / "b.txt", tmp_path / "c.MRG"
    prose.write_text("We walk to the river.")
    trees.write_bytes("\ufeff\n(S (NP we) (VP sleep))".encode())
    named.write_text("")
    found = [telling.kind_of_file(path) for path in (prose, trees, named)]
    assert found == ["text", "treebank", "treebank"]
    assert telling.kind_of_file(tmp_path / "gone.txt") == "text"
    assert telling.kind_of_file(tmp_path) == "text"


def test_only_the_head_is_looked_at(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text("(" + " " * telling.HEAD + "(a b))")
    assert telling.kind_of_file(path) == "text"


def test_a_folder_holds_trees_at_any_depth(tmp_path: Path) -> None:
    assert not telling.holds_trees(tmp_path)
    (tmp_path / "README.txt").write_text("no trees (here)")
    (tmp_path / "deep" / "er").mkdir(parents=True)
    assert not telling.holds_trees(tmp_path)
    (tmp_path / "deep" / "er" / "wsj.mrg").write_text("((S (NP we)))")
    assert telling.holds_trees(tmp_path)
    assert not telling.holds_trees(tmp_path / "README.txt")


def test_a_folder_is_not_searched_for_ever(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(telling, "LOOKED", 3)
    for i in range(5):
        (tmp_path / f"{i}.doc").touch()
    deep = tmp_path / "0" / "1"
    deep.mkdir(parents=True)
    (deep / "a.mrg").write_text("(a (b c))")
    assert not telling.holds_trees(tmp_path)


@pytest.mark.parametrize(
    ("text", "chinese"),
    [
        ("", False),
        ("今天天气很好", True),
        ("abc今", False),
        ("ab今c", False),
        ("ab今天c", True),
        ("a" * 2000 + "今" * 9000, False),
    ],
)
def test_chinese_is_more_than_a_quarter(text: str, chinese: bool) -> None:
    assert telling.is_chinese(text) == chinese
