"""What labs that learn from pictures have in common: sources, drops, notes, the exported sheet."""

from __future__ import annotations

from collections.abc import Sequence
from importlib import import_module
from pathlib import Path
from typing import Any

import numpy as np
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QFileDialog, QWidget

from engines.ground import checkpoint as files
from engines.ground.marks import mark
from engines.ground.runner import Runner
from engines.images import SOURCES, guess
from playground.ground import problems
from playground.ground.action import Action
from playground.lab import Lab
from widgets.look.i18n import tr

MENU = mark("Pictures")
PATTERNS = " (*.png *.jpg *.jpeg *.webp *.bmp *.gif *.tif *.tiff)"
VERBS = {
    "folder": mark("Train on this folder"),
    "file": mark("Train on this file"),
    "font": mark("Train on the glyphs of this font"),
    "picture": mark("Encode this picture"),
}


class PictureLab(Lab):
    """Its engine is the package ``engines.<key>``, whose config has ``data`` and ``path``; its snapshots name
    their data.

    Subclasses answer ``sheet`` and ``encode_file``.
    """

    data_section = "Data"

    def __init__(self) -> None:
        super().__init__()
        self._told = ""

    def sheet(self) -> np.ndarray | None:
        """The pictures to export, uint8 (H, W, C)."""
        raise NotImplementedError

    def encode_file(self, path: str) -> None:
        """Bring a person's own picture in."""
        raise NotImplementedError

    def build(self, config: Any, runner: Runner[Any], device: str, checkpoint: Path | None) -> Any:
        runner.report(mark("Loading torch…"))
        engines = import_module(f"engines.{self.key}")
        if checkpoint is None:
            return engines.build(config, runner.report, runner.cancelled, device)
        if config is None:
            return engines.open_checkpoint(checkpoint, runner.report, runner.cancelled, device)
        saved = files.load(checkpoint, self.key)
        engine = engines.build(config, runner.report, runner.cancelled, device)
        engine.restore(saved.meta, saved.tensors, checkpoint.name)
        return engine

    def picture(self) -> QImage | None:
        sheet = self.sheet()
        if sheet is None:
            return None
        pixels = np.ascontiguousarray(np.broadcast_to(sheet, (*sheet.shape[:2], 3)))
        height, width = pixels.shape[:2]
        image = QImage(pixels.data, width, height, width * 3, QImage.Format.Format_RGB888)
        return image.scaled(width * 2, height * 2)  # a copy, at twice the size, nearest neighbour

    def data_note(self, snapshot: Any) -> str:
        if snapshot.data_count == 1:
            return tr("1 picture. {licence}.", licence=tr(snapshot.licence))
        count = f"{snapshot.data_count:,}"
        return tr("{count} pictures. {licence}.", count=count, licence=tr(snapshot.licence))

    def tell_skipped(self, snapshot: Any) -> None:
        """Once for each set: files that were no pictures, counted in a notice, named behind its link."""
        if self._told == snapshot.data_name:
            return
        self._told = snapshot.data_name
        if not snapshot.skipped:
            return
        facts = {"count": f"{snapshot.data_count:,}", "name": tr(snapshot.data_name)}
        if len(snapshot.skipped) == 1:
            sentence = tr("Opened {count} pictures from {name}. 1 file was skipped: it is none.", **facts)
        else:
            sentence = tr(
                "Opened {count} pictures from {name}. {skipped} files could not be used and were skipped.",
                skipped=len(snapshot.skipped),
                **facts,
            )
        lines = "\n".join(f"{name}: {tr(reason)}" for name, reason in snapshot.skipped)
        self.notice("warn", sentence, [(tr("Show them"), lambda: problems.show_report(lines))])

    # -- sources ---------------------------------------------------------------------------------------

    def needs_path(self, field: str, value: Any) -> str:
        return SOURCES[value].needs_path if field == "data" else ""

    def ask_path(self, kind: str, parent: QWidget) -> str:
        start = str(Path.home())
        if kind == "folder":
            return QFileDialog.getExistingDirectory(parent, tr("Choose a folder of pictures"), start)
        if kind == "font":
            filters = tr("Fonts") + " (*.ttf *.otf *.ttc *.woff2)"
            return QFileDialog.getOpenFileName(parent, tr("Choose a font"), start, filters)[0]
        known = tr("Image data") + " (*ubyte *ubyte.gz *.idx *.idx.gz *.bin *.tar.gz)"
        filters = known + ";;" + tr("All files") + " (*)"
        return QFileDialog.getOpenFileName(parent, tr("Choose an IDX or CIFAR file"), start, filters)[0]

    def accepts(self, paths: Sequence[str]) -> str:
        kind = guess(paths[0]) if len(paths) == 1 else None
        return tr(VERBS[kind]) if kind in VERBS else ""

    def drop(self, paths: Sequence[str]) -> None:
        path = str(paths[0])
        kind = guess(path)
        if kind == "picture":
            self.encode_file(path)
        elif kind in ("folder", "file", "font"):
            self.run.set_values(data={"font": "glyphs"}.get(kind, kind), path=path)
        else:
            self.notice("warn", tr("{name} is nothing that this lab can open.", name=Path(path).name))

    def ask_picture(self, parent: QWidget) -> None:
        """Let the person choose a picture file, and bring it in."""
        path, _ = QFileDialog.getOpenFileName(
            parent, tr("Choose a picture"), str(Path.home()), tr("Pictures") + PATTERNS
        )
        if path:
            self.encode_file(path)

    def source_actions(self) -> list[Action]:
        """Train on a folder, a file, a font."""

        def choose(source: str) -> Any:
            return lambda: self.field_wanted.emit("data", source)

        key = self.key
        return [
            Action(
                f"{key}.folder", mark("Train on a folder…"), choose("folder"), "Ctrl+Shift+O", "folder", MENU
            ),
            Action(f"{key}.file", mark("Train on an IDX or CIFAR file…"), choose("file"), "", "file", MENU),
            Action(f"{key}.font", mark("Train on a font…"), choose("glyphs"), "", "text-aa", MENU),
        ]
