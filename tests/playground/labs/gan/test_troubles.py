"""What is read off a run's curves: collapse, few kinds, and nothing where nothing is wrong."""

from __future__ import annotations

import numpy as np
import pytest

from playground.labs.gan.troubles import troubles

STEPS = np.arange(200.0, 2001, 200)
HEALTHY = {
    "variety": 0.9, "distance": 0.3, "coverage": 0.8, "coverage_real": 0.95, "density": 0.7, "density_real": 1.0,
}  # fmt: skip


def curves(**late: float) -> dict[str, tuple[np.ndarray, np.ndarray]]:
    """A healthy run whose last three measurements may be others."""
    found = {}
    for name, value in HEALTHY.items():
        values = np.full(len(STEPS), value)
        values[-3:] = late.get(name, value)
        found[name] = (STEPS, values)
    return found


def test_a_healthy_run_has_no_trouble():
    assert troubles(curves()) == {}
    assert troubles({}) == {}


def test_samples_that_are_all_alike_have_collapsed():
    found = troubles(curves(variety=0.03, distance=0.9, coverage=0.1))
    assert "collapsed: variety 0.03" in found["collapse"]


def test_samples_of_few_kinds_are_told_with_what_real_pictures_have():
    found = troubles(curves(coverage=0.3))
    assert "coverage 0.30, where real pictures have 0.95" in found["collapse"]


@pytest.mark.parametrize("late", [{"coverage": 0.3, "density": 0.2}, {"coverage": 0.6}])
def test_samples_that_look_like_nothing_yet_are_no_collapse(late):
    assert troubles(curves(**late)) == {}


def test_patience_after_a_change_of_settings():
    assert troubles(curves(coverage=0.3), since=1500) == {}
    assert troubles(curves(variety=0.03, distance=0.9), since=1500) == {}
    short = {name: (x[:2], y[-2:]) for name, (x, y) in curves(coverage=0.3).items()}
    assert troubles(short) == {}
