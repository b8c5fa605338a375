"""Refining: the encoder's code of a picture, made better by descending the error of its reconstruction.

GAN inversion that begins where an encoder points (Zhu et al. 2016, section 3.1): Adam on z alone. It descends
in short pieces, so that training goes on between and a person can stop it.
"""

from __future__ import annotations

import copy
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

import numpy as np

from engines.gan.bench.codes import Code, make
from engines.gan.bench.queries import code_of

if TYPE_CHECKING:
    from engines.gan.engine import GanEngine

STEPS: Final = 150
PIECE: Final = 5  # steps at a time
RATE: Final = 0.05  # of Adam; codes are of the order of 1


@dataclass
class Refinement:
    """One descent: call :meth:`advance` on the engine's thread until it is done. Making one imports no torch.

    The generator is that of the first call, whatever is learnt meanwhile, or errors could not be compared.
    Nothing is random.

    Attributes:
        picture: uint8 (H, W, C) in the run's size.
        errors: mean squared error of G(z) after so many steps, pixels in [-1, 1]; the first is the encoder's.
        best: the code of the least of them; None before the first call.
    """

    picture: np.ndarray
    steps: int = STEPS
    errors: list[float] = field(default_factory=list)
    best: Code | None = None
    _work: Iterator[float] | None = field(default=None, repr=False)

    def advance(self, engine: GanEngine) -> float:
        """Do a piece; how much is done, 0 to 1.

        Raises:
            Problem: the run has no encoder.
        """
        if self._work is None:
            self._work = self._pieces(engine)
        return next(self._work, 1.0)

    def _pieces(self, engine: GanEngine) -> Iterator[float]:
        import torch

        from engines.images.dataset import looked_at

        start = code_of(engine.inference.encode(self.picture))
        device, net = engine.device, copy.deepcopy(engine.trainer.average.net)
        label = torch.tensor([start.label], device=device) if start.label is not None else None
        x = looked_at(self.picture, engine.deck.pixels.shape[1:], device)
        z = torch.from_numpy(start.z)[None].to(device).requires_grad_()
        adam = torch.optim.Adam([z], lr=RATE)
        least = float("inf")
        for step in range(self.steps + 1):
            with torch.enable_grad():
                error = (net(z, label) - x).square().mean()
                adam.zero_grad()
                error.backward()
            self.errors.append(float(error.detach()))
            if self.errors[-1] < least:
                least, self.best = self.errors[-1], make(z.detach()[0].cpu().numpy().copy(), start.label)
            adam.step()
            if step % PIECE == PIECE - 1:
                yield min(step / self.steps, 0.999)


def least(refinement: Refinement) -> tuple[float, float]:
    """(the encoder's error, the least found), of one that has begun."""
    return refinement.errors[0], min(refinement.errors)
