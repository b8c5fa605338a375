"""Asking where to save, and as what."""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path

from PySide6.QtWidgets import QFileDialog, QMessageBox, QWidget

from engines.ground import files
from widgets.look import style
from widgets.look.i18n import tr


def save_as(parent: QWidget, title: str, name: str, formats: Sequence[tuple[str, str]] = ()) -> Path | None:
    """Where the person wants a file; None if nowhere.

    A name whose ending is none of ours ("run v1.2") gets the ending of the format picked, or of the proposed
    name; where the file of that name is one that the dialog has not asked about, it is asked about here.

    Args:
        title: of the dialog, in the language shown.
        name: proposed file name, with its ending.
        formats: (what it is, in English; suffix without a dot) of each, the first being the default.
    """
    filters = ";;".join(f"{tr(what)} (*.{suffix})" for what, suffix in formats)
    chosen, picked = QFileDialog.getSaveFileName(parent, title, str(Path.home() / name), filters)
    if not chosen:
        return None
    ours = [f".{suffix}" for _, suffix in formats] or [Path(name).suffix]
    path = Path(chosen)
    if path.suffix.lower() in ours:
        return path
    suffix = picked.rpartition("*")[2].rstrip(")")
    path = path.with_name(path.name + (suffix if suffix in ours else Path(name).suffix))
    return path if not os.path.lexists(path) or may_replace(parent, path) else None


def may_replace(parent: QWidget, path: Path) -> bool:
    """Ask whether a file that is there may be replaced."""
    box = QMessageBox(parent)
    box.setObjectName("window.replace")
    box.setIcon(QMessageBox.Icon.Warning)
    box.setWindowTitle("Seven Labs")
    box.setText(tr("{name} is there already. Replace it?", name=files.shown(path)))
    replace = box.addButton(tr("Replace"), QMessageBox.ButtonRole.AcceptRole)
    box.addButton(tr("Cancel"), QMessageBox.ButtonRole.RejectRole)
    style.apply(box)
    box.exec()
    return box.clickedButton() is replace
