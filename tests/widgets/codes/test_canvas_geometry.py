"""Arithmetic of the canvas: hits at every zoom and pan, lines without holes, feet of brushes, outlines."""

from __future__ import annotations

import itertools

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from widgets.codes.cells import bounds, covered, foot, line, outline
from widgets.codes.view import KEEP, View

SIZES = st.sampled_from(
    [(28, 28, 7, 7), (64, 64, 16, 16), (32, 48, 8, 12), (30, 30, 7, 8), (128, 128, 32, 32)]
)
AREAS = st.tuples(st.integers(160, 900), st.integers(160, 900))
MOVES = st.lists(
    st.one_of(
        st.tuples(st.just("zoom"), st.integers(-5, 9), st.integers(0, 900), st.integers(0, 900)),
        st.tuples(st.just("pan"), st.just(0), st.integers(-400, 400), st.integers(-400, 400)),
        st.tuples(st.just("size"), st.just(0), st.integers(160, 900), st.integers(160, 900)),
    ),
    max_size=6,
)
CELLS = st.tuples(st.integers(-20, 40), st.integers(-20, 40))


@pytest.fixture(autouse=True)
def no_leaks() -> None:
    """Arithmetic leaks nothing."""


@pytest.fixture(autouse=True)
def dressed() -> None:
    """Nor does it need a look."""


def moved(size: tuple[int, int, int, int], area: tuple[int, int], moves: list) -> View:
    view = View(size[1], size[0], size[2], size[3], area).fit()
    for kind, steps, x, y in moves:
        view = (
            view.zoomed(steps, (x, y))
            if kind == "zoom"
            else view.panned(x, y)
            if kind == "pan"
            else view.resized((x, y))
        )
    return view


@given(SIZES, AREAS, MOVES)
@settings(max_examples=150)
def test_every_place_of_a_cell_hits_it_and_no_other(size, area, moves):
    view = moved(size, area, moves)
    for row, col in ((0, 0), (view.rows // 2, view.cols - 1), (view.rows - 1, view.cols // 3)):
        x, y, width, height = view.cell((row, col))
        for px, py in ((x, y), (x + width - 1, y + height - 1), (x + width // 2, y)):
            assert view.at(px, py) == (row, col)
        assert view.near(x - 1, y) == (row, col - 1)
        assert view.near(x, y - 1) == (row - 1, col)
        assert view.near(x + width, y + height) == (row + 1, col + 1)
    left, top, width, height = view.box
    assert view.at(left - 1, top) is view.at(left, top + height) is view.at(left + width, top) is None
    assert left < view.area[0] - min(KEEP, width) + 1
    assert left + width >= min(KEEP, width) or view.holds(0, 0) or left <= 0


@given(SIZES, AREAS, st.integers(-30, 60), st.integers(0, 899), st.integers(0, 899))
@settings(max_examples=100)
def test_zoom_keeps_the_pixel_under_the_pointer(size, area, steps, x, y):
    view = View(size[1], size[0], size[2], size[3], area).fit()
    closer = view.zoomed(steps, (x, y))
    assert closer.scale == min(max(1, view.scale + steps), max(96, view.scale))
    if view.holds(x, y):
        for old, new, place in ((view.left, closer.left, x), (view.top, closer.top, y)):
            assert (place - old) // view.scale == (place - new) // closer.scale


@given(SIZES, AREAS, MOVES, AREAS)
@settings(max_examples=60)
def test_what_a_box_touches_is_what_overlaps_it(size, area, moves, corner):
    view = moved(size, area, moves)
    box = corner[0] // 3, corner[1] // 3, 70, 50
    r0, c0, r1, c1 = view.touched(*box)
    for row in range(view.rows):
        y, height = view.cell((row, 0))[1::2]
        assert (r0 <= row < r1) == (y < box[1] + box[3] and y + height > box[1])
    for col in range(view.cols):
        x, width = view.cell((0, col))[::2]
        assert (c0 <= col < c1) == (x < box[0] + box[2] and x + width > box[0])


def test_it_fits_by_the_largest_whole_multiple_in_the_middle():
    view = View(64, 64, 16, 16, (640, 700)).fit()
    assert (view.scale, view.left, view.top) == (10, 0, 30)
    assert View(64, 64, 16, 16, (639, 700)).fit().scale == 9
    assert View(300, 300, 8, 8, (200, 200)).fit().scale == 1


def test_a_picture_never_leaves_sight_and_a_cell_is_brought_into_it():
    view = View(64, 64, 16, 16, (300, 300)).fit()
    for dx, dy in ((9999, 0), (-9999, 9999), (0, -9999)):
        far = view.panned(dx, dy)
        assert KEEP - far.span[0] <= far.left <= 300 - KEEP
        x, y, width, height = far.showing((15, 0)).cell((15, 0))
        assert x >= 0
        assert y >= 0
        assert x + width <= 300
        assert y + height <= 300


@given(CELLS, CELLS)
def test_a_line_has_no_hole_and_ends_where_it_should(start, end):
    cells = [start, *line(start, end)]
    assert cells[-1] == end
    assert len(cells) == max(abs(end[0] - start[0]), abs(end[1] - start[1])) + 1
    for one, other in itertools.pairwise(cells):
        assert max(abs(one[0] - other[0]), abs(one[1] - other[1])) == 1


def test_feet_are_square_or_round():
    assert [len(foot(size, "square")) for size in range(1, 6)] == [1, 4, 9, 16, 25]
    assert [len(foot(size, "round")) for size in range(1, 6)] == [1, 4, 5, 12, 21]
    assert (0, 0) in foot(4, "round")
    assert set(foot(3, "round")) == {(-1, 0), (0, -1), (0, 0), (0, 1), (1, 0)}


def test_what_a_brush_covers_ends_at_the_rim():
    found = covered([(0, 0), (3, 3)], 3, "square", 4, 4)
    assert np.argwhere(found).tolist() == [[0, 0], [0, 1], [1, 0], [1, 1], [2, 2], [2, 3], [3, 2], [3, 3]]
    assert not covered([], 3, "square", 4, 4).any()
    assert bounds(found) == (0, 0, 4, 4)
    assert bounds(np.zeros((3, 3), bool)) is None


@given(st.integers(0, 2**20 - 1))
@settings(max_examples=60)
def test_an_outline_is_every_side_between_inside_and_outside_once(bits):
    cells = np.array([bool(bits >> at & 1) for at in range(20)]).reshape(4, 5)
    sides = []
    for r0, c0, r1, c1 in outline(cells):
        assert (r0 == r1) != (c0 == c1)
        sides += [("lying", r0, c) for c in range(c0, c1)] + [("standing", r, c0) for r in range(r0, r1)]
    padded = np.pad(cells, 1)
    want = [("lying", r, c) for r in range(5) for c in range(5) if padded[r, c + 1] != padded[r + 1, c + 1]]
    want += [
        ("standing", r, c) for r in range(4) for c in range(6) if padded[r + 1, c] != padded[r + 1, c + 1]
    ]
    assert sorted(sides) == sorted(want)
