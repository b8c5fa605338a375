"""Everything that can be asked of a run without touching its training.

These only read: no random number of the training is drawn, and batch norm rests while they look. So all of
them may also run in the middle of a step (``runner.ask(..., anytime=True)``).
"""

from __future__ import annotations

import numpy as np
import torch

from engines.ground.problem import Problem
from engines.images.dataset import to_float, to_pixels
from engines.images.run import PictureTraining
from engines.vqvae.codes import Codes, joined, levels_of
from engines.vqvae.config import VqvaeConfig, code_count, grids
from engines.vqvae.dataset import Deck
from engines.vqvae.model.autoencoder import Autoencoder, Tensors
from engines.vqvae.model.usage import entropy_map
from engines.vqvae.painting import frozen
from engines.vqvae.painting.frozen import FrozenDecoder
from engines.vqvae.pasts import Pasts
from engines.vqvae.prior_training import PriorTrainer, above
from engines.vqvae.shapes import looked_at, need_codes, packed, unpacked
from engines.vqvae.snapshot import Seen, Then
from engines.vqvae.training import Trainer
from engines.vqvae.views import Views, resting

AT_ONCE = 64  # pictures encoded in one pass
COUNTED = 8, 256  # pictures whose codes are counted, at least and at most
WORK = 4_000_000_000  # multiplications, of their way there and back: some 100 ms on one thread


class Queries(PictureTraining):
    """The part of the engine that answers questions.

    Pictures are uint8 (size, size, C). Codes are int32 (h, w), with two levels a pair (coarse, fine); masks
    are bool of the same shapes, True where something is missing.
    """

    config: VqvaeConfig
    deck: Deck
    trainer: Trainer
    prior_trainers: dict[str, PriorTrainer]
    painting: FrozenDecoder | None
    aside: FrozenDecoder | None
    pasts: Pasts
    _views: Views

    @property
    def prior_trainer(self) -> PriorTrainer | None:
        """Of the kind of prior that is set, once it has begun to learn."""
        return self.prior_trainers.get(self.config.prior)

    # -- earlier steps ---------------------------------------------------------------------------------

    def look_back(self, step: int | None) -> Seen | None:
        """From now on pictures are opened, painted and mapped with the model kept nearest to a step, whose
        sheet is returned; None: with that of now, and a painting of before is as it was. Training goes on.

        Raises:
            Problem: nothing is kept.
        """
        if self.pasts.at is None:
            self.aside = self.painting
        at = self.pasts.look_back(step)
        if at is not None:
            return Seen(at, self.pasts.sheet(at)[1], frozen.version(self.pasts.model))
        self.painting, self.aside = self.aside, None
        return None

    def codes_then(self) -> Then | None:
        """The codebooks of the step that is looked back on; None where only its sheet is kept, or the present
        is looked at. Of a large net fewer pictures are counted."""
        if (model := self.pasts.worn) is None:
            return None
        least, most = COUNTED
        n = min(max(least, WORK // self.trainer.work.macs), most, len(self.deck.train))
        chosen = self.codes_of(self.deck.train[:n], model) if model.books else ()
        K = code_count(self.config)
        counts = [torch.bincount(codes.flatten(), minlength=K) for codes in chosen]
        return Then(self._views.codebooks_of(model, counts), n)

    # -- pictures and codes ----------------------------------------------------------------------------

    def encode(self, picture: np.ndarray) -> Codes:
        """The codes of a picture, by the model as it is now."""
        need_codes(code_count(self.config))
        with resting(self.trainer.model) as model:
            return packed(model.encode(looked_at(picture, self.config, self.device)).codes)

    def decode(self, codes: Codes) -> np.ndarray:
        """The picture of codes, by the model as it is now."""
        given = self._unpacked(codes)
        with resting(self.trainer.model) as model:
            return to_pixels(model.shown(model.decode(model.lookup(given))))[0].cpu().numpy()

    def freeze(self) -> FrozenDecoder:
        """A copy to paint with, which training does not change: of the model that is looked at."""
        need_codes(code_count(self.config))
        return FrozenDecoder(self.pasts.model, self.config)

    def held(self, index: int) -> np.ndarray:
        """Picture ``index`` of those kept out of training, beginning anew after the last."""
        return self.real(int(self.deck.held[index % len(self.deck.held)]))

    def rebuilt(self, first: int, n: int) -> np.ndarray:
        """Reconstructions of ``n`` pictures kept out, from ``first`` on: uint8 (n, H, W, C)."""
        with resting(self.trainer.model) as model:
            latent = model.encode(self.deck.kept(first, n))
            return to_pixels(model.shown(model.decode(latent.q))).cpu().numpy()

    def dreamt(self, n: int, seed: int) -> np.ndarray:
        """Pictures of ``n`` whole grids from the prior that is set: uint8 (n, H, W, C).

        Raises:
            Problem: it has not been trained yet.
        """
        prior, rng = self._prior(), torch.Generator().manual_seed(seed)
        codes: Tensors = ()
        with torch.no_grad():
            for level in range(len(grids(self.config))):
                codes = (*codes, prior.prior(level).sample(n, generator=rng, condition=above(codes, level)))
        with resting(self.trainer.model) as model:
            return to_pixels(model.shown(model.decode(model.lookup(codes)))).cpu().numpy()

    # -- maps ------------------------------------------------------------------------------------------

    def codes_of(self, indices: torch.Tensor, of: Autoencoder | None = None) -> Tensors:
        """Codes of pictures of the data (n,): (n, h, w) of each level, by the model of now or another."""
        found = []
        with resting(of or self.trainer.model) as model, self.trainer.cast():
            for part in indices.split(AT_ONCE):
                found += [model.encode(to_float(self.deck.pixels[part])).codes]
        return tuple(torch.cat(level) for level in zip(*found, strict=True))

    def entropy(self, n: int = 512) -> Codes:
        """How much the code of each cell varies over ``n`` pictures of the data, in bits: float (h, w)."""
        K = code_count(self.config)
        need_codes(K)
        return joined(
            [entropy_map(c.cpu().numpy(), K) for c in self.codes_of(self.deck.train[:n], self.pasts.model)]
        )

    def surprise(self, codes: Codes) -> Codes:
        """How little the prior expects each cell given others, in nats: float (h, w)."""
        prior, given = self._prior(), self._unpacked(codes)
        maps = [
            prior.prior(i).nll_map(part[0], None if i == 0 else given[i - 1][0]).float().cpu().numpy()
            for i, part in enumerate(given)
        ]
        return joined(maps)

    # -- the prior -------------------------------------------------------------------------------------

    def fill(
        self,
        codes: Codes,
        mask: Codes,
        n: int = 4,
        temperature: float = 1.0,
        top_k: int = 0,
        seed: int = 0,
        kind: str = "",
    ) -> Codes:
        """``n`` ways to fill what the mask leaves open: (n, h, w), or a pair of them. The rest stays as it
        is. ``kind`` of prior: the one that is set, if not given.

        Raises:
            Problem: no prior has been trained yet.
        """
        prior, given = self._prior(kind), self._unpacked(self._without_holes(codes, mask))
        holes = [torch.from_numpy(np.asarray(m, bool)).to(self.device) for m in levels_of(mask)]
        rng = torch.Generator().manual_seed(seed)
        rest = (temperature, top_k, rng)
        with torch.no_grad():
            first = prior.prior(0).fill(given[0][0], holes[0], n, *rest)
            if len(given) == 1:
                return first.to(torch.int32).cpu().numpy()
            fine = [prior.prior(1).fill(given[1][0], holes[1], 1, *rest, condition=top) for top in first]
        return first.to(torch.int32).cpu().numpy(), torch.cat(fine).to(torch.int32).cpu().numpy()

    def sample(
        self, n: int = 4, temperature: float = 1.0, top_k: int = 0, seed: int = 0, kind: str = ""
    ) -> Codes:
        """``n`` whole grids from the prior: (n, h, w), or a pair of them. See :meth:`fill`."""
        shapes = grids(self.config)
        codes = joined([np.zeros(shape, np.int32) for shape in shapes])
        mask = joined([np.ones(shape, bool) for shape in shapes])
        return self.fill(codes, mask, n, temperature, top_k, seed, kind)

    def resample_bottom(
        self,
        top: np.ndarray,
        bottom: np.ndarray,
        mask: np.ndarray,
        n: int = 4,
        temperature: float = 1.0,
        top_k: int = 0,
        seed: int = 0,
    ) -> np.ndarray:
        """``n`` ways to choose the fine codes under a change of the coarse ones anew: (n, h, w).

        Args:
            mask: fine cells to choose, (h, w); or the changed coarse cells, which stand for those beneath.
        """
        if len(grids(self.config)) == 1:
            raise Problem("This run has one level of codes. Choose two and start a new run.")
        if mask.shape == top.shape:
            mask = np.repeat(np.repeat(mask, 2, 0), 2, 1)
        given = self._unpacked((top, np.where(mask, 0, bottom)))
        hole = torch.from_numpy(np.asarray(mask, bool)).to(self.device)
        rng = torch.Generator().manual_seed(seed)
        with torch.no_grad():
            found = (
                self._prior()
                .prior(1)
                .fill(given[1][0], hole, n, temperature, top_k, rng, condition=above((given[0][0],), 1))
            )
        return found.to(torch.int32).cpu().numpy()

    def _prior(self, kind: str = "") -> PriorTrainer:
        need_codes(code_count(self.config))
        found = self.prior_trainers.get(kind or self.config.prior)
        if found is None or found.steps == 0:
            raise Problem("No prior has been trained yet. Set Train to Prior and play for a minute.")
        if self.pasts.at is not None and found.version != frozen.version(self.pasts.model):
            raise Problem("The prior knows the codes of now, not of this step. Return to the newest step.")
        return found

    def _unpacked(self, codes: Codes) -> Tensors:
        K = code_count(self.config)
        need_codes(K)
        return unpacked(codes, grids(self.config), K, self.device)

    @staticmethod
    def _without_holes(codes: Codes, mask: Codes) -> Codes:
        """Codes with 0 where they are missing: what stands there means nothing."""
        return joined([np.where(m, 0, c) for c, m in zip(levels_of(codes), levels_of(mask), strict=True)])
