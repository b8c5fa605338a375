"""The scan equals the cell stepped by autograd, values and gradients."""

from __future__ import annotations

from typing import Any

import pytest
import torch
from torch import Tensor

from engines.onlstm.model import cell
from engines.onlstm.model.layers import OrderedLayer, PlainLayer
from engines.onlstm.model.scan import scan

FORMS = ("inclusive", "paper")


def inputs(T: int, B: int, n: int, C: int, seed: int = 0) -> list[Tensor]:
    rng = torch.Generator().manual_seed(seed)
    H = n * C
    shapes = [(T, B, cell.width(H, n)), (cell.width(H, n), H), (B, H), (B, n, C)]
    return [torch.randn(s, dtype=torch.float64, generator=rng).requires_grad_() for s in shapes]


def gradients(found: tuple[Tensor, ...], of: list[Tensor], seed: int = 9) -> tuple[Tensor, ...]:
    rng = torch.Generator().manual_seed(seed)
    weights = [torch.randn(f.shape, dtype=f.dtype, generator=rng) for f in found[:2]]
    return torch.autograd.grad([(f * w).sum() for f, w in zip(found, weights, strict=False)], of)


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize(
    "sizes", [(7, 3, 4, 3), (1, 2, 3, 2), (5, 1, 4, 2), (1, 1, 1, 1), (6, 2, 8, 1), (4, 2, 1, 5)]
)
def test_equals_the_reference(form: cell.Form, sizes: tuple[int, int, int, int]) -> None:
    given = inputs(*sizes)
    wanted, found = cell.unroll(*given, form), scan(*given, form)
    for a, b in zip(wanted, found, strict=True):
        assert (a - b).abs().max() < 1e-12
    for a, b in zip(gradients(wanted, given), gradients(found, given), strict=True):
        assert (a - b).abs().max() < 1e-10


@pytest.mark.parametrize("form", FORMS)
def test_gradcheck(form: cell.Form) -> None:
    given = inputs(4, 2, 3, 2, seed=3)
    assert torch.autograd.gradcheck(lambda *a: scan(*a, form)[:2], given)


@pytest.mark.parametrize("form", FORMS)
def test_sharp_gates_are_finite(form: cell.Form) -> None:
    x, U, h, c = inputs(6, 2, 4, 2)
    x = (1e4 * x.detach()).requires_grad_()
    found = scan(x, U, h, c, form)
    assert all(f.isfinite().all() for f in found)
    assert all(g.isfinite().all() for g in gradients(found, [x, U, h, c]))


@pytest.mark.parametrize("form", FORMS)
def test_two_halves_equal_one_whole(form: cell.Form) -> None:
    x, U, h, c = given = inputs(8, 3, 4, 2)
    whole = scan(x, U, h, c, form)
    first = scan(x[:5], U, h, c, form)
    second = scan(x[5:], U, first[0][-1], first[1], form)
    joined = torch.cat([first[0], second[0]]), second[1]
    for a, b in zip(whole[:2], joined, strict=True):
        assert (a - b).abs().max() < 1e-12
    for a, b in zip(gradients(whole, given), gradients(joined, given), strict=True):
        assert (a - b).abs().max() < 1e-10


def test_inputs_need_not_be_contiguous() -> None:
    x, U, h, c = inputs(6, 3, 4, 2)
    wide = torch.stack([x, x], -1)[..., 0]
    turned = x.transpose(0, 1).contiguous().transpose(0, 1)
    wanted = gradients(scan(x, U, h, c, "inclusive"), [x, U, h, c])
    for other in (wide, turned):
        assert not other.is_contiguous()
        back = U.T.contiguous().T
        found = gradients(scan(other, back, h, c, "inclusive"), [x, U, h, c])
        for a, b in zip(wanted, found, strict=True):
            assert (a - b).abs().max() < 1e-12


def test_single_precision_stays_close() -> None:
    given = inputs(9, 4, 5, 3)
    small = [g.detach().float().requires_grad_() for g in given]
    for a, b in zip(scan(*given, "inclusive"), scan(*small, "inclusive"), strict=True):
        assert (a - b).abs().max() < 1e-5


def test_gates_carry_no_gradient() -> None:
    found = scan(*inputs(3, 2, 4, 2), "inclusive")
    assert [f.requires_grad for f in found] == [True, True, False, False]


def test_the_papers_last_level_is_exactly_dead() -> None:
    x, U, _, _ = inputs(20, 3, 5, 2)
    zero = torch.zeros(3, 10, dtype=torch.float64), torch.zeros(3, 5, 2, dtype=torch.float64)
    h, c, _, write = scan(x, U, *zero, "paper")
    assert (write[..., -1] == 0).all()
    assert (c[:, -1] == 0).all()
    assert (h.view(20, 3, 5, 2)[..., -1, :] == 0).all()
    h, c, _, write = scan(x, U, *zero, "inclusive")
    assert (write[..., 0] - 1).abs().max() < 1e-12
    assert (c[:, -1] != 0).all()


def test_a_layer_is_its_matrices_and_the_scan() -> None:
    layer = OrderedLayer(6, 8, 4, "inclusive", torch.Generator().manual_seed(0))
    x = torch.randn(5, 2, 6, generator=torch.Generator().manual_seed(1))
    h, (last, c), gates = layer.run(x, layer.start(2), layer.recurrent)
    z = x @ layer.input.T + layer.bias
    wanted = cell.unroll(z, layer.recurrent, *layer.start(2), "inclusive")
    torch.testing.assert_close(h, wanted[0])
    torch.testing.assert_close(c, wanted[1])
    assert gates is not None
    torch.testing.assert_close(gates.keep, wanted[2])
    assert torch.equal(last, h[-1])


def test_the_plain_lstms_gates_are_those_it_used() -> None:
    """Stepping the equations by hand gives the same states and the same mean gates."""
    layer: Any = PlainLayer(6, 8, 4, torch.Generator().manual_seed(0))
    x = torch.randn(5, 2, 6, generator=torch.Generator().manual_seed(1))
    h, (_, last), gates = layer.run(x, layer.start(2), layer.recurrent, look=True)
    a, c = torch.zeros(2, 8), torch.zeros(2, 8)
    for t in range(5):
        i, f, g, o = (x[t] @ layer.input.T + a @ layer.recurrent.T + layer.bias).chunk(4, -1)
        c = f.sigmoid() * c + i.sigmoid() * g.tanh()
        a = o.sigmoid() * c.tanh()
        torch.testing.assert_close(gates.keep[t], f.sigmoid().view(2, 4, 2).mean(-1))
        torch.testing.assert_close(gates.write[t], i.sigmoid().view(2, 4, 2).mean(-1))
        torch.testing.assert_close(h[t], a)
    torch.testing.assert_close(last, c.view(2, 4, 2))
