"""The same cell over a whole sequence, with its backward pass written out.

Autograd remembers every small operation of every step. Here the forward pass keeps a handful of buffers for
all steps, and the backward pass computes everything that does not depend on the running gradient for all
steps at once; inside its loop stay some ten operations and one matrix product. With g = tanh candidate, dc
the gradient at the cells, sums over the C units of a level,

    A = sum dc c_prev      Q = sum dc g      K = sum dc (g (1 - i) + c_prev (1 - f))
    df~ = A - i~ K         di~ = Q - f~ K

since c = f^ c_prev + i^ g with f^ = f~ - (1 - f) f~ i~ and i^ = i~ - (1 - i) f~ i~. From a master gate to its
softmax p the gradient v is a running sum of these, and p (v - <p, v>) ignores a constant in v; therefore
"the sum from here on" may be written as minus "the sum up to here, without here".
"""

from __future__ import annotations

from typing import Any

import torch
from torch import Tensor
from torch.autograd.function import once_differentiable

from engines.onlstm.cell import Form


def scan(
    x: Tensor, recurrent: Tensor, h: Tensor, c: Tensor, form: Form
) -> tuple[Tensor, Tensor, Tensor, Tensor]:
    """Run the cell over a sequence.

    Args:
        x: (T, B, 2n + 4H), the input part of all steps with the bias added.
        recurrent: (2n + 4H, H).
        h: (B, H) and c: (B, n, C), the state before.
        form: of the master input gate.

    Returns:
        h of all steps (T, B, H), the last c (B, n, C), and without gradient f~ and i~ (T, B, n).
    """
    found: tuple[Tensor, Tensor, Tensor, Tensor] = _Scan.apply(x, recurrent, h, c, form == "inclusive")
    return found


class _Scan(torch.autograd.Function):
    @staticmethod
    def forward(ctx: Any, x: Tensor, U: Tensor, h: Tensor, c: Tensor, inclusive: bool) -> tuple[Tensor, ...]:
        (T, B, G), (_, n, C) = x.shape, c.shape
        H = n * C
        z = torch.empty(T, B, G, dtype=x.dtype, device=x.device)  # pre-activations, then activations
        hs = x.new_empty(T + 1, B, H)
        cs = x.new_empty(T + 1, B, n, C)
        tc = x.new_empty(T, B, n, C)
        p, master = x.new_empty(T, B, 2, n), x.new_empty(T, B, 2, n)  # input gate first, then forget gate
        gates = x.new_empty(T, B, 2, n, C)  # i^ and f^
        hs[0], cs[0] = h, c
        back = U.T
        views = zip(
            x, z, z[..., : 2 * n].view(T, B, 2, n), p, master, gates, cs, cs[1:], tc, hs, hs[1:], strict=False
        )
        for x_t, z_t, m_z, p_t, m, ga, c0, c1, tc_t, h0, h1 in views:
            torch.addmm(x_t, h0, back, out=z_t)
            torch.softmax(m_z, -1, out=p_t)
            torch.cumsum(p_t, -1, out=m)
            falling = m[:, 0].neg_().add_(1)
            if inclusive:
                falling += p_t[:, 0]
            o, g, units = (
                z_t[:, 2 * n : 2 * n + H],
                z_t[:, 2 * n + H : 2 * n + 2 * H],
                z_t[:, 2 * n + 2 * H :],
            )
            o.sigmoid_()
            g.tanh_()
            units.sigmoid_()
            w = (m[:, :1] * m[:, 1:]).unsqueeze(-1)
            torch.addcmul(m.unsqueeze(-1) - w, units.view(B, 2, n, C), w, out=ga)
            torch.mul(ga[:, 1], c0, out=c1)
            c1.addcmul_(ga[:, 0], g.view(B, n, C))
            torch.tanh(c1, out=tc_t)
            torch.mul(o, tc_t.view(B, H), out=h1)
        ctx.inclusive = inclusive
        ctx.save_for_backward(U, z, hs, cs, tc, p, master, gates)
        i_master, f_master = master[:, :, 0], master[:, :, 1]
        out = hs[1:], cs[T].clone(), f_master.clone(), i_master.clone()
        ctx.mark_non_differentiable(out[2], out[3])
        return out

    @staticmethod
    @once_differentiable
    def backward(ctx: Any, dh_all: Tensor, dc: Tensor, *_: Any) -> tuple[Tensor | None, ...]:
        U, z, hs, cs, tc, p, master, gates = ctx.saved_tensors
        (T, B, G), (n, C) = z.shape, cs.shape[2:]
        H = n * C
        o, g, i, f = z[..., 2 * n :].view(T, B, 4, n, C).unbind(2)
        before = cs[:-1]
        w = (master[:, :, :1] * master[:, :, 1:]).unsqueeze(-1)  # (T, B, 1, n, 1)
        to_cell = o * (1 - tc * tc)
        to_output = tc * o * (1 - o)
        to_units = torch.stack([gates[:, :, 0] * (1 - g * g), g * i * (1 - i), before * f * (1 - f)], 2)
        to_units[:, :, 1:] *= w
        sums = torch.stack([g, before, g * (1 - i) + before * (1 - f)], 2)
        other = master.flip(2)
        up, own = _directions(ctx.inclusive, z)
        dz = torch.empty_like(z)
        dh, dc = torch.zeros_like(hs[0]), dc.clone()
        for t in range(T - 1, -1, -1):
            dh = (dh + dh_all[t]).view(B, n, C)
            dc.addcmul_(dh, to_cell[t])
            row = dz[t]
            units = row[:, 2 * n :].view(B, 4, n, C)
            torch.mul(dh, to_output[t], out=units[:, 0])
            wide = dc.unsqueeze(1)
            torch.mul(wide, to_units[t], out=units[:, 1:])
            s = (wide * sums[t]).sum(-1)
            dm = torch.addcmul(s[:, :2], other[t], s[:, 2:], value=-1)
            v = torch.addcmul(dm.cumsum(-1) * up, dm, own)
            v *= p[t]
            torch.addcmul(v, p[t], v.sum(-1, keepdim=True), value=-1, out=row[:, : 2 * n].view(B, 2, n))
            dh = row @ U
            dc *= gates[t, :, 1]
        dU = dz.view(T * B, G).T @ hs[:-1].reshape(T * B, H) if ctx.needs_input_grad[1] else None
        return dz, dU, dh.view(B, H), dc, None


def _directions(inclusive: bool, like: Tensor) -> tuple[Tensor, Tensor]:
    """Weights of the running sum and of the gradient itself in v, for input and forget gate: (2, 1) each."""
    up = like.new_tensor([[1.0], [-1.0]])
    own = like.new_tensor([[0.0 if inclusive else -1.0], [1.0]])
    return up, own
