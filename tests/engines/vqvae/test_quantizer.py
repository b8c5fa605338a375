"""The quantisers' exact properties: gradients, k-means, idempotence, invariances, restart."""

from __future__ import annotations

import math

import numpy as np
import pytest
import torch
from torch import nn

from engines.vqvae.config import STEPS
from engines.vqvae.model import codebook
from engines.vqvae.model.fsq import FiniteScalarQuantizer
from engines.vqvae.model.nearest import nearest
from engines.vqvae.model.quantizer import VectorQuantizer, lookup, rotation, rows
from engines.vqvae.model.usage import WINDOW, Window, entropy_map, perplexity


def rng(seed: int = 0) -> torch.Generator:
    return torch.Generator().manual_seed(seed)


def vq(codes: int = 8, dim: int = 3, **values: object) -> VectorQuantizer:
    return VectorQuantizer(codes, dim, rng(1), **{"init": "normal", **values})


def vectors(B: int = 4, D: int = 3, h: int = 5, w: int = 6) -> torch.Tensor:
    return torch.randn(B, D, h, w, generator=rng(2)).requires_grad_()


@pytest.mark.parametrize("gradient", [False, True])
@pytest.mark.parametrize("training", [False, True])
def test_straight_through_is_bit_exact(gradient: bool, training: bool) -> None:
    z, quantizer = vectors(), vq(gradient=gradient).train(training)
    found = quantizer(z)
    found.q.retain_grad()
    (found.q * torch.randn(found.q.shape, generator=rng(3))).square().sum().backward()
    assert torch.equal(z.grad, found.q.grad)
    assert torch.allclose(
        found.q, lookup(quantizer.embed, found.codes) if not training else found.q, atol=1e-6
    )


def test_the_training_step_hands_on_the_decoders_gradient_bit_exactly(make) -> None:
    """The step is cut at the quantiser: what arrives at z is what the decoder sent to q, and nothing else."""
    engine = make(beta=0.0, batch=6)
    for _ in range(2):
        for _ in engine.step():
            pass
    model, x = engine.trainer.model.eval(), engine.deck.kept(0, 3)
    features = tuple(f.detach().requires_grad_() for f in model.features(x))
    latent = model.quantise(features)
    latent.levels[0].q.retain_grad()
    (model.decode(latent.q) - x).square().mean().backward()
    assert torch.equal(features[0].grad, latent.levels[0].q.grad)


def test_commitment_gradient_and_no_gradient_for_a_moving_average() -> None:
    z, quantizer, beta = vectors().double().detach().requires_grad_(), vq(), 0.25
    z = z.float().detach().requires_grad_()
    found = quantizer.eval()(z)
    (beta * found.commit).backward()
    e = lookup(quantizer.embed, found.codes)
    assert torch.allclose(z.grad, 2 * beta * (z - e).detach() / z.numel(), atol=1e-9)
    assert not quantizer.embed.requires_grad
    assert list(quantizer.parameters()) == []


def test_codebook_gradient() -> None:
    z, quantizer = vectors(), vq(codes=64, gradient=True).eval()
    found = quantizer(z)
    found.codebook.backward()
    flat, codes = rows(z.detach()), found.codes.flatten()
    for k in range(64):
        mine = flat[codes == k]
        expected = 2 * (quantizer.embed[k].detach() - mine).sum(0) / z.numel()
        assert torch.allclose(quantizer.embed.grad[k], expected, atol=1e-8)
    unused = found.counts == 0
    assert unused.any()
    assert (quantizer.embed.grad[unused] == 0).all()
    assert z.grad is None  # the codebook's loss does not move the encoder


def test_without_memory_one_update_is_one_step_of_k_means() -> None:
    z = vectors(B=16)
    quantizer = vq(decay=0.0, eps=0.0).train()
    before = quantizer.embed.clone()
    quantizer(z)
    flat = rows(z.detach()).numpy()
    chosen = ((flat[:, None] - before.numpy()[None]) ** 2).sum(2).argmin(1)
    for k in range(8):
        mine = flat[chosen == k]
        expected = mine.mean(0) if len(mine) else before[k].numpy()
        assert np.allclose(quantizer.embed[k].numpy(), expected, atol=1e-6)
    assert torch.allclose(codebook.lloyd(rows(z.detach()), before), quantizer.embed, atol=1e-6)


def test_moving_average_in_closed_form() -> None:
    """With one assignment: count = g^t c0 + (1 - g^t) c, and codes go to the centroids."""
    centres = torch.eye(4) * 20
    z = (centres.repeat(5, 1) + 0.1 * torch.randn(20, 4, generator=rng(5)))[:, :, None, None]
    quantizer = vq(codes=4, dim=4, decay=0.9, eps=0.0).train()
    with torch.no_grad():
        quantizer.embed.copy_(centres)
        quantizer.total.copy_(centres)
    for t in range(1, 120):
        quantizer(z)
        assert torch.allclose(quantizer.count, torch.full((4,), 0.9**t + (1 - 0.9**t) * 5), rtol=1e-4)
    assert torch.allclose(quantizer.embed, z[:, :, 0, 0].reshape(5, 4, 4).mean(0), atol=1e-3)


def test_quantising_twice_changes_nothing() -> None:
    z, quantizer = vectors().detach(), vq().eval()
    once = quantizer(z)
    again = quantizer(once.q)
    assert torch.equal(once.codes, again.codes)
    own = quantizer(quantizer.embed.T[None, :, :, None])
    assert torch.equal(own.codes.flatten(), torch.arange(8))


def test_nearest_agrees_with_distances_and_keeps_under_rigid_motion() -> None:
    x, e = torch.randn(700, 5, generator=rng(3)).double(), torch.randn(33, 5, generator=rng(4)).double()
    found = nearest(x, e)
    assert torch.equal(found, torch.cdist(x, e).argmin(1))
    assert torch.equal(found, (x.square().sum(1)[:, None] - 2 * x @ e.T + e.square().sum(1)).argmin(1))
    for chunk in (1, 7, 699, 10_000):
        assert torch.equal(found, nearest(x, e, chunk))
    turn, _ = torch.linalg.qr(torch.randn(5, 5, generator=rng(6)).double())
    assert torch.equal(found, nearest(x @ turn + 3, e @ turn + 3))
    assert nearest(x[:0], e).shape == (0,)


def test_rotation_turns_the_vector_onto_its_code_and_back() -> None:
    z, e = torch.randn(50, 6, generator=rng(1)), torch.randn(50, 6, generator=rng(2))
    z.requires_grad_()
    q = rotation(z, e)
    assert torch.allclose(q, e, atol=1e-4)
    grad = torch.randn(50, 6, generator=rng(3))
    q.backward(grad)
    scale = e.norm(dim=1) / z.detach().norm(dim=1)
    assert torch.allclose(z.grad.norm(dim=1), scale * grad.norm(dim=1), rtol=1e-3)  # a rotation keeps lengths
    angle = nn.functional.cosine_similarity
    assert torch.allclose(angle(z.grad, z.detach()), angle(grad, e), atol=1e-4)


@pytest.mark.parametrize("name", list(STEPS))
def test_fsq_numbers_every_vector_once(name: str) -> None:
    levels = STEPS[name]
    fsq = FiniteScalarQuantizer(levels).eval()
    every = torch.arange(math.prod(levels))
    assert torch.equal(fsq.indices(fsq.vectors(every)), every)
    assert len(torch.unique(fsq.embed, dim=0)) == len(every)
    assert torch.equal(nearest(fsq.embed, fsq.embed), every)
    z = torch.randn(2, len(levels), 9, 9, generator=rng()).mul(3).requires_grad_()
    found = fsq(z)
    assert torch.allclose(lookup(fsq.embed, found.codes), found.q, atol=1e-6)
    assert perplexity(found.counts) <= len(every)
    found.q.sum().backward()
    s = torch.sigmoid(z.detach())
    assert torch.allclose(z.grad, 2 * s * (1 - s), atol=1e-6)  # straight through the rounding alone


def test_the_library_agrees_once_its_rotation_is_off() -> None:
    """A cross-check against vector-quantize-pytorch where it is installed; no dependency."""
    library = pytest.importorskip("vector_quantize_pytorch", exc_type=ImportError)
    z, quantizer = vectors(), vq().eval()
    for turning in (False, True):
        theirs = library.VectorQuantize(
            dim=3, codebook_size=8, rotation_trick=turning, accept_image_fmap=True
        )
        theirs.codebook = quantizer.embed.detach()
        z.grad = None
        q, codes, _ = theirs.train()(z, freeze_codebook=True)
        assert torch.equal(codes, quantizer(z).codes)
        q.retain_grad()
        q.square().sum().backward()
        assert torch.equal(z.grad, q.grad) is not turning


# -- start and restart -----------------------------------------------------------------------------------------


@pytest.mark.parametrize("init", ["first_batch", "kmeans", "normal", "uniform"])
def test_every_start(init: str) -> None:
    quantizer = vq(codes=16, init=init)
    drawn = quantizer.embed.clone()
    quantizer.train()(vectors(B=8))
    assert bool(quantizer.initialised)
    assert quantizer.embed.isfinite().all()
    if init == "uniform":
        assert drawn.abs().max() <= 1 / 16


def test_first_batch_takes_distinct_vectors_and_bears_too_few() -> None:
    x = torch.arange(12.0)[:, None]
    assert len(torch.unique(codebook.picked(x, 12, rng()))) == 12
    few = codebook.picked(x[:3], 8, rng())
    assert len(torch.unique(few)) == 8
    assert codebook.picked(x[:1], 4, rng()).isfinite().all()


def test_restart_moves_only_dead_codes_and_resets_all_three() -> None:
    z, quantizer = vectors(B=8).detach(), vq(codes=8)
    quantizer.count.fill_(5.0)
    quantizer.count[[2, 6]] = 0.0
    before = quantizer.embed.clone()
    assert quantizer.revive(z, 0.25) == 2
    kept = [0, 1, 3, 4, 5, 7]
    assert torch.equal(quantizer.embed[kept], before[kept])
    flat = rows(z)
    for k in (2, 6):
        assert (flat == quantizer.embed[k]).all(1).any()
        assert torch.allclose(quantizer.total[k], quantizer.embed[k] * quantizer.count[k])
        assert quantizer.count[k] > codebook.threshold(0.25, len(flat), 8)
    assert not torch.equal(quantizer.embed[2], quantizer.embed[6])
    assert quantizer.revive(z, 0.25) == 0


def test_restart_of_more_codes_than_vectors_takes_a_part() -> None:
    dead, x = torch.arange(10), torch.randn(4, 2)
    which, found = codebook.replacements(dead, x, rng())
    assert len(which) == len(found) == 4
    assert len(set(which.tolist())) == 4
    none, nothing = codebook.replacements(dead[:0], x, rng())
    assert len(none) == len(nothing) == 0


def test_threshold_follows_an_even_share() -> None:
    assert codebook.threshold(0.25, 3136, 128) == 0.25
    assert codebook.threshold(0.25, 64, 128) == pytest.approx(0.05)


def test_codes_unused_for_ten_thousand_steps_stay_finite() -> None:
    quantizer = vq(codes=4, dim=2, decay=0.9).train()
    z = torch.zeros(1, 2, 1, 1) + quantizer.embed[0][:, None, None]
    for _ in range(10_000):
        quantizer(z)
    assert quantizer.embed.isfinite().all()
    assert quantizer.count.isfinite().all()


# -- use -------------------------------------------------------------------------------------------------------


def test_perplexity() -> None:
    assert perplexity(torch.tensor([0.0, 7, 0])) == 1
    assert perplexity(torch.zeros(4)) == 0
    for m in (1, 2, 5, 16):
        counts = torch.zeros(16)
        counts[:m] = 3
        assert perplexity(counts) == pytest.approx(m, rel=1e-5)
    counts = torch.rand(20, generator=rng()) * 10
    mixed = counts[torch.randperm(20, generator=rng())]
    assert perplexity(mixed) == pytest.approx(float(perplexity(counts)), rel=1e-6)


def test_window_forgets() -> None:
    window = Window(3, torch.device("cpu"))
    for step in range(WINDOW):
        window.add(step, torch.tensor([1.0, 0, 0]))
    assert window.counts().tolist() == [WINDOW, 0, 0]
    for step in range(WINDOW, 2 * WINDOW):
        window.add(step, torch.tensor([0.0, 2, 0]))
    assert window.counts().tolist() == [0, 2 * WINDOW, 0]


def test_entropy_map() -> None:
    codes = np.zeros((4, 2, 3), np.int64)
    codes[:, 0, 1] = [0, 1, 2, 3]
    codes[:2, 1, 2] = 1
    expected = np.array([[0, 2, 0], [0, 0, 1.0]])
    assert np.allclose(entropy_map(codes, 4), expected)
