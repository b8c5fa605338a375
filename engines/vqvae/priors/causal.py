"""The post's own kind of prior: causal self-attention over the codes in row-major order.

After the disabled end of bojone/vae, vq_vae_keras.py (2019): the codes, shifted by one behind a BOS token;
token + row + column embeddings; causal attention; softmax over K. Kept from it are the input and the order.
Changed: pre-norm blocks with a two-layer perceptron instead of one ReLU layer, rows and columns also of grids
that are not square, and sampling keeps every block's keys and values, where the post runs the whole prefix
again for each code.
"""

from __future__ import annotations

from torch import Tensor
from torch.nn import functional as F

from engines.vqvae.priors.raster import Raster
from engines.vqvae.priors.sampling import draw, warp
from engines.vqvae.priors.transformer import Memory, Trunk


class Causal(Raster):
    """Input j is the code before cell j, at the place of cell j; output j is p(c_j | c_<j)."""

    def __init__(
        self, grid: tuple[int, int], codes: int, width: int, layers: int, condition_codes: int = 0
    ) -> None:
        super().__init__(grid, codes, condition_codes)
        self.trunk = Trunk(grid, codes, width, layers, condition_codes)
        self.start = codes  # the BOS token

    def shifted(self, codes: Tensor) -> Tensor:
        """(B, h, w) -> (B, N): BOS, c_0, ..., c_(N-2)."""
        return F.pad(codes.flatten(1)[:, :-1], (1, 0), value=self.start)

    def forward(self, codes: Tensor, condition: Tensor | None = None) -> Tensor:
        places = self.trunk.places(self.spread(condition))
        h = self.trunk.features(self.shifted(codes), places, causal=True)
        return self.trunk.head(h).unflatten(1, self.grid)

    def walk(
        self,
        codes: Tensor,
        cells: list[int],
        u: Tensor,
        temperature: float,
        top_k: int,
        condition: Tensor | None,
    ) -> None:
        """Cells that are given between two drawn ones go through in one piece."""
        places = self.trunk.places(self.spread(condition))
        memory = [Memory() for _ in self.trunk.blocks]
        flat = codes.view(len(codes), -1)
        known = 0  # how many inputs the memory holds
        for i, cell in enumerate(cells):
            new = slice(known, cell + 1)
            h = self.trunk.features(self.shifted(codes)[:, new], places[:, new], memory=memory)
            flat[:, cell] = draw(warp(self.trunk.head(h[:, -1]), temperature, top_k), u[:, i])
            known = cell + 1
