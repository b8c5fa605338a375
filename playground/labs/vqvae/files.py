"""Paintings as files."""

from __future__ import annotations

from typing import TYPE_CHECKING

from engines.ground import checkpoint as files
from engines.ground.marks import mark
from engines.ground.problem import FileProblem, Problem
from engines.vqvae.config import grids
from playground.kit.save_as import save_as
from widgets.look.i18n import tr

if TYPE_CHECKING:
    from playground.labs.vqvae.lab import VqvaeLab


FORMATS = ((mark("Paintings"), "safetensors"), (mark("Codes"), "json"), (mark("Codes"), "npy"))


def save(lab: VqvaeLab) -> None:
    """Ask where to, and write the painting in the format that the name says."""
    from engines.vqvae.painting import files as paintings

    document = lab.painter.document
    if document is None:
        return
    path = save_as(lab._inspector, tr("Save painting"), "painting.safetensors", FORMATS)
    if path is not None:
        write = {".json": paintings.export_json, ".npy": paintings.export_npy}.get(
            path.suffix, paintings.save
        )
        lab.write(path, lambda to: write(to, document))


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
