"""Curves: what is kept of long ones, how they are ranged and labelled, how often they are drawn."""

from __future__ import annotations

import itertools

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt, QTimer
from PySide6.QtGui import QColor, QWheelEvent
from PySide6.QtWidgets import QApplication

from tests.widgets.conftest import written_in
from widgets.look import tokens
from widgets.plots.curve_data import decimate, finite, nice_step, spread, steady_range


@given(st.integers(1, 30_000), st.integers(0, 9))
def test_decimation_keeps_ends_and_extremes(length: int, seed: int):
    y = np.random.default_rng(seed).normal(size=length)
    x = np.arange(length, dtype=float)
    fx, fy = decimate(x, y)
    assert fx.size <= 2000
    assert (fx[0], fx[-1]) == (0, length - 1)
    assert (fy.min(), fy.max()) == (y.min(), y.max())
    assert (np.diff(fx) > 0).all()
    assert np.isin(fy, y).all()


def test_points_that_are_no_numbers_are_passed_over():
    x, y = finite(np.array([0, 1, 2, np.inf]), np.array([1.0, np.nan, 3.0, 4.0]))
    assert (list(x), list(y)) == ([0, 2], [1, 3])
    with pytest.raises(ValueError):
        finite(np.arange(3), np.arange(4))


def test_one_spike_does_not_flatten_the_rest():
    y = np.sin(np.linspace(0, 9, 1000))
    y[500] = 1e6
    low, high = steady_range([y])
    assert -1.5 < low < -1
    assert 1 < high < 1.5
    y[-1] = 50  # the newest value is always in sight
    assert steady_range([y])[1] > 50


def test_the_peak_of_a_short_curve_is_seen():
    layers = [np.array([29.0, 37, 35, 30, 51, 31, 37, 30]), np.array([30.0, 36, 31, 30, 30, 19, 20, 36])]
    low, high = steady_range(layers)
    assert low < 19
    assert high > 51


def test_a_flat_curve_and_no_curve_have_a_range():
    for ys in ([], [np.array([])], [np.zeros(5)], [np.full(5, 3.0)], [np.full(5, -1e-9)]):
        low, high = steady_range(ys)
        assert low < high


@given(st.lists(st.floats(-50, 250), max_size=8))
def test_labels_do_not_overlap_and_stay_inside(wanted: list[float]):
    placed = spread(wanted, 14, 0, 200)
    ranks = sorted(placed)
    assert all(b - a >= 14 - 1e-9 for a, b in itertools.pairwise(ranks))
    assert all(-1e-9 <= place <= 200 + 1e-9 for place in placed)
    for a, wa in zip(placed, wanted, strict=True):
        for b, wb in zip(placed, wanted, strict=True):
            assert a <= b or wa >= wb


@given(st.floats(1e-9, 1e9))
def test_steps_are_round(least: float):
    step = nice_step(least)
    assert least <= step * (1 + 1e-9)
    assert step <= least * 2.5 * (1 + 1e-9)
    assert float(f"{step:e}".partition("e")[0]) in (1, 2, 5)


@pytest.mark.parametrize("least", [0.0, -1.0, float("nan"), float("inf")])
def test_a_step_of_nothing(least: float):
    assert nice_step(least) == 1


@pytest.fixture
def view(show):
    from widgets.plots.curves import CurveView

    return show(CurveView("Losses", "per step"), 500, 180)


def curve(length: int = 100) -> tuple[np.ndarray, np.ndarray]:
    return np.arange(length), np.linspace(1, 2, length)


def plot(view):
    """Where pyqtgraph draws."""
    from pyqtgraph import PlotWidget

    return view.findChild(PlotWidget)


def drawn(view):
    """The curves that pyqtgraph draws."""
    return plot(view).getPlotItem().listDataItems()


def test_a_flood_is_drawn_a_few_times_and_the_newest_wins(view, qtbot):
    view.set_series([("G", "fake", *curve(2))])
    times: list[int] = []
    drawn(view)[0].sigPlotChanged.connect(lambda item: times.append(len(item.getData()[0])))
    for length in range(3, 202):
        view.set_series([("G", "fake", *curve(length))])
    qtbot.waitUntil(lambda: not any(timer.isActive() for timer in view.findChildren(QTimer)))
    assert times[-1] == 201
    assert len(times) <= 2  # a flood of 200 within a period or two
    count = len(times)
    view.set_series([("G", "fake", *curve(50))])
    assert times[count:] == [50]  # after a rest at once


def test_names_stand_level_with_the_ends(view):
    view.set_series([("G", "fake", *curve()), ("D", 2, np.arange(100), np.linspace(2, 1, 100))])
    assert [text for text in written_in(view) if text[0] in "GD"] == ["G  2.00", "D  1.00"]
    assert view.level(2.0) < view.level(1.0)
    QApplication.processEvents()
    picture, right = view.grab().toImage(), plot(view).geometry().right()
    for colour, value in ((tokens.DARK.fake, 2.0), (tokens.DARK.categories[2], 1.0)):
        beside = range(right + 1, view.width())
        rows = [y for y in range(28, 180) if any(picture.pixelColor(x, y) == QColor(colour) for x in beside)]
        assert (rows[0] + rows[-1]) / 2 == pytest.approx(plot(view).y() + view.level(value), abs=4)
    (x0, x1), (y0, y1) = view.range()
    assert (x0, x1) == (0, 99)
    assert y0 < 1 < 2 < y1


def test_curves_come_and_go(view, qtbot):
    for count in (3, 1, 0, 2):
        view.set_series([(f"c{k}", k, *curve()) for k in range(count)])
        qtbot.waitUntil(lambda count=count: len(drawn(view)) == count)
        view.grab()


def test_colours_follow_the_theme_and_late_categories_are_dashed(view):
    view.set_series([("a", "real", *curve()), ("b", 4, *curve())])
    pens = [item.opts["pen"] for item in drawn(view)]
    assert [pen.color() for pen in pens] == [QColor(tokens.DARK.real), QColor(tokens.DARK.categories[4])]
    assert [pen.style() for pen in pens] == [Qt.PenStyle.SolidLine, Qt.PenStyle.DashLine]
    assert [pen.width() for pen in pens] == [1, 1]
    tokens.use(tokens.LIGHT)
    try:
        QApplication.sendEvent(view, QEvent(QEvent.Type.PaletteChange))
        assert drawn(view)[0].opts["pen"].color() == QColor(tokens.LIGHT.real)
    finally:
        tokens.use(tokens.DARK)


def test_wheel_and_right_click_do_nothing(view):
    view.set_series([("a", "real", *curve())])
    before = view.range()
    below = plot(view)
    event = QWheelEvent(QPointF(90, 90), below.mapToGlobal(QPointF(90, 90)), QPoint(), QPoint(0, 120),
                        Qt.MouseButton.NoButton, Qt.KeyboardModifier.NoModifier, Qt.ScrollPhase.NoScrollPhase, False)  # fmt: skip
    QApplication.sendEvent(below.viewport(), event)
    assert view.range() == before
    assert below.testAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
    assert not below.getPlotItem().menuEnabled()


def test_steps_have_thousands_commas(view):
    assert plot(view).getAxis("bottom").tickStrings([0, 1000, 20000], 1, 1000) == ["0", "1,000", "20,000"]
    assert plot(view).getAxis("left").tickStrings([-0.5, 0, 0.5], 1, 0.5) == ["−0.5", "0", "0.5"]


def test_folded_it_is_a_title(view, shout):
    view.set_folded(True)
    assert not plot(view).isVisible()
    assert written_in(view) == ["Losses", "per step"]
    view.set_folded(False)
    assert plot(view).isVisible()
    view.set_series([("real", "real", *curve())])
    shout(view)
    assert {"LOSSES", "REAL  2.00"} <= set(written_in(view))


def test_names_wider_than_before_get_room(view, qtbot):
    view.set_series([("a", 0, *curve())])
    QApplication.processEvents()
    wide = plot(view).width()
    view.set_series([("a name that is long", 0, *curve())])
    qtbot.waitUntil(lambda: plot(view).width() < wide - 40)


def test_the_plot_is_made_when_it_is_first_seen_with_the_newest_curves_and_marks(qtbot):
    from widgets.plots.curves import CurveView
    from widgets.plots.marks import Moment

    view = CurveView("Loss")
    qtbot.addWidget(view)
    for length in (5, 9):
        view.set_series([("loss", "text", *curve(length))])
    view.set_marks([Moment(4, "There")])
    assert plot(view) is None
    view.resize(500, 180)
    view.show()
    assert [len(item.getData()[0]) for item in drawn(view)] == [9]
    assert {"loss  2.00", "There"} <= set(written_in(view))


def test_labels_without_room_overlap_evenly():
    placed = spread([10.0, 10.0, 10.0, 10.0, 10.0], 14, 0, 40)
    assert placed == pytest.approx([0, 10, 20, 30, 40])


def test_an_empty_plot_has_no_figures(view, qtbot):
    axes = [plot(view).getAxis(side) for side in ("left", "bottom")]
    assert not any(axis.style["showValues"] for axis in axes)
    view.set_series([("loss", "text", np.arange(3.0), np.ones(3))])
    assert all(axis.style["showValues"] for axis in axes)
    view.clear()
    qtbot.waitUntil(lambda: not any(axis.style["showValues"] for axis in axes))


def test_what_is_counted_is_told_as_a_whole_number(show):
    from widgets.plots.curves import CurveView

    view = show(CurveView("Modes", ""), 420, 160)
    steps = np.arange(4)
    view.set_series([("A", 0, steps, np.array([0, 2, 7, 8.0])), ("B", 1, steps, np.array([0, 2, 7, 8.5]))])
    assert {"A", "8", "B", "8.50"} <= {word for text in written_in(view) for word in text.split()}
