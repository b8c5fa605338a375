"""The focus ring: 2 px of accent, 2 px outside the widget, and only when the keyboard brought the focus.

Style sheets can draw neither outside a widget nor for the keyboard alone, so one see-through widget lies over
the window and follows whatever has the focus. A widget that draws its own ring says ``own_ring(self)``.
"""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QPoint, QRect, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractScrollArea, QApplication, QLineEdit, QPlainTextEdit, QWidget
from shiboken6 import isValid

from widgets.look import tokens

_OUT = 4  # ring and gap
_MOVES = {QEvent.Type.Move, QEvent.Type.Resize, QEvent.Type.Show, QEvent.Type.Hide}
_installed: dict[int, _Follower] = {}


def install(app: QApplication) -> None:
    """Show the ring in all windows of ``app``, from now on; calling again does nothing."""
    if not any(isValid(follower) for follower in _installed.values()):
        _installed[id(app)] = _Follower(app)


def own_ring(widget: QWidget) -> None:
    """``widget`` paints its own focus ring."""
    widget.setProperty("ownRing", True)


def by_keyboard() -> bool:
    """Whether the focus that moves now is moved without the mouse."""
    return QApplication.mouseButtons() == Qt.MouseButton.NoButton


class _Ring(QWidget):
    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self.setObjectName("focus.ring")
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._around = QRect()

    def surround(self, target: QRect, clip: QRect) -> None:
        """Lie around ``target``, but show nothing outside ``clip``; both in the window's coordinates."""
        shown = target.adjusted(-_OUT, -_OUT, _OUT, _OUT) & clip
        self.setGeometry(shown)
        self._around = target.translated(-shown.topLeft())
        self.setVisible(not shown.isEmpty())
        self.raise_()
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(QColor(tokens.current().accent), 2))
        painter.drawRoundedRect(QRectF(self._around).adjusted(-3, -3, 3, 3), 8, 8)
        painter.end()


class _Follower(QObject):
    """Keeps one ring around the widget that the keyboard focused."""

    def __init__(self, app: QApplication) -> None:
        super().__init__(app)
        self._watched: list[QWidget] = []
        self._ring: _Ring | None = None
        app.focusChanged.connect(self._moved)
        app.focusWindowChanged.connect(
            lambda _window: self._leave()
        )  # a window that opens is not a key pressed

    def _moved(self, _old: QWidget | None, new: QWidget | None) -> None:
        self._leave()
        plain = new is None or new.property("ownRing") or isinstance(new, QLineEdit | QPlainTextEdit)
        if new is None or plain or not by_keyboard() or new.isWindow():
            return
        window = new.window()
        step: QWidget | None = new
        while step is not None and step is not window:
            self._watched.append(step)
            step = step.parentWidget()
        for widget in self._watched:
            widget.installEventFilter(self)
        self._ring = _Ring(window)
        self._follow()

    def _leave(self) -> None:
        for widget in self._watched:
            if isValid(widget):
                widget.removeEventFilter(self)
        self._watched = []
        if self._ring is not None and isValid(self._ring):
            self._ring.hide()
            self._ring.deleteLater()
        self._ring = None

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() in _MOVES:
            self._follow()
        return False

    def _follow(self) -> None:
        if self._ring is None or not isValid(self._ring) or not all(map(isValid, self._watched)):
            return
        target, *ancestors = self._watched
        window = target.window()
        if not target.isVisible():
            self._ring.hide()
            return
        clip = window.rect()
        for ancestor in ancestors:
            if isinstance(ancestor.parentWidget(), QAbstractScrollArea):
                clip &= QRect(ancestor.mapTo(window, QPoint()), ancestor.size())  # a scroll area's viewport
        self._ring.surround(QRect(target.mapTo(window, QPoint()), target.size()), clip)
