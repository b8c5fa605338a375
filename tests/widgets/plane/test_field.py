"""Looking up between the nodes: against scipy, and where the answer is known."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.interpolate import RegularGridInterpolator

from widgets.plane.field import VectorField
from widgets.plane.square import Square

SQUARE = Square(0.5, -0.25, 2)


@pytest.mark.parametrize("shape", [(2, 2), (5, 9), (64, 64), (257, 31)])
def test_it_agrees_with_scipy(shape: tuple[int, int]):
    random = np.random.default_rng(sum(shape))
    grid = random.normal(size=(2, *shape)).astype(np.float32)
    points = random.uniform((-1.5, -2.25), (2.5, 1.75), size=(4000, 2)).astype(np.float32)
    x, y = SQUARE.nodes(shape[1])[0], SQUARE.nodes(shape[0])[1]
    found = VectorField(grid, SQUARE).at(points)
    for part in (0, 1):
        wanted = RegularGridInterpolator(
            (y, x), grid[part].astype(float), bounds_error=False, fill_value=None
        )
        assert found[:, part] == pytest.approx(wanted(points[:, ::-1].astype(float)), abs=2e-4)
    assert found.dtype == np.float32


def test_what_is_bilinear_is_exact():
    x, y = np.meshgrid(*SQUARE.nodes(33))
    field = VectorField(np.stack([2 * x - y + x * y, 1 - 3 * x * y]), SQUARE)
    points = np.random.default_rng(1).uniform(-1.5, 1.75, (500, 2)).astype(np.float32)
    u, v = points.astype(float).T
    assert field.at(points) == pytest.approx(np.stack([2 * u - v + u * v, 1 - 3 * u * v], 1), abs=1e-5)


def test_nodes_are_met_exactly_and_outside_is_the_rim():
    grid = np.arange(18, dtype=np.float32).reshape(2, 3, 3)
    field = VectorField(grid, Square(0, 0, 1))
    corners = np.array([(-1, -1), (1, 1), (1, -1), (-1, 1), (0, 0)], np.float32)
    assert field.at(corners).tolist() == [[0, 9], [8, 17], [2, 11], [6, 15], [4, 13]]
    far = np.array([(-1e30, -1e30), (1e30, 0)], np.float32)
    assert field.at(far).tolist() == [[0, 9], [5, 14]]
    assert field.at(np.zeros((0, 2), np.float32)).shape == (0, 2)


def test_strength_passes_over_the_five_strongest_in_a_hundred():
    grid = np.zeros((2, 10, 10), np.float32)
    grid[0] = 3
    grid[1] = 4
    grid[:, 0, 0] = 1e6
    assert VectorField(grid, SQUARE).strength == pytest.approx(5)


@pytest.mark.parametrize(
    "wrong",
    [np.zeros((2, 1, 4)), np.zeros((3, 4, 4)), np.zeros((4, 4)), np.full((2, 4, 4), np.nan),
     np.full((2, 4, 4), np.inf), np.full((2, 4, 4), 1e300), np.zeros((2, 4, 4), complex)],
)  # fmt: skip
def test_what_is_no_field_is_refused(wrong: np.ndarray):
    with pytest.raises(ValueError):
        VectorField(wrong, SQUARE)
