"""Marks in a plot: lines where something happened and rings on points, told by words and by the pointer."""

from __future__ import annotations

import numpy as np
import pytest
from PySide6.QtCore import QPoint
from PySide6.QtGui import QColor

from tests.widgets.conftest import tip_at, written_in
from widgets.look import tokens
from widgets.plots.marks import Marks, Moment, Point

MIDDLE = Moment(50, "Kind: Wasserstein\nstep 50")


@pytest.fixture
def view(show):
    from widgets.plots.curves import CurveView

    view = show(CurveView("Losses", "per step"), 520, 180)
    view.set_series([("G", "fake", np.arange(101), np.linspace(1, 2, 101))])
    return view


def columns(view, y: int = 100, every: int = 1) -> list[int]:
    """Where the pointer is told something, across a row."""
    return [x for x in range(0, view.width(), every) if tip_at(view, QPoint(x, y))]


def line_columns(view) -> list[int]:
    """Columns in which many pixels have the colour of a line."""
    picture = view.grab().toImage()
    strong = QColor(tokens.DARK.strong)

    def near(x: int, y: int) -> bool:
        seen = picture.pixelColor(x, y)
        return abs(seen.red() - strong.red()) + abs(seen.blue() - strong.blue()) < 60

    return [x for x in range(40, 480) if sum(near(x, y) for y in range(60, 150)) > 25]


def test_a_moment_is_a_line_with_words_where_it_happened(view):
    view.set_marks([MIDDLE])
    assert "Kind: Wasserstein" in written_in(view)
    told = columns(view)
    drawn = line_columns(view)
    assert len(drawn) == 1
    assert abs((told[0] + told[-1]) / 2 - drawn[0]) <= 1
    assert tip_at(view, QPoint(drawn[0], 100)).endswith("Kind: Wasserstein\nstep 50")
    (low, high), _ = view.range()
    assert (low, high) == (0, 100)
    view.set_marks([Moment(0, "a"), Moment(100, "b")])
    first, last = line_columns(view)
    assert drawn[0] == pytest.approx((first + last) / 2, abs=1)


def test_lines_follow_the_curves(view, qtbot):
    view.set_marks([MIDDLE])
    before = line_columns(view)
    view.set_series([("G", "fake", np.arange(201), np.linspace(1, 2, 201))])
    qtbot.waitUntil(lambda: view.range()[0][1] == 200)
    view.grab()
    after = line_columns(view)
    assert len(after) == 1
    assert after[0] < before[0] - 50


def test_a_ring_tells_the_best_and_where_it_was(view):
    view.set_marks(points=[Point(50, 1.5, "best 1.50", "best 1.50\nstep 50")])
    assert "best 1.50" in written_in(view)
    told = [(x, y) for y in range(40, 160, 8) for x in columns(view, y, 3)]
    x, y = np.mean(told, axis=0)
    assert tip_at(view, QPoint(round(x), round(y))) == "best 1.50\nstep 50"
    assert y - 28 == pytest.approx(view.level(1.5), abs=3)


def test_words_stand_where_there_is_room_and_the_newest_always_does(view):
    crowd = [Moment(50 + k, f"Rate D: 0.{k}") for k in range(6)] + [Moment(100, "Kind: Hinge")]
    view.set_marks(crowd)
    said = [text for text in written_in(view) if ":" in text or "…" in text]
    assert "Kind: Hinge" in said
    assert len([text for text in said if text.startswith("Rate")]) == 1
    assert len([x for x in columns(view) if x]) > 15  # all are told


def test_a_cleared_plot_has_no_marks(view):
    view.set_marks([MIDDLE], [Point(50, 1.5, "best", "best")])
    view.clear()
    assert view.marks() == ((), ())
    assert columns(view) == []


def test_words_of_a_point_lie_over_no_others_and_are_left_out_where_they_would_be_cut(view):
    marks = view.findChild(Marks)
    view.set_marks([Moment(96, "Train: Prior")], [Point(95, 1.95, "best 1.95", "at step 95")])
    assert {"best 1.95", "Train: Prior"} <= set(written_in(view))
    moment, point = marks.written
    assert not moment.intersects(point)
    view.set_marks([], [Point(50, 1.5, "longer than all of the plot " * 6, "told")])
    view.grab()
    assert marks.written == []
