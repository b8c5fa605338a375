"""The proof holds for every oval whose curvature falls from tip to side, and decides for all others."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engines.ellipse.bend import bend
from engines.ellipse.outline import Ellipse, around
from engines.ellipse.ovals import curvature_falls, oval, superellipse
from engines.ellipse.quarter import glued, proof, quarter
from engines.ground.problem import Problem

RISES = st.lists(st.floats(0.0, 3.0), min_size=1, max_size=5).filter(lambda r: sum(r) > 0.05)
POWERS = st.floats(1.2, 8.0)


def rising(rises):
    """A radius of curvature that grows from the tip on."""
    return lambda psi: 0.2 + sum(r * np.sin(psi) ** (2 * k + 2) for k, r in enumerate(rises))


@settings(max_examples=20, deadline=None)
@given(RISES)
def test_every_oval_of_falling_curvature_closes(rises):
    made = oval(rising(rises))
    assert curvature_falls(made)
    _, above = proof(made, n=4000)
    assert above.min() >= -1e-12
    solid = glued(made, made)
    assert solid.volume > 0
    assert solid.gap < 1e-9 * made.a
    assert solid.area == pytest.approx(2 * made.area, rel=1e-6)
    assert bend(solid, 1.0).gap.max() < 1e-9 * made.a


@settings(max_examples=20, deadline=None)
@given(RISES)
def test_an_oval_of_rising_curvature_breaks_the_inequality(rises):
    """The converse of the proof: psi convex from tip to side makes the sum too small everywhere."""
    grows = rising(rises)
    made = oval_unchecked(lambda psi: grows(np.pi / 2 - psi))
    assert not curvature_falls(made)
    _, above = proof(made, n=4000)
    assert above.min() < -1e-6
    with pytest.raises(Problem, match="cannot close as cylinders"):
        glued(made, made)


def oval_unchecked(radius):
    """An oval that :func:`oval` would ask to be turned."""
    from engines.ellipse.ovals import Oval

    return Oval(radius, np.asarray, lambda t: np.pi / 2 - t, lambda t: 1.0 / radius(t))


def test_an_ellipse_is_an_oval():
    """By its radius of curvature a^2 b^2 / (a^2 cos^2 psi + b^2 sin^2 psi)^(3/2), and as a superellipse."""
    a, b = 1.0, 0.5
    by_radius = oval(lambda psi: a**2 * b**2 / np.hypot(a * np.cos(psi), b * np.sin(psi)) ** 3)
    for made in (by_radius, superellipse(a, b, 2.0)):
        assert (made.a, made.b) == pytest.approx((a, b), abs=1e-13)
        assert made.quarter == pytest.approx(Ellipse(a, b).quarter, abs=1e-13)
        assert made.area == pytest.approx(np.pi * a * b, abs=1e-13)
        assert glued(made, made).volume == pytest.approx(quarter(a, b).volume, abs=1e-12)
        s = np.linspace(0, made.quarter, 50)
        assert np.allclose(
            made.turning(made.angle(s)), Ellipse(a, b).turning(Ellipse(a, b).angle(s)), atol=1e-9
        )


@settings(max_examples=20, deadline=None)
@given(POWERS, st.floats(0.1, 0.95))
def test_a_superellipse_is_where_its_equation_says(power, ratio):
    made = superellipse(1.0, ratio, power)
    assert (made.a, made.b) == pytest.approx((1.0, ratio), abs=1e-9)
    points, tangents = around(made, np.linspace(0, 4 * made.quarter, 400))
    on = np.abs(points[:, 0]) ** power + np.abs(points[:, 1] / ratio) ** power
    assert np.abs(on - 1.0).max() < 1e-7
    assert np.abs(np.linalg.norm(tangents, axis=1) - 1.0).max() < 1e-12


@settings(max_examples=10, deadline=None)
@given(POWERS)
def test_a_superellipse_closes_though_the_proof_does_not_cover_it(power):
    made = superellipse(1.0, 0.5, power)
    assert proof(made)[1].min() >= -1e-9
    solid = glued(made, made)
    assert max(solid.gap, solid.isometry) < 1e-11
    assert solid.unit < 1e-14
    assert bend(solid, 1.0).gap.max() < 1e-11


def test_curvature_is_the_turning_over_the_way():
    for made in (superellipse(1.0, 0.5, 1.5), superellipse(1.0, 0.5, 5.0), Ellipse(1.0, 0.3)):
        s = np.linspace(0.2, 0.8, 2001) * made.quarter
        psi = made.turning(made.angle(s))
        assert np.gradient(psi, s)[1:-1] == pytest.approx(made.curvature(made.angle(s))[1:-1], rel=1e-4)


def test_what_is_no_oval_is_said():
    for work, said in (
        (lambda: superellipse(1.0, 0.5, 1.0), "power lies between"),
        (lambda: superellipse(0.0, 0.5, 3.0), "two positive axes"),
        (lambda: oval(lambda psi: psi - 0.5), "must be positive"),
        (lambda: oval(lambda psi: 2.0 - psi), "longer across"),
    ):
        with pytest.raises(Problem, match=said):
            work()
