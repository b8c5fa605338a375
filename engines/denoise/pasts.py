"""Earlier averages of a run's networks: everything that is looked at can be looked at with one of them."""

from __future__ import annotations

from torch import nn

from engines.denoise.denoiser import Denoiser
from engines.denoise.training import Trainer
from engines.images.pasts.nets import NetPasts


class Pasts(NetPasts):
    """Keeps the averaged networks now and then, and those of the best samples."""

    def __init__(self, trainer: Trainer) -> None:
        self._trainer = trainer
        super().__init__(self._averages)

    @property
    def learned(self) -> Denoiser:
        """The averaged network that is looked at."""
        net = self._trainer.learned if self.at is None else self.seen["data"]
        assert isinstance(net, Denoiser)
        return net

    @property
    def generator(self) -> nn.Module | None:
        """The averaged generator that is looked at, where there is one."""
        if self._trainer.generator is None:
            return None
        return self._trainer.generator.average if self.at is None else self.seen["generator"]

    def _averages(self) -> nn.ModuleDict:
        nets: dict[str, nn.Module] = {"data": self._trainer.data.average}
        if self._trainer.generator is not None:
            nets["generator"] = self._trainer.generator.average
        return nn.ModuleDict(nets)
