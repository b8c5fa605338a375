"""From logits to codes, how fast masks go, and the code lengths that a prior has to beat."""

from __future__ import annotations

import math

import pytest
import torch

from engines.vqvae.priors import baselines, sampling
from engines.vqvae.priors.masked import schedule


def rng(seed: int = 0) -> torch.Generator:
    return torch.Generator().manual_seed(seed)


def test_temperature_and_top_k_follow_the_formula():
    logits = torch.randn(50, 9, generator=rng())
    assert torch.allclose(sampling.warp(logits, 0.5).exp(), torch.softmax(logits / 0.5, -1), atol=1e-6)
    kept = sampling.warp(logits, 2.0, 3).exp()
    assert ((kept > 0).sum(-1) == 3).all()
    assert torch.equal((kept > 0).float() @ torch.ones(9), torch.full((50,), 3.0))
    assert (kept.gather(1, logits.topk(3).indices) > 0).all()
    assert torch.allclose(kept.sum(-1), torch.ones(50), atol=1e-6)
    assert torch.equal(sampling.warp(logits, 1.0, 9), sampling.warp(logits, 1.0, 0))
    for cold in (0.0, -1.0):
        assert torch.equal(sampling.warp(logits, cold).argmax(-1), logits.argmax(-1))
        assert (sampling.warp(logits, cold).exp().max(-1).values == 1).all()
    assert (sampling.warp(torch.zeros(4, 9), 1.0, 2).exp() > 0).sum() == 8  # ties do not let more in


def test_draw_inverts_the_distribution():
    p = torch.tensor([0.0, 0.5, 0.0, 0.25, 0.25, 0.0])
    u = torch.tensor([0.0, 0.499, 0.501, 0.749, 0.751, 1 - 2**-24])
    assert sampling.draw(p.log().expand(6, 6), u).tolist() == [1, 1, 3, 3, 4, 4]
    many = sampling.draw(p.log().expand(20_000, 6), sampling.uniforms((20_000,), rng(), p))
    assert torch.allclose(torch.bincount(many, minlength=6) / 20_000, p, atol=0.015)


def test_gumbel_is_finite_and_gumbel():
    u = torch.tensor([0.0, 0.5, 1 - 2**-24])
    assert torch.isfinite(sampling.gumbel(u)).all()
    noise = sampling.gumbel(torch.rand(100_000, generator=rng()))
    assert noise.mean().item() == pytest.approx(0.5772, abs=0.02)


@pytest.mark.parametrize("masked", range(1, 70))
def test_the_schedule_takes_exactly_t_steps(masked):
    left = schedule(masked)
    assert len(left) == min(8, masked)
    assert left[-1] == 0
    assert all(a > b for a, b in zip([masked, *left], left, strict=False))
    if masked >= 30:
        assert left[3] == math.floor(masked * math.cos(math.pi / 4))


def test_baselines_by_hand():
    train = torch.tensor([[[0, 1]], [[0, 1]], [[0, 2]]])
    held = torch.tensor([[[0, 1]], [[2, 2]]])
    found = baselines(train, held, 3)
    assert found.uniform == pytest.approx(math.log(3))
    marginal = [4 / 9, 3 / 9, 2 / 9]  # counts 3, 2, 1 and one added to each
    assert found.marginal == pytest.approx(-sum(math.log(marginal[c]) for c in (0, 1, 2, 2)) / 4)
    cells = [[4 / 6, 1 / 6, 1 / 6], [1 / 6, 3 / 6, 2 / 6]]
    assert found.position == pytest.approx(
        -sum(math.log(cells[i][c]) for i, c in ((0, 0), (1, 1), (0, 2), (1, 2))) / 4
    )
    assert found.best == min(found.uniform, found.marginal, found.position)


def test_baselines_of_many_equal_codes_approach_the_entropy():
    codes = torch.randint(4, (500, 3, 3), generator=rng())
    found = baselines(codes, torch.randint(4, (500, 3, 3), generator=rng(1)), 8)
    assert found.marginal == pytest.approx(math.log(4), abs=0.01)
    assert found.position == pytest.approx(math.log(4), abs=0.05)
