"""The parts of a snapshot that are kept from one to the next: sheets, thumbnails, the codebook's plane."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager

import numpy as np
import torch
from torch import Tensor

from engines.images.dataset import to_pixels
from engines.images.rolling import Rolling, tile
from engines.vqvae.config import VqvaeConfig, code_count, grids
from engines.vqvae.dataset import Deck
from engines.vqvae.model import codebook
from engines.vqvae.model.autoencoder import Autoencoder
from engines.vqvae.model.projection import project
from engines.vqvae.painting.thumbnails import thumbnails
from engines.vqvae.snapshot import Codebook
from engines.vqvae.training import Trainer

ROWS, COLS = 2, 8
AT_ONCE = 128  # thumbnails in one pass


@contextmanager
def resting(model: Autoencoder) -> Iterator[Autoencoder]:
    """The model in evaluation mode, also in the middle of a step."""
    model.eval()
    try:
        with torch.no_grad():
            yield model
    finally:
        model.train()


class Views:
    """What of a run is drawn a few pictures at a time."""

    def __init__(self, trainer: Trainer, deck: Deck, config: VqvaeConfig) -> None:
        self._trainer, self._config = trainer, config
        n, whole = ROWS * COLS, trainer.device.type == "cuda"
        self._shown = deck.kept(0, n)
        self._originals = tile(to_pixels(self._shown).cpu().numpy(), ROWS, COLS)
        self._pairs = Rolling(n, self._draw, whole=whole)
        K, levels = code_count(config), len(trainer.model.books)
        self._thumbnails = [Rolling(K, self._thumbnail(i), whole=False) for i in range(levels)]
        self._axes: list[np.ndarray | None] = [None] * levels

    def spoil(self) -> None:
        """The model changed without a step."""
        for rolling in (self._pairs, *self._thumbnails):
            rolling.spoil()

    @property
    def since(self) -> int:
        """The step of the oldest picture on the sheets."""
        return self._pairs.since

    def sheets(self, step: int) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
        """Originals, reconstructions and what bypasses the quantiser, each (rows * H, cols * W, C)."""
        pairs = self._pairs.at(step)
        return self._originals.copy(), tile(pairs[:, 0], ROWS, COLS), tile(pairs[:, 1], ROWS, COLS)

    def drawn(self, indices: np.ndarray, of: Autoencoder | None = None) -> np.ndarray:
        """Places (n,) of both sheets, one below the other and rising, by the model of now or another: uint8
        (n, H, W, C)."""
        n = ROWS * COLS
        parts = []
        for past, some in ((False, indices[indices < n]), (True, indices[indices >= n] - n)):
            if len(some):
                parts.append(self._one(some, of or self._trainer.model, past=past).cpu().numpy())
        return np.concatenate(parts)

    def codebooks(self, step: int) -> tuple[Codebook, ...]:
        """See :class:`Codebook`."""
        return tuple(self._codebook(level, step) for level in range(len(self._thumbnails)))

    def codebooks_of(self, model: Autoencoder, counts: Sequence[Tensor]) -> tuple[Codebook, ...]:
        """Of another model of this run, on the plane as it lies now; ``counts`` (K,) of each level say how
        often its codes were chosen."""
        found = []
        for level, chosen in enumerate(counts):
            codes = torch.arange(len(chosen), device=self._trainer.device).split(AT_ONCE)
            with resting(model):
                parts = [thumbnails(model, level, part, self._config.downs).cpu().numpy() for part in codes]
            points, _ = project(self._vectors(model, level), self._axes[level])
            use = chosen.to(torch.int64).cpu().numpy()
            found.append(Codebook(use, use == 0, points, np.concatenate(parts)))
        return tuple(found)

    def _codebook(self, level: int, step: int) -> Codebook:
        model = self._trainer.model
        count = model.count(level)
        h, w = grids(self._config)[level]
        limit = codebook.threshold(
            max(self._trainer.config.restart_threshold, 1e-3), self._config.batch * h * w, len(count)
        )
        points, self._axes[level] = project(self._vectors(model, level), self._axes[level])
        return Codebook(
            usage=self._trainer.windows[level].counts().to(torch.int64).cpu().numpy(),
            dead=(count < limit).cpu().numpy(),
            projection=points,
            thumbnails=self._thumbnails[level].at(step),
        )

    @staticmethod
    def _vectors(model: Autoencoder, level: int) -> np.ndarray:
        return model.embed(level).detach().float().cpu().numpy()

    def _thumbnail(self, level: int) -> Callable[[np.ndarray], np.ndarray]:
        def render(indices: np.ndarray) -> np.ndarray:
            codes = torch.from_numpy(indices).to(self._trainer.device)
            with resting(self._trainer.model) as model:
                return thumbnails(model, level, codes, self._config.downs).cpu().numpy()

        return render

    def _one(self, indices: np.ndarray, model: Autoencoder, *, past: bool) -> Tensor:
        """(n, H, W, C): through the quantiser, or past it."""
        x = self._shown[torch.from_numpy(indices).to(self._trainer.device)]
        with resting(model), self._trainer.cast():
            latent = model.encode(x)
            vectors = past_quantiser(model, latent.z) if past else latent.q
            return to_pixels(model.shown(model.decode(vectors)))

    def _draw(self, indices: np.ndarray) -> np.ndarray:
        """(n, 2, H, W, C): through the quantiser, and past it."""
        x = self._shown[torch.from_numpy(indices).to(self._trainer.device)]
        with resting(self._trainer.model) as model, self._trainer.cast():
            latent = model.encode(x)
            through = to_pixels(model.shown(model.decode(latent.q)))
            past = to_pixels(model.shown(model.decode(past_quantiser(model, latent.z))))
        return torch.stack([through, past], 1).cpu().numpy()


def past_quantiser(model: Autoencoder, z: tuple[Tensor, ...]) -> tuple[Tensor, ...]:
    """Vectors that the decoder would get without quantising; FSQ's numbers still go through the sigmoid."""
    bounded = [
        2 * torch.sigmoid(part) - 1 if hasattr(book, "radix") else part
        for part, book in zip(z, model.books, strict=False)
    ]
    return tuple(bounded) or z
