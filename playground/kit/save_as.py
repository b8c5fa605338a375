"""Asking where to save, and as what."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtWidgets import QFileDialog, QWidget

from widgets.look.i18n import tr


def save_as(parent: QWidget, title: str, name: str, formats: Sequence[tuple[str, str]] = ()) -> Path | None:
    """Where the person wants a file; None if nowhere.

    Args:
        title: of the dialog, in the language shown.
        name: proposed file name; its suffix is added to a name typed without one, unless ``formats`` were
            offered and another one is picked.
        formats: (what it is, in English; suffix without a dot) of each, the first being the default.
    """
    filters = ";;".join(f"{tr(what)} (*.{suffix})" for what, suffix in formats)
    chosen, picked = QFileDialog.getSaveFileName(parent, title, str(Path.home() / name), filters)
    if not chosen:
        return None
    path = Path(chosen)
    if path.suffix:
        return path
    suffix = picked.rpartition("*")[2].rstrip(")") if "*" in picked else Path(name).suffix
    return path.with_suffix(suffix)
