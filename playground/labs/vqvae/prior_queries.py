"""What the painter asks the prior for: fills of a mask, whole pictures, other fine codes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from engines.ground.marks import mark
from playground.labs.vqvae import jobs
from widgets.look.i18n import tr

if TYPE_CHECKING:
    from playground.labs.vqvae.lab import VqvaeLab

GUESSES = 4


class Asking:
    """Guesses of the prior, shown to choose from; a sentence where it has learnt nothing yet."""

    def __init__(self, lab: VqvaeLab) -> None:
        self._lab = lab
        self._seed = 0
        self.guesses: list[jobs.Codes] = []

    def connect(self) -> None:
        """Listen to the painter's page, once there is one."""
        view = self._lab.paint.guesses
        view.fill_clicked.connect(self.fill)
        view.sample_clicked.connect(self.sample)
        view.more_clicked.connect(self.more)
        view.train_clicked.connect(self.train)
        view.chosen.connect(self.take)
        self._lab.painter.coarse_painted.connect(self.offer_fine)

    def train(self) -> None:
        """Let the prior learn, and say so."""
        self._lab.run.set_values(phase="prior")
        self._lab.run.play()
        self._lab.notice(
            "info", tr("The prior learns the codes; the autoencoder rests. Set Train back to go on with it.")
        )

    def _settings(self) -> tuple[float, int, int]:
        self._seed += 1
        view = self._lab.paint.guesses
        return float(view.temperature.value()), int(view.top_k.value()), self._seed

    def fill(self) -> None:
        """Guesses for what is masked."""
        document = self._lab.painter.document
        if document is None:
            return
        if not document.masked:
            self._lab.notice("info", tr("Nothing is masked. Paint with the eraser (E), then fill (F)."))
            return
        codes, mask, rest = document.codes, document.mask, self._settings()
        kinds = self._lab.paint.guesses.kinds()
        self._ask_guesses(lambda e: jobs.filled(e, codes, mask, GUESSES, *rest, kinds))

    def more(self) -> None:
        """Other guesses: for the mask if there is one, else of the whole."""
        document = self._lab.painter.document
        (self.fill if document is not None and document.masked else self.sample)()

    def sample(self) -> None:
        """Guesses of whole pictures."""
        if self._lab.painter.document is None:
            return
        rest, kinds = self._settings(), self._lab.paint.guesses.kinds()
        self._ask_guesses(lambda e: jobs.sampled(e, GUESSES, *rest, kinds))

    def offer_fine(self, cells: np.ndarray) -> None:
        """A coarse code was painted: the fine ones beneath still tell of the old one."""
        document = self._lab.painter.document
        assert document is not None

        def resample() -> None:
            codes, rest = document.codes, self._settings()
            self._ask_guesses(lambda e: jobs.resampled(e, codes, cells, GUESSES, *rest))

        sentence = tr("The fine codes beneath still belong to the old coarse ones.")
        self._lab.notice("info", sentence, [(tr("Choose them anew"), resample)], "fine")

    def _ask_guesses(self, work: Any) -> None:
        view = self._lab.paint.guesses
        if self._lab.latest is None or not self._lab.latest.priors:
            sentence = tr("No prior has learnt these codes yet. Half a minute is enough for first guesses.")
            self._lab.notice("info", sentence, [(tr("Train the prior"), self.train)], "prior")
            return
        self._lab.outdated.emit("prior")

        def show(found: jobs.Guesses) -> None:
            self.guesses = found[0]
            view.set_busy(False)
            view.variants.set_pictures(found[1])

        def failed(error: Exception) -> None:
            view.set_busy(False)
            self._lab.refused(error)

        view.set_busy(True)

        self._lab.ask(work, show, key="guess", failed=failed)

    def take(self, index: int) -> None:
        """Put a guess into the painting."""
        if index < len(self.guesses):
            self._lab.painter.put(mark("Fill from the prior"), self.guesses[index])
