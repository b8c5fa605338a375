"""Between flat and closed nothing is stretched; only the seam gapes."""

from __future__ import annotations

import numpy as np
import pytest

from engines.ellipse.bend import Folding, bend
from engines.ellipse.quarter import quarter

GAPS = {0.0: 0.5, 0.25: 0.465, 0.5: 0.363, 0.75: 0.203, 0.9: 0.085, 0.99: 0.0087}


@pytest.mark.parametrize("amount", GAPS)
def test_the_gap_is_that_of_the_published_trials(amount):
    found = bend(quarter(1.0, 0.5), amount).gap
    assert found.max() == pytest.approx(GAPS[amount], abs=6e-4)


@pytest.mark.parametrize("ratio", [0.05, 0.3, 0.5, 0.9])
def test_closed_it_has_no_gap_and_the_gap_only_shrinks(ratio):
    solid = quarter(1.0, ratio)
    gaps = [bend(solid, amount).gap.max() for amount in np.linspace(0, 1, 12)]
    assert gaps[-1] < 1e-12
    assert (np.diff(gaps) < 0).all()


@pytest.mark.parametrize("amount", [0.0, 0.3, 0.7, 1.0])
@pytest.mark.parametrize("ratio", [0.1, 0.5, 0.95])
def test_every_frame_is_an_isometry(ratio, amount):
    """Rulings keep their length, and strips between them are as wide as on paper."""
    solid = quarter(1.0, ratio)
    coarse, fine = bend(solid, amount, 40), bend(solid, amount, 160)
    for sheet in (coarse.first, coarse.second):
        one, other = sheet.rulings.T
        bent = np.linalg.norm(sheet.vertices[one] - sheet.vertices[other], axis=1)
        flat = np.linalg.norm(sheet.flat[one] - sheet.flat[other], axis=1)
        assert np.abs(bent - flat).max() < 1e-13
    errors = [abs(area(f.first) - np.pi * ratio) for f in (coarse, fine)]
    assert errors[1] < errors[0] / 10  # a polyhedron's area, of second order in its strips


def area(sheet) -> float:
    p = sheet.vertices[sheet.faces]
    return float(np.linalg.norm(np.cross(p[:, 1] - p[:, 0], p[:, 2] - p[:, 0]), axis=1).sum() / 2)


@pytest.mark.parametrize("ratio", [0.05, 0.5, 0.9])
def test_its_sections_are_those_of_the_solid(ratio):
    solid = quarter(1.0, ratio)
    x, sides = Folding(solid).section()
    seam = solid.at(solid.first.arc(np.arcsin((sides[:, 0] / ratio).clip(0, 1))))
    assert np.abs(seam - np.column_stack([x, sides])).max() < 1e-7  # of arcsin near the short end
    assert (np.diff(x) > 0).all()


@pytest.mark.parametrize("ratio", [0.05, 0.5, 0.99])
def test_the_closed_mesh_is_a_convex_solid_of_the_right_volume(ratio):
    trimesh = pytest.importorskip("trimesh")
    solid = quarter(1.0, ratio)
    both = bend(solid, 1.0, 160)
    first, second = both.first, both.second
    mesh = trimesh.Trimesh(
        np.concatenate([first.vertices, second.vertices]),
        np.concatenate([first.faces, second.faces + len(first.vertices)]),
        process=False,
    )
    mesh.merge_vertices(digits_vertex=9)
    assert mesh.is_watertight
    assert mesh.is_winding_consistent
    assert mesh.euler_number == 2
    assert mesh.volume == pytest.approx(solid.volume, rel=1e-4)
