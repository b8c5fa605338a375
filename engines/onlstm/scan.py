"""The same cell over a whole sequence, with its backward pass written out.

Autograd remembers every small operation of every step. Here the forward pass keeps a handful of buffers for
all steps, and the backward pass computes everything that does not depend on the running gradient for all
steps at once; inside its loop stay some ten operations and one large matrix product. With g = tanh candidate,
dc the gradient at the cells, sums over the C units of a level,

    Q = sum dc g      A = sum dc c_prev      K = sum dc (g (1 - i) + c_prev (1 - f))
    di~ = Q - f~ K    df~ = A - i~ K

since c = f^ c_prev + i^ g with f^ = f~ - (1 - f) f~ i~ and i^ = i~ - (1 - i) f~ i~. Both master gates are
sums of one softmax each, so one matrix of zeros and ones makes them, and its transpose takes their gradients
back; another one sums over the units of a level. Small products are faster here than many small sums.
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
    found: tuple[Tensor, Tensor, Tensor, Tensor] = _Scan.apply(x, recurrent, h, c, _summing(c, form))
    return found


class _Scan(torch.autograd.Function):
    @staticmethod
    def forward(ctx: Any, x: Tensor, U: Tensor, h: Tensor, c: Tensor, summing: Tensor) -> tuple[Tensor, ...]:
        (T, B, G), (_, n, C) = x.shape, c.shape
        H = n * C
        z = x.new_empty(T, B, G)  # first what goes into the gates, then the gates
        p, master = x.new_empty(2, T, B, 2 * n).unbind(0)  # input gates, then forget gates
        mixed, tc = x.new_empty(T, B, 2, n, C), x.new_empty(T, B, H)  # i^ and f^; tanh c
        cs, hs = x.new_empty(2, T + 1, B, H).unbind(0)
        cs[0], hs[0] = c.reshape(B, H), h
        pair = master.view(T, B, 2, n, 1)
        o, i_f, g = z[..., 2 * n :].split([H, 2 * H, H], -1)
        write, keep = mixed.view(T, B, 2, H).unbind(2)
        before, after = z[..., : 2 * n].view(T, B, 2, n), p.view(T, B, 2, n)
        rows = zip(x, z, before, after, p, master, pair, pair[:, :, :1], pair[:, :, 1:], strict=True)
        units = zip(z[..., 2 * n : -H], g, o, i_f.view(T, B, 2, n, C), mixed, write, keep, strict=True)
        states = zip(hs[:-1], hs[1:], cs[:-1], cs[1:], tc, strict=True)
        back = U.T
        for row, unit, (h0, h1, c0, c1, tc_t) in zip(rows, units, states, strict=True):
            x_t, z_t, a, b, p_t, m, both, im, fm = row
            sigmoids, g_t, o_t, i_f_t, mix, write_t, keep_t = unit
            torch.addmm(x_t, h0, back, out=z_t)
            torch.softmax(a, -1, out=b)
            torch.mm(p_t, summing, out=m)
            sigmoids.sigmoid_()
            g_t.tanh_()
            w = im * fm
            torch.addcmul(both - w, i_f_t, w, out=mix)
            torch.mul(keep_t, c0, out=c1).addcmul_(write_t, g_t)
            torch.tanh(c1, out=tc_t)
            torch.mul(o_t, tc_t, out=h1)
        ctx.save_for_backward(U, z, p, master, mixed, cs, hs, tc, summing)
        out = hs[1:], cs[T].view(B, n, C).clone(), pair[:, :, 1, :, 0].clone(), pair[:, :, 0, :, 0].clone()
        ctx.mark_non_differentiable(out[2], out[3])
        return out

    @staticmethod
    @once_differentiable
    def backward(ctx: Any, dh_all: Tensor, dc: Tensor, *_: Any) -> tuple[Tensor | None, ...]:
        U, z, p, master, mixed, cs, hs, tc, summing = ctx.saved_tensors
        (T, B, G), (n, C) = z.shape, mixed.shape[3:]
        H = n * C
        cell, to_output, to_units, to_masters = _factors(z, master, mixed, cs, tc)
        unsum = summing.T.repeat_interleave(C, 0)  # sums over a level's units as well
        dz = torch.empty_like(z)
        heads, tails = dz[..., : 2 * n].view(T, B, 2, n), dz[..., 2 * n :].view(T, B, 4, H)
        dh, dc = torch.zeros_like(dc).view(B, H), dc.reshape(B, H).clone()
        keep = mixed.view(T, B, 2, H)[:, :, 1]
        given = zip(dh_all, cell, to_output, to_units, to_masters, p.view(T, B, 2, n), keep, strict=True)
        made = zip(dz, heads, tails[:, :, 0], tails[:, :, 1:], strict=True)
        for factors, (dz_t, head, d_o, d_units) in reversed(list(zip(given, made, strict=True))):
            dh_t, cell_t, output_t, units_t, masters_t, p_t, keep_t = factors
            dh += dh_t
            dc.addcmul_(dh, cell_t)
            wide = dc.unsqueeze(1)
            torch.mul(dh, output_t, out=d_o)
            torch.mul(wide, units_t, out=d_units)
            v = torch.mm((wide * masters_t).view(B, 2 * H), unsum).view(B, 2, n)
            v *= p_t
            torch.addcmul(v, p_t, v.sum(-1, keepdim=True), value=-1, out=head)
            torch.mm(dz_t, U, out=dh)
            dc *= keep_t
        dU = dz.view(T * B, G).T @ hs[:-1].reshape(T * B, H) if ctx.needs_input_grad[1] else None
        return dz, dU, dh, dc.view(B, n, C), None


def _factors(z: Tensor, master: Tensor, mixed: Tensor, cs: Tensor, tc: Tensor) -> tuple[Tensor, ...]:
    """What the running gradients are multiplied with, for all steps.

    Returns:
        from h to the cells (T, B, H) and to the output gate (T, B, H); from the cells to input gate, forget
        gate and candidate (T, B, 3, H), and to the master gates (T, B, 2, H), not yet summed over units.
    """
    T, B, _, n, C = mixed.shape
    H = n * C
    o, i_f, g = z[..., 2 * n :].split([H, 2 * H, H], -1)
    i_f, pair = i_f.view(T, B, 2, n, C), master.view(T, B, 2, n, 1)
    sources = z.new_empty(T, B, 2, H)  # g, which i lets in, and the cells before, which f keeps
    sources[:, :, 0], sources[:, :, 1] = g, cs[:-1]
    sources = sources.view(T, B, 2, n, C)
    rest = torch.addcmul(sources, sources, i_f, value=-1)
    masters = torch.addcmul(sources, pair.flip(2), rest.sum(2, keepdim=True), value=-1)
    units = z.new_empty(T, B, 3, H)
    rest *= i_f
    torch.mul(rest, pair[:, :, :1] * pair[:, :, 1:], out=units[:, :, :2].view(T, B, 2, n, C))
    torch.mul(mixed.view(T, B, 2, H)[:, :, 0], 1 - g * g, out=units[:, :, 2])
    h = o * tc
    return (
        torch.addcmul(o, h, tc, value=-1),
        torch.addcmul(h, h, o, value=-1),
        units,
        masters.view(T, B, 2, H),
    )


def _summing(c: Tensor, form: Form) -> Tensor:
    """(2n, 2n): makes i~ | f~ of their softmaxes. f~ sums up to a level, i~ from it on or from the next."""
    n = c.shape[1]
    ones = torch.ones(n, n, dtype=c.dtype, device=c.device)
    return torch.block_diag(ones.tril(0 if form == "inclusive" else -1), ones.triu())
