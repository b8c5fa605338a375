"""Earlier models of a run: their sheets, and what one paints with them."""

from __future__ import annotations

import torch

from engines.images.pasts import kept, sheets
from engines.vqvae.config import VqvaeConfig
from engines.vqvae.dataset import Deck
from engines.vqvae.model.autoencoder import Autoencoder
from engines.vqvae.training import Trainer
from engines.vqvae.views import COLS, ROWS, Views


class Pasts(sheets.Pasts):
    """Keeps the model, and what bypasses the quantiser below what went through it.

    Attributes:
        at: the step that is looked at and painted with; None for the present.
    """

    def __init__(self, trainer: Trainer, deck: Deck, config: VqvaeConfig, views: Views) -> None:
        super().__init__(trainer.model, 2 * ROWS, COLS, deck.pixels.shape[1:], views.drawn)
        self._trainer, self._config = trainer, config
        self.at: int | None = None
        self._worn: Autoencoder | None = None

    @property
    def model(self) -> Autoencoder:
        """That is looked at: of an earlier step, or of now."""
        return self._trainer.model if self._worn is None else self._worn

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
            model = Autoencoder(self._config, torch.Generator().manual_seed(0))
            kept.dress(model, found)
            self._worn = model.placed(self._trainer.device)
        return self.at

    def forget_after(self, step: int) -> None:
        super().forget_after(step)
        self.look_back(None)
