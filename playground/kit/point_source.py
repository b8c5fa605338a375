"""For labs of points and of pictures: points drawn or painted, a table, pictures of every source."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, get_args

import numpy as np
from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFileDialog, QWidget

from engines.ground.marks import mark
from engines.images import guess
from engines.images.config import SourceKey
from playground.kit import pasted
from playground.kit.picture_source import PictureSource
from widgets.look.i18n import tr

PICTURES = get_args(SourceKey)
FOLDERS = {"folder": "folder", "file": "file", "font": "glyphs"}  # what is dropped, as settings call it
TABLES = (".csv", ".tsv", ".txt", ".dat")
VERB = mark("Learn these points")


class PointSource(PictureSource):
    """A table of points can be chosen and dropped; a painting is asked for by its page.

    Args:
        suited: of data that are chosen, what else to set when they are points and were pictures, or back.
        learned: the data that the lab begins with.
    """

    painting_wanted = Signal()
    """Painted points were chosen, and nothing has been painted yet."""

    def __init__(self, suited: Callable[[str], dict[str, Any]], learned: str) -> None:
        super().__init__()
        self._suited_to = suited
        self.learned = learned
        """The data of the run, as its settings call them."""

    def needs_path(self, field: str, value: Any, config: Any) -> str:
        if field != "data" or value in PICTURES:
            return super().needs_path(field, value, config)
        return value if value in ("table", "painted") else ""

    def settings(
        self, field: str, value: Any, config: Any, parent: QWidget, *, asked: bool
    ) -> dict[str, Any] | None:
        found = super().settings(field, value, config, parent, asked=asked)
        return self._suited(found) if found is not None and field == "data" else found

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
            self.wanted.emit(self._suited({"data": "table", "path": str(paths[0])}))
        elif (kind := guess(str(paths[0]))) in FOLDERS:
            self.wanted.emit(self._suited({"data": FOLDERS[kind], "path": str(paths[0])}))
        else:
            super().drop(paths)

    def _suited(self, values: dict[str, Any]) -> dict[str, Any]:
        """With what else must change between points and pictures: what suits these does not suit those."""
        data = values["data"]
        same = (data in PICTURES) is (self.learned in PICTURES)
        return values if same else self._suited_to(data) | values

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
            self.wanted.emit(self._suited({"data": "painted", "path": str(path)}))
