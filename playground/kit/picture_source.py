"""The pictures a lab learns from: folders, IDX and CIFAR files, fonts; and a person's own picture."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFileDialog, QWidget

from engines.ground.marks import mark
from engines.images import SOURCES, guess
from playground.ground.source import Source
from widgets.look.i18n import tr

PATTERNS = " (*.png *.jpg *.jpeg *.webp *.bmp *.gif *.tif *.tiff)"
VERBS = {
    "folder": mark("Train on this folder"),
    "file": mark("Train on this file"),
    "font": mark("Train on the glyphs of this font"),
    "picture": mark("Encode this picture"),
}


class PictureSource(Source):
    """For configs with the fields ``data`` and ``path`` of :class:`engines.images.config.PictureConfig`."""

    picture_brought = Signal(object)
    """A picture of the person's own: its path."""

    OPTIONAL = frozenset({"font"})  # glyphs begin with a font found on this computer

    def needs_path(self, field: str, value: Any, config: Any) -> str:
        return SOURCES[value].needs_path if field == "data" else ""

    def without_path(self, field: str, value: Any, config: Any) -> dict[str, Any]:
        stale = {"path": ""} if field == "data" and config.path else {}
        return {field: value} | stale

    def ask_path(self, kind: str, config: Any, parent: QWidget) -> str:
        start = str(Path.home())
        if kind == "folder":
            return QFileDialog.getExistingDirectory(parent, tr("Choose a folder of pictures"), start)
        if kind == "font":
            filters = tr("Fonts") + " (*.ttf *.otf *.ttc *.woff2)"
            return QFileDialog.getOpenFileName(parent, tr("Choose a font"), start, filters)[0]
        known = tr("Image data") + " (*ubyte *ubyte.gz *.idx *.idx.gz *.bin *.zip *.tar *.tar.gz *.tgz)"
        filters = ";;".join((known, tr("Sheets of sprites") + PATTERNS, tr("All files") + " (*)"))
        title = tr("Choose a data file, an archive or a sheet of sprites")
        return QFileDialog.getOpenFileName(parent, title, start, filters)[0]

    def accepts(self, paths: Sequence[str]) -> str:
        kind = guess(paths[0]) if len(paths) == 1 else None
        return tr(VERBS[kind]) if kind in VERBS else ""

    def drop(self, paths: Sequence[str]) -> None:
        path = str(paths[0])
        kind = guess(path)
        if kind == "picture":
            self.picture_brought.emit(path)
        elif kind in ("folder", "file", "font"):
            self.wanted.emit({"data": {"font": "glyphs"}.get(kind, kind), "path": path})
        else:
            self.said.emit("warn", tr("{name} is nothing that this lab can open.", name=Path(path).name))

    def ask_picture(self, parent: QWidget) -> None:
        """Let the person choose a picture file, and bring it in."""
        path = choose_picture(parent)
        if path:
            self.picture_brought.emit(path)


def choose_picture(parent: QWidget) -> str:
    """A picture file that the person chooses; "" if none."""
    title, filters = tr("Choose a picture"), tr("Pictures") + PATTERNS
    return QFileDialog.getOpenFileName(parent, title, str(Path.home()), filters)[0]
