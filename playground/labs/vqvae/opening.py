"""How a picture comes to the painter, and what happens when the model has learnt on since."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, Signal

from engines.ground.problem import Problem
from engines.vqvae.painting import files, queries
from playground.kit.throttle import Throttle
from playground.labs.vqvae.painter import Painter
from widgets.look.i18n import tr

KEEP_UP = 2.0  # seconds between looks at an unpainted picture while the model learns


class Opening(QObject):
    """A picture is read with a copy of the model; until somebody paints on it, it keeps up with the model."""

    shown = Signal()
    """A picture that the person asked for is on the canvas."""
    said = Signal(object, object, str)
    """(sentence, [(link, callable)], key) for the notice bar."""
    outdated = Signal(str)
    """What was said under this key is no longer true."""
    failed = Signal(object)
    """An exception: why a painting cannot be opened."""

    def __init__(self, ask: Callable[..., None], painter: Painter, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._ask, self._painter = ask, painter
        self._version = ""  # of the model's codes as they are now
        self._back = False  # an earlier step is looked at
        self._told = ""  # version of the painting of which it was said that the model has learnt on
        self._keep_up = Throttle(KEEP_UP, lambda: self._read(self._kept_up))

    # -- bringing pictures -----------------------------------------------------------------------------

    def held(self, index: int, *, show: bool = True) -> None:
        """Paint over one of the pictures kept out of training."""
        then = self._show if show else self._painter.open
        self._ask(lambda e: queries.held(e, index), then, key="open")

    def file(self, path: str) -> None:
        """Paint over a person's own picture."""
        self._ask(lambda e: queries.opened(e, queries.picture_of(e, path)), self._show, key="open")

    def painting(self, path: str) -> bool:
        """Open a painting file; returns whether it is one. Another codebook's is refused with a way out."""
        if not files.is_painting(path):
            return False
        document = self._painter.document
        if document is None:
            self.said.emit(tr("Open the painter first: a painting belongs to its codebook."), [], "")
            return True
        try:
            self._painter.adopt(files.load(path, document.version, document.shapes))
        except Problem as e:
            self.failed.emit(e)
        else:
            self.shown.emit()
        return True

    def enter(self) -> None:
        """The person comes to paint: what is untouched is read by the model as it is now."""
        document = self._painter.document
        if self._painter.original is None:
            self.held(0)
        elif document is None or (document.edited == 0 and self.outgrown):
            self.encode_again()

    def encode_again(self) -> None:
        """The same picture, in the codes of the model as it is now."""
        self._read(self._show)

    def forget(self) -> None:
        """Another engine: its codes mean something else."""
        self._painter.forget()
        self._told, self._back = "", False

    # -- a model that learns on ------------------------------------------------------------------------

    @property
    def outgrown(self) -> bool:
        """Whether the model has learnt on since the painting was opened."""
        document = self._painter.document
        return document is not None and self._version not in ("", document.version)

    def follow(self, version: str, *, learning: bool, watched: bool) -> None:
        """The codes have this version now.

        Args:
            learning: the autoencoder does, so that versions go on changing.
            watched: the person sees the painting. If there are strokes on it, they are told, once.
        """
        if self._back:
            return
        self._version = version
        document = self._painter.document
        if document is None or not self.outgrown or self._told == document.version:
            return
        if not document.edited:
            if learning:
                self._keep_up()
        elif watched:
            self._told = document.version
            links = [(tr("Encode again"), self.encode_again), (tr("Read the codes anew"), self._read_again)]
            self.said.emit(tr("The model has learnt on since you opened this painting."), links, "moved")

    def look(self, version: str, *, back: bool) -> None:
        """The model of another step is looked at: what is painted is seen with it, strokes and all.

        Args:
            version: of its codes. back: it is an earlier one; False: that of now again.
        """
        self._version, self._back = version, back
        document, picture = self._painter.document, self._painter.original
        if document is None or picture is None:
            return
        self.outdated.emit("moved")
        if not document.edited:
            self._read(self._kept_up)
        elif back:
            self._read_again()
        else:  # with the copy of before
            codes = document.codes
            self._ask(lambda e: queries.read_again(e, picture, codes), self._painter.reread, key="open")

    # -- inside ----------------------------------------------------------------------------------------

    def _read(self, then: Callable[[queries.Opened], None]) -> None:
        picture = self._painter.original
        if picture is not None:
            self._ask(lambda e: queries.opened(e, picture), then, key="open")

    def _read_again(self) -> None:
        document, picture = self._painter.document, self._painter.original
        if document is not None and picture is not None:
            codes = document.codes
            self._ask(lambda e: queries.opened(e, picture, codes), self._painter.reread, key="open")

    def _show(self, found: queries.Opened) -> None:
        self._painter.open(found)
        self._told = ""
        self.outdated.emit("moved")
        self.shown.emit()

    def _kept_up(self, found: queries.Opened) -> None:
        document = self._painter.document
        if document is None or not document.edited:  # the person may have begun meanwhile
            self._painter.open(found)
