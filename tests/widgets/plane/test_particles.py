"""Particles: the walk against its known end, the rim, dropping, trails, and bounds that hold."""

from __future__ import annotations

import tracemalloc

import numpy as np
import pytest

from widgets.plane.field import VectorField
from widgets.plane.particles import Particles
from widgets.plane.square import Square

SQUARE = Square(0, 0, 4)


def pull(strength: float = 1.0, centre: tuple[float, float] = (0.0, 0.0)) -> VectorField:
    """The score of a Gaussian of variance 1 / strength: linear, so that looking it up is exact."""
    x, y = np.meshgrid(*SQUARE.nodes(9))
    return VectorField(strength * np.stack([centre[0] - x, centre[1] - y]), SQUARE)


def test_equal_seeds_walk_alike_and_others_do_not():
    walks = []
    for seed in (3, 3, 4):
        particles = Particles(500, SQUARE, seed=seed, trail=4)
        particles.field = pull()
        for _ in range(30):
            particles.step(0.02)
        walks.append((particles.positions.copy(), particles.trails().copy()))
    assert np.array_equal(walks[0][0], walks[1][0])
    assert np.array_equal(walks[0][1], walks[1][1])
    assert not np.array_equal(walks[0][0], walks[2][0])


@pytest.mark.parametrize(("variance", "eta"), [(1.0, 0.1), (0.5, 0.25)])
def test_the_walk_ends_at_its_biased_variance(variance: float, eta: float):
    """v / (1 - eta / 2v), the stationary variance of the unadjusted walk on a quadratic energy."""
    particles = Particles(20_000, SQUARE, seed=1)
    particles.field = pull(1 / variance)
    for _ in range(120):
        particles.step(eta)
    found = particles.positions.var(0)
    assert found == pytest.approx(np.full(2, variance / (1 - eta / (2 * variance))), rel=0.04)
    assert particles.steps == 120


def test_cold_ones_follow_the_field_alone():
    particles = Particles(0, SQUARE)
    particles.place(np.array([(2.0, -1.0), (0.5, 3.0)]))
    particles.field = pull(1.0, (0.5, 0.5))
    before = particles.positions.astype(float)
    particles.step(0.1, temperature=0.0)
    assert particles.positions == pytest.approx(before + 0.1 * (0.5 - before), abs=1e-5)


def test_what_leaves_comes_back_inside_with_a_new_trail():
    particles = Particles(2000, Square(0, 0, 1), seed=2, trail=5)
    particles.field = VectorField(np.stack([np.full((2, 2), 1e30), np.zeros((2, 2))]), Square(0, 0, 1))
    for eta in (1.0, 1e30):  # far out, and beyond all numbers
        particles.step(eta)
        assert np.isfinite(particles.positions).all()
        assert Square(0, 0, 1).holds(particles.positions).all()
        assert np.array_equal(particles.trails()[0], particles.positions)
    assert particles.positions.mean(0) == pytest.approx((0, 0), abs=0.06)  # anywhere, not at the rim


def test_trails_are_the_last_steps_oldest_first():
    particles = Particles(7, SQUARE, seed=4, trail=3)
    assert np.array_equal(particles.trails(), np.repeat(particles.positions[None], 3, 0))
    seen = []
    for _ in range(8):
        seen.append(particles.positions.copy())
        particles.step(1e-4)
    assert np.array_equal(particles.trails(), np.stack(seen[-3:]))


def test_dropped_ones_come_first_and_the_oldest_make_room():
    particles = Particles(4, SQUARE, seed=5, most=6, trail=2)
    old = particles.positions.copy()
    particles.drop(1.5, -0.5)
    particles.drop(-1, 2, 3)
    assert len(particles) == 6
    assert particles.positions[:4].tolist() == [[-1, 2]] * 3 + [[1.5, -0.5]]
    assert np.array_equal(particles.positions[4:], old[:2])
    assert np.array_equal(particles.trails()[0], particles.positions)
    particles.drop(0, 0, 50)
    assert particles.positions.tolist() == [[0, 0]] * 6
    particles.clear()
    particles.step(0.1)
    assert len(particles) == 0
    spread = Particles(0, SQUARE, seed=6)
    spread.drop(1, 1, 4000, 0.2)
    assert spread.positions.std(0) == pytest.approx((0.2, 0.2), rel=0.05)


def test_what_is_no_number_is_refused_and_nothing_moves():
    particles = Particles(5, SQUARE, trail=2)
    before = particles.positions.copy()
    for wrong in (
        lambda: particles.step(np.nan), lambda: particles.step(-1), lambda: particles.step(0.1, np.inf),
        lambda: particles.drop(np.nan, 0), lambda: particles.drop(0, 1e300), lambda: particles.drop(0, 0, 1, np.inf),
        lambda: particles.place(np.full((3, 2), np.nan)), lambda: particles.place(np.zeros((3, 3))),
        lambda: particles.place(np.zeros((100_001, 2))), lambda: particles.scatter(-1), lambda: particles.scatter(10**6),
        lambda: Particles(-1, SQUARE), lambda: Particles(7, SQUARE, most=6), lambda: Particles(1, SQUARE, trail=-1),
    ):  # fmt: skip
        with pytest.raises(ValueError):
            wrong()
    assert np.array_equal(particles.positions, before)
    assert particles.steps == 0


def test_walking_and_dropping_for_long_takes_no_more_memory():
    particles = Particles(3000, SQUARE, most=3000, trail=8)
    particles.field = pull()

    def work() -> int:
        for _ in range(40):
            particles.step(0.01)
            particles.drop(0, 0, 100, 0.1)
        return tracemalloc.get_traced_memory()[0]

    tracemalloc.start()
    first = work()
    assert work() < first + 20_000
    tracemalloc.stop()
    assert particles.trails().shape == (8, 2000, 2)
