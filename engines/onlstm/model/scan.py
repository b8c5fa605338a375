"""The same cell over a whole sequence, with its backward pass written out.

Autograd remembers every small operation of every step. Here the forward pass keeps a handful of buffers for
all steps, and the backward pass computes everything that does not depend on the running gradient for all
steps at once; inside its loop stay some ten operations and one large matrix product. With g = tanh candidate,
dc the gradient at the cells, sums over the C units of a level,

    Q = sum dc g      A = sum dc c_prev      K = sum dc (g (1 - i) + c_prev (1 - f))
    di~ = Q - f~ K    df~ = A - i~ K

since c = f^ c_prev + i^ g with f^ = f~ - (1 - f) f~ i~ and i^ = i~ - (1 - i) f~ i~. Both master gates are
sums of one softmax each, so one matrix of zeros and ones makes them, for every unit, and its transpose takes
their gradients back to the softmax; small products are faster here than sums along short axes.
"""

from __future__ import annotations

from typing import Any

import torch
from torch import Tensor
from torch.autograd.function import once_differentiable

from engines.onlstm.model.cell import Form


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
        p = x.new_empty(T, B, 2, n)  # softmaxes of the master gates
        mixed = x.new_empty(T, B, 2, H)  # i^ and f^
        tc, (cs, hs) = x.new_empty(T, B, H), x.new_empty(2, T + 1, B, H).unbind(0)
        cs[0], hs[0] = c.reshape(B, H), h
        master = x.new_empty(B, 2, H)  # i~ and f~ of every unit, of one step
        flat, (i_master, f_master) = master.view(B, 2 * H), master.split(1, 1)
        w = x.new_empty(B, 1, H)
        o, i_f, g = z[..., 2 * n :].split([H, 2 * H, H], -1)
        gates = z, z[..., : 2 * n].view(T, B, 2, n), z[..., 2 * n : -H], i_f.view(T, B, 2, H), g, o
        kept = p, p.view(T, B, 2 * n), mixed, mixed[:, :, 0], mixed[:, :, 1], hs[1:], cs[1:], tc
        back, h0, c0 = U.T, hs[0], cs[0]
        for x_t, gate, (p_t, p_flat, mix, write, keep, h1, c1, tc_t) in zip(
            x, zip(*gates, strict=True), zip(*kept, strict=True), strict=True
        ):
            z_t, logits, sigmoids, i_f_t, g_t, o_t = gate
            torch.addmm(x_t, h0, back, out=z_t)
            torch.softmax(logits, -1, out=p_t)
            torch.mm(p_flat, summing, out=flat)
            sigmoids.sigmoid_()
            g_t.tanh_()
            torch.mul(i_master, f_master, out=w)
            torch.addcmul(master.sub_(w), i_f_t, w, out=mix)
            torch.mul(keep, c0, out=c1).addcmul_(write, g_t)
            torch.tanh(c1, out=tc_t)
            torch.mul(o_t, tc_t, out=h1)
            h0, c0 = h1, c1
        ctx.save_for_backward(U, z, p, mixed, cs, hs, tc, summing)
        i_seen, f_seen = (p.view(T * B, 2 * n) @ summing[:, ::C]).view(T, B, 2, n).unbind(2)
        out = hs[1:], cs[T].view(B, n, C).clone(), f_seen, i_seen
        ctx.mark_non_differentiable(out[2], out[3])
        return out

    @staticmethod
    @once_differentiable
    def backward(ctx: Any, dh_all: Tensor, dc: Tensor, *_: Any) -> tuple[Tensor | None, ...]:
        U, z, p, mixed, cs, hs, tc, summing = ctx.saved_tensors
        (T, B, G), (n, C), H = z.shape, dc.shape[1:], tc.shape[2]
        unsum = summing.T
        # f~ | i~ of all steps, computed again: quicker than having written them down unit by unit
        crossed = (p.view(T * B, 2 * n) @ summing.roll(H, 1)).view(T, B, 2, H)
        dz = torch.empty_like(z)
        heads, tails = dz[..., : 2 * n].view(T, B, 2, n), dz[..., 2 * n :].view(T, B, 4, H)
        dh, dc = dh_all[-1].clone(), dc.reshape(B, H).clone()
        earlier = torch.zeros_like(dh), *dh_all[:-1]
        factors = _factors(z, crossed, mixed, cs, tc)
        given = zip(earlier, *factors, p, mixed[:, :, 1], strict=True)
        made = zip(dz, heads, tails[:, :, 0], tails[:, :, 1:], strict=True)
        for step, (dz_t, head, d_o, d_units) in reversed(list(zip(given, made, strict=True))):
            earlier_t, to_cell, to_output, to_units, to_masters, p_t, keep = step
            dc.addcmul_(dh, to_cell)
            wide = dc.unsqueeze(1)
            torch.mul(dh, to_output, out=d_o)
            torch.mul(wide, to_units, out=d_units)
            v = torch.mm((wide * to_masters).view(B, 2 * H), unsum).view(B, 2, n)
            v *= p_t
            torch.addcmul(v, p_t, v.sum(-1, keepdim=True), value=-1, out=head)
            torch.addmm(earlier_t, dz_t, U, out=dh)
            dc *= keep
        dU = dz.view(T * B, G).T @ hs[:-1].reshape(T * B, H) if ctx.needs_input_grad[1] else None
        return dz, dU, dh, dc.view(B, n, C), None


def _factors(z: Tensor, crossed: Tensor, mixed: Tensor, cs: Tensor, tc: Tensor) -> tuple[Tensor, ...]:
    """What the running gradients are multiplied with, for all steps.

    Args:
        crossed: f~ and i~ of every unit in this order, since each stands in the other's gradient.

    Returns:
        from h to the cells (T, B, H) and to the output gate (T, B, H); from the cells to input gate, forget
        gate and candidate (T, B, 3, H), and to the master gates (T, B, 2, H), not yet summed over units.
    """
    T, B, _, H = mixed.shape
    o, i_f, g = z[..., -4 * H :].view(T, B, 4, H).split([1, 2, 1], 2)
    sources = torch.cat([g, cs[:-1].unsqueeze(2)], 2)
    rest = torch.addcmul(sources, sources, i_f, value=-1)
    masters = sources.addcmul_(crossed, rest.sum(2, keepdim=True), value=-1)
    units = z.new_empty(T, B, 3, H)
    rest *= i_f
    torch.mul(rest, crossed[:, :, :1] * crossed[:, :, 1:], out=units[:, :, :2])
    torch.mul(mixed[:, :, :1], 1 - g * g, out=units[:, :, 2:])
    o = o.squeeze(2)
    h = o * tc
    return torch.addcmul(o, h, tc, value=-1), torch.addcmul(h, h, o, value=-1), units, masters


def _summing(c: Tensor, form: Form) -> Tensor:
    """(2n, 2H): makes i~ | f~ of their softmaxes, one for every unit. f~ sums up to a level, i~ from it on or
    from the next."""
    n, C = c.shape[1:]
    ones = torch.ones(n, n, dtype=c.dtype, device=c.device)
    levels = torch.block_diag(ones.tril(0 if form == "inclusive" else -1), ones.triu())
    return levels.repeat_interleave(C, 1)
