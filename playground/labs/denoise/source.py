"""Where the denoising lab's data come from: points drawn or painted, a table, pictures of every source."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFileDialog, QWidget

from engines.denoise.config import PICTURES
from engines.ground.marks import mark
from playground.kit import pasted
from playground.kit.picture_source import PictureSource
from widgets.look.i18n import tr

TABLES = (".csv", ".tsv", ".txt", ".dat")
VERB = mark("Learn these points")


class DenoiseSource(PictureSource):
    """A table of points can be chosen and dropped; a painting is asked for by its page."""

    painting_wanted = Signal()
    """Painted points were chosen, and nothing has been painted yet."""

    def needs_path(self, field: str, value: Any, config: Any) -> str:
        if field != "data" or value in PICTURES:
            return super().needs_path(field, value, config)
        return value if value in ("table", "painted") else ""

    def ask_path(self, kind: str, config: Any, parent: QWidget) -> str:
        if kind == "painted":
            self.painting_wanted.emit()
            return ""
        if kind == "table":
            filters = tr("Tables of points") + " (*.csv *.tsv *.txt *.dat)"
            start = str(Path.home())
            return QFileDialog.getOpenFileName(parent, tr("Choose a table of points"), start, filters)[0]
        return super().ask_path(kind, config, parent)

    def accepts(self, paths: Sequence[str]) -> str:
        if len(paths) == 1 and Path(paths[0]).suffix.lower() in TABLES:
            return tr(VERB)
        return super().accepts(paths)

    def drop(self, paths: Sequence[str]) -> None:
        if Path(paths[0]).suffix.lower() in TABLES:
            self.wanted.emit({"data": "table", "path": str(paths[0])})
        else:
            super().drop(paths)

    def take_painting(self, density: np.ndarray) -> None:
        """Learn a density (side, side), 0 to 1, row 0 at the bottom: kept as a picture, so that it can be
        learned again next week."""
        if float(density.max(initial=0.0)) <= 0.0:
            self.said.emit("warn", tr("Nothing is painted. Draw where the points shall be."))
            return
        try:
            path = pasted.keep_picture((density[::-1] * 255).round().astype(np.uint8))
        except Exception as e:
            self.failed.emit(e)
        else:
            self.wanted.emit({"data": "painted", "path": str(path)})
