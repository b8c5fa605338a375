"""A button that files can be dropped on."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Signal
from PySide6.QtGui import QDragEnterEvent, QDragLeaveEvent, QDropEvent
from PySide6.QtWidgets import QAbstractButton, QWidget

from widgets.controls.files import local_files


class FileButton(QAbstractButton):
    """Takes files while ``setAcceptDrops`` is on; a subclass paints what is ``_held`` over it."""

    dropped = Signal(object)  # a list of paths

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._held: list[str] = []

    def _hold(self, files: list[str]) -> None:
        self._held = files
        self.update()

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if files := local_files(event.mimeData()):
            self._hold(files)
            event.acceptProposedAction()

    def dragLeaveEvent(self, event: QDragLeaveEvent) -> None:
        self._hold([])

    def dropEvent(self, event: QDropEvent) -> None:
        self._hold([])
        event.acceptProposedAction()
        self.dropped.emit(local_files(event.mimeData()))

    def changeEvent(self, event: QEvent) -> None:
        if event.type() in (QEvent.Type.PaletteChange, QEvent.Type.LanguageChange):
            self.update()
        super().changeEvent(event)
