"""Priors learn: trained for seconds on fields whose true code length is known, they beat the baselines."""

from __future__ import annotations

import math
from dataclasses import dataclass

import pytest
import torch

from engines.vqvae import priors
from engines.vqvae.priors import Prior, baselines

K, GRID, COPY = 8, (6, 6), 0.45


def rng(seed: int) -> torch.Generator:
    return torch.Generator().manual_seed(seed)


def field(n: int, seed: int) -> torch.Tensor:
    """Each code copies its left or its upper neighbour, 45 % each, or is any of K (n, h, w).

    Outside the grid lie neighbours 0 (left of a row) and 1 (above), so that cells differ by position too.
    """
    g, (h, w) = rng(seed), GRID
    codes = torch.empty(n, h, w, dtype=torch.long)
    for y in range(h):
        for x in range(w):
            left = codes[:, y, x - 1] if x else torch.zeros(n, dtype=torch.long)
            up = codes[:, y - 1, x] if y else torch.ones(n, dtype=torch.long)
            u = torch.rand(n, generator=g)
            codes[:, y, x] = torch.where(u < COPY, left, torch.where(u < 2 * COPY, up, -1))
            free = codes[:, y, x] < 0
            codes[free, y, x] = torch.randint(K, (int(free.sum()),), generator=g)
    return codes


def truth(codes: torch.Tensor) -> float:
    """Nats per code that the field's own rule needs: no prior can need less, but for chance."""
    left = torch.nn.functional.pad(codes, (1, 0), value=0)[:, :, :-1]
    up = torch.nn.functional.pad(codes, (0, 0, 1, 0), value=1)[:, :-1]
    p = COPY * (left == codes).float() + COPY * (up == codes).float() + (1 - 2 * COPY) / K
    return float(-p.log().mean())


@dataclass
class Trained:
    prior: Prior
    held: torch.Tensor
    train: torch.Tensor


@pytest.fixture(scope="module", params=["masked", "pixelcnn", "causal"])
def trained(request):
    threads = torch.get_num_threads()
    torch.set_num_threads(1)
    train, held, g = field(4000, 0), field(400, 1), rng(2)
    prior = priors.build(request.param, GRID, K, 32, 2, seed=0)
    steps = 400 if request.param == "masked" else 250
    adam = torch.optim.Adam(prior.parameters(), 4e-3)
    slope = torch.optim.lr_scheduler.OneCycleLR(adam, 4e-3, total_steps=steps)
    for _ in range(steps):
        adam.zero_grad()
        prior.fit_step(train[torch.randint(len(train), (64,), generator=g)], g).backward()
        adam.step()
        slope.step()
    yield Trained(prior, held, train)
    torch.set_num_threads(threads)


def test_it_beats_the_three_baselines_and_not_the_truth(trained):
    held_out = baselines(trained.train, trained.held, K)
    need, found = truth(trained.held), trained.prior.nll(trained.held)
    print(type(trained.prior).__name__, held_out, f"truth {need:.3f} prior {found:.3f}")
    assert need < held_out.best
    assert found < held_out.uniform
    assert found < held_out.marginal
    assert found < held_out.position
    assert found > need - 0.03  # less would mean that a cell sees itself
    assert found < need + 0.5 * (held_out.best - need)


def test_its_samples_look_like_the_field(trained):
    drawn = trained.prior.sample(300, generator=rng(5))
    print(type(trained.prior).__name__, truth(drawn), truth(trained.held))
    assert truth(drawn) == pytest.approx(truth(trained.held), abs=0.25)
    assert math.log(K) - truth(drawn) > 0.5


def test_a_changed_cell_surprises(trained):
    """The surprise map points at a code painted where it does not belong."""
    ordinary, painted = [], []
    for i, codes in enumerate(trained.held[:40]):
        y, x = 1 + i % 4, 1 + i // 4 % 4
        near = {int(codes[y - 1, x]), int(codes[y, x - 1]), int(codes[y + 1, x]), int(codes[y, x + 1])}
        changed = codes.clone()
        changed[y, x] = next(k for k in range(K) if k not in near)
        ordinary.append(float(trained.prior.nll_map(codes)[y, x]))
        painted.append(float(trained.prior.nll_map(changed)[y, x]))
    assert sum(painted) > sum(ordinary) + 40 * 1.5


def test_a_fill_continues_what_surrounds_it(trained):
    """A hole in a plain area is filled plainly."""
    mask = torch.zeros(GRID, dtype=torch.bool)
    mask[3:5, 3:5] = True
    filled = trained.prior.fill(torch.full(GRID, 5), mask, 50, generator=rng(1))
    assert (filled[:, mask] == 5).float().mean() > 0.6
    cold = trained.prior.fill(torch.full(GRID, 5), mask, 2, temperature=0, generator=rng(1))
    assert (cold == 5).all()
