"""A step cut into pieces is a whole step; scores and losses in their units."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
import torch

from engines.ground import scores
from engines.images.dataset import to_pixels
from engines.vqvae import chunks
from engines.vqvae.model import losses
from tests.engines.vqvae.conftest import advance

Make = Callable[..., Any]


@pytest.mark.parametrize(
    "values",
    [{}, {"quantizer": "grad"}, {"quantizer": "fsq"}, {"quantizer": "none"}, {"hierarchy": 2}],
    ids=str,
)
def test_pieces_have_the_gradient_of_the_plain_loss(make: Make, values: dict[str, Any]) -> None:
    cut, plain = make(batch=6, **values), make(batch=6, **values)
    cut.trainer.piece = 2
    advance(cut, 1)
    trainer, model = plain.trainer, plain.trainer.model
    x = trainer.deck.draw(6, trainer.rng, flip=False)
    latent = model.quantise(model.features(x))
    loss = losses.reconstruction("mse", model.decode(latent.q), x) / trainer.unit
    for level in latent.levels:
        loss = loss + trainer.config.beta * level.commit + level.codebook
    loss.backward()
    assert float(cut.trainer.row[3]) == pytest.approx(loss.item(), rel=1e-5)
    for mine, theirs in zip(cut.trainer.model.parameters(), model.parameters(), strict=True):
        if theirs.grad is not None:
            assert torch.allclose(mine.grad, theirs.grad, atol=1e-5)


def test_pieces_depend_on_work_alone() -> None:
    assert chunks.pictures(1, 64) == 64
    assert chunks.pictures(10**12, 64) == 1
    for macs in (10**5, 10**6, 5 * 10**6, 10**7):
        n = chunks.pictures(macs, 50)
        assert 1 <= n <= 50
        assert n == 1 or n * macs <= chunks.PIECE


def test_work_counts_multiplications(make: Make) -> None:
    """Sonnet's shapes by hand: encoder 4x4s2, 4x4s2, 3x3; one block of 3x3 and 1x1; 1x1 to codes; and back."""
    engine = make(hidden=8, res_hidden=4, n_res=1, dim=4, channels=1)
    encoder = 16 * 4 * 256 + 16 * 4 * 8 * 64 + 9 * 8 * 8 * 64 + 64 * (9 * 8 * 4 + 4 * 8)
    decoder = 9 * 4 * 8 * 64 + 64 * (9 * 8 * 4 + 4 * 8) + 16 * 8 * 4 * 64 + 16 * 4 * 256
    assert engine.trainer.work.macs == encoder + 8 * 4 * 64 + decoder


def test_losses_in_their_units() -> None:
    rng = torch.Generator().manual_seed(0)
    x = torch.rand(8, 3, 6, 6, generator=rng) * 2 - 1
    variance = float(x.var(correction=0))
    mean = torch.full_like(x, float(x.mean()))
    assert float(losses.reconstruction("mse", mean, x)) / losses.unit("mse", variance) == pytest.approx(
        1, rel=1e-4
    )
    assert losses.unit("l1", 4.0) == 2.0
    near = torch.full_like(x, 0.0) + 0.02 * torch.randn(x.shape, generator=rng)
    target = torch.zeros_like(x)
    least = losses.reconstruction("bce", torch.zeros_like(x), target)
    logits = torch.log((1 + near) / (1 - near))
    excess = losses.reconstruction("bce", logits, target) - least
    assert float(excess) == pytest.approx(0.5 * float(near.square().mean()), rel=1e-2)


def test_scores_agree_with_those_of_uint8_pictures() -> None:
    rng = torch.Generator().manual_seed(1)
    x = (torch.rand(4, 3, 16, 16, generator=rng) * 255).round() / 127.5 - 1
    y = (x + 0.2 * torch.randn(x.shape, generator=rng)).clamp(-1, 1)
    y = ((y + 1) * 127.5).round() / 127.5 - 1
    error = losses.squared_error(y, x)
    a, b = to_pixels(x).numpy(), to_pixels(y).numpy()
    assert np.allclose(error.numpy() * 127.5**2, scores.mse(a, b), rtol=1e-4)
    assert float(losses.psnr(error)) == pytest.approx(float(scores.psnr(a, b).mean()), rel=1e-4)
