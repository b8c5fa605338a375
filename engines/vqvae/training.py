"""One training step of the autoencoder, in short pieces, and everything a step depends on."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator

import torch
from torch import Tensor

from engines.vqvae import chunks, optimiser
from engines.vqvae.config import VqvaeConfig, code_count
from engines.vqvae.dataset import Deck
from engines.vqvae.model import losses
from engines.vqvae.model.autoencoder import Autoencoder, Latent, Tensors
from engines.vqvae.model.quantizer import VectorQuantizer, rows
from engines.vqvae.model.usage import Window

TERMS = ("recon", "commit", "codebook", "loss", "z", "e")  # the row of numbers that each step leaves


class Trainer:
    """The model, its optimiser, its random numbers and the window of code use.

    Attributes:
        steps: of the autoencoder done so far; places in the window and restarts go by it.
        row: the last step's numbers, in the order of :data:`TERMS`.
        piece: pictures in one piece of a step.
    """

    def __init__(self, config: VqvaeConfig, deck: Deck, device: torch.device) -> None:
        self.config, self.deck, self.device = config, deck, device
        self.rng = torch.Generator(device).manual_seed(4 * config.seed)
        start = torch.Generator().manual_seed(4 * config.seed + 1)
        self.model = Autoencoder(config, start).placed(device)
        for book in self.model.books:
            if isinstance(book, VectorQuantizer):
                book.rng = self.rng
        self.work = chunks.measure(self.model, config.channels)
        if device.type == "cpu":
            chunks.check(self.work, sum(p.numel() for p in self.model.parameters()), config.batch)
        whole = device.type != "cpu" or config.norm == "bn"  # batch norm must see the whole batch
        self.piece = config.batch if whole else chunks.pictures(self.work.macs, config.batch)
        self.optimiser = optimiser.make(self.model.parameters(), config.lr, device)
        self.windows = [Window(code_count(config), device) for _ in self.model.books]
        self.unit = losses.unit(config.recon, deck.variance) if config.normalise else 1.0
        self.row = torch.zeros(len(TERMS), device=device)
        self.steps = 0
        bf16 = config.precision == "bf16" or (config.precision == "auto" and _has_bf16(device))
        self._bf16 = bf16 and device.type == "cuda"

    def cast(self) -> contextlib.AbstractContextManager[object]:
        """Autocast of the convolutions where the config asks for it; the quantiser stays in fp32."""
        return torch.autocast("cuda", torch.bfloat16) if self._bf16 else contextlib.nullcontext()

    def retune(self, config: VqvaeConfig) -> None:
        """Take over live settings."""
        self.config = config
        optimiser.retune(self.optimiser, config.lr)
        for book in self.model.books:
            if isinstance(book, VectorQuantizer):
                book.decay = config.decay

    def tensors(self) -> dict[str, Tensor]:
        """Everything that training changes, by name; changed in place."""
        found = {f"model.{n}": v.detach() for n, v in self.model.state_dict().items()}
        found |= {f"adam.{n}": v for n, v in optimiser.tensors(self.optimiser)}
        return found | {f"window.{i}": w.ring for i, w in enumerate(self.windows)}

    def step(self) -> Iterator[None]:
        """One update, cut where the quantiser sits; yields between pieces.

        The decoder's gradient arrives at the code vectors, and the straight-through estimator hands it to
        the encoder: here one can see it do so.
        """
        x = self.deck.draw(self.config.batch, self.rng, flip=self.config.flip)
        parts = x.split(self.piece)
        self.optimiser.zero_grad()
        encoded: list[Tensors] = []
        for part in parts:
            with self.cast():
                encoded.append(tuple(f.float() for f in self.model.features(part)))
            yield
        features = tuple(torch.cat(level).detach().requires_grad_() for level in zip(*encoded, strict=True))
        with self.cast():
            latent = self.model.quantise(features)
        vectors = tuple(q.detach().requires_grad_() for q in latent.q)
        yield
        recon = torch.zeros((), device=self.device)
        for part, q in zip(parts, _split(vectors, self.piece), strict=True):
            with self.cast():
                y = self.model.decode(q)
            share = losses.reconstruction(self.config.recon, y, part) * (len(part) / len(x))
            (share / self.unit).backward()
            recon += share.detach()
            yield
        self._through_quantiser(latent, vectors, recon)
        yield
        grads = _split(tuple(_grad(f) for f in features), self.piece)
        for mine, grad in zip(encoded, grads, strict=True):
            torch.autograd.backward(mine, grad)
            yield
        self.optimiser.step()
        self._after(latent)

    def _through_quantiser(self, latent: Latent, vectors: Tensors, recon: Tensor) -> None:
        zero = torch.zeros((), device=self.device)
        commit = sum((level.commit for level in latent.levels), zero)
        codebook = sum((level.codebook for level in latent.levels), zero)
        beside = self.config.beta * commit + codebook
        roots = [*latent.q, *([beside] if beside.requires_grad else [])]
        torch.autograd.backward(roots, [*(_grad(q) for q in vectors), *[None] * (len(roots) - len(vectors))])
        with torch.no_grad():
            long_z = rows(latent.z[-1].float()).norm(dim=1).mean()
            long_e = rows(vectors[-1].float()).norm(dim=1).mean()
            total = recon / self.unit + beside
            self.row = torch.stack([recon, commit, codebook, total, long_z, long_e]).detach()

    @torch.no_grad()
    def _after(self, latent: Latent) -> None:
        self.steps += 1
        every = self.config.restart_every
        for i, level in enumerate(latent.levels):
            self.windows[i].add(self.steps, level.counts)
            book = self.model.books[i]
            if isinstance(book, VectorQuantizer) and self.config.restart and self.steps % every == 0:
                book.revive(latent.z[i], self.config.restart_threshold)


def _split(tensors: Tensors, n: int) -> list[Tensors]:
    return list(zip(*(t.split(n) for t in tensors), strict=True))


def _grad(x: Tensor) -> Tensor:
    return torch.zeros_like(x) if x.grad is None else x.grad


def _has_bf16(device: torch.device) -> bool:
    return device.type == "cuda" and torch.cuda.get_device_capability(device) >= (8, 0)
