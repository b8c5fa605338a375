"""The quarter-turn solid against published figures and its own theorems."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engines.ellipse.outline import Ellipse
from engines.ellipse.quarter import glued, proof, quarter
from engines.ground.problem import Problem

TABLE = {  # b / a: depth, volume, at a = 1
    0.05: (0.9951434723, 0.0057620923), 0.1: (0.9840043195, 0.0226345455), 0.2: (0.9494542920, 0.0854823854),
    0.3: (0.9032287488, 0.1775561347), 0.4: (0.8480948730, 0.2856717266), 0.5: (0.7848786894, 0.3959329490),
    0.6: (0.7125871591, 0.4939655088), 0.7: (0.6278139605, 0.5635730671), 0.8: (0.5228532860, 0.5823142416),
    0.9: (0.3780306208, 0.5060302765), 0.99: (0.1221695168, 0.1890289895),
}  # fmt: skip
RATIOS = st.floats(0.02, 0.999)


@pytest.mark.parametrize("ratio", TABLE)
def test_the_table_is_reproduced(ratio):
    solid = quarter(1.0, ratio)
    depth, volume = TABLE[ratio]
    assert solid.depth == pytest.approx(depth, abs=1e-10)
    assert solid.volume == pytest.approx(volume, abs=1e-10)


@pytest.mark.parametrize("ratio", TABLE)
def test_nothing_is_stretched_and_the_edges_meet(ratio):
    solid = quarter(1.0, ratio)
    assert solid.isometry <= 1e-14
    assert solid.unit <= 1e-14
    assert solid.gap <= 1e-12
    assert solid.area == pytest.approx(2 * np.pi * ratio, rel=1e-14)


@settings(max_examples=50, deadline=None)
@given(RATIOS)
def test_the_inequality_that_closes_it(ratio):
    """psi(s) + psi(l - s) >= pi/2, with equality at the ends."""
    s, above = proof(Ellipse(1.0, ratio), n=10_000)
    assert above.min() >= -1e-12
    assert abs(above[0]) < 1e-9
    assert abs(above[-1]) < 1e-9
    assert above[len(s) // 2] > 0


class Fine(Ellipse):
    """In twice as many panels as the most."""

    def panels(self) -> np.ndarray:
        return self.arc(np.linspace(0.0, np.pi / 2, 193))


@pytest.mark.parametrize("ratio", [0.01, 0.017, 0.05, 0.11, 0.3, 0.5, 0.8, 0.97])
def test_more_panels_change_nothing_but_rounding(ratio):
    solid, fine = quarter(1.0, ratio), glued(Fine(1.0, ratio), Fine(1.0, ratio))
    assert solid.volume == pytest.approx(fine.volume, rel=1e-13)
    assert solid.depth == pytest.approx(fine.depth, abs=1e-13)


@settings(max_examples=20, deadline=None)
@given(RATIOS)
def test_the_angle_of_an_arc_is_found(ratio):
    ellipse, t = Ellipse(1.0, ratio), np.linspace(0.0, np.pi / 2, 301)
    assert np.abs(ellipse.angle(ellipse.arc(t)) - t).max() < 1e-13 / ratio


@settings(max_examples=20, deadline=None)
@given(RATIOS, st.floats(0.1, 10))
def test_scaling(ratio, k):
    one, other = quarter(1.0, ratio), quarter(k, k * ratio)
    assert other.volume == pytest.approx(k**3 * one.volume, rel=1e-12)
    assert other.depth == pytest.approx(k * one.depth, rel=1e-12)


@settings(max_examples=20, deadline=None)
@given(RATIOS)
def test_either_sheet_may_be_the_first(ratio):
    solid = quarter(1.0, ratio)
    s = np.linspace(0, solid.length, 60)
    assert np.allclose(solid.at(s)[:, 0] + solid.at(solid.length - s)[:, 0], solid.depth, atol=1e-12)
    assert quarter(ratio, 1.0).volume == solid.volume


@pytest.mark.parametrize("ratio", [0.1, 0.5, 0.9])
def test_the_angle_at_the_tip(ratio):
    """The directrix leaves the tip at arcsin((b/a)^3) to the x axis."""
    solid = quarter(1.0, ratio)
    near = np.array([1e-4]) * solid.length
    x, _, z = solid.at(near)[0]
    drop = ratio - z  # along the first sheet's long axis
    assert np.arctan2(drop, x) == pytest.approx(np.arcsin(ratio**3), rel=1e-3)


def test_a_circle_stays_flat():
    solid = quarter(1.0, 1.0)
    assert (solid.volume, solid.depth, solid.gap) == (0.0, 0.0, 0.0)
    assert solid.area == pytest.approx(2 * np.pi)


@pytest.mark.parametrize(("a", "b"), [(0, 1), (1, -1), (float("nan"), 1), (float("inf"), 1)])
def test_axes_that_are_none_are_said(a, b):
    with pytest.raises(Problem, match="two positive axes"):
        quarter(a, b)
