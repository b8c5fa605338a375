"""The whole autoencoder, with one level of codes or two.

Two levels follow Razavi, van den Oord, Vinyals, "Generating Diverse High-Fidelity Images with VQ-VAE-2"
(arXiv:1906.00446), in the form of rosinality's port: the coarse codes are chosen first, what they already say
is handed to the choice of the fine ones, and the decoder sees both.

Everywhere ``codes`` is a tuple of (B, h, w), the coarse level first, and so are vectors ``q`` (B, D, h, w).
"""

from __future__ import annotations

from typing import NamedTuple

import torch
from torch import Tensor, nn
from torch.nn import functional as F

from engines.vqvae.config import STEPS, VqvaeConfig, code_dim, edge, rim
from engines.vqvae.model.fsq import FiniteScalarQuantizer
from engines.vqvae.model.nets import Decoder, Encoder, initialise
from engines.vqvae.model.quantizer import Quantised, VectorQuantizer, lookup

Tensors = tuple[Tensor, ...]


class Latent(NamedTuple):
    """``z`` before and ``levels`` after quantising; ``levels`` is empty without a codebook."""

    z: Tensors
    levels: tuple[Quantised, ...]

    @property
    def q(self) -> Tensors:
        return tuple(level.q for level in self.levels) or self.z

    @property
    def codes(self) -> Tensors:
        return tuple(level.codes for level in self.levels)


class Autoencoder(nn.Module):
    """Pictures (B, C, size, size) in [-1, 1] to codes and back.

    The three stages are apart, so that a training step can be done in short pieces: :meth:`features`
    (pictures to features), :meth:`quantise` (features to codes) and :meth:`decode` (vectors to pictures).
    """

    def __init__(self, config: VqvaeConfig, rng: torch.Generator) -> None:
        super().__init__()
        self.size, self.edge, self.rim = config.size, edge(config), rim(config)
        self.bce = config.recon == "bce"
        self.two = config.hierarchy == 2
        hidden, inner, n, kind = config.hidden, config.res_hidden, config.n_res, config.norm
        dim = code_dim(config)
        self.encoder = Encoder(config.channels, hidden, inner, n, config.downs, kind)
        if self.two:
            self.coarse = Encoder(hidden, hidden, inner, n, 1, kind)
            self.to_top = nn.Conv2d(hidden, dim, 1)
            self.told = Decoder(dim, hidden, inner, n, 1, dim, kind)
            self.up = nn.ConvTranspose2d(dim, dim, 4, 2, 1)
        self.to_bottom = nn.Conv2d(hidden + (dim if self.two else 0), dim, 1)
        given = 2 * dim if self.two else dim
        self.decoder = Decoder(given, hidden, inner, n, config.downs, config.channels, kind)
        initialise(self, rng)
        levels = 0 if config.quantizer == "none" else config.hierarchy
        self.books = nn.ModuleList(_quantizer(config, rng) for _ in range(levels))

    def placed(self, device: torch.device) -> Autoencoder:
        """This, on a device, channels last in memory."""
        self.to(device=device, memory_format=torch.channels_last)  # type: ignore[call-overload]
        return self

    # -- pictures to codes -----------------------------------------------------------------------------

    def features(self, x: Tensor) -> Tensors:
        """(B, C, size, size) -> (z,) of one level, or (fine features, coarse z) of two."""
        x = self._widened(x)
        if not self.two:
            return (self.to_bottom(self.encoder(x)),)
        fine = self.encoder(x)
        return fine, self.to_top(self.coarse(fine))

    def quantise(self, features: Tensors) -> Latent:
        """Choose the codes; with two levels, the coarse ones first."""
        if not self.two:
            return self._chosen(features)
        fine, z_top = features
        if not self.books:
            return Latent((z_top, self._fine(fine, z_top)), ())
        top: Quantised = self.books[0](z_top)
        z_bottom = self._fine(fine, top.q)
        return Latent((z_top, z_bottom), (top, self.books[1](z_bottom)))

    def _chosen(self, z: Tensors) -> Latent:
        return Latent(z, tuple(book(part) for book, part in zip(self.books, z, strict=False)))

    def _fine(self, features: Tensor, top: Tensor) -> Tensor:
        return self.to_bottom(torch.cat([features, self.told(top).to(features.dtype)], 1))

    def encode(self, x: Tensor) -> Latent:
        """Pictures (B, C, size, size) -> everything about their codes."""
        return self.quantise(self.features(x))

    # -- codes to pictures -----------------------------------------------------------------------------

    def lookup(self, codes: Tensors) -> Tensors:
        """Vectors of codes."""
        return tuple(lookup(self.embed(level), part) for level, part in enumerate(codes))

    def embed(self, level: int) -> Tensor:
        """A level's code vectors (K, D)."""
        found = self.books[level].embed
        assert isinstance(found, Tensor)
        return found

    def count(self, level: int) -> Tensor:
        """How many vectors chose each code of a level per step, lately: (K,)."""
        found = self.books[level].count
        assert isinstance(found, Tensor)
        return found

    def ground(self, q: Tensors) -> Tensor:
        """What the decoder's first layer sees: the vectors, the coarse ones enlarged beside the fine."""
        return torch.cat([self.up(q[0]), q[1]], 1) if self.two else q[0]

    def decode(self, q: Tensors) -> Tensor:
        """Vectors -> what the loss is taken of, (B, C, size, size): pictures, or logits for cross entropy."""
        return self.cropped(self.decoder(self.ground(q)))

    def shown(self, y: Tensor) -> Tensor:
        """What :meth:`decode` made, as pictures in [-1, 1] and beyond (logits: 2 sigmoid - 1)."""
        return torch.tanh(0.5 * y.float()) if self.bce else y.float()

    # -- 28 px in 32 px --------------------------------------------------------------------------------

    def _widened(self, x: Tensor) -> Tensor:
        if self.edge == self.size:
            return x
        a, b = self.rim, self.edge - self.size - self.rim
        return F.pad(x, (a, b, a, b), mode="replicate").contiguous(memory_format=torch.channels_last)

    def cropped(self, y: Tensor) -> Tensor:
        """Take the rim off again."""
        a, b = self.rim, self.rim + self.size
        return y if self.edge == self.size else y[..., a:b, a:b]


def _quantizer(config: VqvaeConfig, rng: torch.Generator) -> nn.Module:
    if config.quantizer == "fsq":
        return FiniteScalarQuantizer(STEPS[config.levels])
    return VectorQuantizer(
        config.codes,
        config.dim,
        rng,
        gradient=config.quantizer == "grad",
        decay=config.decay,
        eps=config.eps,
        init=config.init,
        estimator=config.estimator,
    )
