"""Vector quantisation: which code is nearest, what the losses are, how the codebook follows.

Source: van den Oord, Vinyals, Kavukcuoglu, "Neural Discrete Representation Learning" (arXiv:1711.00937),
equation 3 for the losses and appendix A.1 for the moving average; Su's post 6760 on kexue.fm for the gradient
codebook; Fifty et al., "Restructuring Vector Quantization with the Rotation Trick" (arXiv:2410.06424).
"""

from __future__ import annotations

from typing import NamedTuple, Protocol

import torch
from torch import Tensor, nn
from torch.nn import functional as F

from engines.vqvae.model import codebook
from engines.vqvae.model.nearest import nearest


class Quantised(NamedTuple):
    """What a quantiser says of vectors z (B, D, h, w).

    Attributes:
        q: code vectors (B, D, h, w); their gradient goes to z.
        codes: int64 (B, h, w).
        commit: mean (z - sg(e))^2, moves the encoder.
        codebook: mean (sg(z) - e)^2, moves a gradient codebook; 0 for the others.
        counts: how many vectors chose each code, (K,) float.
    """

    q: Tensor
    codes: Tensor
    commit: Tensor
    codebook: Tensor
    counts: Tensor


class Quantizer(Protocol):
    """Any of the quantisers; all are modules."""

    embed: Tensor

    def __call__(self, z: Tensor) -> Quantised: ...


def rows(z: Tensor) -> Tensor:
    """(B, D, h, w) -> (B h w, D): channels must be last before flattening."""
    return z.permute(0, 2, 3, 1).reshape(-1, z.shape[1])


def lookup(embed: Tensor, codes: Tensor) -> Tensor:
    """Vectors of codes (B, h, w) -> (B, D, h, w), channels last in memory."""
    return F.embedding(codes, embed).permute(0, 3, 1, 2)


def straight_through(z: Tensor, e: Tensor) -> Tensor:
    """e going forward, the identity going backward: z + sg(e - z)."""
    return z + (e - z).detach()


def rotation(z: Tensor, e: Tensor) -> Tensor:
    """e going forward; backward the rotation (and scale) that turns z into e, held constant.

    With hats for unit vectors and r = (z^ + e^)/|z^ + e^|:  q = |e|/|z| (z - 2 r r.z + 2 e^ z^.z).

    Args:
        z, e: (N, D).
    """
    with torch.no_grad():
        long_z = z.norm(dim=1, keepdim=True).clamp_min(1e-6)
        long_e = e.norm(dim=1, keepdim=True)
        unit_z, unit_e = z / long_z, e / long_e.clamp_min(1e-6)
        r = F.normalize(unit_z + unit_e, dim=1)
    turned = z - 2 * r * (r * z).sum(1, keepdim=True) + 2 * unit_e * (unit_z * z).sum(1, keepdim=True)
    return long_e / long_z * turned


class VectorQuantizer(nn.Module):
    """A codebook of K vectors that follows the encoder by moving average or by its own gradient.

    The optimiser must never see a moving average, so ``embed`` is a parameter only in gradient mode. The
    moving average changes in training mode only. ``count`` (how many vectors chose a code per step, lately)
    is kept in both modes: it tells which codes are dead.

    Attributes:
        embed: (K, D). count: (K,). total: (K, D), the moving sum of vectors. initialised: () bool.
        decay: memory of the averages, may be changed at any time.
        rng: source of randomness for start and restart.
    """

    embed: Tensor
    count: Tensor
    total: Tensor
    initialised: Tensor

    def __init__(
        self,
        codes: int,
        dim: int,
        rng: torch.Generator,
        *,
        gradient: bool = False,
        decay: float = 0.99,
        eps: float = 1e-5,
        init: str = "first_batch",
        estimator: str = "ste",
    ) -> None:
        super().__init__()
        self.gradient, self.decay, self.eps = gradient, decay, eps
        self.init, self.estimator, self.rng = init, estimator, rng
        start = codebook.drawn(codes, dim, init, rng)
        if gradient:
            self.embed = nn.Parameter(start)
        else:
            self.register_buffer("embed", start)
        self.register_buffer("count", torch.ones(codes))
        self.register_buffer("total", start.clone())
        self.register_buffer("initialised", torch.tensor(init in ("normal", "uniform")))
        self._begun = False  # saves asking the device every step

    def forward(self, z: Tensor) -> Quantised:
        """Quantise z (B, D, h, w); in training mode the codebook moves *after* the codes were chosen."""
        z = z.float()
        flat = rows(z)
        if self.training and not self._begun:
            self._begin(flat.detach())
        with torch.no_grad():
            codes = nearest(flat, self.embed)
        e = F.embedding(codes, self.embed)
        commit = F.mse_loss(flat, e.detach())
        moved = F.mse_loss(e, flat.detach()) if self.gradient else torch.zeros((), device=z.device)
        q = (rotation if self.estimator == "rotation" else straight_through)(flat, e.detach())
        with torch.no_grad():
            counts = torch.bincount(codes, minlength=len(self.embed)).float()
            if self.training:
                self._follow(flat.detach(), codes, counts)
        B, D, h, w = z.shape
        shaped = q.reshape(B, h, w, D).permute(0, 3, 1, 2)
        return Quantised(shaped, codes.reshape(B, h, w), commit, moved, counts)

    def forget(self) -> None:
        """Other contents were written into the buffers."""
        self._begun = False

    @torch.no_grad()
    def _begin(self, flat: Tensor) -> None:
        if not bool(self.initialised):
            self.embed.copy_(codebook.started(flat, len(self.embed), self.init, self.rng))
            self.count.fill_(1.0)
            self.total.copy_(self.embed)
            self.initialised.fill_(True)
        self._begun = True

    def _follow(self, flat: Tensor, codes: Tensor, counts: Tensor) -> None:
        """N <- g N + (1-g) n,  m <- g m + (1-g) sum z,  e = m / N, with N smoothed (Laplace)."""
        self.count.mul_(self.decay).add_(counts, alpha=1 - self.decay)
        if self.gradient:
            return
        sums = torch.zeros_like(self.total).index_add_(0, codes, flat)
        self.total.mul_(self.decay).add_(sums, alpha=1 - self.decay)
        n = self.count.sum()
        smoothed = (self.count + self.eps) / (n + len(self.count) * self.eps) * n
        fresh = self.total / smoothed[:, None]
        self.embed.copy_(torch.where(smoothed[:, None] > 0, fresh, self.embed))

    @torch.no_grad()
    def revive(self, z: Tensor, threshold: float) -> int:
        """Move codes whose count is below ``threshold`` to vectors of z (B, D, h, w); returns how many."""
        flat = rows(z.detach().float())
        limit = codebook.threshold(threshold, len(flat), len(self.embed))
        dead = torch.nonzero(self.count < limit)[:, 0]
        which, vectors = codebook.replacements(dead, flat, self.rng)
        start = max(4 * limit, 1e-3)  # several checks' time to find its place
        self.embed[which] = vectors
        self.count[which] = start
        self.total[which] = vectors * start
        return len(which)
