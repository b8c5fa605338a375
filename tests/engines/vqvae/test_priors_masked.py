"""The masked prior: how a fill reveals, what training hides, what a guess may see."""

from __future__ import annotations

import math

import pytest
import torch

from engines.vqvae import priors
from engines.vqvae.priors import masked
from engines.vqvae.priors.masked import Masked, schedule
from engines.vqvae.priors.sampling import uniforms
from tests.engines.vqvae.priors import make, rng, some


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
