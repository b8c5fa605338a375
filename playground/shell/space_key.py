"""Space belongs to the button, field or list that has the focus; elsewhere it plays."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QAbstractButton, QAbstractSpinBox, QApplication, QComboBox, QLineEdit, QWidget


class SpaceKey(QObject):
    """Keeps the window's shortcut from taking Space away from what has the focus.

    A filter on the whole application would run Python, and wait for its lock, at every event; so each widget
    gets the filter when it first has the focus.
    """

    def __init__(self, app: QApplication, parent: QObject) -> None:
        super().__init__(parent)
        app.focusChanged.connect(self._watch)

    def _watch(self, _old: QWidget | None, new: QWidget | None) -> None:
        if isinstance(new, (QAbstractButton, QLineEdit, QAbstractSpinBox, QComboBox)):
            new.installEventFilter(self)  # again is not twice

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        ours = event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent)
        if ours and event.key() == Qt.Key.Key_Space:  # type: ignore[attr-defined]
            event.accept()
            return True
        return super().eventFilter(watched, event)
