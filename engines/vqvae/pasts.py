"""Earlier models of a run: their sheets, and what one paints with them."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import torch

from engines.images.pasts import kept, sheets
from engines.images.rolling import tile
from engines.vqvae.config import VqvaeConfig
from engines.vqvae.dataset import Deck
from engines.vqvae.model.autoencoder import Autoencoder
from engines.vqvae.training import Trainer
from engines.vqvae.views import COLS, ROWS, Views


class Pasts(sheets.Pasts):
    """Keeps the model. Its sheets, what bypasses the quantiser below what went through it, are drawn when one
    looks at them: drawing each where it is kept would cost training a tenth of its time.

    Attributes:
        at: the step that is looked at and painted with; None for the present.
    """

    SHEETLESS = True

    def __init__(self, trainer: Trainer, deck: Deck, config: VqvaeConfig, views: Views) -> None:
        super().__init__(trainer.model, 2 * ROWS, COLS, deck.pixels.shape[1:], views.drawn)
        self._trainer, self._config, self._views = trainer, config, views
        self.at: int | None = None
        self._worn: Autoencoder | None = None

    @property
    def model(self) -> Autoencoder:
        """That is looked at: of an earlier step, or of now."""
        return self._trainer.model if self._worn is None else self._worn

    @property
    def worn(self) -> Autoencoder | None:
        """That of the earlier step looked at; None for the present, and where only a sheet is kept."""
        return self._worn

    def keep(self, step: int) -> Iterator[None]:
        self.line.offer(step, self._past)
        return iter(())

    def keep_best(self, step: int) -> Iterator[None]:
        self.line.keep_best(step, self._past())
        return iter(())

    def sheet(self, step: int) -> tuple[int, np.ndarray]:
        at, found = self.nearest(step)
        if found.sheet:  # of files of before
            return at, kept.pixels(found)
        pictures = self._views.drawn(np.arange(2 * ROWS * COLS), self._dressed(found))
        return at, tile(pictures, 2 * ROWS, COLS)

    def look_back(self, step: int | None) -> int | None:
        """Look with the model kept nearest to a step, which is returned; None: with that of now. Where only a
        sheet is kept (files of before have no more), the model of now stays.

        Raises:
            Problem: nothing is kept.
        """
        if step is None:
            self.at = self._worn = None
            return None
        self.at, found = self.nearest(step)
        self._worn = None
        if found.weights:
            self._worn = self._dressed(found)
        return self.at

    def _past(self) -> kept.Past:
        return kept.Past(kept.halved(self._trainer.model), b"")

    def _dressed(self, found: kept.Past) -> Autoencoder:
        model = Autoencoder(self._config, torch.Generator().manual_seed(0))
        kept.dress(model, found)
        return model.placed(self._trainer.device)

    def forget_after(self, step: int) -> None:
        super().forget_after(step)
        self.look_back(None)
