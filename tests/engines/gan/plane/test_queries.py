"""What is seen of both players is what they are."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
import torch
from scipy.stats import norm

from engines.gan.fields.game import LossKind
from engines.gan.losses import LOSSES
from engines.gan.plane import queries
from engines.points.source import REACH
from tests.engines.pictures import advance, frozen, same

Make = Callable[..., Any]


@pytest.mark.parametrize("fine", [False, True])
def test_the_heat_map_is_the_critic_at_the_nodes(make: Make, fine: bool) -> None:
    engine = make(spectral_norm=True)
    advance(engine, 2)
    heat = queries.look(engine, fine=fine).heat
    n = queries.FINE if fine else queries.COARSE
    assert heat.shape == (n, n)
    ends = np.linspace(-REACH, REACH, n)
    with torch.no_grad():
        for row, column in ((0, 0), (3, n - 1), (n - 1, 5)):
            x = torch.tensor([[ends[column], ends[row]]], dtype=torch.float32)
            assert float(engine.trainer.critic(x)) == pytest.approx(heat[row, column], abs=1e-5)


@pytest.mark.parametrize("noise", [2, 4])
def test_the_mesh_is_the_generator_of_an_even_grid(make: Make, noise: int) -> None:
    engine = make(noise=noise)
    advance(engine, 2)
    mesh = queries.look(engine).mesh
    at = norm.ppf(np.linspace(queries.TAIL, 1 - queries.TAIL, queries.LINES))
    z = torch.zeros(queries.LINES, queries.LINES, noise)
    z[..., 0], z[..., 1] = (torch.from_numpy(part).float() for part in np.meshgrid(at, at))
    with torch.no_grad():
        want = engine.trainer.average.net(z.view(-1, noise)).view(*mesh.shape).numpy()
    np.testing.assert_allclose(mesh, want, atol=1e-5)


@pytest.mark.parametrize("loss", LossKind.__args__)
def test_the_arrows_are_the_slope_of_the_generators_loss(make: Make, loss: str) -> None:
    engine = make(loss=loss)
    advance(engine, 2)
    found = queries.look(engine)
    np.testing.assert_array_equal(found.fake, engine.snapshot().fake)
    fake = torch.from_numpy(found.fake).requires_grad_()
    critic = engine.trainer.critic
    r = critic(torch.from_numpy(engine.points.train[: len(fake)])).detach()
    LOSSES[loss].generator(r, critic(fake)).backward()
    np.testing.assert_allclose(found.push, -len(fake) * fake.grad.numpy(), rtol=1e-4, atol=1e-6)
    assert np.abs(found.push).max() > 0
    assert all(p.grad is None or not p.grad.isnan().any() for p in critic.parameters())


def test_a_critic_that_cannot_tell_scores_the_centre(make: Make) -> None:
    for loss, want in (("ns", 0.0), ("hinge", 0.0), ("lsgan", 0.5)):
        assert queries.look(make(loss=loss)).centre == want
    engine = make(loss="wgan")
    critic = engine.trainer.critic
    found = queries.look(engine)
    with torch.no_grad():
        r = critic(torch.from_numpy(engine.points.train[: len(found.fake)])).mean()
        f = critic(torch.from_numpy(found.fake)).mean()
    assert found.centre == pytest.approx(float(r + f) / 2, abs=1e-6)


def test_a_spot_is_what_both_players_make_of_it(make: Make) -> None:
    engine = make(noise=3)
    found = queries.spot(engine, 0.5, -1.0)
    with torch.no_grad():
        point = engine.trainer.average.net(torch.tensor([[0.5, -1.0, 0.0]]))
        assert found.point == pytest.approx(point[0].tolist(), abs=1e-6)
        assert found.score == pytest.approx(float(engine.trainer.critic(point)), abs=1e-6)


def test_looking_changes_nothing(make: Make) -> None:
    engine = make(spectral_norm=True, loss="rsgan")
    advance(engine, 2)
    before = frozen(engine)
    queries.look(engine, fine=True)
    queries.spot(engine, 0, 0)
    assert queries.samples(engine, 7, 1).shape == (7, 2)
    engine.snapshot()
    assert same(before, frozen(engine))
