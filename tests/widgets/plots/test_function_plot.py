"""A function to read: its extreme, the present point, red below zero, reading by mouse and keys."""

from __future__ import annotations

import numpy as np
import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QColor, QImage, QMouseEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from widgets.look import tokens
from widgets.plots.function_plot import FunctionPlot

X = np.linspace(0, 1, 101)
WAVE = np.cos(2 * np.pi * X) + 0.5  # below zero between 1/3 and 2/3, least -0.5 at 1/2


@pytest.fixture
def plot(show) -> FunctionPlot:
    plot = FunctionPlot("Proof", "the sum of angles", "s", "margin", extreme="least", zero=True)
    plot.set_curve(X, WAVE)
    return show(plot, 400, 220)


def count(image: QImage, colour: str, left: float, right: float) -> int:
    """Pixels of exactly a colour between two places across."""
    wanted = QColor(colour).rgb()
    across = range(round(left), round(right))
    return sum(image.pixel(x, y) == wanted for x in across for y in range(34, image.height() - 22))


def hover(plot: FunctionPlot, at: QPointF, held: Qt.MouseButton = Qt.MouseButton.NoButton) -> None:
    none, keys = Qt.MouseButton.NoButton, Qt.KeyboardModifier.NoModifier
    QApplication.sendEvent(
        plot, QMouseEvent(QEvent.Type.MouseMove, at, plot.mapToGlobal(at), none, held, keys)
    )


def test_the_least_point_is_found_and_said(plot: FunctionPlot):
    assert plot.extreme() == pytest.approx((0.5, -0.5))
    assert plot.accessibleDescription() == "least: s 0.50   margin −0.50"
    plot.set_present(0.25)
    assert plot.accessibleDescription().endswith("now: s 0.25   margin 0.50")
    most = FunctionPlot("V", extreme="most")
    most.set_curve(X, -WAVE)
    assert most.extreme() == pytest.approx((0.5, 0.5))
    assert FunctionPlot("V").extreme() is None


def test_the_same_curve_again_leaves_what_is_read(plot: FunctionPlot):
    hover(plot, plot.place(0.25, 0.5))
    said = plot.reading()
    assert said
    plot.set_curve(X.copy(), WAVE.copy())
    assert plot.reading() == said
    plot.set_curve(X, WAVE + 1)
    assert plot.reading() == ""
    assert plot.value(0.0) == 2.5


def test_only_what_lies_below_zero_is_red(plot: FunctionPlot):
    image, t = plot.grab().toImage(), tokens.current()
    edges = [plot.place(x, 0).x() for x in (0, 1 / 3, 2 / 3, 1)]
    assert count(image, t.error, edges[1] + 3, edges[2] - 3) > 20
    assert count(image, t.error, edges[0], edges[1] - 3) == 0
    assert count(image, t.error, edges[2] + 3, edges[3]) == 0
    plot.set_curve(X, WAVE + 0.6)
    assert count(plot.grab().toImage(), t.error, edges[0], edges[3]) == 0


def test_zero_is_always_in_sight_where_it_matters(plot: FunctionPlot):
    plot.set_curve(X, X + 5)
    assert plot.range()[1][0] < 0
    plot.set_curve(X, X - 5)
    assert plot.range()[1][1] > 0
    free = FunctionPlot("V")
    free.set_curve(X, X + 5)
    assert free.range()[1][0] > 4
    assert plot.room().contains(plot.place(0.5, -4.5))


def test_hovering_reads_and_a_click_picks(plot: FunctionPlot):
    picked = []
    plot.picked.connect(picked.append)
    hover(plot, plot.place(0.3, 0))
    assert plot.reading() == "s 0.30   margin 0.19"
    QTest.mouseClick(plot, Qt.MouseButton.LeftButton, pos=plot.place(0.6, 0).toPoint())
    assert picked == pytest.approx([0.6], abs=0.011)
    hover(plot, plot.place(0.7, 0), Qt.MouseButton.LeftButton)
    assert picked[-1] == pytest.approx(0.7)
    QApplication.sendEvent(plot, QEvent(QEvent.Type.Leave))
    assert plot.reading() == ""
    hover(plot, QPointF(QPoint(2, 100)))
    assert plot.reading() == ""


def test_keys_read_from_the_present_point_on(plot: FunctionPlot):
    picked = []
    plot.picked.connect(picked.append)
    plot.set_present(0.4)
    QTest.keyClick(plot, Qt.Key.Key_Right)
    assert plot.reading().startswith("s 0.41")
    QTest.keyClick(plot, Qt.Key.Key_PageUp)
    assert plot.reading().startswith("s 0.51")
    for _ in range(20):
        QTest.keyClick(plot, Qt.Key.Key_PageDown)
    assert plot.reading().startswith("s 0.00")
    assert plot.reading() in plot.accessibleDescription()
    QTest.keyClick(plot, Qt.Key.Key_Return)
    assert picked == [0.0]


def test_values_between_points_and_outside(plot: FunctionPlot):
    assert plot.value(0.005) == pytest.approx((WAVE[0] + WAVE[1]) / 2)
    assert plot.value(-0.1) is None
    assert plot.value(1.1) is None


def test_what_is_odd_is_refused_or_passed_over(plot: FunctionPlot):
    with pytest.raises(ValueError):
        plot.set_curve(X, WAVE[:-1])
    with pytest.raises(ValueError):
        plot.set_curve(X[::-1], WAVE)
    gaps = WAVE.copy()
    gaps[50] = np.nan
    plot.set_curve(X, gaps)
    assert plot.extreme()[0] == pytest.approx(0.49)
    for x, y in ((np.zeros(0), np.zeros(0)), (np.zeros(1), np.ones(1)), (X, np.zeros(101))):
        plot.set_curve(x, y)
        plot.set_present(0.5)
        plot.grab()
    assert plot.extreme() == (0.0, 0.0)
