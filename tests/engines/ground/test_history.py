"""Curves stay short and keep every peak."""

from __future__ import annotations

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from engines.ground.history import BUCKETS, Curve, History


@settings(max_examples=25, deadline=None)
@given(st.integers(1, 9000), st.integers(0, 2**32 - 1))
def test_any_length_stays_short_and_keeps_its_extremes(length: int, seed: int) -> None:
    values = np.random.default_rng(seed).normal(size=length)
    curve = Curve()
    for i, v in enumerate(values):
        curve.add(i + 1, float(v))
    x, y = curve.points()
    assert len(x) == len(y) <= 2000
    assert y.min() == values.min()
    assert y.max() == values.max()
    assert (np.diff(x) >= 0).all()
    assert x[0] == 1
    # every single value lies within the band drawn at its place
    buckets = np.searchsorted(np.unique(x), np.arange(1, length + 1), side="right") - 1
    low, high = np.array(curve.low)[buckets], np.array(curve.high)[buckets]
    assert ((low <= values) & (values <= high)).all()


def test_short_curves_are_exact() -> None:
    curve = Curve()
    for i in range(BUCKETS):
        curve.add(i, i * i)
    x, y = curve.points()
    assert np.array_equal(x, np.arange(BUCKETS))
    assert np.array_equal(y, np.arange(BUCKETS) ** 2)


def test_recent_forgets() -> None:
    curve = Curve()
    curve.add(1, 5.0)
    assert curve.recent == 5.0
    for i in range(1000):
        curve.add(i + 2, 1.0)
    assert abs(curve.recent - 1.0) < 1e-6


def test_forgets_what_came_after_a_step() -> None:
    history = History()
    for i in range(100):
        history.add("a", i, 1.0 if i <= 60 else 9.0)
    history.forget_after(60)
    x, y = history.points()["a"]
    assert x[-1] == 60
    assert y.max() == 1.0


def test_saved_and_restored_histories_go_on_alike() -> None:
    one, two = History(), History()
    for i in range(4321):
        one.add("a", i, np.sin(i))
    two.restore(*one.state())
    for i in range(4321, 6000):
        one.add("a", i, np.sin(i))
        two.add("a", i, np.sin(i))
    for a, b in zip(one.points()["a"], two.points()["a"], strict=True):
        assert np.array_equal(a, b)
    assert one.recent() == two.recent()
