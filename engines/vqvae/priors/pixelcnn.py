"""The gated PixelCNN (van den Oord et al. 2016, arXiv 1606.05328), with cached sampling.

Two stacks of convolutions, as in figure 2. The vertical stack sees the rows above, the horizontal stack the
cells to the left; each layer of the horizontal one also takes what the vertical one knows, one row later:

    V_l(y, x)  = W_l * v_(l-1)      over rows y-1, y and columns x-1, x, x+1
    v_l        = gate(V_l)          gate(a, b) = tanh(a) sigmoid(b)          (eq. 2)
    H_l(y, x)  = U_l * h_(l-1)      over columns x-1, x (the first layer: x-1 only)
                 + L_l V_l(y-1, x) + P_l s(y, x)
    h_l        = h_(l-1) + R_l gate(H_l)      (the first layer without h_0)

with v_0 = h_0 = the embedded codes, and s the cell's place (+ condition): the paper's location-dependent
conditioning, below eq. 4. The head is two 1x1 maps.

Sampling needs one row of the vertical stack at a time, from the row before it of each layer, and one cell of
the horizontal stack at a time, from the cell before it of each layer: matrix products of a few numbers, where
the naive way runs all convolutions once per cell.
"""

from __future__ import annotations

import torch
from torch import Tensor, nn
from torch.nn import functional as F

from engines.vqvae.priors.raster import Raster
from engines.vqvae.priors.sampling import draw, warp

HIDDEN = 128  # of the head


def gate(h: Tensor, dim: int = -1) -> Tensor:
    """tanh(a) sigmoid(b), a and b the halves along ``dim``."""
    a, b = h.chunk(2, dim)
    return torch.tanh(a) * torch.sigmoid(b)


def down_one(h: Tensor) -> Tensor:
    """(B, C, h, w) with every row moved down by one: row 0 is zero, the last is gone."""
    return F.pad(h, (0, 0, 1, 0))[:, :, :-1]


class Layer(nn.Module):
    """One layer of both stacks, for whole grids (B, C, h, w)."""

    def __init__(self, width: int, layers: int, first: bool) -> None:
        super().__init__()
        self.first = first
        self.vertical = nn.Conv2d(width, 2 * width, (2, 3))
        self.horizontal = nn.Conv2d(width, 2 * width, (1, 1 if first else 2), bias=False)
        self.link = nn.Conv2d(2 * width, 2 * width, 1)
        self.place = nn.Conv2d(width, 2 * width, 1, bias=False)
        self.out = nn.Conv2d(width, width, 1)
        self.out.branches = layers  # type: ignore[assignment]

    def forward(self, v: Tensor, h: Tensor, s: Tensor) -> tuple[Tensor, Tensor]:
        V = self.vertical(F.pad(v, (1, 1, 1, 0)))
        left = F.pad(h, (1, -1 if self.first else 0, 0, 0))
        H = self.horizontal(left) + self.link(down_one(V)) + self.place(s)
        new = self.out(gate(H, 1))
        return gate(V, 1), new if self.first else h + new


class PixelCNN(Raster):
    """``layers`` layers of ``width`` channels; it reaches ``layers`` cells to each side and one more up."""

    def __init__(
        self, grid: tuple[int, int], codes: int, width: int, layers: int, condition_codes: int = 0
    ) -> None:
        super().__init__(grid, codes, condition_codes)
        self.token = nn.Embedding(codes, width)
        self.row, self.column = (nn.Embedding(size, width) for size in grid)
        self.condition = nn.Embedding(condition_codes, width) if condition_codes else None
        self.layers = nn.ModuleList(Layer(width, layers, first=i == 0) for i in range(layers))
        self.hidden = nn.Conv2d(width, HIDDEN, 1)
        self.head = nn.Conv2d(HIDDEN, codes, 1)

    def places(self, condition: Tensor | None) -> Tensor:
        """s: row + column (+ condition) of every cell, (1 or B, C, h, w)."""
        s = (self.row.weight[:, None] + self.column.weight[None])[None]
        given = self.spread(condition)
        if self.condition is not None and given is not None:
            s = s + self.condition(given)
        return s.permute(0, 3, 1, 2)

    def forward(self, codes: Tensor, condition: Tensor | None = None) -> Tensor:
        v = h = self.token(codes).permute(0, 3, 1, 2)
        s = self.places(condition)
        for layer in self.layers:
            v, h = layer(v, h, s)
        return self.head(F.relu(self.hidden(F.relu(h)))).permute(0, 2, 3, 1)

    def walk(
        self,
        codes: Tensor,
        cells: list[int],
        u: Tensor,
        temperature: float,
        top_k: int,
        condition: Tensor | None,
    ) -> None:
        """Rows without a cell to draw only pass through the vertical stack; nothing runs after the last."""
        sampler = Sampler(self, self.places(condition), len(codes))
        width = self.grid[1]
        wanted = {cell: i for i, cell in enumerate(cells)}
        for y in range(cells[-1] // width + 1):
            context = sampler.enter(y, codes[:, y - 1] if y else None)
            columns = [x for x in range(width) if y * width + x in wanted]
            left = None
            for x in range(columns[-1] + 1 if columns else 0):
                h = sampler.cell(x, left, context)
                if (i := wanted.get(y * width + x)) is not None:
                    codes[:, y, x] = draw(warp(sampler.logits(h), temperature, top_k), u[:, i])
                left = codes[:, y, x]


class Sampler:
    """What cached sampling remembers, and the layers' kernels as matrices, inputs first.

    Shapes: n variants, w columns, C channels, per layer l
    ``above[l]`` (n, w + 2, C): the input of the vertical layer one row up, with a zero at either side;
    ``left[l]`` (n, C): the input of the horizontal layer one cell to the left.
    """

    def __init__(self, prior: PixelCNN, s: Tensor, n: int) -> None:
        self.prior, self.n = prior, n
        layers = [layer for layer in prior.layers if isinstance(layer, Layer)]
        self.vertical = [_matrix(layer.vertical) for layer in layers]
        self.horizontal = [_matrix(layer.horizontal)[1] for layer in layers]
        self.link = [_matrix(layer.link) for layer in layers]
        self.out = [_matrix(layer.out) for layer in layers]
        self.hidden, self.head = _matrix(prior.hidden), _matrix(prior.head)
        self.place = [layer.place(s).permute(2, 0, 3, 1) for layer in layers]  # (h, 1 or n, w, 2C) each
        zeros = s.new_zeros(n, prior.grid[1] + 2, s.shape[1])
        self.above = [zeros for _ in layers]
        self.left: list[Tensor] = []

    def enter(self, y: int, above: Tensor | None) -> list[list[Tensor]]:
        """Start row y, ``above`` the codes (n, w) of the row before it.

        Returns what the horizontal stack is told in each layer and column, (n, 2C): L V(y-1) + P s(y).
        """
        told = []
        v = F.pad(self.prior.token(above), (0, 0, 1, 1)) if above is not None else None
        for i, (bias_v, kernel) in enumerate(self.vertical):
            bias_link, link = self.link[i]
            context = self.place[i][y] + bias_link
            if v is not None:
                taps = [row[:, k : k + self.prior.grid[1]] for row in (self.above[i], v) for k in range(3)]
                V = torch.matmul(torch.cat(taps, 2), kernel) + bias_v
                context = context + torch.matmul(V, link)
                self.above[i] = v
                v = F.pad(gate(V), (0, 0, 1, 1))
            told.append(list(context.expand(self.n, -1, -1).unbind(1)))
        self.left = [torch.zeros_like(self.above[0][:, 0]) for _ in self.above]
        return told

    def cell(self, x: int, left: Tensor | None, told: list[list[Tensor]]) -> Tensor:
        """The horizontal stack at column x, ``left`` the codes (n,) one cell to the left: (n, C)."""
        h = self.prior.token(left) if left is not None else self.left[0]
        for i, kernel in enumerate(self.horizontal):
            if i == 0:
                seen = h  # the first layer: the cell to the left only
            else:
                seen = torch.cat([self.left[i], h], 1)
                self.left[i] = h
            bias, out = self.out[i]
            new = torch.addmm(bias, gate(torch.addmm(told[i][x], seen, kernel)), out)
            h = new if i == 0 else h + new
        return h

    def logits(self, h: Tensor) -> Tensor:
        """The head, (n, C) -> (n, K)."""
        (bias_hidden, hidden), (bias, head) = self.hidden, self.head
        return torch.addmm(bias, F.relu(torch.addmm(bias_hidden, F.relu(h), hidden)), head)


def _matrix(conv: nn.Conv2d) -> tuple[Tensor, Tensor]:
    """The bias (out,), zero where there is none, and the kernel as (height * width * in, out)."""
    kernel = conv.weight.permute(2, 3, 1, 0).flatten(0, 2).contiguous()
    return (kernel.new_zeros(kernel.shape[1]) if conv.bias is None else conv.bias), kernel
