"""What every network here is in the end: something that takes noise away.

By Tweedie's formula (Robbins 1956) the best denoiser knows the score of the noisy data,
E[x | y] = y + sigma^2 grad log p_sigma(y), and an energy E with p ~ exp(-E) knows both by its slope.
"""

from __future__ import annotations

from torch import Tensor, nn


class Denoiser(nn.Module):
    """A network of noisy x (B, *shape) and its noise sigma (B,). A subclass answers ``denoise``.

    Attributes:
        shape: of one x.
        has_energy: whether :meth:`energy` answers.
    """

    shape: tuple[int, ...]
    has_energy = False

    def denoise(self, x: Tensor, sigma: Tensor) -> Tensor:
        """The expected clean x, like x."""
        raise NotImplementedError

    def score(self, x: Tensor, sigma: Tensor) -> Tensor:
        """grad log p_sigma(x), like x."""
        return (self.denoise(x, sigma) - x) / wide(sigma, x) ** 2

    def energy(self, x: Tensor, sigma: Tensor) -> Tensor:
        """-log p_sigma(x) up to a number that depends on sigma alone, (B,)."""
        raise NotImplementedError("this network has no energy")


def wide(sigma: Tensor, x: Tensor) -> Tensor:
    """sigma (B,) as (B, 1, ...), to be multiplied with x."""
    return sigma.view(-1, *[1] * (x.dim() - 1))
