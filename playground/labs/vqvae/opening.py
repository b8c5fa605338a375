"""How a picture comes to the painter, and what happens when the model has learnt on since."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Any

from playground.labs.vqvae import jobs
from widgets.look.i18n import tr

if TYPE_CHECKING:
    from engines.vqvae.painting.document import LatentDocument
    from engines.vqvae.snapshot import VqvaeSnapshot
    from playground.labs.vqvae.lab import VqvaeLab

KEEP_UP = 2.0  # seconds between looks at an unpainted picture while the model learns


class Opening:
    """A picture is read with a copy of the model; until somebody paints on it, it keeps up with the model."""

    def __init__(self, lab: VqvaeLab) -> None:
        self._lab = lab
        self._moved_on, self._next_look = "", 0.0

    def forget(self) -> None:
        """Another engine: its codes mean something else."""
        self._lab.painter.document = None
        self._moved_on = ""

    def held(self, index: int, *, show: bool = True) -> None:
        """Paint over one of the pictures kept out of training."""
        then = self._show if show else self._lab.painter.open
        self._lab.ask(lambda e: jobs.held(e, index), then, key="open")

    def file(self, path: str) -> None:
        """Paint over a person's own picture."""
        size, channels = self._lab.run.config.size, self._lab.run.config.channels

        def work(engine: Any) -> jobs.Opened:
            from engines.images import open_picture

            return jobs.opened(engine, open_picture(path, size, channels))

        self._lab.ask(work, self._show, key="open")

    def _show(self, found: jobs.Opened) -> None:
        self._lab.painter.open(found)
        self._moved_on = ""
        self._lab.outdated.emit("moved")
        self._lab.turn_to("paint")

    def follow(self, snapshot: VqvaeSnapshot) -> None:
        """Once for each painting: the model has learnt on since its copy was taken."""
        document = self._lab.painter.document
        if document is None or not self.is_old(document) or self._moved_on == document.version:
            return
        if not document.edited:  # nothing painted yet: what is seen keeps up by itself
            if time.monotonic() >= self._next_look and self._lab.run.config.phase == "autoencoder":
                self._next_look = time.monotonic() + KEEP_UP
                self._keep_up()
            return
        if self._lab.page != "paint":
            return
        self._moved_on = document.version
        links = [(tr("Encode again"), self.encode_again), (tr("Read the codes anew"), self._read_again)]
        self._lab.notice(
            "info", tr("The model has learnt on since you opened this painting."), links, "moved"
        )

    def is_old(self, document: LatentDocument) -> bool:
        """Whether the model has learnt on since a document was opened."""
        return self._lab.latest is not None and self._lab.latest.version != document.version

    def _keep_up(self) -> None:
        """Read the same picture with the model as it is now; the page shown stays."""
        picture = self._lab.painter.original
        if picture is not None:
            self._lab.ask(lambda e: jobs.opened(e, picture), self._kept_up, key="open")

    def _kept_up(self, found: jobs.Opened) -> None:
        document = self._lab.painter.document
        if document is None or not document.edited:  # the person may have begun meanwhile
            self._lab.painter.open(found)

    def again(self) -> None:
        """Begin anew with the picture there is, or with the first one."""
        if self._lab.painter.original is None:
            self.held(0)
        else:
            self.encode_again()

    def encode_again(self) -> None:
        """The same picture, in the codes of the model as it is now."""
        picture = self._lab.painter.original
        if picture is not None:
            self._lab.ask(lambda e: jobs.opened(e, picture), self._show, key="open")

    def _read_again(self) -> None:
        document, picture = self._lab.painter.document, self._lab.painter.original
        if document is None or picture is None:
            return
        codes = document.codes
        self._lab.ask(lambda e: jobs.redecoded(e, picture, codes), self._lab.painter.reread, key="open")
