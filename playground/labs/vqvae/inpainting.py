"""What the painter asks the prior for: fills of a mask, whole pictures, other fine codes."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from PySide6.QtCore import QObject, Signal

from engines.ground.marks import mark
from engines.vqvae.codes import Codes
from engines.vqvae.painting import queries
from engines.vqvae.painting.queries import Guesses, Steering
from playground.labs.vqvae.painter import Painter
from widgets.look.i18n import tr

GUESSES = 4


class Inpainting(QObject):
    """Guesses of the prior, to choose from; a sentence where it has learnt nothing yet.

    Args:
        steering: how to guess, as it is set now.

    Attributes:
        ways: the guesses to choose from.
        trained: kinds of prior that have learnt something.
    """

    guessed = Signal(object)
    """Pictures of the guesses, uint8 (n, H, W, C)."""
    busy = Signal(bool)
    """Guesses are on their way, or are there."""
    training_wanted = Signal()
    """The person wants the prior to learn."""
    said = Signal(object, object, str)
    """(sentence, [(link, callable)], key) for the notice bar."""
    outdated = Signal(str)
    """What was said under this key is no longer true."""
    failed = Signal(object)
    """An exception: why there are no guesses."""

    def __init__(
        self,
        ask: Callable[..., None],
        painter: Painter,
        steering: Callable[[], Steering],
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._ask, self._painter, self._steering = ask, painter, steering
        self._seed = 0
        self.ways: tuple[Codes, ...] = ()
        self.trained: tuple[str, ...] = ()
        painter.coarse_painted.connect(self._offer_fine)

    def fill(self) -> None:
        """Guesses for what is masked."""
        document = self._painter.document
        if document is None:
            return
        if not document.masked:
            self.said.emit(tr("Nothing is masked. Paint with the eraser (E), then fill (F)."), [], "")
            return
        codes, mask = document.codes, document.mask
        self._guess(lambda e, steering, seed: queries.filled(e, codes, mask, GUESSES, steering, seed))

    def sample(self) -> None:
        """Guesses of whole pictures."""
        if self._painter.document is not None:
            self._guess(lambda e, steering, seed: queries.sampled(e, GUESSES, steering, seed))

    def more(self) -> None:
        """Other guesses: for the mask if there is one, else of the whole."""
        document = self._painter.document
        (self.fill if document is not None and document.masked else self.sample)()

    def take(self, index: int) -> None:
        """Put a guess into the painting."""
        if index < len(self.ways):
            self._painter.put(mark("Fill from the prior"), self.ways[index])

    def forget(self) -> None:
        """Another engine: its codes mean something else."""
        self.ways = ()

    # -- inside ----------------------------------------------------------------------------------------

    def _offer_fine(self, cells: np.ndarray) -> None:
        """A coarse code was painted: the fine ones beneath still tell of the old one."""
        document = self._painter.document
        assert document is not None

        def resample() -> None:
            codes = document.codes
            self._guess(lambda e, steering, seed: queries.resampled(e, codes, cells, GUESSES, steering, seed))

        sentence = tr("The fine codes beneath still belong to the old coarse ones.")
        self.said.emit(sentence, [(tr("Choose them anew"), resample)], "fine")

    def _guess(self, query: Callable[..., Guesses]) -> None:
        steering, self._seed = self._steering(), self._seed + 1
        if not self.trained:
            sentence = tr("No prior has learnt these codes yet. Half a minute is enough for first guesses.")
            self.said.emit(sentence, [(tr("Train the prior"), self.training_wanted.emit)], "prior")
            return
        seed = self._seed
        self.outdated.emit("prior")
        self.busy.emit(True)
        self._ask(lambda e: query(e, steering, seed), self._show, key="guess", failed=self._fail)

    def _show(self, found: Guesses) -> None:
        self.ways = found.ways
        self.busy.emit(False)
        self.guessed.emit(found.pictures)

    def _fail(self, error: Exception) -> None:
        self.busy.emit(False)
        self.failed.emit(error)
