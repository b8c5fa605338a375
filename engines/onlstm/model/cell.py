"""The cell of the ON-LSTM, one step at a time: the equations as they stand in the paper.

Shen, Tan, Sordoni, Courville: Ordered Neurons, ICLR 2019 (arXiv 1810.09536), equations 6 to 15. The H units
of a layer stand in ``n`` levels of C units each. A level has one master forget gate and one master input
gate,
and master gates are ordered: what is forgotten is forgotten from level 1 upwards. So level 1 holds what
changes with every word, level n what lasts.

This file is the reference: slow, short, differentiated by autograd. :mod:`engines.onlstm.model.scan` computes
the same with its own backward pass.
"""

from __future__ import annotations

from typing import Literal

import torch
from torch import Tensor

Form = Literal["inclusive", "paper"]


def cumax(z: Tensor) -> Tensor:
    """Running sum of a softmax over the last axis: rises from about 0 to 1."""
    return z.softmax(-1).cumsum(-1)


def master_forget(z: Tensor) -> Tensor:
    """f~, one number for each level: never falls, is 1 at the last level."""
    return cumax(z)


def master_input(z: Tensor, form: Form) -> Tensor:
    """i~, one number for each level: never rises.

    ``paper`` is 1 - cumax(z), which is 0 at the last level, so that nothing is ever written there.
    ``inclusive`` sums the softmax from the level itself to the last (Su's form), which is 1 at the first.
    """
    p = z.softmax(-1)
    falling = 1 - p.cumsum(-1)
    return falling + p if form == "inclusive" else falling


def width(hidden: int, levels: int) -> int:
    """Rows of a cell's weights: [master input n | master forget n | output H | input H | forget H |
    candidate H]. The reference code has the candidate second; here all sigmoids stand together."""
    return 2 * levels + 4 * hidden


def step(z: Tensor, c: Tensor, form: Form) -> tuple[Tensor, Tensor, Tensor, Tensor]:
    """One word.

    Args:
        z: (B, 2n + 4H), input and recurrent part added.
        c: (B, n, C), the cells before.
        form: of the master input gate.

    Returns:
        h (B, H), c (B, n, C), f~ (B, n), i~ (B, n).
    """
    B, n, C = c.shape
    z_i, z_f, z_units = z.split([n, n, 4 * n * C], -1)
    i_master, f_master = master_input(z_i, form), master_forget(z_f)
    o, i, f, g = z_units.view(B, 4, n, C).unbind(1)
    o, i, f, g = o.sigmoid(), i.sigmoid(), f.sigmoid(), g.tanh()
    overlap = (f_master * i_master).unsqueeze(-1)
    keep = f * overlap + (f_master.unsqueeze(-1) - overlap)
    write = i * overlap + (i_master.unsqueeze(-1) - overlap)
    c = keep * c + write * g
    return (o * c.tanh()).reshape(B, n * C), c, f_master, i_master


def unroll(
    x: Tensor, recurrent: Tensor, h: Tensor, c: Tensor, form: Form
) -> tuple[Tensor, Tensor, Tensor, Tensor]:
    """All words, by :func:`step`. Arguments and results are those of :func:`.scan.scan`."""
    found = []
    for z in x:
        h, c, f_master, i_master = step(z + h @ recurrent.T, c, form)
        found.append((h, f_master, i_master))
    hs, fs, inputs = (torch.stack(column) for column in zip(*found, strict=True))
    return hs, c, fs, inputs
