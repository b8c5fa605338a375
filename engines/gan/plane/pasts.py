"""Both players of earlier steps: the plane can be looked at as it was."""

from __future__ import annotations

from torch import Tensor, nn

from engines.gan.plane.training import Trainer
from engines.images.pasts.nets import NetPasts


class Pasts(NetPasts):
    """Keeps the averaged generator and the critic, and those of the points nearest to the data."""

    def __init__(self, trainer: Trainer) -> None:
        super().__init__(lambda: nn.ModuleDict({"g": trainer.average.net, "d": trainer.critic}))

    def generator(self, z: Tensor) -> Tensor:
        """Points (n, 2) of noise (n, k), by the averaged generator that is looked at."""
        x: Tensor = self.seen["g"](z)
        return x

    def critic(self, x: Tensor) -> Tensor:
        """Scores (n,) of points (n, 2), by the critic that is looked at."""
        score: Tensor = self.seen["d"](x)
        return score
