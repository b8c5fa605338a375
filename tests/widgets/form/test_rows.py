"""Rows that say more than a number: a zero with a name, the end of a long path."""

from __future__ import annotations

from typing import Any

import pytest
from PySide6.QtWidgets import QLineEdit

from tests.widgets.form.conftest import Field, Shown
from widgets.form.field import explain

LIMIT = Field("limit", "int", "Limit", 0, low=0, high=500, zero="all")


def test_a_zero_that_is_no_number_is_called_by_its_word(shown: Shown):
    shown.form.set_fields((LIMIT,))
    said = shown.part("limit.value")
    assert said.text() == "all"
    shown.form.set_values({"limit": 40})
    assert said.text() == "40"
    shown.form.set_values({"limit": 0})
    assert said.text() == "all"
    assert explain(LIMIT)[0] == "Default: all. From 1 to 500, or all."


@pytest.mark.parametrize("typed", ["all", " ALL ", "0", "0.0"])
def test_the_word_can_be_typed_and_so_can_0(shown: Shown, typed: str):
    shown.form.set_fields((LIMIT,))
    shown.form.set_values({"limit": 40})
    heard: list[tuple[str, Any]] = []
    shown.form.changed.connect(lambda name, value: heard.append((name, value)))
    shown.part("limit.value").typed.emit(typed)
    assert heard == [("limit", 0)]
    assert shown.part("limit.value").text() == "all"


def test_the_word_is_nothing_to_a_field_without_one(shown: Shown):
    shown.form.set_fields((Field("n", "int", "N", 3, low=0, high=9),))
    shown.part("n.value").typed.emit("all")
    assert shown.form.values() == {"n": 3}


def test_of_a_long_path_the_end_is_seen(shown: Shown):
    path = "/home/somebody/with/a/long/way/to/the/pictures/cats.idx"
    shown.form.set_values({"data": "folder", "path": path})
    edit = shown.part("path")
    line = edit if isinstance(edit, QLineEdit) else edit.findChild(QLineEdit)
    assert line.cursorPosition() == len(path)
