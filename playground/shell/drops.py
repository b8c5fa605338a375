"""Files dragged over a page: what dropping them would do is said while they hover, and done."""

from __future__ import annotations

from PySide6.QtGui import QDragEnterEvent, QDropEvent

from playground.shell.page import LabPage
from widgets.controls.files import local_files


def enter(page: LabPage | None, event: QDragEnterEvent) -> None:
    """Say what would happen, if anything would."""
    if page is not None and (verb := page.files.verb(local_files(event.mimeData()))):
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
    if page is not None and (paths := local_files(event.mimeData())):
        page.files.drop(paths)
