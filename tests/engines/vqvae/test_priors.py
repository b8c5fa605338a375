"""Exact properties of all priors over code grids: fills, masks, generators, conditions."""

from __future__ import annotations

import math

import pytest
import torch

from engines.vqvae import priors
from tests.engines.vqvae.priors import make, rng, some

KINDS = ("masked", "pixelcnn", "causal")
GRIDS = ((7, 7), (3, 5), (5, 2), (1, 1), (1, 4), (4, 1))


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("grid", GRIDS)
@pytest.mark.parametrize("codes", [2, 9])
def test_any_grid_and_codebook(kind, grid, codes):
    prior = make(kind, grid, codes, width=12, layers=2)
    batch = some(3, *grid, codes=codes)
    loss = prior.fit_step(batch, rng())
    assert loss.shape == ()
    loss.backward()
    assert all(p.grad is not None and torch.isfinite(p.grad).all() for p in prior.parameters())
    drawn = prior.sample(2, 1.0, 0, rng())
    assert drawn.shape == (2, *grid)
    assert drawn.dtype == torch.int64
    assert int(drawn.min()) >= 0
    assert int(drawn.max()) < codes
    surprise = prior.nll_map(batch[0])
    assert surprise.shape == grid
    assert surprise.dtype == torch.float32
    assert (surprise >= 0).all()
    assert prior.nll(batch) > 0


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("share", [0.0, 0.2, 0.7, 1.0])
def test_a_fill_leaves_the_given_cells(kind, share):
    prior, codes = make(kind), some(5, 6)
    mask = torch.rand(5, 6, generator=rng(5)) < share
    before = codes.clone(), mask.clone()
    filled = prior.fill(codes, mask, 4, generator=rng(1))
    assert filled.shape == (4, 5, 6)
    assert torch.equal(filled[:, ~mask], codes[~mask].expand(4, -1))
    assert int(filled.max()) < 11
    assert int(filled.min()) >= 0
    assert torch.equal(codes, before[0])
    assert torch.equal(mask, before[1])
    if share > 0.5:
        assert not torch.equal(filled[0], filled[1])


@pytest.mark.parametrize("kind", KINDS)
def test_an_empty_mask_is_the_identity_and_its_result_a_copy(kind):
    prior, codes = make(kind), some(5, 6)
    filled = prior.fill(codes, torch.zeros(5, 6, dtype=torch.bool), 3)
    assert torch.equal(filled, codes.expand(3, 5, 6))
    filled[0, 0, 0] += 1
    assert torch.equal(filled[1], codes)


@pytest.mark.parametrize("kind", KINDS)
def test_the_generator_decides(kind):
    prior, codes, mask = make(kind), some(5, 6), torch.rand(5, 6, generator=rng(5)) < 0.7
    same = [prior.fill(codes, mask, 4, generator=rng(8)) for _ in range(2)]
    assert torch.equal(*same)
    assert not torch.equal(same[0], prior.fill(codes, mask, 4, generator=rng(9)))
    losses = [prior.fit_step(codes[None], rng(2)).item() for _ in range(2)]
    assert losses[0] == losses[1]


@pytest.mark.parametrize("kind", KINDS)
def test_what_is_under_the_mask_does_not_matter(kind):
    prior, mask = make(kind), torch.rand(5, 6, generator=rng(5)) < 0.5
    a, b = some(5, 6), some(5, 6, seed=1)
    b[~mask] = a[~mask]
    fills = [prior.fill(codes, mask, 2, generator=rng(3)) for codes in (a, b)]
    assert torch.equal(*fills)


@pytest.mark.parametrize("kind", KINDS)
def test_the_seed_decides_the_weights(kind):
    a, b, c = (priors.build(kind, (4, 4), 7, 16, 2, seed=seed).state_dict() for seed in (1, 1, 2))
    assert all(torch.equal(a[name], b[name]) for name in a)
    assert any(not torch.equal(a[name], c[name]) for name in a)


@pytest.mark.parametrize("kind", KINDS)
def test_temperature_zero_and_top_one_are_the_same_greedy_code(kind):
    prior, codes, mask = make(kind), some(5, 6), torch.zeros(5, 6, dtype=torch.bool)
    mask[2, 3] = True
    cold = prior.fill(codes, mask, 5, temperature=0.0, generator=rng(1))
    top = prior.fill(codes, mask, 5, top_k=1, generator=rng(2))
    assert (cold == cold[0]).all()
    assert torch.equal(cold, top)
    everywhere = torch.ones_like(mask)
    grids = prior.fill(codes, everywhere, 3, temperature=0.0, generator=rng(3))
    assert (grids == grids[0]).all()


@pytest.mark.parametrize("kind", KINDS)
def test_a_condition_reaches_every_cell(kind):
    prior = make(kind, (4, 6), condition_codes=5)
    codes, above = some(4, 6), some(2, 3, codes=5)
    other = above.clone()
    other[1, 2] = (other[1, 2] + 1) % 5
    maps = prior.nll_map(codes, above), prior.nll_map(codes, other)
    assert (maps[0] != maps[1])[2:, 4:].all()  # the cells beneath the changed one
    batch = codes.expand(3, 4, 6)
    each = prior.nll(batch, above.expand(3, 2, 3))
    assert each == pytest.approx(prior.nll(batch, above), rel=1e-5)
    assert each == pytest.approx(prior.nll(batch, above[None]), rel=1e-5)
    prior.fit_step(batch, rng(), above).backward()
    assert prior.sample(2, generator=rng(), condition=above).shape == (2, 4, 6)
    with pytest.raises(ValueError):
        prior.nll_map(codes)
    with pytest.raises(ValueError):
        make(kind, (4, 6)).nll_map(codes, above)


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize(
    ("grid", "above"), [((7, 7), (3, 4)), ((4, 6), (2, 3)), ((2, 2), (4, 4)), ((5, 1), (1, 1))]
)
def test_a_condition_is_repeated_to_the_grid(kind, grid, above):
    prior = priors.build(kind, grid, 4, 8, 1, seed=0, condition_codes=50)
    spread = prior.spread(torch.arange(math.prod(above)).view(above))
    assert spread is not None
    assert spread.shape == (1, *grid)
    for y in range(grid[0]):
        for x in range(grid[1]):
            assert spread[0, y, x] == y * above[0] // grid[0] * above[1] + x * above[1] // grid[1]


@pytest.mark.parametrize("kind", KINDS)
def test_each_variant_may_have_a_condition_of_its_own(kind):
    """Two levels are sampled together: n coarse grids, then one fine grid under each."""
    prior, codes, mask = make(kind, (4, 6), condition_codes=5), some(4, 6), torch.ones(4, 6, dtype=torch.bool)
    above = some(3, 2, 3, codes=5)
    each = prior.fill(codes, mask, 3, temperature=0, condition=above)
    alone = [prior.fill(codes, mask, 1, temperature=0, condition=above[i])[0] for i in range(3)]
    assert torch.equal(each, torch.stack(alone))
    assert not torch.equal(each[0], each[1])
