"""Two pictures in one: codes between them, or cells of the one in the other."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from PySide6.QtWidgets import QFileDialog

from engines.ground.marks import mark
from playground.labs.vqvae import jobs
from widgets.look.i18n import tr

if TYPE_CHECKING:
    from playground.labs.vqvae.lab import VqvaeLab


class Blending:
    """The other picture, and what is made of it and the one being painted."""

    def __init__(self, lab: VqvaeLab) -> None:
        self._lab = lab
        self._other: np.ndarray | None = None

    def choose(self) -> None:
        """Let the person choose the other picture."""
        path, _ = QFileDialog.getOpenFileName(self._lab._inspector, tr("Choose a picture"), str(Path.home()))
        if not path:
            return
        size, channels = self._lab.run.config.size, self._lab.run.config.channels

        def work(_: Any) -> np.ndarray:
            from engines.images import open_picture

            return open_picture(path, size, channels)

        self._lab.ask(work, self.take, key="other")

    def take(self, picture: np.ndarray) -> None:
        """Blend with this picture from now on, uint8 (H, W, C)."""
        self._other = picture
        self._lab._inspector.other.set_pixels(picture)

    def blend(self, amount: float, way: str) -> None:
        """Codes between both pictures."""
        a, b = self._lab.painter.original, self._other
        if a is None or b is None:
            self._lab.notice("info", tr("Choose another picture to blend with."))
            return
        self._lab.ask(
            lambda e: jobs.blended(e, a, b, amount, way),
            lambda codes: self._lab.painter.put(mark("Blend"), codes),
            key="blend",
        )

    def patch(self) -> None:
        """The selected cells as they are in the other picture."""
        document, b, cells = self._lab.painter.document, self._other, self._lab.painter.selection
        if document is None or b is None or cells is None or self._lab.painter.level == -2:
            self._lab.notice("info", tr("Choose another picture and select cells (M) first."))
            return
        codes = document.codes
        self._lab.ask(
            lambda e: jobs.patched(e, codes, b, cells),
            lambda found: self._lab.painter.put(mark("Patchwork"), found),
            key="blend",
        )
