"""Every architecture at every size: shapes, ranges, gradients."""

from __future__ import annotations

from typing import Any

import pytest
import torch

from engines.gan.config import base
from engines.gan.players import make
from tests.engines.gan.conftest import tiny

CPU = torch.device("cpu")


def rng(seed: int = 0) -> torch.Generator:
    return torch.Generator().manual_seed(seed)


def check(**values: Any) -> None:
    config = tiny(**values)
    classes = 3 if config.conditional else 0
    g, d = make(config, classes, CPU, rng())
    z = torch.randn(2, config.nz, generator=rng(1))
    label = torch.tensor([0, 2]) if classes else None
    x = g(z, label)
    assert x.shape == (2, config.channels, config.size, config.size)
    assert x.dtype == torch.float32
    assert x.abs().max() <= 1
    verdict = d(x, label)
    assert verdict.score.shape == (2,)
    assert (verdict.code is not None) == config.ogan
    if verdict.code is not None:
        assert verdict.code.shape == (2, config.nz)
        assert torch.allclose(verdict.score, config.score_scale * verdict.code.mean(1), atol=1e-5) or classes
    verdict.score.sum().backward()
    for name, p in g.named_parameters():
        assert p.grad is not None, name
        assert p.grad.isfinite().all(), name


@pytest.mark.parametrize("size", [28, 32, 48, 64, 128])
@pytest.mark.parametrize("arch", ["dcgan", "resnet", "selfmod"])
def test_sizes(arch: str, size: int) -> None:
    for channels in (1, 3):
        for ogan in (True, False):
            check(arch=arch, size=size, channels=channels, ogan=ogan)


@pytest.mark.parametrize("arch", ["dcgan", "selfmod"])
@pytest.mark.parametrize("upsample", ["convT", "nearest", "bilinear", "pixelshuffle"])
@pytest.mark.parametrize("kernel", [3, 4, 5])
def test_upsampling_and_kernels(arch: str, upsample: str, kernel: int) -> None:
    for size in (28, 32, 48, 64, 128):
        check(arch=arch, upsample=upsample, kernel=kernel, size=size)


@pytest.mark.parametrize("arch", ["dcgan", "resnet", "selfmod"])
@pytest.mark.parametrize("norm_d", ["bn", "none", "layer"])
@pytest.mark.parametrize("spectral_norm", [False, True])
def test_norms_labels_and_starts(arch: str, norm_d: str, spectral_norm: bool) -> None:
    for init in ("normal", "glorot", "orthogonal"):
        check(arch=arch, norm_d=norm_d, spectral_norm=spectral_norm, conditional=True, init=init)


@pytest.mark.parametrize(
    ("size", "wanted"), [(28, (4, 3)), (32, (4, 3)), (48, (6, 3)), (64, (4, 4)), (128, (4, 5))]
)
def test_nets_go_down_to_a_few_pixels(size: int, wanted: tuple[int, int]) -> None:
    assert base(size) == wanted


def test_dcgan_64_is_the_network_of_pytorch_examples() -> None:
    """nz 100, ngf = ndf = 64: channels 512-256-128-64 and kernel 4, as in pytorch/examples dcgan."""
    g, d = make(tiny(arch="dcgan", ogan=False, size=64, nz=100, width_g=64, width_d=64), 0, CPU, rng())
    ups = [tuple(m.weight.shape) for m in g.modules() if isinstance(m, torch.nn.ConvTranspose2d)]
    assert ups == [(512, 256, 4, 4), (256, 128, 4, 4), (128, 64, 4, 4), (64, 3, 4, 4)]
    downs = [tuple(m.weight.shape) for m in d.modules() if isinstance(m, torch.nn.Conv2d)]
    assert downs == [(64, 3, 4, 4), (128, 64, 4, 4), (256, 128, 4, 4), (512, 256, 4, 4)]


def test_sngan_resnet_32_has_mimicrys_blocks() -> None:
    values = {"arch": "resnet", "ogan": False, "nz": 128, "width_g": 256, "width_d": 128, "norm_d": "none"}
    g, d = make(tiny(**values), 0, CPU, rng())
    assert sum(p.numel() for p in g.parameters()) == 4_276_739
    assert d.trunk(torch.zeros(1, 3, 32, 32)).shape == (1, 128, 8, 8)


def test_residual_weight_zero_leaves_the_shortcuts() -> None:
    g, _ = make(tiny(arch="resnet", res_alpha=0.0), 0, CPU, rng())
    before = g(torch.ones(1, 8))
    for block in g.net.blocks:
        torch.nn.init.normal_(block.conv2.weight, generator=rng(5))
    assert torch.equal(g(torch.ones(1, 8)), before)


def test_weights_depend_on_the_seed_alone() -> None:
    torch.manual_seed(1)
    first = [
        p.clone() for m in make(tiny(spectral_norm=True), 0, CPU, rng(3)) for p in m.state_dict().values()
    ]
    torch.manual_seed(2)
    state = torch.get_rng_state()
    second = [
        p.clone() for m in make(tiny(spectral_norm=True), 0, CPU, rng(3)) for p in m.state_dict().values()
    ]
    assert all(torch.equal(a, b) for a, b in zip(first, second, strict=True))
    assert torch.equal(torch.get_rng_state(), state)  # torch's shared generator is left alone


def test_a_picture_is_padded_and_cropped_at_28() -> None:
    g, d = make(tiny(size=28), 0, CPU, rng())
    assert g.net(torch.zeros(1, 8)).shape[2:] == (32, 32)
    assert d.features(torch.zeros(1, 3, 28, 28)).shape[2:] == (4, 4)
