"""Directions and their stability."""

from __future__ import annotations

import numpy as np
import torch

from engines.gan.latent import directions
from engines.gan.nets.layers import Unfold


def random(shape: tuple[int, ...], seed: int = 0) -> torch.Tensor:
    return torch.randn(shape, generator=torch.Generator().manual_seed(seed))


def test_factorisation_is_the_svd_of_the_map() -> None:
    a = random((40, 6))
    vectors, values = directions.factorise(a)
    _, s, vt = torch.linalg.svd(a.double())
    assert np.allclose(values, s.numpy() ** 2)
    assert np.allclose(np.abs(vectors), np.abs(vt.numpy()), atol=1e-8)
    assert np.allclose(vectors @ vectors.T, np.eye(6), atol=1e-10)
    assert (np.diff(values) <= 0).all()


def test_order_and_signs_follow_the_factorisation_before() -> None:
    a = random((40, 6))
    before, _ = directions.factorise(a)
    rows = torch.from_numpy(before)
    stretched = torch.diag(torch.tensor([1.0, 2.0, 3.0, 4.0, 5.0, 6.0]).double()) @ rows  # reversed strength
    after, values = directions.factorise(stretched, before)
    assert np.allclose(after, before, atol=1e-8)
    assert np.allclose(values, [1, 4, 9, 16, 25, 36])
    again, _ = directions.factorise(stretched, -before)
    assert np.allclose(again, -before, atol=1e-8)


def test_stable_under_a_slow_drift_through_crossings() -> None:
    a, b = random((60, 8), 1), random((60, 8), 2)
    previous, _ = directions.factorise(a)
    for t in np.linspace(0, 0.3, 40):
        now, _ = directions.factorise((1 - t) * a + t * b, previous)
        assert (np.sum(now * previous, axis=1) > 0.5).mean() >= 0.75  # but where two directions truly mix
        assert np.allclose(now @ now.T, np.eye(8), atol=1e-8)
        previous = now


class Net(torch.nn.Module):
    """A generator of which only the first map matters."""

    def __init__(self, seed: int) -> None:
        super().__init__()
        self.first = Unfold(6, 10, 2)
        with torch.no_grad():
            self.first.dense.weight.copy_(random((40, 6), seed))


def test_a_basis_is_found_anew_when_it_is_stale_and_keeps_its_signs() -> None:
    basis, net = directions.Basis(), Net(0)
    first = basis.leading(3, net, 0)
    assert first.matrix.shape == (3, 6)
    with torch.no_grad():
        net.first.dense.weight.copy_(random((40, 6), 1))
    again = basis.leading(3, net, directions.STALE - 1)
    assert np.array_equal(again.matrix, first.matrix)
    later = basis.leading(3, net, directions.STALE)
    assert not np.array_equal(later.matrix, first.matrix)
    wanted, _ = directions.factorise(directions.first_maps(net), basis.found[0])
    assert np.array_equal(later.matrix, wanted[:3])


def test_what_a_basis_hands_out_is_not_its_own() -> None:
    basis = directions.Basis()
    basis.leading(2, Net(0), 0).matrix[:] = 0
    assert basis.leading(2, Net(0), 0).matrix.any()
