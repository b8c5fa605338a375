"""Squares of the plane, where they lie on screen, and the one that shows points in spite of strays."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from widgets.plane.square import Square, robust_range, robust_square
from widgets.plane.viewport import Viewport

NUMBERS = st.floats(-100, 100)
SQUARES = st.builds(Square, NUMBERS, NUMBERS, st.floats(0.01, 50))


@given(SQUARES, st.floats(0.1, 10), NUMBERS, NUMBERS)
def test_the_spot_under_the_pointer_stays_while_zooming(square: Square, by: float, x: float, y: float):
    before = Viewport(square, 10, 20, 300).to_pixels((x, y))
    after = Viewport(square.zoomed(by, x, y), 10, 20, 300).to_pixels((x, y))
    assert after == pytest.approx(before, abs=1e-6 * (1 + np.abs(before).max()))


@given(SQUARES, st.floats(0, 300), st.floats(0, 300))
def test_pixels_and_data_are_each_others_way_back(square: Square, across: float, down: float):
    view = Viewport(square, 10, 20, 300)
    x, y = view.to_data(across, down)
    assert view.to_pixels((x, y)) == pytest.approx((across, down), abs=1e-6)
    assert view.holds(across, down) == (across >= 10 and down >= 20)


def test_y_points_upwards_and_what_is_far_stays_a_number():
    view = Viewport(Square(1, 2, 3), 0, 0, 60)
    assert view.to_pixels([(-2, 5), (4, -1), (1, 2)]).tolist() == [[0, 0], [60, 60], [30, 30]]
    assert np.isfinite(view.to_pixels([(3e38, -3e38)])).all()


def test_nodes_lie_on_the_rim():
    x, y = Square(1, -1, 2).nodes(5)
    assert x.tolist() == [-1, 0, 1, 2, 3]
    assert y.tolist() == [-3, -2, -1, 0, 1]


def test_panning_goes_by_halves_and_uniting_holds_both():
    square = Square(1, 1, 2)
    assert square.panned(0.5, -1) == Square(2, -1, 2)
    both = square.united(Square(6, 0, 1))
    assert both == Square(3, 1, 4)


@pytest.mark.parametrize("wrong", [(np.nan, 0, 1), (0, np.inf, 1), (0, 0, 0), (0, 0, -1), (0, 0, np.nan)])
def test_no_square_without_extent(wrong: tuple[float, float, float]):
    with pytest.raises(ValueError):
        Square(*wrong)


def test_strays_do_not_make_a_dot_of_the_rest():
    points = np.random.default_rng(0).normal(size=(5000, 2)).astype(np.float32)
    plain = robust_square(points)
    points[:20] = 1e6
    strayed = robust_square(points)
    assert 2 < plain.half < 4
    assert strayed.half == pytest.approx(plain.half, rel=0.1)
    assert np.mean(strayed.holds(points)) > 0.95


def test_points_all_alike_and_none_have_an_answer():
    assert robust_square(np.zeros((0, 2), np.float32)) is None
    one = robust_square(np.full((3, 2), 5.0, np.float32))
    assert (one.x, one.y) == (5, 5)
    assert one.half >= 1


def test_the_range_of_a_map_leaves_out_a_percent_at_both_ends():
    values = np.linspace(0, 1, 10001)
    values[0], values[-1] = -1e9, 1e9
    low, high = robust_range(values)
    assert (low, high) == pytest.approx((0.01, 0.99), abs=1e-3)
    assert robust_range(np.full((4, 4), 7.0)) == (6.5, 7.5)
    spike = np.zeros((50, 50))
    spike[3, 4] = 2
    assert robust_range(spike) == (0, 2)
    assert robust_range(np.zeros(0)) == (0, 1)
