"""Spectral normalisation: W / sigma(W), sigma the largest singular value (Miyato et al. 2018)."""

from __future__ import annotations

import torch
from torch import Tensor, nn
from torch.nn import functional as F
from torch.nn.utils import parametrize

EPS = 1e-12


class SpectralNorm(nn.Module):
    """Divides a weight by an estimate of its largest singular value, kept up by one power iteration per pass.

    The iteration's two vectors live on between passes (Miyato et al. 2018, algorithm 1). The weight is read
    as a matrix (outputs, everything else).
    """

    u: Tensor
    v: Tensor

    def __init__(self, weight: Tensor) -> None:
        super().__init__()
        rows, columns = weight.flatten(1).shape
        self.register_buffer("u", torch.empty(rows))
        self.register_buffer("v", torch.empty(columns))

    def start(self, weight: Tensor, generator: torch.Generator, iterations: int = 15) -> None:
        """Draw the first vectors and iterate until they are close."""
        self.u.normal_(generator=generator)
        for _ in range(iterations):
            self._iterate(weight.detach().flatten(1))

    def forward(self, weight: Tensor) -> Tensor:
        with torch.autocast(weight.device.type, enabled=False):
            matrix = weight.flatten(1)
            if self.training:
                self._iterate(matrix.detach())
            # copies, since the next pass moves the vectors before this one's gradient is taken
            u, v = self.u.clone(), self.v.clone()
            sigma = torch.dot(u, torch.mv(matrix, v))
            return weight / sigma

    @torch.no_grad()
    def _iterate(self, matrix: Tensor) -> None:
        self.v.copy_(F.normalize(torch.mv(matrix.t(), self.u), dim=0, eps=EPS))
        self.u.copy_(F.normalize(torch.mv(matrix, self.v), dim=0, eps=EPS))


def constrain(module: nn.Module) -> None:
    """Put spectral normalisation on every convolution, linear map and embedding inside ``module``."""
    for part in module.modules():
        if isinstance(part, nn.Conv2d | nn.Linear | nn.Embedding):
            parametrize.register_parametrization(part, "weight", SpectralNorm(part.weight), unsafe=True)
