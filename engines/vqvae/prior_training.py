"""Training of the priors over codes: one for each level, the fine one told the coarse codes."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import torch
from torch import Tensor, nn

from engines.vqvae import chunks, optimiser
from engines.vqvae.config import VqvaeConfig, code_count, grids
from engines.vqvae.model.autoencoder import Tensors

if TYPE_CHECKING:
    from engines.vqvae.priors import Baselines, Prior


class PriorTrainer:
    """The priors and their optimiser; made only once they are asked for.

    Attributes:
        kind: of prior.
        steps: done so far.
        loss: of the last step, nats per code.
        version: of the codebook that the last step learnt from.
    """

    def __init__(self, config: VqvaeConfig, device: torch.device) -> None:
        from engines.vqvae import priors

        self.kind = config.prior
        self.K, self.shapes = code_count(config), grids(config)
        self.priors = nn.ModuleList(
            priors.build(
                config.prior,
                grid,
                self.K,
                config.prior_width,
                config.prior_layers,
                config.seed + i,
                self.K if i else 0,
            )
            for i, grid in enumerate(self.shapes)
        ).to(device)
        self.rng = torch.Generator().manual_seed(4 * config.seed + 2)
        self.optimiser = optimiser.make(self.priors.parameters(), config.prior_lr, device)
        self.steps, self.version = 0, ""
        self.loss = torch.zeros((), device=device)
        self.baselines: Baselines | None = None

    def retune(self, config: VqvaeConfig) -> None:
        """Take over live settings."""
        optimiser.retune(self.optimiser, config.prior_lr)

    def tensors(self) -> dict[str, Tensor]:
        """Everything that training changes, by name; changed in place."""
        found = {f"{self.kind}.{n}": v.detach() for n, v in self.priors.state_dict().items()}
        return found | {f"{self.kind}_adam.{n}": v for n, v in optimiser.tensors(self.optimiser)}

    def piece(self, batch: int, device: torch.device) -> int:
        """Pictures in one piece of a step."""
        if device.type != "cpu":
            return batch
        macs = sum(
            sum(p.numel() for p in prior.parameters()) * h * w
            for prior, (h, w) in zip(self.priors, self.shapes, strict=True)
        )
        return chunks.pictures(macs, batch)

    def step(self, codes: Tensors, piece: int) -> Iterator[None]:
        """One update on a batch of codes, the coarse level first; yields between pieces."""
        self.optimiser.zero_grad()
        total = torch.zeros((), device=self.loss.device)
        n = len(codes[0])
        for part in zip(*(c.split(piece) for c in codes), strict=True):
            loss = self._mean(
                [self.prior(i).fit_step(c, self.rng, above(part, i)) for i, c in enumerate(part)]
            )
            share = loss * (len(part[0]) / n)
            share.backward()
            total += share.detach()
            yield
        self.optimiser.step()
        self.loss = total
        self.steps += 1

    @torch.no_grad()
    def nll(self, codes: Tensors) -> float:
        """Nats per code of held-out codes, over all levels."""
        return self._mean([self.prior(i).nll(c, above(codes, i)) for i, c in enumerate(codes)])

    def compare(self, train: Tensors, held: Tensors) -> None:
        """Measure what priors that know nothing of neighbours reach on the held-out codes."""
        from engines.vqvae import priors

        each = [priors.baselines(a, b, self.K) for a, b in zip(train, held, strict=True)]
        self.baselines = priors.Baselines(
            uniform=self._mean([b.uniform for b in each]),
            marginal=self._mean([b.marginal for b in each]),
            position=self._mean([b.position for b in each]),
        )

    def prior(self, level: int) -> Prior:
        """The prior of a level, the coarse one first."""
        return self.priors[level]  # type: ignore[return-value]

    def _mean(self, values: list[Any]) -> Any:
        cells = [h * w for h, w in self.shapes]
        return sum(v * (c / sum(cells)) for v, c in zip(values, cells, strict=True))


def above(codes: Tensors, level: int) -> Tensor | None:
    """What a level's prior is told: the codes of the level above it, if there is one."""
    return codes[level - 1] if level else None
