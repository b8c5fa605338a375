"""The networks are what they say: exact for Gaussian data at first, and an energy's slope is its score."""

from __future__ import annotations

import pytest
import torch
from torch import Tensor, nn

from engines.denoise.denoiser import Denoiser
from engines.denoise.nets import Energy, Fourier, Generator, Score, Trunk, Untold
from tests.engines.denoise.conftest import rng

STD = 0.7
LEVELS = torch.tensor([0.05, 0.3, 1.0, 4.0], dtype=torch.float64)


def trunk(out: int = 1, *, told: bool = True, fourier: bool = True) -> Trunk:
    """Its last layer is not small, so that the network has something to say."""
    made = Trunk(2, out, 24, rng(3), fourier=fourier, told=told).double()
    with torch.no_grad():
        made.layers[-1].weight.mul_(10)
    return made


NETS: dict[str, Denoiser] = {
    "energy": Energy(trunk(), (2,), STD),
    "energy without waves": Energy(trunk(fourier=False), (2,), STD),
    "score": Score(trunk(2), (2,), STD),
    "paper": Untold(trunk(told=False), (2,)),
}
ENERGIES = [name for name, net in NETS.items() if net.has_energy]


def places(n: int = 4) -> Tensor:
    return torch.randn((n, 2), generator=rng(1), dtype=torch.float64)


class Nothing(nn.Module):
    def __init__(self, out: int) -> None:
        super().__init__()
        self.out = out

    def forward(self, u: Tensor, sigma: Tensor) -> Tensor:
        return (u * 0).sum(1, keepdim=True).expand(-1, self.out)


@pytest.mark.parametrize(
    "net", [Energy(Nothing(1), (2,), STD), Score(Nothing(2), (2,), STD)], ids=["energy", "score"]
)
def test_with_a_network_that_says_nothing_it_is_exact_for_gaussian_data(net: Denoiser):
    """E[x | y] = d^2 / (d^2 + s^2) y, score = -y / (d^2 + s^2)."""
    x, total = places(), (LEVELS**2 + STD**2)[:, None]
    assert torch.allclose(net.denoise(x, LEVELS), STD**2 / total * x, rtol=1e-12)
    assert torch.allclose(net.score(x, LEVELS), -x / total, rtol=1e-9)


@pytest.mark.parametrize("name", NETS)
def test_the_score_is_the_denoisers_pull_over_the_noise(name: str):
    """Tweedie: E[x | y] = y + s^2 score(y)."""
    net, x = NETS[name], places()
    assert torch.allclose(net.denoise(x, LEVELS), x + LEVELS[:, None] ** 2 * net.score(x, LEVELS))


@pytest.mark.parametrize("name", ENERGIES)
def test_the_score_is_the_slope_of_the_energy_down(name: str):
    """Of the paper's energy at its own level, sigma0."""
    net, x, h = NETS[name].eval(), places(), 1e-6
    sigma = torch.full((4,), 0.1, dtype=torch.float64) if name == "paper" else LEVELS
    for axis in range(2):
        step = torch.zeros(2, dtype=torch.float64)
        step[axis] = h
        slope = (net.energy(x + step, sigma) - net.energy(x - step, sigma)) / (2 * h)
        assert torch.allclose(net.score(x, sigma)[:, axis], -slope, rtol=1e-5, atol=1e-6)


def test_the_energy_not_told_sigma_only_changes_its_temperature():
    """Score at sigma = score at sigma0, times (sigma0 / sigma)^2; the same for differences of energy."""
    net, x = NETS["paper"], places()
    one, ten = torch.full((4,), 0.1, dtype=torch.float64), torch.full((4,), 1.0, dtype=torch.float64)
    assert torch.allclose(net.score(x, ten) * 100, net.score(x, one))
    assert torch.allclose(net.energy(x, ten) * 100, net.energy(x, one))


def test_the_field_of_an_energy_has_no_curl_and_that_of_a_score_has():
    x, h = places(1)[0], 1e-5
    for name, net in NETS.items():
        net.eval()
        sigma = torch.tensor([0.4], dtype=torch.float64)
        columns = []
        for axis in range(2):
            step = torch.zeros(2, dtype=torch.float64)
            step[axis] = h
            ahead, behind = (net.score((x + s)[None], sigma)[0] for s in (step, -step))
            columns.append((ahead - behind) / (2 * h))
        curl = float((columns[0][1] - columns[1][0]).detach().abs())
        size = float(torch.stack(columns).detach().abs().max())
        assert (curl < 1e-6 * size) == net.has_energy, name


@pytest.mark.parametrize("name", ENERGIES)
def test_the_loss_of_an_energy_reaches_its_weights(name: str):
    net = NETS[name].train()
    sigma = LEVELS if name != "paper" else torch.full((4,), 0.1, dtype=torch.float64)
    net.denoise(places(), sigma).square().sum().backward()
    weights = [p.grad for n, p in net.named_parameters() if n.endswith("weight")]
    assert all(grad is not None and grad.abs().sum() > 0 for grad in weights)
    assert not net.eval().denoise(places(), sigma).requires_grad
    net.zero_grad()


def test_waves_fade_out_where_there_are_no_data():
    waves = Fourier(2, rng(0))
    near, far = waves(torch.tensor([[0.3, 0.2]])), waves(torch.tensor([[4.0, 3.0]]))
    assert near.shape == (1, 64)
    assert near.abs().max() > 0.9
    assert far.abs().max() < 1e-6


def test_a_generator_begins_with_nearly_what_it_is_given():
    z = places(500).float()
    made = Generator(2, 32, rng(1), fourier=True)(z)
    assert made.shape == z.shape
    assert float((made - z).detach().abs().mean()) < 0.1


def test_equal_seeds_build_equal_networks():
    a, b, c = (Trunk(2, 1, 16, rng(seed), fourier=True).state_dict() for seed in (1, 1, 2))
    assert all(torch.equal(a[key], b[key]) for key in a)
    assert not torch.equal(a["layers.0.weight"], c["layers.0.weight"])
