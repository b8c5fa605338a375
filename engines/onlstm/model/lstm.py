"""The plain LSTM beside the ordered one: torch's own kernel, and gates read off afterwards.

Dyer, Melis, Blunsom (arXiv 1909.09428) ask whether ordering the gates is what makes trees. So this tab reads
a
tree off a plain LSTM in the same way: distance = 1 - mean forget gate. All states of a sequence determine all
its gates, h(t-1) and x(t) being known, so these cost one matrix product and no loop.
"""

from __future__ import annotations

import torch
from torch import Tensor


def run(
    x: Tensor, h: Tensor, c: Tensor, matrix: Tensor, recurrent: Tensor, bias: Tensor
) -> tuple[Tensor, Tensor]:
    """A sequence through an LSTM.

    Args:
        x: (T, B, E). h, c: (B, H), the state before.
        matrix: (4H, E), recurrent: (4H, H), bias: (4H,), rows [input | forget | candidate | output].

    Returns:
        h of all steps (T, B, H) and the last c (B, H).
    """
    weights = [matrix, recurrent, bias, torch.zeros_like(bias)]
    out, _, last = torch.lstm(x, (h[None], c[None]), weights, True, 1, 0.0, False, False, False)
    return out, last[0]


@torch.no_grad()
def gates(
    x: Tensor, h: Tensor, hs: Tensor, matrix: Tensor, recurrent: Tensor, bias: Tensor
) -> tuple[Tensor, Tensor]:
    """Forget and input gates (T, B, H) of a sequence whose states ``hs`` are known; ``h`` is the state
    before.
    """
    H = h.shape[-1]
    before = torch.cat([h[None], hs[:-1]])
    z = x @ matrix[: 2 * H].T + before @ recurrent[: 2 * H].T + bias[: 2 * H]
    write, keep = z.sigmoid().chunk(2, -1)
    return keep, write
