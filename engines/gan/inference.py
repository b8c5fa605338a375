"""What the two players answer when they are asked, without touching their training.

Pictures come from the averaged generator, codes and scores from the critic in evaluation mode (whose
averages count real pictures alone), and no random number of the training is drawn. So anything here may also
be asked in the middle of a step (``runner.ask(..., anytime=True)``).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager

import numpy as np
import torch
from torch import Tensor

from engines.gan.dataset import Deck
from engines.gan.nets import ogan
from engines.gan.players import Critic, Generator
from engines.gan.snapshot import Encoding
from engines.gan.training import Trainer
from engines.ground.problem import Problem
from engines.images.dataset import looked_at, to_float, to_pixels


class Inference:
    """Codes to pictures and back. Codes are (nz,) float arrays, pictures uint8 (H, W, C).

    Args:
        net: the generator, of an earlier step perhaps; without one the averaged one as it is. The critic is
            always that of now.
    """

    def __init__(self, trainer: Trainer, deck: Deck, net: Generator | None = None) -> None:
        self._trainer, self._deck = trainer, deck
        self._net = trainer.average.net if net is None else net

    def render(self, z: np.ndarray, labels: Sequence[int] | np.ndarray | None = None) -> np.ndarray:
        """The averaged generator's pictures of codes (n, nz): uint8 (n, H, W, C).

        Args:
            z: the codes.
            labels: classes (n,) in a run with labels; class 0 where none are given.
        """
        codes = torch.as_tensor(np.asarray(z), dtype=torch.float32)
        classes = torch.as_tensor(np.asarray(labels)) if labels is not None else None
        return self.pictures(codes, classes).cpu().numpy()

    @torch.no_grad()
    def pictures(self, z: Tensor, labels: Tensor | None = None) -> Tensor:
        """As :meth:`render`, of tensors."""
        device = self._trainer.device
        if self._trainer.config.conditional:
            labels = torch.zeros(len(z), dtype=torch.int64) if labels is None else labels
            labels = labels.to(device)
        return to_pixels(self._net(z.to(device), labels))

    @torch.no_grad()
    def encode(self, picture: np.ndarray) -> Encoding:
        """Put a picture into the latent space and bring it back.

        Args:
            picture: uint8 (H, W, C) in the run's size and channels (``images.prepare`` makes it so).

        Raises:
            Problem: the run has no encoder.
            ValueError: the picture has another shape.
        """
        if not self._trainer.config.ogan:
            raise Problem("This run has no encoder. Turn on O-GAN encoder and start a new run.")
        x = self._looked_at(picture)
        code, label = self._encode(x)
        back = self._decode(code, label)
        return Encoding(
            z=code[0].cpu().numpy(),
            label=None if label is None else int(label[0]),
            reconstruction=to_pixels(back)[0].cpu().numpy(),
            error=float((back - x).square().mean()),
            mean_error=float((self._deck.mean - x[0]).square().mean()),
        )

    @torch.no_grad()
    def reconstruction(self, x: Tensor) -> tuple[Tensor, Tensor]:
        """Mean squared error over pictures (n, C, H, W) of G(0.9 N(E(x))), and of the mean picture."""
        back = self._decode(*self._encode(x))
        return (back - x).square().mean(), (self._deck.mean - x).square().mean()

    @torch.no_grad()
    def score(self, picture: np.ndarray, label: int | None = None) -> float:
        """The discriminator's score of a picture, uint8 (H, W, C); high = real."""
        x = self._looked_at(picture)
        asked = self._trainer.config.conditional and label is not None
        with self._judging() as critic:
            return float(critic(x, torch.tensor([label], device=x.device) if asked else None).score)

    def slope(self, pixels: Tensor) -> Tensor:
        """dD/dx, how the score rises with each pixel: of uint8 (n, H, W, C), as many floats."""
        x = to_float(pixels).requires_grad_()
        with self._judging() as critic, torch.enable_grad():
            (found,) = torch.autograd.grad(critic(x).score.sum(), x)
        return found.permute(0, 2, 3, 1)

    def nearest(self, picture: np.ndarray) -> tuple[int, float]:
        """(number of the picture trained on most like this one, uint8 (H, W, C); the distance; see
        :meth:`Deck.nearest`): has it been learnt by heart?"""
        return self._deck.nearest(torch.from_numpy(np.ascontiguousarray(picture)).to(self._trainer.device))

    # -- inside ----------------------------------------------------------------------------------------

    def _encode(self, x: Tensor) -> tuple[Tensor, Tensor | None]:
        """Codes (n, nz) of pictures (n, C, H, W), and the classes the critic takes them for."""
        with self._judging() as critic:
            code = critic(x).code
            assert code is not None
            label = critic.guess_label(x) if self._trainer.config.conditional else None
        return ogan.normalise(code), label

    def _decode(self, code: Tensor, label: Tensor | None) -> Tensor:
        back: Tensor = self._net(ogan.TRUNCATION * code, label)
        return back

    @contextmanager
    def _judging(self) -> Iterator[Critic]:
        critic = self._trainer.critic
        critic.eval()
        try:
            yield critic
        finally:
            critic.train()

    def _looked_at(self, picture: np.ndarray) -> Tensor:
        return looked_at(picture, self._deck.pixels.shape[1:], self._trainer.device)
