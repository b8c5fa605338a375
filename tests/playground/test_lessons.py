"""Every lesson has its words in both languages, and a file that is wrong is named with its line."""

from __future__ import annotations

import importlib

import pytest

from playground.ground import lesson, paths
from playground.lab import REGISTRY


@pytest.mark.parametrize(
    "key", [e.key for e in REGISTRY if (paths.assets() / "lessons" / f"{e.key}.en.md").exists()]
)
def test_every_step_has_words_in_both_languages(key):
    """The lab's own table needs nothing but callables that are never called here."""
    module = importlib.import_module(f"playground.labs.{key}.lessons")
    table = module.lessons(*[lambda: None] * module.lessons.__code__.co_argcount)
    for language in ("en", "zh"):
        texts = lesson.read(paths.assets() / "lessons" / f"{key}.{language}.md")
        assert list(texts) == [one.key for one in table]
        for one in table:
            said = texts[one.key]
            assert list(said.steps) == [step.key for step in one.steps]
            assert all((said.title, said.question, said.claim, *said.steps.values()))


def test_words_are_read_by_lesson_and_step(tmp_path):
    path = tmp_path / "demo.en.md"
    path.write_text("# one: First?\nWhy\nso?\n## go\nDo it.\n> It\n> is.\n\n# two: Second\nQ\n", "utf-8")
    found = lesson.read(path)
    assert found["one"] == lesson.LessonText("First?", "Why so?", {"go": "Do it."}, "It is.")
    assert found["two"] == lesson.LessonText("Second", "Q", {}, "")


@pytest.mark.parametrize(("text", "line"), [("words\n", 1), ("# one: A\n# no title\n", 2)])
def test_a_line_that_belongs_nowhere_is_named(tmp_path, text, line):
    path = tmp_path / "demo.en.md"
    path.write_text(text, "utf-8")
    with pytest.raises(ValueError, match=f"demo.en.md, line {line}"):
        lesson.read(path)
