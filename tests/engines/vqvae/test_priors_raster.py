"""Priors that go row by row: causality, caches, likelihoods."""

from __future__ import annotations

import math

import pytest
import torch

from engines.vqvae.priors.raster import Raster
from tests.engines.vqvae.priors import make, rng, some

RASTER = ("pixelcnn", "causal")


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
