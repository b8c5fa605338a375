"""The game on points, move by move: the critic's, then the generator's.

One step is both moves. Either can also be made alone, which is what "step only D" and slow motion do: two
half steps are a whole one, bit for bit. A move takes one or two milliseconds, so it is not cut into pieces.
"""

from __future__ import annotations

from typing import Final

import torch
from torch import Tensor

from engines.gan import losses, optimiser, penalties
from engines.gan.config import GanConfig, updates
from engines.gan.ema import Average, warmed
from engines.gan.nets import ogan
from engines.gan.plane.nets import Generator, make

# What is recorded of each step, in the order in which one can spoil the next.
TERMS: Final = ("real", "fake", "penalty", "loss_d", "loss_g")


class Trainer:
    """Both players, their optimisers, and their moves.

    Attributes:
        config: live fields may change between moves (see :meth:`retune`).
        row: the newest value of each of TERMS, on the device.
        average: the generator that is shown.
    """

    def __init__(self, config: GanConfig, points: Tensor, device: torch.device) -> None:
        self.config, self.device = config, device
        self.rng = torch.Generator(device).manual_seed(4 * config.seed + 1)
        start = torch.Generator().manual_seed(4 * config.seed)
        self.generator, self.critic = make(config, device, start)
        self.critic.eval()  # only its own updates move the vectors of spectral norm
        self.average: Average[Generator] = Average(self.generator)
        self.optimiser_g = optimiser.make(config, self.generator, config.lr_g, device)
        self.optimiser_d = optimiser.make(config, self.critic, config.lr_d, device)
        self.row = torch.zeros(len(TERMS), device=device)
        self._points = points
        self._change = torch.ones((), device=device)
        self._zero = torch.zeros((), device=device)

    def retune(self, config: GanConfig) -> None:
        """Take over changed live fields; weights are kept."""
        self.config = config
        optimiser.retune(self.optimiser_g, config, config.lr_g)
        optimiser.retune(self.optimiser_d, config, config.lr_d)

    def tensors(self) -> dict[str, Tensor]:
        """Everything that a step changes, by name; to be read and written in place."""
        players = {"G": self.generator, "D": self.critic, "E": self.average.net}
        optimisers = {"g": self.optimiser_g, "d": self.optimiser_d}
        return optimiser.all_tensors(self.row, players, optimisers)

    # -- the moves -------------------------------------------------------------------------------------

    def move_critic(self, step: int) -> None:
        """D's updates of a step; G stays as it is."""
        for _ in range(updates(self.config)[0]):
            x, z = self._real(), self._noise()
            with torch.no_grad():
                fake = self.generator(z)
            self._update_critic(x, fake, step)

    def move_generator(self, step: int) -> None:
        """G's updates of a step, and its average's; D stays as it is."""
        kind = losses.LOSSES[self.config.loss]
        self.critic.requires_grad_(False)  # its own gradients are not asked for, which saves a third
        try:
            for _ in range(updates(self.config)[1]):
                r = self.critic(self._real()) if kind.pairs else self._zero
                game = kind.generator(r, self.critic(self.generator(self._noise())))
                self.optimiser_g.zero_grad(set_to_none=True)
                game.backward()
                self.optimiser_g.step()
        finally:
            self.critic.requires_grad_(True)
        self._note(loss_g=game)
        self._follow(step)

    def move_both(self, step: int) -> None:
        """One update of both from the same weights (``ogan.joint``)."""
        kind = losses.LOSSES[self.config.loss]
        x, z = self._real(), self._noise()
        fake = self.generator(z)
        still = fake.detach()
        self.critic.train()
        r, stopped = self.critic(torch.cat([x, still])).chunk(2)
        f = self.critic(fake)
        gap = kind.gap(x, still) if kind.gap else self._zero
        game = ogan.joint(lambda a, b: kind.critic(a, b, gap), kind.generator, r, f, stopped)
        self.optimiser_d.zero_grad(set_to_none=True)
        self.optimiser_g.zero_grad(set_to_none=True)
        (game + self._penalty(x, still, step)).backward()
        self.critic.eval()
        self.optimiser_d.step()
        self.optimiser_g.step()
        alone = {"loss_d": kind.critic(r, stopped, gap), "loss_g": kind.generator(r, f)}
        self._note(real=r.mean(), fake=f.mean(), **alone)
        self._follow(step)

    # -- parts of a move -------------------------------------------------------------------------------

    def _update_critic(self, x: Tensor, fake: Tensor, step: int) -> None:
        kind = losses.LOSSES[self.config.loss]
        self.critic.train()
        r, f = self.critic(torch.cat([x, fake])).chunk(2)  # no batch norm: one pass judges both
        game = kind.critic(r, f, kind.gap(x, fake) if kind.gap else self._zero)
        self.optimiser_d.zero_grad(set_to_none=True)
        (game + self._penalty(x, fake, step)).backward()
        self.critic.eval()
        self.optimiser_d.step()
        self._note(real=r.mean(), fake=f.mean(), loss_d=game)

    def _penalty(self, x: Tensor, fake: Tensor, step: int) -> Tensor:
        """Where it is due, the weighted regulariser, else 0; see ``engines.gan.training``."""
        config = self.config
        weight = config.reg_weight * config.reg_every
        if config.regulariser == "none" or step % config.reg_every or weight == 0:
            return self._zero
        n = max(1, round(config.reg_share * len(x)))
        found = weight * penalties.penalty(config.regulariser, self.critic, x[:n], fake[:n], self.rng)
        self._note(penalty=found / config.reg_every)
        return found

    def _real(self) -> Tensor:
        n = self.config.batch
        chosen = torch.randint(len(self._points), (n,), generator=self.rng, device=self.device)
        return self._points[chosen]

    def _noise(self) -> Tensor:
        return torch.randn(self.config.batch, self.config.noise, generator=self.rng, device=self.device)

    def _follow(self, step: int) -> None:
        self._change.fill_(1.0 - warmed(self.config.ema, step))
        self.average.update(self._change)

    def _note(self, **terms: Tensor) -> None:
        for name, value in terms.items():
            self.row[TERMS.index(name)] = value.detach()
