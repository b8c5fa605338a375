"""Master gates keep their order; one-hot gates erase, keep and write exactly the levels they should."""

from __future__ import annotations

import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st
from torch import Tensor

from engines.onlstm.model import cell

SHARP = 1e4
FORMS = ("inclusive", "paper")


def logits(seed: int, scale: float, n: int = 8) -> Tensor:
    rng = torch.Generator().manual_seed(seed)
    return scale * torch.randn(5, n, dtype=torch.float64, generator=rng)


@settings(deadline=None, max_examples=50, derandomize=True)
@given(st.integers(0, 1000), st.sampled_from([1e-3, 1.0, 30.0, 1e4]), st.integers(1, 40))
def test_cumax_rises_to_one(seed: int, scale: float, n: int) -> None:
    z = logits(seed, scale, n)
    found = cell.cumax(z)
    assert found.isfinite().all()
    assert (found.diff(dim=-1) >= 0).all()
    assert found.min() >= 0
    assert found.max() <= 1 + 1e-12
    assert (found[:, -1] - 1).abs().max() < 1e-6
    torch.testing.assert_close(found, z.softmax(-1).cumsum(-1))


def test_large_logits_give_steps() -> None:
    z = torch.full((1, 5), -SHARP)
    z[0, 2] = SHARP
    assert cell.cumax(z).tolist() == [[0, 0, 1, 1, 1]]
    assert cell.master_input(z, "inclusive").tolist() == [[1, 1, 1, 0, 0]]
    assert cell.master_input(z, "paper").tolist() == [[1, 1, 0, 0, 0]]


@settings(deadline=None, max_examples=30, derandomize=True)
@given(st.integers(0, 1000), st.sampled_from([1e-2, 1.0, 1e4]))
def test_master_input_falls(seed: int, scale: float) -> None:
    z = logits(seed, scale)
    inclusive, paper = cell.master_input(z, "inclusive"), cell.master_input(z, "paper")
    for found in (inclusive, paper):
        assert (found.diff(dim=-1) <= 1e-12).all()
    torch.testing.assert_close(inclusive[:, 0], torch.ones(5, dtype=torch.float64))
    torch.testing.assert_close(inclusive, 1 - cell.cumax(z) + z.softmax(-1))
    torch.testing.assert_close(paper[:, -1], torch.zeros(5, dtype=torch.float64), atol=1e-12, rtol=0)


def stepped(z_i: Tensor, z_f: Tensor, form: cell.Form, seed: int = 0) -> tuple[Tensor, Tensor, Tensor]:
    """Cells before and after one step with these master gates, and the plain LSTM's cells after it."""
    n, C, B = 6, 4, 3
    rng = torch.Generator().manual_seed(seed)
    c = torch.randn(B, n, C, dtype=torch.float64, generator=rng)
    units = torch.randn(B, 4 * n * C, dtype=torch.float64, generator=rng)
    z = torch.cat([z_i.expand(B, n).double(), z_f.expand(B, n).double(), units], -1)
    _, after, _, _ = cell.step(z, c, form)
    _, i, f, g = units.view(B, 4, n, C).unbind(1)
    return c, after, f.sigmoid() * c + i.sigmoid() * g.tanh()


def at(level: int, n: int = 6) -> Tensor:
    z = torch.full((n,), -SHARP)
    z[level] = SHARP
    return z


@pytest.mark.parametrize("k", range(6))
def test_lower_levels_are_erased_and_higher_ones_copied(k: int) -> None:
    """Paper form with i~ = 0 everywhere: what is kept is kept exactly."""
    before, after, _ = stepped(at(0), at(k), "paper")
    assert (after[:, :k] == 0).all()
    assert torch.equal(after[:, k:], before[:, k:])


@pytest.mark.parametrize(("j", "k"), [(0, 2), (1, 4), (2, 3), (0, 5)])
def test_between_written_and_kept_levels_nothing_stays(j: int, k: int) -> None:
    """i~ = 1 on levels up to j, f~ = 1 from k > j on."""
    before, after, _ = stepped(at(j), at(k), "inclusive")
    assert (after[:, j + 1 : k] == 0).all()
    assert torch.equal(after[:, k:], before[:, k:])
    assert (after[:, : j + 1] != before[:, : j + 1]).all()


@pytest.mark.parametrize(("j", "k"), [(3, 1), (5, 0), (4, 4), (2, 1)])
def test_where_gates_overlap_it_is_an_ordinary_lstm(j: int, k: int) -> None:
    """i~ = 1 on levels up to j, f~ = 1 from k <= j on: levels k to j follow the plain cell."""
    before, after, plain = stepped(at(j), at(k), "inclusive")
    torch.testing.assert_close(after[:, k : j + 1], plain[:, k : j + 1], atol=0, rtol=0)
    assert torch.equal(after[:, j + 1 :], before[:, j + 1 :])


@pytest.mark.parametrize("form", FORMS)
def test_only_the_papers_form_leaves_the_last_chunk_dead(form: cell.Form) -> None:
    torch.manual_seed(1)
    n, C, B, T = 5, 3, 4, 30
    H = n * C
    x, recurrent = torch.randn(T, B, cell.width(H, n)), torch.randn(cell.width(H, n), H)
    h, _, keep, _ = cell.unroll(x, recurrent, torch.zeros(B, H), torch.zeros(B, n, C), form)
    last = h.view(T, B, n, C)[:, :, -1].abs().max()
    assert (last < 1e-5) == (form == "paper")
    assert h.view(T, B, n, C)[:, :, :-1].abs().amax((0, 1, 3)).min() > 0.3
    assert (keep[..., -1] - 1).abs().max() < 1e-5


def test_distances_have_their_range() -> None:
    torch.manual_seed(2)
    n = 10
    keep = cell.master_forget(30 * torch.randn(1000, n))
    d = 1 - keep.mean(-1)
    assert d.min() >= -1e-6
    assert d.max() <= 1 - 1 / n + 1e-6
    sharp = 1 - cell.master_forget(torch.stack([at(k, n) for k in range(n)])).mean(-1)
    torch.testing.assert_close(sharp, torch.arange(n) / n)
