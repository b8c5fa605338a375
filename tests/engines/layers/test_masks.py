"""Masked layers against each row by itself; hidden places leave no trace, whatever they hold."""

from __future__ import annotations

import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st

from engines.layers.masks.asked import Ask
from engines.layers.masks.bench import FEATURES, alone, operation, padded
from engines.layers.masks.pooling import Last
from engines.layers.masks.recurrent import reversed_by_length

OPS = ("mean", "max", "attention_pool", "attention", "lstm", "bilstm", "bilstm_reversed", "conv")
EXACT = ("mean", "max", "attention_pool", "lstm", "bilstm")  # bit for bit under more padding
NAN = float("nan")
lengths = st.lists(st.integers(1, 8), min_size=1, max_size=5)


def lines_of(lengths, seed=0, dtype=torch.float64):
    rng = torch.Generator().manual_seed(seed)
    return [torch.randn(n, FEATURES, generator=rng, dtype=torch.float64).to(dtype) for n in lengths]


def made(name, dtype="float64"):
    return operation(Ask(op=name, dtype=dtype))


@pytest.mark.parametrize("name", OPS)
@pytest.mark.parametrize("side", ["post", "pre"])
@settings(max_examples=15, deadline=None)
@given(lengths, st.integers(0, 5), st.sampled_from([0.0, 37.0, NAN]))
def test_a_padded_batch_answers_as_each_line_does_alone(name, side, lengths, more, value):
    lines = lines_of(lengths)
    x, real = padded(lines, max(lengths) + more, value, side)
    op = made(name)
    found = op(x, real)
    truth = alone(op, lines, real, found)
    assert (found - truth).abs().max() <= 1e-12


@pytest.mark.parametrize("dtype", ["float32", "float64"])
@pytest.mark.parametrize("name", EXACT)
@settings(max_examples=15, deadline=None)
@given(lengths, st.integers(0, 12), st.sampled_from([0.0, 37.0, NAN]))
def test_more_padding_of_any_value_changes_no_bit(name, dtype, lengths, more, value):
    lines = lines_of(lengths, dtype=getattr(torch, dtype))
    op = made(name, dtype)
    found = op(*padded(lines, max(lengths), 0.0, "post"))
    again = op(*padded(lines, max(lengths) + more, value, "post"))
    assert torch.equal(found, again[:, : max(lengths)] if found.dim() == 3 else again)


@pytest.mark.parametrize("name", ["attention", "bilstm_reversed", "conv"])
def test_of_the_others_more_padding_changes_at_most_the_last_digits(name):
    lines = lines_of([3, 7, 1, 5])
    op = made(name)
    found = op(*padded(lines, 9, 0.0, "post"))
    again = op(*padded(lines, 20, 37.0, "post"))[:, :9]
    assert (found - again).abs().max() <= 1e-12


@pytest.mark.parametrize("name", OPS)
def test_the_value_of_padding_alone_changes_no_bit(name):
    lines = lines_of([3, 7, 1, 5], dtype=torch.float32)
    op = made(name, "float32")
    for value in (37.0, NAN, float("inf")):
        assert torch.equal(op(*padded(lines, 9, 0.0, "post")), op(*padded(lines, 9, value, "post")))


@pytest.mark.parametrize("name", OPS)
def test_rows_in_another_order_answer_in_that_order(name):
    lines = lines_of([3, 7, 1, 5])
    op = made(name)
    x, real = padded(lines, 9, 37.0, "post")
    order = torch.tensor([2, 0, 3, 1])
    assert (op(x, real)[order] - op(x[order], real[order])).abs().max() <= 1e-12


@pytest.mark.parametrize("name", OPS)
@pytest.mark.parametrize("value", [0.0, 37.0, NAN])
def test_a_row_with_nothing_real_answers_zeros_and_spoils_no_gradient(name, value):
    lines = lines_of([3, 0, 5])
    x, real = padded(lines, 6, value, "post")
    x.requires_grad_()
    op = made(name)
    found = op(x, real)
    assert torch.equal(found[1], torch.zeros_like(found[1]))
    found.square().sum().backward()
    assert torch.equal(x.grad[~real], torch.zeros_like(x.grad[~real]))
    assert x.grad[real].abs().sum() > 0
    assert all(p.grad.isfinite().all() for p in op.parameters())


@pytest.mark.parametrize("name", OPS)
def test_without_a_mask_padding_is_felt(name):
    """Of all but the forward half: the test above is worth something."""
    lines = lines_of([3, 7, 1, 5])
    x, real = padded(lines, 9, 37.0, "post")
    op = made(name)
    found = op(x)
    wrong = (found - alone(op, lines, real, found)).abs()
    wrong = wrong[real] if found.dim() == 3 else wrong
    assert (wrong.max() <= 1e-12) == (name == "lstm")


def test_the_last_real_place():
    x = torch.arange(24.0).view(2, 4, 3)
    mask = torch.tensor([[True, True, False, False], [False, True, True, False]])
    assert torch.equal(Last()(x, mask), torch.stack([x[0, 1], x[1, 2]]))
    assert torch.equal(Last()(x), x[:, 3])
    assert torch.equal(Last()(x, torch.zeros_like(mask)), torch.zeros(2, 3))


@given(st.integers(0, 6))
def test_turned_twice_is_not_turned(n):
    x = torch.arange(12.0).view(1, 6, 2)
    length = torch.tensor([n])
    once = reversed_by_length(x, length)
    assert torch.equal(once[0, :n], x[0, :n].flip(0))
    assert torch.equal(once[0, n:], x[0, n:])
    assert torch.equal(reversed_by_length(once, length), x)
