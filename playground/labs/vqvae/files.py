"""Paintings as files."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QFileDialog

from engines.ground import checkpoint as files
from engines.ground.problem import FileProblem, Problem
from engines.vqvae.config import grids
from widgets.look.i18n import tr

if TYPE_CHECKING:
    from playground.labs.vqvae.lab import VqvaeLab


def save(lab: VqvaeLab) -> None:
    """Ask where to, and write the painting in the format that the name says."""
    from engines.vqvae.painting import files as paintings

    if lab.painter.document is None:
        return
    filters = ";;".join(
        [tr("Paintings") + " (*.safetensors)", tr("Codes") + " (*.json)", tr("Codes") + " (*.npy)"]
    )
    path, _ = QFileDialog.getSaveFileName(
        lab._inspector, tr("Save painting"), str(Path.home() / "painting.safetensors"), filters
    )
    if not path:
        return
    write = {".json": paintings.export_json, ".npy": paintings.export_npy}.get(
        Path(path).suffix, paintings.save
    )
    try:
        write(path, lab.painter.document)
    except FileProblem as e:
        lab.refused(e)
    else:
        lab.notice("info", tr("Saved as {name}.", name=Path(path).name))


def open_painting(lab: VqvaeLab, path: str) -> bool:
    """Open a painting file; returns whether it is one. Another codebook's is refused with a way out."""
    from engines.vqvae.painting import files as paintings

    try:
        files.load(path, paintings.LAB)
    except FileProblem:
        return False
    document = lab.painter.document
    if document is None:
        lab.notice("info", tr("Open the painter first: a painting belongs to its codebook."))
        return True
    try:
        lab.painter.adopt(paintings.load(path, document.version, grids(lab.run.config)))
    except Problem as e:
        lab.refused(e)
    else:
        lab.show_page("paint")
    return True
