"""Everything that can be asked of a run without touching its training.

These only read: pictures come from the averaged generator, codes from the critic in evaluation mode (whose
averages count real pictures alone), and no random number of the training is drawn. So all of them may also
run in the middle of a step (``runner.ask(..., anytime=True)``).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager

import numpy as np
import torch
from torch import Tensor

from engines.gan import latents
from engines.gan.config import GanConfig
from engines.gan.dataset import Deck
from engines.gan.nets import ogan
from engines.gan.players import Critic
from engines.gan.snapshot import Directions, Encoding
from engines.gan.training import Trainer
from engines.ground.problem import Problem
from engines.images.dataset import looked_at, to_pixels
from engines.images.run import Run

BANK = 64
STALE = 25  # steps for which a factorisation is good enough: weights hardly move, sliders ask at every frame


class Queries(Run):
    """The half of the engine that answers. Codes are (nz,) float arrays, pictures uint8 (H, W, C)."""

    config: GanConfig
    deck: Deck
    trainer: Trainer

    def _open(self) -> None:
        """Draw the fixed codes that the sample sheet shows."""
        rng = torch.Generator().manual_seed(4 * self.config.seed + 2)
        self.codes = torch.randn(BANK, self.config.nz, generator=rng)
        self._bank_labels = torch.arange(BANK) % max(1, self.deck.classes)
        self.basis: tuple[np.ndarray, np.ndarray] | None = None
        self._basis_step = -1

    # -- codes to pictures -----------------------------------------------------------------------------

    def bank(self, index: int) -> np.ndarray:
        """The fixed code of sample ``index`` of the sheet: (nz,)."""
        return self.codes[index].numpy().copy()

    def bank_label(self, index: int) -> int | None:
        """The class that sample is asked for, None in a run without labels."""
        return int(self._bank_labels[index]) if self.config.conditional else None

    def render(self, z: np.ndarray, labels: Sequence[int] | np.ndarray | None = None) -> np.ndarray:
        """The averaged generator's pictures of codes (n, nz): uint8 (n, H, W, C).

        Args:
            z: the codes.
            labels: classes (n,) in a run with labels; class 0 where none are given.
        """
        codes = torch.as_tensor(np.asarray(z), dtype=torch.float32)
        classes = torch.as_tensor(np.asarray(labels)) if labels is not None else None
        return self._pictures(codes, classes).cpu().numpy()

    @torch.no_grad()
    def _pictures(self, z: Tensor, labels: Tensor | None = None) -> Tensor:
        if self.config.conditional:
            labels = torch.zeros(len(z), dtype=torch.int64) if labels is None else labels
            labels = labels.to(self.device)
        return to_pixels(self.trainer.average.net(z.to(self.device), labels))

    # -- directions ------------------------------------------------------------------------------------

    def directions(self, k: int) -> Directions:
        """The leading latent directions, at most STALE steps old. Places and signs stay as before."""
        self._factorise()
        assert self.basis is not None
        vectors, values = self.basis
        return Directions(vectors[:k].copy(), values[:k].copy())

    def _factorise(self) -> None:
        if self.basis is None or abs(self.count - self._basis_step) >= STALE:
            previous = self.basis[0] if self.basis else None
            self.basis = latents.factorise(latents.first_maps(self.trainer.average.net), previous)
            self._basis_step = self.count

    # -- pictures to codes -----------------------------------------------------------------------------

    @torch.no_grad()
    def encode(self, picture: np.ndarray) -> Encoding:
        """Put a picture into the latent space and bring it back.

        Args:
            picture: uint8 (H, W, C) in the run's size and channels (``images.prepare`` makes it so).

        Raises:
            Problem: the run has no encoder.
            ValueError: the picture has another shape.
        """
        if not self.config.ogan:
            raise Problem("This run has no encoder. Turn on O-GAN encoder and press Reset.")
        x = self._looked_at(picture)
        code, label = self._encode(x)
        back = self.trainer.average.net(ogan.TRUNCATION * code, label)
        mean = (self.deck.mean - x[0]).square().mean()
        return Encoding(
            z=code[0].cpu().numpy(),
            label=None if label is None else int(label[0]),
            reconstruction=to_pixels(back)[0].cpu().numpy(),
            error=float((back - x).square().mean()),
            mean_error=float(mean),
        )

    def _encode(self, x: Tensor) -> tuple[Tensor, Tensor | None]:
        """Codes (n, nz) of pictures (n, C, H, W), and the classes the critic takes them for."""
        with self._judging() as critic:
            code = critic(x).code
            assert code is not None
            label = critic.guess_label(x) if self.config.conditional else None
        return ogan.normalise(code), label

    @torch.no_grad()
    def reconstruction(self, x: Tensor) -> tuple[Tensor, Tensor]:
        """Mean squared error over pictures (n, C, H, W) of G(0.9 N(E(x))), and of the mean picture."""
        code, label = self._encode(x)
        back = self.trainer.average.net(ogan.TRUNCATION * code, label)
        return (back - x).square().mean(), (self.deck.mean - x).square().mean()

    @torch.no_grad()
    def score(self, picture: np.ndarray, label: int | None = None) -> float:
        """The discriminator's score of a picture, uint8 (H, W, C); high = real."""
        x = self._looked_at(picture)
        asked = self.config.conditional and label is not None
        with self._judging() as critic:
            return float(critic(x, torch.tensor([label], device=self.device) if asked else None).score)

    @contextmanager
    def _judging(self) -> Iterator[Critic]:
        critic = self.trainer.critic
        critic.eval()
        try:
            yield critic
        finally:
            critic.train()

    def _looked_at(self, picture: np.ndarray) -> Tensor:
        return looked_at(picture, self.deck.pixels.shape[1:], self.device)

    # -- real pictures ---------------------------------------------------------------------------------

    def nearest(self, picture: np.ndarray) -> int:
        """Index of the real picture most like this one, uint8 (H, W, C): has it been learnt by heart?"""
        return self.deck.nearest(torch.from_numpy(np.ascontiguousarray(picture)).to(self.device))
