"""Files dragged over a page: what dropping them would do is said while they hover, and done."""

from __future__ import annotations

from PySide6.QtCore import QMimeData
from PySide6.QtGui import QDragEnterEvent, QDropEvent

from playground.shell.page import LabPage


def enter(page: LabPage | None, event: QDragEnterEvent) -> None:
    """Say what would happen, if anything would."""
    if page is not None and (verb := page.files.verb(_paths(event.mimeData()))):
        event.acceptProposedAction()
        page.notices.post("info", verb, key="drop")


def leave(page: LabPage | None) -> None:
    """They were taken away again."""
    if page is not None:
        page.notices.dismiss("drop")


def fall(page: LabPage | None, event: QDropEvent) -> None:
    """Do it."""
    leave(page)
    event.acceptProposedAction()
    if page is not None and (paths := _paths(event.mimeData())):
        page.files.drop(paths)


def _paths(data: QMimeData) -> list[str]:
    return [url.toLocalFile() for url in data.urls() if url.isLocalFile()]
