"""Curves whose unit changed: each stretch keeps its shape, the axis is the newest one's."""

from __future__ import annotations

import numpy as np

from widgets.plots.curves import CurveView
from widgets.plots.stretches import laid, parted

STEPS = np.arange(1, 401.0)
SMALL = np.sin(STEPS / 20) + 1
LARGE = np.where(STEPS > 300, 1000 + STEPS, SMALL)


def test_a_stretch_ends_with_the_step_of_its_break():
    first, second = parted((STEPS, SMALL), [300])
    assert (first[0][-1], second[0][0]) == (300, 301)
    assert [len(x) for x, _ in parted((STEPS, SMALL), [100, 300])] == [100, 200, 100]


def test_without_a_break_nothing_is_changed():
    ((part,),), limits = laid([(STEPS, SMALL)], [])
    assert part[1] is not None
    assert np.array_equal(part[1], SMALL)
    assert limits[0] < SMALL.min() < SMALL.max() < limits[1]


def test_an_older_stretch_has_the_whole_height_and_its_shape():
    (row,), (low, high) = laid([(STEPS, LARGE)], [300])
    (_, old), (_, new) = row
    assert np.array_equal(new, LARGE[300:])
    assert low < new.min()
    assert high > new.max()
    assert high - low < 200  # the old level of 1 does not count
    assert np.ptp(old) > 0.8 * (high - low)
    assert np.corrcoef(old, SMALL[:300])[0, 1] > 1 - 1e-9


def test_curves_of_one_stretch_share_its_scale():
    rows, _ = laid([(STEPS, LARGE), (STEPS, LARGE + 0.5)], [300])
    assert (rows[1][0][1] > rows[0][0][1]).all()


def test_a_break_with_nothing_after_it_yet_changes_nothing():
    (row,), limits = laid([(STEPS, SMALL)], [400])
    assert np.array_equal(row[0][1], SMALL)
    assert limits == laid([(STEPS, SMALL)], [])[1]
    assert laid([], [3])[0] == []


def test_the_plot_has_the_axis_of_now(qtbot):
    plot = CurveView("Losses")
    qtbot.addWidget(plot)
    plot.set_series([("G", "fake", STEPS, LARGE)], [300])
    (x0, x1), (y0, y1) = plot.range()
    assert (x0, x1) == (1, 400)
    assert 1200 < y0 < y1 < 1500
