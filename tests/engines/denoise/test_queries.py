"""What can be asked of a run: fields and textures, jumps, draws, errors; and that asking changes nothing."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
import torch
from scipy.ndimage import map_coordinates

from engines.denoise import emerging, queries
from engines.denoise.plane import places
from engines.ground.problem import Problem
from engines.points.picture import dotted
from engines.points.source import REACH
from tests.engines.denoise.conftest import Exact, advance, state_of
from tests.engines.pictures import same

Make = Callable[..., Any]
LOW, HIGH = 0.01, 20.0  # limits of the settings


@pytest.fixture
def exact(make: Make, monkeypatch: pytest.MonkeyPatch) -> Any:
    """A run whose network is right."""
    engine = make(data="gaussians8")
    net = Exact(engine.space.points.mixture)
    net.register_parameter("nothing", next(engine.trainer.learned.parameters()))
    engine.trainer.data.average = net
    return engine


def test_samples_emerge_from_noise_and_end_where_a_draw_does(make: Make):
    engine = make(sampler="langevin", levels=20, walk=5)
    advance(engine, 1)
    before = state_of(engine)
    found = emerging.emerging(engine, seed=3)
    assert emerging.MOST / 2 <= len(found) - emerging.REST <= emerging.MOST
    rng = torch.Generator().manual_seed(3)
    begun = engine.space.begin(queries.SCORED, engine.config.sigma_high, rng)
    assert np.array_equal(found[0], dotted(begun[:, :2].numpy()))
    end = dotted(queries.draw(engine, "langevin", seed=3).points)
    assert all(np.array_equal(picture, end) for picture in found[-emerging.REST :])
    assert not np.array_equal(found[0], end)
    assert same(state_of(engine), before)


@pytest.mark.parametrize("sigma", [LOW, 0.3, HIGH])
@pytest.mark.parametrize("method", ["energy", "score", "paper", "dde"])
def test_every_field_is_finite_at_both_ends_of_the_noise(make: Make, method: str, sigma: float):
    engine = make(method=method)
    for kind in ("learned", "exact", "difference") + (("own",) if method == "dde" else ()):
        field = queries.field(engine, sigma, kind)
        assert (field.sigma, field.kind) == (sigma, kind)
        assert field.heat.shape == (queries.HEAT, queries.HEAT)
        assert field.arrows.shape == (2, queries.ARROWS, queries.ARROWS)
        assert field.heat.dtype == field.arrows.dtype == np.float32
        assert np.isfinite(field.heat).all()
        assert np.isfinite(field.arrows).all()
        assert np.isfinite(field.error) == (kind in ("learned", "difference"))
        texture = queries.texture(engine, sigma, kind if kind != "difference" else "exact", n=16)
        assert texture.shape == (2, 16, 16)
        assert np.isfinite(texture).all()


def test_the_exact_network_has_no_error(exact: Any):
    for sigma in (0.05, 0.3, 2.0):
        field = queries.field(exact, sigma, "difference")
        assert field.error < 1e-6
        assert np.abs(field.arrows).max() < 0.02
    assert all(error < 1e-6 for _, error in queries.errors(exact))


def test_the_exact_texture_is_the_score_of_its_places(exact: Any):
    n, sigma = 24, 0.3
    texture = queries.texture(exact, sigma, "exact", n)
    score = exact.space.points.mixture.score(places(n), sigma)
    assert texture[0].reshape(-1) == pytest.approx(score[:, 0], abs=1e-4)
    assert texture[1].reshape(-1) == pytest.approx(score[:, 1], abs=1e-4)
    assert queries.texture(exact, sigma, "learned", n) == pytest.approx(texture, abs=1e-3)


@pytest.mark.parametrize("sigma", [0.05, 0.2, 0.5, 2.0])
def test_a_texture_is_as_fine_as_the_noise_needs(exact: Any, sigma: float):
    """Looked up between its cells, the score is off by little."""
    grid = queries.texture(exact, sigma)
    n = grid.shape[-1]
    at = np.random.default_rng(0).uniform(-2, 2, (500, 2))
    index = (at[:, ::-1].T + REACH) / (2 * REACH) * n - 0.5
    found = np.stack([map_coordinates(grid[i], index, order=1) for i in range(2)], 1)
    score = exact.space.points.mixture.score(at, sigma)
    density = exact.space.points.mixture.density(at, sigma)
    off = (((found - score) ** 2).sum(1) * density).sum() / ((score**2).sum(1) * density).sum()
    assert off < 0.02**2 * (4 if sigma < 0.1 else 1)


@pytest.mark.parametrize("sigma", [0.1, 1.0, 6.0])
def test_a_learned_density_is_normalised(make: Make, sigma: float):
    """An energy that says nothing yet is nearly that of one Gaussian of variance 1 + sigma^2."""
    engine = make(method="energy", width=16)
    log = queries.log_density(engine.trainer.learned, engine.space, sigma, 60)
    expected = -(places(60) ** 2).sum(1) / (2 * (1 + sigma**2)) - np.log(2 * np.pi * (1 + sigma**2))
    far = np.abs(log.reshape(-1) - expected)
    assert np.median(far) < 0.3
    if sigma <= 0.1:
        assert np.exp(log).sum() * (2 * REACH / 60) ** 2 == pytest.approx(1.0, abs=0.1)


def test_a_jump_goes_to_the_denoisers_answer(exact: Any):
    points = np.random.default_rng(0).normal(size=(20, 2)).astype(np.float32)
    mixture = exact.space.points.mixture
    assert queries.jumped(exact, points, 0.4) == pytest.approx(mixture.posterior_mean(points, 0.4), abs=1e-4)


def test_no_points_at_all_jump_nowhere(make: Make):
    for method in ("energy", "score"):
        assert queries.jumped(make(method=method), np.zeros((0, 2), np.float32), 0.4).shape == (0, 2)


@pytest.mark.parametrize("sampler", queries.SAMPLERS)
def test_equal_seeds_draw_equal_samples_and_cost_what_is_said(make: Make, sampler: Any):
    engine = make(method="score")
    calls = 0
    net = engine.trainer.learned
    inner = net.denoise

    def counted(*args: Any) -> Any:
        nonlocal calls
        calls += 1
        return inner(*args)

    net.denoise = counted
    one = queries.draw(engine, sampler, 50, seed=3)
    assert calls == one.evaluations
    same, other = queries.draw(engine, sampler, 50, seed=3), queries.draw(engine, sampler, 50, seed=4)
    assert np.array_equal(one.points, same.points)
    assert not np.array_equal(one.points, other.points)
    assert one.points.shape == (50, 2)
    assert {"sw", "strays", "mmd"} <= one.scores.keys()


def test_an_exact_network_draws_what_the_floor_allows(exact: Any):
    """Every sampler, with the settings as they come; and more levels are better than few."""
    floor = exact.space.points.floor(2000)["sw"]
    for sampler in queries.SAMPLERS:
        found = queries.draw(exact, sampler, 2000, levels=24)
        assert found.scores["sw"] < 2.5 * floor, sampler
        assert found.scores["strays"] < 0.002
    calls, few = queries.quality(exact, "heun", 3, 2000)
    assert calls == 5
    assert few > queries.quality(exact, "heun", 24, 2000)[1]


def test_the_end_compares_every_way_and_the_generator(make: Make):
    assert set(queries.final(make(method="energy"), 40)) == {"langevin", "sde", "heun"}
    found = queries.final(make(method="dde"), 40)
    assert found["generator"].points.shape == (40, 2)
    assert found["generator"].evaluations == 1


@pytest.mark.parametrize("method", ["energy", "dde"])
def test_asking_changes_nothing_of_the_run(make: Make, method: str):
    asked, left = make(method=method, length=102), make(method=method, length=102)
    for engine in (asked, left):
        advance(engine, 2)
    queries.field(asked, 0.3)
    queries.draw(asked, "sde", 30)
    queries.texture(asked, 0.3, n=8)
    queries.errors(asked)
    asked.snapshot()
    for engine in (asked, left):
        advance(engine, 3)
    a, b = state_of(asked), state_of(left)
    assert all(np.array_equal(a[key], b[key]) for key in b)


def test_what_is_not_there_is_a_sentence(make: Make):
    with pytest.raises(Problem, match="There is no generator"):
        queries.field(make(), 0.3, "own")


def test_the_empty_dimensions_do_not_show(make: Make):
    engine = make(method="paper", dims=5)
    assert queries.field(engine, 0.3).arrows.shape == (2, queries.ARROWS, queries.ARROWS)
    assert queries.draw(engine, "sde", 20).points.shape == (20, 2)
    assert queries.jumped(engine, np.zeros((3, 2)), 0.5).shape == (3, 2)
