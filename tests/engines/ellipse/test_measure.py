"""Measures against bodies that are known, and against finite differences of the bent sheets themselves."""

from __future__ import annotations

import numpy as np
import pytest

from engines.ellipse import mesh
from engines.ellipse.bend import bend
from engines.ellipse.dform import dform
from engines.ellipse.measure import convexity, curvatures, developability, measured
from engines.ellipse.outline import Ellipse
from engines.ellipse.ovals import superellipse
from engines.ellipse.quarter import glued, quarter
from engines.ellipse.unequal import partner

CUBE = np.array([[x, y, z] for x in (0, 1) for y in (0, 1) for z in (0, 1)], float)
SIDES = ((0, 1, 3, 2), (4, 6, 7, 5), (0, 4, 5, 1), (2, 3, 7, 6), (0, 2, 6, 4), (1, 5, 7, 3))
CUBE_FACES = np.array([f for a, b, c, d in SIDES for f in ((a, b, c), (a, c, d))])
ONE = Ellipse(1.0, 0.5)


def test_a_cube():
    found = measured(CUBE, CUBE_FACES)
    assert (found.volume, found.area) == pytest.approx((1.0, 6.0))
    assert found.mean == pytest.approx(3 * np.pi)  # 12 edges of length 1 and outer angle pi/2, halved
    assert found.gauss == pytest.approx(4 * np.pi)
    assert (found.watertight, found.convex, found.euler) == (True, True, 2)


def test_a_hole_a_dent_and_a_wrong_winding_are_seen():
    assert not measured(CUBE, CUBE_FACES[1:]).watertight
    turned = CUBE_FACES.copy()
    turned[0] = turned[0][::-1]
    assert not measured(CUBE, turned).watertight
    pushed = CUBE.copy()
    pushed[0] += 0.4
    found = measured(pushed, CUBE_FACES)
    assert found.watertight
    assert not found.convex


@pytest.mark.parametrize("ratio", [0.05, 0.3, 0.5, 0.9, 0.99])
def test_the_quarter_turn_is_convex_closed_and_curved_on_its_seam_only(ratio):
    solid = quarter(1.0, ratio)
    found = measured(*mesh.closed(solid))
    assert (found.watertight, found.convex, found.euler) == (True, True, 2)
    assert found.gauss == pytest.approx(4 * np.pi, rel=1e-12)
    assert found.volume == pytest.approx(solid.volume, rel=1e-4)
    assert found.area == pytest.approx(solid.area, rel=1e-4)
    assert convexity(solid) > 0
    both = bend(solid, 1.0)
    for sheet in (both.first, both.second):
        vertices, faces, edge = mesh.woven(sheet, 4)
        assert (~edge).sum() > 100
        assert developability(vertices, faces, edge) < 1e-9
    vertices[~edge] += 1e-3 * np.random.default_rng(0).standard_normal(vertices[~edge].shape)
    assert developability(vertices, faces, edge) > 1e-4  # crumpled paper is noticed


@pytest.mark.parametrize(
    "solid",
    [quarter(1.0, 0.5), quarter(3.0, 0.6), glued(ONE, partner(ONE, 0.3)), glued(*[superellipse(1, 0.5, 3)] * 2)],
    ids=["half", "slender", "unequal", "boxy"],
)  # fmt: skip
def test_curvature_is_how_fast_the_bent_sheet_turns(solid):
    """kappa of the formula against the turning of the mesh's strips over their width."""
    both = bend(solid, 1.0, 400)
    for which, sheet in enumerate((both.first, both.second)):
        middle = sheet.vertices[sheet.rulings].mean(1)  # on the directrix, from near a tip over the middle
        middle = middle[: len(middle) // 2 + 1]
        steps = np.diff(middle, axis=0)
        width = np.linalg.norm(steps, axis=1)
        unit = steps / width[:, None]
        turn = np.arccos(np.clip((unit[1:] * unit[:-1]).sum(1), -1, 1)) / ((width[1:] + width[:-1]) / 2)
        along = np.array([solid.first, solid.second][which].angle(np.array([0.3, 0.5, 0.7]) * solid.length))
        outline = (solid.first, solid.second)[which]
        flat = sheet.flat[sheet.rulings[:, 0], 0][1 : len(middle) - 1]
        wanted = curvatures(solid, np.array([0.3, 0.5, 0.7]) * solid.length if which == 0
                            else solid.length * (1 - np.array([0.3, 0.5, 0.7])))[which]  # fmt: skip
        found = np.interp(-outline.along(along), -flat, turn)
        assert found == pytest.approx(wanted, rel=2e-2)


def test_boxy_sheets_close_with_a_dent_and_say_so():
    """Their curvature is 0 at the tip: the inequality holds, and yet the solid is not convex."""
    assert convexity(glued(*[superellipse(1.0, 0.5, 4.0)] * 2)) < -1e-3
    assert convexity(glued(*[superellipse(1.0, 0.5, 1.7)] * 2)) > 0


@pytest.mark.parametrize("offset", [0.3, 0.8])
def test_the_solver_gives_a_convex_body(offset):
    form = dform(1.0, 0.5, offset)
    found = measured(form.vertices, form.faces)
    assert (found.watertight, found.convex, found.euler) == (True, True, 2)
    assert found.volume == pytest.approx(form.volume)
    assert found.gauss == pytest.approx(4 * np.pi)
