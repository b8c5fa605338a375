"""The word table: order, mask, choice, copying."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QEvent, QPoint, Qt
from PySide6.QtGui import QColor, QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from widgets.look import tokens
from widgets.text.table import WordTable
from widgets.text.table_model import Column, WordModel, stable_order
from widgets.text.table_paint import ROW

LEFT, NONE = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
CONTROL, SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier
COLUMNS = [
    ("word", "Word", "word", ""),
    ("score", "Score", "bar", "How new"),
    ("count", "Count", "int", ""),
    ("left", "Left", "float", ""),
    ("known", "Known", "bool", ""),
]
ROWS = {
    "word": ["紫鹃", "尤氏", "李纨", "探\t春", "𠮷祥"],
    "score": np.array([8.25, 8.1, np.nan, 7.9, -0.5]),
    "count": np.array([416, 1338, 359, 416, 5]),
    "left": np.array([3.5, 3.25, 3.5, 0.0, 1e-9]),
    "known": np.array([False, True, False, False, True]),
}


@pytest.fixture
def table(show) -> WordTable:
    made = show(WordTable("None"), 520, 300)
    made.set_columns(COLUMNS)
    made.set_rows(ROWS)
    return made


@pytest.fixture
def chosen(table) -> list[int]:
    heard: list[int] = []
    table.chosen.connect(heard.append)
    return heard


def at(table: WordTable, place: int, column: int = 0) -> QPoint:
    return table.visualRect(table.model().index(place, column)).center()


def click(table: WordTable, place: int, keys=NONE) -> None:
    QTest.mouseClick(table.viewport(), LEFT, keys, at(table, place))


def title(table: WordTable, column: int) -> None:
    header = table.horizontalHeader()
    x = header.sectionViewportPosition(column) + header.sectionSize(column) // 2
    QTest.mouseClick(header.viewport(), LEFT, NONE, QPoint(x, 10))


@given(
    st.lists(st.sampled_from([0.0, 1.0, 2.5, -1.0, float("nan"), float("inf")]), max_size=30), st.booleans()
)
def test_the_order_is_stable_and_what_is_no_number_comes_last(values: list[float], down: bool):
    order = stable_order(np.array(values), down).tolist()
    numbers = [at for at in range(len(values)) if values[at] == values[at]]
    want = sorted(numbers, key=lambda at: -values[at] if down else values[at])
    assert order == want + [at for at in range(len(values)) if values[at] != values[at]]


@given(st.lists(st.text(max_size=2), max_size=20), st.booleans())
def test_words_are_ordered_stably_too(words: list[str], down: bool):
    words = [word.replace("\0", "") for word in words]  # numpy's strings end there
    want = sorted(range(len(words)), key=lambda at: words[at], reverse=False)
    if down:
        want = sorted(range(len(words)), key=lambda at: words[at], reverse=True)
    assert stable_order(np.array(words, str), down).tolist() == want


def test_rows_come_in_the_order_given(table):
    assert table.shown_rows().tolist() == [0, 1, 2, 3, 4]
    assert table.sort_key() == ("", False)
    assert table.rowHeight(0) == ROW


def test_a_title_orders_largest_first_and_back(table):
    told = []
    table.sorted_by.connect(lambda key, down: told.append((key, down)))
    title(table, 2)
    assert table.shown_rows().tolist() == [1, 0, 3, 2, 4]
    title(table, 2)
    assert table.shown_rows().tolist() == [4, 2, 0, 3, 1]
    title(table, 1)
    assert table.shown_rows().tolist() == [0, 1, 3, 4, 2]
    title(table, 0)
    assert told == [("count", True), ("count", False), ("score", True), ("word", False)]
    title(table, 0)
    title(table, 0)  # the third click gives back the order given
    assert told[-2:] == [("word", True), ("", False)]
    assert table.shown_rows().tolist() == [0, 1, 2, 3, 4]


def test_the_order_is_remembered_for_other_rows(table):
    table.set_sort("count")
    table.set_rows({key: list(values)[:3] for key, values in ROWS.items()})
    assert table.sort_key() == ("count", True)
    assert table.shown_rows().tolist() == [1, 0, 2]


def test_a_mask_filters_and_keeps_the_chosen_row(table, chosen):
    table.choose(3)
    table.set_mask(np.array([True, False, False, True, True]))
    assert table.shown_rows().tolist() == [0, 3, 4]
    assert (table.current_row(), table.selected_rows()) == (3, [3])
    table.set_sort("count", descending=False)
    assert table.shown_rows().tolist() == [4, 0, 3]
    assert table.current_row() == 3
    table.set_mask(np.array([True, True, False, False, False]))
    assert (table.current_row(), table.selected_rows()) == (-1, [])
    table.set_mask(None)
    assert len(table.shown_rows()) == 5
    assert chosen == []


def test_a_mask_keeps_several_selected(table):
    click(table, 0)
    click(table, 2, CONTROL)
    click(table, 4, CONTROL)
    table.set_mask(np.array([True, True, True, True, False]))
    assert table.selected_rows() == [0, 2]


def test_going_to_a_row_tells_the_original_one(table, chosen):
    table.set_sort("count")
    click(table, 0)
    QTest.keyClick(table, Qt.Key.Key_Down)
    QTest.keyClick(table, Qt.Key.Key_End)
    QTest.keyClick(table, Qt.Key.Key_Home)
    assert chosen == [1, 0, 4, 1]
    table.choose(2)
    assert (table.current_row(), chosen) == (2, [1, 0, 4, 1])
    table.choose(77)
    assert table.current_row() == -1


def test_letters_do_not_wander_off(table, chosen):
    table.choose(0)
    QTest.keyClicks(table, "u")
    assert (table.current_row(), chosen) == (0, [])


def test_copying_takes_the_selected_rows_under_their_titles(table, shout):
    told: list[int] = []
    table.copied.connect(told.append)
    QTest.keyClick(table, Qt.Key.Key_C, CONTROL)
    assert told == []
    table.set_sort("count")
    click(table, 1)
    click(table, 3, SHIFT)
    QTest.keyClick(table, Qt.Key.Key_C, CONTROL)
    assert told == [3]
    assert QGuiApplication.clipboard().text() == (
        "Word\tScore\tCount\tLeft\tKnown\n"
        "紫鹃\t8.25\t416\t3.5\t0\n"
        "探 春\t7.9\t416\t0\t0\n"
        "李纨\tnan\t359\t3.5\t0\n"
    )
    shout(table)
    table.copy()
    assert QGuiApplication.clipboard().text().startswith("WORD\tSCORE")


def test_words_can_be_ignored_by_key_and_menu(table):
    told: list[list[int]] = []
    table.ignore_wanted.connect(told.append)
    QTest.keyClick(table, Qt.Key.Key_Delete)
    click(table, 1)
    click(table, 3, CONTROL)
    QTest.keyClick(table, Qt.Key.Key_Delete)
    menu = table.menu(table.selected_rows())
    assert [action.text() for action in menu.actions()] == ["Copy 2 rows", "Ignore 2 words"]
    menu.actions()[1].trigger()
    assert told == [[1, 3], [1, 3]]
    assert [action.text() for action in table.menu([1]).actions()] == ["Copy row", "Ignore word"]


def test_values_read_as_people_write_them(table):
    said = [[table.model().index(row, column).data() for column in range(5)] for row in range(5)]
    assert said[1] == ["尤氏", "8.1", "1,338", "3.25", "yes"]
    assert said[2][1] == "–"
    assert said[4][1] == "−0.5"
    role = Qt.ItemDataRole.AccessibleTextRole
    assert table.model().index(0, 2).data(role) == "Count 416"
    tip = table.model().headerData(1, Qt.Orientation.Horizontal, Qt.ItemDataRole.ToolTipRole)
    assert tip == "How new"


def test_what_does_not_fit_is_refused(table):
    with pytest.raises(ValueError, match="rows"):
        table.set_rows({"word": ["a"]})
    with pytest.raises(ValueError, match="rows"):
        table.set_rows({**ROWS, "count": [1]})
    with pytest.raises(ValueError, match="mask"):
        table.set_mask(np.ones(3, bool))
    with pytest.raises(ValueError, match="pie"):
        table.set_columns([("a", "A", "pie", "")])
    assert len(table.shown_rows()) == 5


def test_the_word_takes_the_room_that_is_left(table):
    widths = [table.columnWidth(at) for at in range(5)]
    assert sum(widths) == table.viewport().width()
    table.resize(300, 300)
    assert table.columnWidth(0) == 112
    assert [table.columnWidth(at) for at in range(1, 5)] == widths[1:]


def test_no_rows_say_why(table):
    table.set_mask(np.zeros(5, bool))
    before = table.viewport().grab().toImage()
    table.set_empty("No word passes. Lower the count")
    assert table.viewport().grab().toImage() != before


def test_two_hundred_thousand_rows_are_neither_copied_nor_asked_one_by_one(monkeypatch):
    many, asked = 200_000, []
    model = WordModel()
    model.set_columns([Column("word", "W", "word"), Column("score", "S", "bar")])
    monkeypatch.setattr(Column, "text", lambda self, value: asked.append(value) or str(value))
    score = np.random.default_rng(0).integers(0, 50, many).astype(float)
    words = ["字"] * many
    model.set_rows({"word": words, "score": score})
    model.sort_by("score", True)
    model.set_mask(score > 25)
    assert model.rowCount() == (score > 25).sum()
    assert (np.diff(score[model.shown]) <= 0).all()
    same = np.diff(score[model.shown]) == 0
    assert (np.diff(model.shown)[same] > 0).all()
    assert asked == []
    words[model.shown[0]], score[model.shown[0]] = "词", 77.0  # what is shown is the very list and array
    assert [model.index(0, column).data() for column in (0, 1)] == ["词", "77.0"]


def test_hovering_and_painting_all_states(table, shout):
    table.choose(1)
    rest = table.viewport().grab().toImage()
    QTest.mouseMove(table.viewport(), at(table, 3))
    pointed = table.viewport().grab().toImage()
    corner = table.visualRect(table.model().index(3, 1)).topLeft() + QPoint(2, 2)
    assert pointed.pixelColor(corner) == QColor(tokens.current().hover)
    QApplication.sendEvent(table, QEvent(QEvent.Type.Leave))
    assert table.viewport().grab().toImage() == rest
    table.set_sort("score")
    shout(table)
    assert table.accessibleName() == "WORDS"
    table.setEnabled(False)
    table.grab()
