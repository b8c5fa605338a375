"""Every set in the plane: its frame, its kind, its seed; and what a run gets of it."""

from __future__ import annotations

import numpy as np
import pytest

from engines.points import sets, source

DRAWN = (*sets.MIXTURES, *sets.DRAWN)


def test_the_keys_of_the_settings_are_the_sets_and_the_two_of_a_person():
    assert set(source.KEYS) == {*DRAWN, "painted", "table"}


@pytest.mark.parametrize("key", DRAWN)
def test_it_has_mean_zero_and_variance_one_over_both_axes(key: str):
    points = sets.draw(key, 50_000, np.random.default_rng(5))
    assert points.shape == (50_000, 2)
    assert points.dtype == np.float32
    assert np.abs(points.mean(0)).max() < 0.02
    assert points.std() == pytest.approx(1.0, abs=0.01)


@pytest.mark.parametrize("key", DRAWN)
def test_nearly_all_of_it_lies_where_the_plane_is_looked_at(key: str):
    points = sets.draw(key, 20_000, np.random.default_rng(6))
    assert (np.abs(points) < source.REACH).all(1).mean() > 0.999


@pytest.mark.parametrize("key", DRAWN)
def test_equal_seeds_give_equal_points_and_others_do_not(key: str):
    one, same, other = (sets.draw(key, 100, np.random.default_rng(seed)) for seed in (1, 1, 2))
    assert np.array_equal(one, same)
    assert not np.array_equal(one, other)


@pytest.mark.parametrize("key", DRAWN)
def test_a_run_learns_some_and_is_scored_by_others(key: str):
    points = source.load(key, seed=3)
    assert points.train.shape == (source.TRAINED, 2)
    assert points.held.shape == (source.HELD, 2)
    assert not set(map(bytes, points.train)) & set(map(bytes, points.held))
    assert (points.mixture is not None) == (key in sets.MIXTURES)
    assert np.array_equal(points.train, source.load(key, seed=3).train)


@pytest.mark.parametrize(("key", "modes"), [("gaussians8", 8), ("gaussians25", 25)])
def test_a_mixture_has_so_many_separate_spots_of_equal_weight(key: str, modes: int):
    mixture = sets.MIXTURES[key]
    points = mixture.sample(20_000, np.random.default_rng(0))
    away = np.linalg.norm(points[:, None] - mixture.means[None], axis=2)
    counts = np.bincount(away.argmin(1), minlength=modes)
    assert len(counts) == modes
    assert counts.min() > 0.85 * 20_000 / modes
    assert (away.min(1) < 5 * mixture.stds[0]).all()


def test_a_checkerboard_fills_eight_of_sixteen_squares():
    points = sets.draw("checkerboard", 20_000, np.random.default_rng(0))
    low, high = points.min(0), points.max(0)
    cell = np.floor((points - low) / (high - low + 1e-6) * 4).astype(int)
    counts = np.bincount(cell[:, 0] * 4 + cell[:, 1], minlength=16)
    filled = counts > 20_000 / 16
    assert filled.sum() == 8
    assert counts[~filled].sum() < 100


def test_two_circles_lie_within_each_other():
    radius = np.linalg.norm(sets.draw("circles", 20_000, np.random.default_rng(0)), axis=1)
    between = (radius.min() + radius.max()) / 2
    assert (np.abs(radius - between) < 0.1).mean() < 0.001
    assert (radius < between).mean() == pytest.approx(0.5, abs=0.02)


def test_an_unknown_set_is_an_error():
    with pytest.raises(KeyError):
        sets.draw("nothing", 1, np.random.default_rng(0))


def test_a_set_that_is_kept_is_known_by_its_size_too(monkeypatch):
    large = source.load("moons", seed=3)
    with monkeypatch.context() as patch:
        patch.setattr(source, "TRAINED", 60)
        assert len(source.load("moons", seed=3).train) == 60
    assert source.load("moons", seed=3) is large
