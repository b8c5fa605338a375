"""Two different ellipses of one perimeter close; of two perimeters they do not."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from engines.ellipse.bend import bend
from engines.ellipse.dform import Path
from engines.ellipse.outline import Ellipse
from engines.ellipse.quarter import glued, proof
from engines.ellipse.unequal import partner
from engines.ground.problem import Problem

ONE = Ellipse(1.0, 0.5)
SHORT = st.floats(0.05, 1.2)


def test_the_published_partner():
    assert partner(ONE, 0.3).a == pytest.approx(1.1207, abs=5e-5)
    assert partner(ONE, 0.5).a == pytest.approx(1.0, abs=1e-12)


@settings(max_examples=40, deadline=None)
@given(SHORT, SHORT)
def test_any_two_of_one_perimeter_close(b, other):
    first = Ellipse(1.2, b)
    assume(other < 2 * first.quarter / np.pi - 1e-6 and b < 1.2 - 1e-6)
    second = partner(first, other)
    assert second.quarter == pytest.approx(first.quarter, rel=1e-13)
    assert proof(first, second, n=2000)[1].min() >= -1e-9
    solid = glued(first, second)
    assert solid.volume > 0
    assert solid.unit <= 1e-14
    assert solid.isometry < 1e-12
    assert solid.gap < 1e-9
    assert solid.area == pytest.approx(first.area + second.area, rel=1e-9)
    assert glued(second, first).volume == pytest.approx(solid.volume, rel=1e-9)


def test_bent_open_and_shut():
    gaps = [bend(glued(ONE, partner(ONE, 0.3)), k).gap.max() for k in np.linspace(0, 1, 8)]
    assert gaps[-1] < 1e-12
    assert (np.diff(gaps) < 0).all()


@pytest.mark.parametrize("b", [0.3, 0.7])
def test_tip_on_tip_two_different_ellipses_are_cylinders_again(b):
    """The slender one bent along its long axis and the wide one along its short one: x'^2 = sin^2 psi1 -
    sin^2 psi2, a closed form for offset 0, where the solver has to arrive from the quarter turn."""
    pair = sorted((ONE, partner(ONE, b)), key=lambda e: e.b / e.a)
    slender, wide = pair
    t = (np.arange(200_000) + 0.5) / 200_000 * np.pi / 2
    s = slender.arc(t)
    back = wide.angle(s.clip(0.0, wide.quarter))
    square = np.sin(slender.turning(t)) ** 2 - np.sin(wide.turning(back)) ** 2
    assert square.min() > -1e-12
    speed = np.hypot(slender.a * np.sin(t), slender.b * np.cos(t)) * np.pi / 2 / len(t)
    exact = 4 * (slender.across(t) * wide.along(back) * np.sqrt(square.clip(0.0)) * speed).sum()
    errors = [exact - Path(glued(ONE, partner(ONE, b)), n).at(0.0).volume for n in (96, 192)]
    assert errors[0] / errors[1] == pytest.approx(4.0, rel=0.1)
    assert abs(errors[1]) < 3e-4


def test_the_solver_agrees_with_the_closed_form_a_quarter_turn_apart():
    solid = glued(ONE, partner(ONE, 0.3))
    errors = [solid.volume - Path(solid, n).at(1.0).volume for n in (96, 192)]
    assert errors[0] / errors[1] == pytest.approx(4.0, rel=0.05)


def test_unequal_perimeters_and_an_impossible_partner_are_refused_with_figures():
    with pytest.raises(Problem, match=r"4\.8442 and 4\.3859 around.*0\.4583") as e:
        glued(ONE, Ellipse(1.0, 0.3))
    assert e.value.facts["left"] == f"{4 * (ONE.quarter - Ellipse(1.0, 0.3).quarter):.4f}"
    with pytest.raises(Problem, match="is the most"):
        partner(ONE, 0.8)
    with pytest.raises(Problem, match="two positive axes"):
        partner(ONE, 0.0)
