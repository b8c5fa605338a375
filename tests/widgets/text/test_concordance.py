"""The concordance: aligned lines, picking, sorting."""

from __future__ import annotations

import numpy as np
import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QColor, QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractItemView, QLabel, QPushButton

from tests.widgets.conftest import written_in
from widgets.look import tokens
from widgets.text.concordance import ROW, Concordance, columns

LEFT, NONE = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
LINES = [
    (9, "娘那里去，把他们的借来使使。”红玉答应了，便走出来往", "去。正走上翠烟桥，抬头一望"),
    (83, "向", "取了"),
    (720, "", ""),
    (1200, "一行\n二行\r\n", "三\u2028四"),
    (4000, "a quotation: ", " and so on" * 30),
]


@pytest.fixture
def view(show) -> Concordance:
    made = show(Concordance("None"), 620, 260)
    made.set_lines("潇湘馆", LINES, 65, 5)
    return made


@pytest.fixture
def picked(view) -> list[int]:
    heard: list[int] = []
    view.picked.connect(heard.append)
    return heard


def place(row: int) -> QPoint:
    return QPoint(100, row * ROW + ROW // 2)


def inked(image: QImage, row: int, colour: str) -> np.ndarray:
    """Columns of a row that hold a pixel near a colour."""
    want = QColor(colour)
    found = []
    for x in range(image.width()):
        for y in range(row * ROW + 2, (row + 1) * ROW - 2):
            got = image.pixelColor(x, y)
            apart = (
                abs(got.red() - want.red()) + abs(got.green() - want.green()) + abs(got.blue() - want.blue())
            )
            if apart < 40:
                found.append(x)
                break
    return np.array(found)


def test_the_word_stands_at_the_same_place_in_every_line(view):
    image = view.list.viewport().grab().toImage()
    rows = [inked(image, row, tokens.current().accent) for row in range(5)]
    assert all(row.tolist() == rows[0].tolist() for row in rows)
    end, word, start = columns(view.list.viewport().width(), int(rows[0][-1] - rows[0][0]) + 2)
    assert abs(rows[0][0] - word) <= 3
    assert end < word < start


def test_contexts_meet_the_word_from_both_sides(view):
    image = view.list.viewport().grab().toImage()
    accent = inked(image, 0, tokens.current().accent)
    ends, starts = [], []
    for row in (0, 1, 3):
        before, behind = inked(image, row, tokens.current().text2), inked(image, row, tokens.current().text)
        ends.append(int(before[before < accent[0]][-1]))
        starts.append(int(behind[behind > accent[-1] + 8][0]))
    assert max(ends) < accent[0] - 8
    assert max(starts) - min(starts) <= 3
    one, two = ends[0], ends[1]
    assert abs(one - two) <= 3


def test_columns_leave_room_for_the_word():
    for width in (200, 400, 1200):
        end, word, start = columns(width, 60)
        assert 0 < end < word < start
        assert start - word == 60 + (word - end)


def test_line_ends_do_not_break_a_line(view):
    assert view.list.model().index(3, 0).data() == "一行 二行  潇湘馆三 四"


def test_clicking_a_line_picks_its_position_again_and_again(view, picked):
    for row in (1, 1, 3):
        QTest.mouseClick(view.list.viewport(), LEFT, NONE, place(row))
    assert picked == [83, 83, 1200]


def test_keys_pick_too(view, picked):
    view.go_to(9)
    for key in (Qt.Key.Key_Down, Qt.Key.Key_End, Qt.Key.Key_End, Qt.Key.Key_Return, Qt.Key.Key_Home):
        QTest.keyClick(view.list, key)
    assert picked == [83, 4000, 4000, 9]
    view.go_to(12345)
    assert view.list.currentIndex().row() == 0


def test_sorting_is_asked_for_and_setting_it_is_silent(view):
    heard: list[str] = []
    view.sort_wanted.connect(heard.append)
    assert view.sort.current() == "text"
    view.set_sort("left")
    assert heard == []
    view.setObjectName("words.concordance")
    button = view.findChild(QPushButton, "words.concordance.sort.right")
    QTest.mouseClick(button, LEFT)
    assert heard == ["right"]
    assert view.list.objectName() == "words.concordance.list"


def head(view: Concordance) -> str:
    """What the head says of the word."""
    said = written_in(view)
    return " ".join(said[: [text.lower() for text in said].index("sort")])


def test_the_head_says_how_many(view, shout):
    assert head(view) == "潇湘馆 65 places, first 5 shown"
    view.set_lines("潇湘馆", LINES[:1])
    assert head(view) == "潇湘馆 1 place"
    view.set_lines("潇湘馆", LINES, 18186, 5)
    shout(view)
    assert head(view) == "潇湘馆 18,186 PLACES, FIRST 5 SHOWN"
    view.set_lines("", [])
    assert head(view) == ""
    view.grab()


def test_a_narrow_head_leaves_out_how_many_are_shown_and_keeps_apart(view):
    told, sort = (
        next(label for label in view.findChildren(QLabel) if label.text().startswith(text))
        for text in ("65 places", "Sort")
    )
    seen: list[str] = []
    for width in (620, *range(520, 420, -15)):
        view.resize(width, 260)
        view.grab()
        seen.append(head(view).removeprefix("潇湘馆 "))
        assert sort.geometry().left() - told.geometry().right() >= 16
        assert sort.width() >= sort.sizeHint().width()
    assert (seen[0], "65 places" in seen) == ("65 places, first 5 shown", True)
    assert all(said == seen[0] or "65 places".startswith(said.strip("…")) for said in seen)
    assert seen[-1].endswith("…")


def test_its_lines_can_be_asked_as_qt_s_own_models_can(view):
    """Accessibility tools ask without a parent."""
    model = view.findChild(QAbstractItemView).model()
    assert (model.rowCount(), model.columnCount()) == (len(LINES), 1)
    inside = model.index(0, 0)
    assert (model.rowCount(inside), model.columnCount(inside)) == (0, 0)
    assert "潇湘馆" in model.index(0, 0).data()
