"""Overlap counts are what a transposed convolution of ones by ones gives, at every setting."""

from __future__ import annotations

from fractions import Fraction
from itertools import product

import numpy as np
import pytest
import torch
from torch.nn import functional as F

from engines.gan.checkerboard.counts import Stack, hits, levels, period, plane, ratio

SETTINGS = [Stack(k, s, p) for k, s, p in product(range(2, 7), range(1, 5), range(3))]


def convolved(ones: torch.Tensor, stack: Stack) -> torch.Tensor:
    """By torch: (n, n) -> (m, m)."""
    kernel = torch.ones(1, 1, stack.kernel, stack.kernel, dtype=torch.float64)
    for _ in range(stack.layers):
        ones = F.conv_transpose2d(ones[None, None], kernel, stride=stack.stride, padding=stack.padding)[0, 0]
    return ones


@pytest.mark.parametrize("layers", [1, 2, 3])
def test_counts_are_a_transposed_convolution_of_ones(layers):
    for one in SETTINGS:
        stack = Stack(one.kernel, one.stride, one.padding, layers)
        n = 12 if one.stride == 1 else 5
        found = levels(n, stack)
        assert [len(level) for level in found] == stack.lengths(n)
        expected = convolved(torch.ones(n, n, dtype=torch.float64), stack)
        np.testing.assert_array_equal(plane(found[-1]), expected.numpy(), err_msg=str(stack))


def test_far_from_the_edges_counts_repeat_with_the_period():
    for one in SETTINGS:
        stack = Stack(one.kernel, one.stride, one.padding, 2)
        line, again = levels(14, stack)[-1], period(stack)
        middle = len(line) // 2 // len(again) * len(again)
        np.testing.assert_array_equal(line[middle : middle + len(again)], again, err_msg=str(stack))


@pytest.mark.parametrize(
    ("kernel", "stride", "one", "three"),
    [
        (2, 2, 1, 1), (4, 2, 1, 1), (6, 2, 1, 1), (6, 3, 1, 1), (3, 2, 4, 25),
        (5, 2, Fraction(9, 4), Fraction(25, 9)), (4, 3, 4, 25), (5, 3, 4, 64),
    ],
)  # fmt: skip
def test_the_ratio_is_exact(kernel, stride, one, three):
    assert ratio(Stack(kernel, stride, 1)) == one
    assert ratio(Stack(kernel, stride, 1, 3)) == three


def test_the_ratio_is_none_where_the_stride_leaves_holes():
    assert ratio(Stack(2, 3, 0)) is None


def test_what_hits_a_pixel_is_what_it_depends_on():
    """The gradient of one pixel of the stack with respect to its input, along one axis and in the plane."""
    for kernel, stride, layers in ((3, 2, 1), (3, 2, 3), (5, 2, 2), (4, 3, 2), (2, 3, 2)):
        stack = Stack(kernel, stride, 1, layers)
        size = stack.lengths(6)[-1]
        for row, column in ((0, size - 1), (size // 2, size // 3)):
            ones = torch.ones(6, 6, dtype=torch.float64, requires_grad=True)
            convolved(ones, stack)[row, column].backward()
            found = plane(hits(row, 6, stack)[0], hits(column, 6, stack)[0])
            np.testing.assert_array_equal(found, ones.grad.numpy())


def test_every_row_of_hits_sums_to_the_count_it_leads_to():
    stack = Stack(5, 2, 2, 3)
    line = levels(6, stack)
    for o in (0, 9, len(line[-1]) - 1):
        for below, ways in zip(line, hits(o, 6, stack), strict=True):
            assert int((below * ways).sum()) == line[-1][o]
