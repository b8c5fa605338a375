"""Exact properties of the parts that players are made of."""

from __future__ import annotations

import pytest
import torch
from torch import nn
from torch.nn.utils import parametrize

from engines.gan.augment import augment
from engines.gan.nets import spectral
from engines.gan.nets.layers import BatchNorm, norm, up
from engines.gan.nets.selfmod import Condition, SelfMod


def rng(seed: int = 0) -> torch.Generator:
    return torch.Generator().manual_seed(seed)


def test_selfmod_with_silent_perceptrons_is_batch_norm() -> None:
    selfmod, plain = SelfMod(6, 5, 4), nn.BatchNorm2d(6, affine=False)
    for part in (selfmod.beta, selfmod.gamma):
        nn.init.zeros_(part.weight)
        nn.init.zeros_(part.bias)
    h, z = 2 + 3 * torch.randn(8, 6, 4, 4, generator=rng()), torch.randn(8, 5, generator=rng(1))
    assert torch.allclose(selfmod(h, z), plain(h), atol=1e-5)
    assert torch.allclose(selfmod.eval()(h, z), plain.eval()(h), atol=1e-5)  # so are the running averages


def test_selfmod_is_one_plus_gamma_times_h_plus_beta() -> None:
    selfmod = SelfMod(3, 5, 4)
    h, z = torch.randn(8, 3, 4, 4, generator=rng()), torch.randn(8, 5, generator=rng(1))
    hidden = torch.relu(z @ selfmod.first.weight.t() + selfmod.first.bias)
    beta, gamma = selfmod.beta(hidden[:, :4]), selfmod.gamma(hidden[:, 4:])
    wanted = (1 + gamma)[:, :, None, None] * selfmod.norm(h) + beta[:, :, None, None]
    assert torch.allclose(selfmod(h, z), wanted, atol=1e-6)


def test_condition_moves_and_stretches() -> None:
    condition = Condition(3, 4)
    z, c = torch.randn(5, 4, generator=rng()), torch.tensor([0, 1, 2, 1, 0])
    wanted = z + condition.shift.weight[c] + condition.stretch.weight[c] * z
    assert torch.allclose(condition(z, c), wanted)


def test_batch_norm_matches_torch_and_counts_only_tracked_batches() -> None:
    ours, theirs = BatchNorm(4), nn.BatchNorm2d(4)
    nn.init.ones_(ours.weight)
    nn.init.zeros_(ours.bias)
    real, fake = torch.randn(8, 4, 3, 3, generator=rng()), 5 + torch.randn(8, 4, 3, 3, generator=rng(1))
    for _ in range(3):
        ours.track = True
        assert torch.allclose(ours(real), theirs(real), atol=1e-6)
        ours.track = False
        assert ours(fake).mean().abs() < 1e-5  # its own statistics, but they are not kept
    assert torch.allclose(ours.running_mean, theirs.running_mean)
    assert torch.allclose(ours.running_var, theirs.running_var)
    assert torch.allclose(ours.eval()(fake), theirs.eval()(fake), atol=1e-5)


def test_layer_norm_knows_only_its_own_picture() -> None:
    layer = norm("layer", 4)
    x = torch.randn(3, 4, 5, 5, generator=rng())
    assert torch.allclose(layer(x)[:1], layer(x[:1]), atol=1e-6)
    assert isinstance(norm("none", 4), nn.Identity)


@pytest.mark.parametrize("shape", [(24, 3, 4, 4), (48, 200), (7, 5)])
def test_spectral_norm_is_within_a_percent_of_svd(shape: tuple[int, ...]) -> None:
    layer = nn.Linear(shape[1], shape[0]) if len(shape) == 2 else nn.Conv2d(shape[1], shape[0], shape[2])
    nn.init.normal_(layer.weight, generator=rng())
    original = layer.weight.detach().clone()
    parametrize.register_parametrization(
        layer, "weight", power := spectral.SpectralNorm(layer.weight), unsafe=True
    )
    power.start(original, rng(1))
    for _ in range(20):
        found = layer.weight.detach()
    wanted = original / torch.linalg.svdvals(original.flatten(1))[0]
    assert torch.allclose(found, wanted, rtol=0.01)
    layer.eval()
    u = power.u.clone()
    assert torch.equal(layer.weight, layer.weight)
    assert torch.equal(power.u, u)  # looking does not iterate


def test_spectral_norm_survives_two_passes_before_the_backward_one() -> None:
    net = nn.Sequential(nn.Conv2d(2, 3, 3), nn.Flatten(), nn.Linear(12, 1))
    spectral.constrain(net)
    for part in net.modules():
        if isinstance(part, spectral.SpectralNorm):
            part.start(torch.randn(len(part.u), len(part.v), generator=rng()), rng(1))
    x = torch.randn(4, 2, 4, 4, generator=rng(2))
    (net(x).mean() - net(-x).mean()).backward()
    for p in net.parameters():
        assert p.grad is not None
        assert p.grad.isfinite().all()


@pytest.mark.parametrize("kernel", [3, 4, 5])
@pytest.mark.parametrize("kind", ["convT", "nearest", "bilinear", "pixelshuffle"])
def test_upsampling_doubles(kind: str, kernel: int) -> None:
    assert up(kind, 3, 5, kernel)(torch.randn(2, 3, 6, 6, generator=rng())).shape == (2, 5, 12, 12)


def test_augmentation_keeps_shape_is_differentiable_and_changes_pictures() -> None:
    x = torch.rand(16, 3, 32, 32, generator=rng()).requires_grad_()
    changed = augment(x, rng(1))
    assert changed.shape == x.shape
    assert not torch.allclose(changed, x)
    assert torch.equal(augment(x, rng(1)), changed)
    changed.sum().backward()
    assert x.grad is not None
    assert x.grad.isfinite().all()
    assert augment(x[:, :1], rng(1)).shape == (16, 1, 32, 32)
