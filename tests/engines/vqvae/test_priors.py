"""Exact properties of the priors over code grids: order, caches, masks, conditions."""

from __future__ import annotations

import math

import pytest
import torch

from engines.vqvae import priors
from engines.vqvae.priors import masked
from engines.vqvae.priors.base import Prior
from engines.vqvae.priors.masked import Masked, schedule
from engines.vqvae.priors.raster import Raster
from engines.vqvae.priors.sampling import uniforms

KINDS = ("masked", "pixelcnn", "causal")
RASTER = ("pixelcnn", "causal")
GRIDS = ((7, 7), (3, 5), (5, 2), (1, 1), (1, 4), (4, 1))


@pytest.fixture(autouse=True, scope="module")
def one_thread():
    before = torch.get_num_threads()
    torch.set_num_threads(1)
    yield
    torch.set_num_threads(before)


def rng(seed: int = 0) -> torch.Generator:
    return torch.Generator().manual_seed(seed)


def make(kind: str, grid=(5, 6), codes: int = 11, width: int = 24, layers: int = 3, **more) -> Prior:
    """A prior with weights large enough that everything it may depend on matters."""
    prior = priors.build(kind, grid, codes, width, layers, seed=3, **more)
    with torch.no_grad():
        for weight in prior.parameters():
            weight.copy_(weight * 3 + 0.1 * torch.randn(weight.shape, generator=rng(1)))
    return prior


def some(*shape: int, codes: int = 11, seed: int = 0) -> torch.Tensor:
    return torch.randint(codes, shape, generator=rng(seed))


# -- All kinds ---------------------------------------------------------------------------------------------


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


# -- Row by row --------------------------------------------------------------------------------------------


@pytest.mark.parametrize("kind", RASTER)
@pytest.mark.parametrize("grid", [(5, 6), (8, 8), (3, 5)])
@torch.no_grad()
def test_causality_bit_for_bit(kind, grid):
    """Changing code j leaves the logits of cells <= j alone, and changes the next cell's."""
    prior, codes = make(kind, grid), some(1, *grid)
    plain = prior(codes).flatten(1, 2)[0]
    for j in range(math.prod(grid)):
        changed = codes.clone().flatten()
        changed[j] = (changed[j] + 1) % 11
        logits = prior(changed.view(1, *grid)).flatten(1, 2)[0]
        assert torch.equal(logits[: j + 1], plain[: j + 1]), j
        if j + 1 < math.prod(grid) and ((j + 1) % grid[1] or kind == "causal"):
            assert not torch.equal(logits[j + 1], plain[j + 1]), j


@torch.no_grad()
def test_pixelcnn_sees_around_the_corner():
    """No blind spot (van den Oord et al. 2016, figure 1): up and to the right counts too."""
    prior, codes = make("pixelcnn", (6, 9)), some(1, 6, 9)
    changed = codes.clone()
    changed[0, 2, 5] = (codes[0, 2, 5] + 1) % 11
    differs = (prior(changed) != prior(codes)).any(-1)[0]
    assert differs[3, 3:8].all()
    assert differs[2, 6:].any()
    assert not differs[:2].any()
    assert not differs[2, :6].any()


@pytest.mark.parametrize("kind", RASTER)
@pytest.mark.parametrize("grid", [(8, 8), (3, 5), (5, 2), (1, 1), (1, 6), (6, 1)])
@pytest.mark.parametrize("share", [1.0, 0.4])
@pytest.mark.parametrize("level", [0, 5])
def test_cached_equals_naive(kind, grid, share, level):
    prior, codes = make(kind, grid, condition_codes=level), some(*grid)
    mask = torch.rand(grid, generator=rng(7)) <= share
    above = some(2, 2, codes=level) if level else None
    assert isinstance(prior, Raster)
    for temperature, top_k in ((1.0, 0), (0.7, 3)):
        cached, naive = (
            prior.fill(codes, mask, 6, temperature, top_k, rng(4), above, cached=how) for how in (True, False)
        )
        assert torch.equal(cached, naive)


@torch.no_grad()
def test_a_raster_likelihood_sums_to_one():
    prior = make("pixelcnn", (2, 2), codes=3)
    every = torch.cartesian_prod(*[torch.arange(3)] * 4).view(-1, 2, 2)
    total = sum(math.exp(-float(prior.nll_map(codes).sum())) for codes in every)
    assert total == pytest.approx(1, abs=1e-5)


@pytest.mark.parametrize("kind", RASTER)
def test_nll_is_the_mean_of_the_maps(kind, monkeypatch):
    prior, batch = make(kind), some(5, 5, 6)
    mean = torch.stack([prior.nll_map(codes) for codes in batch]).mean().item()
    assert prior.nll(batch) == pytest.approx(mean, rel=1e-5)
    monkeypatch.setattr(prior, "chunks", lambda: 2)
    assert prior.nll(batch) == pytest.approx(mean, rel=1e-5)
    assert prior.fit_step(batch).item() == pytest.approx(mean, rel=1e-5)


# -- Masked ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("cells", [0, 1, 5, 8, 30])
def test_a_masked_fill_takes_t_passes_and_reveals_only_once(cells):
    prior, codes = make("masked"), some(5, 6)
    assert isinstance(prior, Masked)
    mask = (torch.randperm(30, generator=rng(2)) < cells).view(5, 6)
    passes: list[int] = []
    prior.trunk.blocks[0].register_forward_hook(lambda *_: passes.append(1))
    before = codes.masked_fill(mask, prior.hole).expand(3, 5, 6)
    seen = list(prior.watch(codes, mask, 3, generator=rng(1)))
    assert len(passes) == len(seen) == min(8, cells)
    for now, left in zip(seen, schedule(cells), strict=True):
        known = before != prior.hole
        assert torch.equal(now[known], before[known])
        assert ((now == prior.hole).flatten(1).sum(1) == left).all()
        before = now
    assert (before != prior.hole).all()


def test_training_hides_at_least_one_cell_and_by_the_cosine(monkeypatch):
    prior = make("masked", (8, 8))
    assert isinstance(prior, Masked)
    seen: list[torch.Tensor] = []
    prior.trunk.token.register_forward_pre_hook(lambda _module, tokens: seen.append(tokens[0]))
    prior.fit_step(some(400, 8, 8), rng())
    (tokens,) = seen
    hidden = tokens == prior.hole
    r = uniforms((400,), rng(), tokens)
    assert (hidden.sum(1) == torch.ceil(64 * torch.cos(math.pi * r / 2))).all()
    assert hidden.sum(1).max() == 64
    assert hidden.float().mean(0).std() < 0.05  # no cell is preferred
    monkeypatch.setattr(masked, "uniforms", lambda shape, *_: torch.ones(shape))  # r = 1: the cosine is 0
    prior.fit_step(some(400, 8, 8), rng())
    assert ((seen[-1] == prior.hole).sum(1) == 1).all()


@torch.no_grad()
def test_a_masked_cell_is_guessed_from_all_others_and_not_from_itself():
    prior, codes = make("masked"), some(5, 6)
    surprise = prior.nll_map(codes)
    tokens = codes.clone()
    tokens[2, 2] = prior.hole
    expected = -torch.log_softmax(prior(tokens[None])[0, 2, 2], -1)[codes[2, 2]]
    assert surprise[2, 2].item() == pytest.approx(expected.item(), rel=1e-4)
    for corner in ((0, 0), (4, 5)):
        changed = codes.clone()
        changed[corner] = (changed[corner] + 1) % 11
        assert prior.nll_map(changed)[2, 2] != surprise[2, 2]


def test_masked_nll_of_a_blank_prior_is_log_k_and_repeats():
    prior, batch = priors.build("masked", (4, 5), 9, 16, 2, seed=0), some(7, 4, 5, codes=9)
    with torch.no_grad():
        for weight in prior.parameters():
            weight.zero_()
    assert prior.nll(batch) == pytest.approx(math.log(9), rel=1e-5)
    other = make("masked")
    assert other.nll(some(7, 5, 6)) == other.nll(some(7, 5, 6))
