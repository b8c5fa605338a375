"""Pixels of triangles: exact cover, true depth where sheets cross, the visible area of a cube."""

from __future__ import annotations

import numpy as np
import pytest

from widgets.solid.projection import Camera, Projection
from widgets.solid.raster import affine, nearest
from widgets.solid.samples import cube


def test_a_rectangle_covers_exactly_its_pixels_and_its_halves_share_none():
    corners = np.array([[[2, 3, 1], [12, 3, 1], [12, 9, 1]], [[2, 3, 1], [12, 9, 1], [2, 9, 1]]], float)
    pixels, face, near = nearest(corners, 20, 15)
    y, x = np.divmod(pixels, 20)
    assert sorted(zip(x.tolist(), y.tolist(), strict=True)) == [
        (i, j) for i in range(2, 12) for j in range(3, 9)
    ]
    assert set(face.tolist()) == {0, 1}
    assert near == pytest.approx(1)


def test_many_triangles_cover_what_point_by_point_says():
    draw = np.random.default_rng(0)
    corners = draw.uniform((-5, -5, 1), (45, 35, 3), (40, 3, 3))
    pixels, face, near = nearest(corners, 40, 30)
    plane = affine(corners, 1 / corners[..., 2:])[..., 0]
    best = {}
    for j in range(30):
        for i in range(40):
            x, y = i + 0.5, j + 0.5
            for f, t in enumerate(corners[..., :2]):
                a, b, c = t
                signs = [
                    (q[0] - p[0]) * (y - p[1]) - (q[1] - p[1]) * (x - p[0])
                    for p, q in ((a, b), (b, c), (c, a))
                ]
                if all(s > 0 for s in signs) or all(s < 0 for s in signs):
                    z = plane[f] @ (1, x, y)
                    if z > best.get(j * 40 + i, (0, 0))[0]:
                        best[j * 40 + i] = (z, f)
    assert pixels.tolist() == sorted(best)
    assert near == pytest.approx([best[p][0] for p in pixels.tolist()], rel=1e-4)
    assert (face == [best[p][1] for p in pixels.tolist()]).mean() > 0.995  # ties within rounding


def test_two_sheets_that_cross_change_places_where_they_cross():
    tilted = np.array([[0, 0, 1.0], [40, 0, 2.0], [40, 20, 2.0], [0, 20, 1.0]])
    other = tilted * (1, 1, 0) + np.array([[0, 0, 2.0], [0, 0, 1.0], [0, 0, 1.0], [0, 0, 2.0]])
    corners = np.array([q[[0, i, i + 1]] for q in (tilted, other) for i in (1, 2)])
    pixels, face, _ = nearest(corners, 40, 20)
    x = pixels % 40
    assert (face[x < 20] < 2).all()
    assert (face[x >= 20] >= 2).all()


@pytest.mark.parametrize("camera", [Camera(0, 0), Camera(30, 20), Camera(-120, -50), Camera(45, 35.26)])
def test_the_visible_area_of_a_cube(camera: Camera):
    """As many pixels as its outline has area: the front faces, by the shoelace formula."""
    mesh = cube(1.0)
    view = Projection(camera, (0, 0, 0), 1.0, 800, 800)
    seen = view.project(mesh.vertices)[mesh.faces]
    x, y = seen[..., 0], seen[..., 1]
    signed = ((x * np.roll(y, -1, 1) - np.roll(x, -1, 1) * y).sum(1)) / 2
    pixels, face, _ = nearest(seen, 800, 800)
    assert len(pixels) == pytest.approx(-signed[signed < 0].sum(), rel=4e-3)
    assert (signed[np.unique(face)] < 0).all()  # no back face is seen anywhere


def test_what_lies_outside_or_has_no_area_is_nothing():
    assert len(nearest(np.zeros((0, 3, 3)), 10, 10)[0]) == 0
    line = np.array([[[1, 1, 1], [5, 5, 1], [9, 9, 1]]], float)
    assert len(nearest(line, 10, 10)[0]) == 0
    out = np.array([[[-50, -50, 1], [-20, -50, 1], [-20, -9, 1]]], float)
    assert len(nearest(out, 10, 10)[0]) == 0
    assert len(nearest(np.array([[[-99, -99, 1], [99, -99, 1], [0, 999, 1]]], float), 10, 10)[0]) == 100
    assert len(nearest(line, 0, 10)[0]) == 0


def test_planes_go_through_their_corners():
    draw = np.random.default_rng(3)
    corners, values = draw.uniform(0, 100, (30, 3, 2)), draw.normal(size=(30, 3, 2))
    plane = affine(corners, values)
    for k in range(3):
        at = np.stack([np.ones(30), corners[:, k, 0], corners[:, k, 1]], 1)
        found = np.einsum("fp,fpk->fk", at, plane)
        assert found == pytest.approx(values[:, k], abs=2e-3)
