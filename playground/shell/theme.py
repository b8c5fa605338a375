"""Light, dark or as the system says; one change sets palette, style sheet and icons."""

from __future__ import annotations

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtWidgets import QApplication

from playground.ground import paths
from widgets.look import style, tokens

MODES = ("system", "light", "dark")


class Theme(QObject):
    """Owns which tokens are in use."""

    changed = Signal()

    def __init__(self, app: QApplication) -> None:
        super().__init__(app)
        self._app = app
        self.mode = "system"
        app.styleHints().colorSchemeChanged.connect(self._follow)

    def set_mode(self, mode: str) -> None:
        """Use "system", "light" or "dark"; anything else is "system"."""
        self.mode = mode if mode in MODES else "system"
        self._apply()

    def toggle(self) -> None:
        """The other one of light and dark."""
        self.set_mode("light" if tokens.current().dark else "dark")

    def _follow(self) -> None:
        if self.mode == "system":
            self._apply()

    def _apply(self) -> None:
        scheme = self._app.styleHints().colorScheme()
        dark = self.mode == "dark" or (self.mode == "system" and scheme != Qt.ColorScheme.Light)
        t = tokens.DARK if dark else tokens.LIGHT
        tokens.use(t)
        folder = paths.cache() / "look"
        folder.mkdir(exist_ok=True)
        style.dress(self._app, t, folder, everything=False)
        self.changed.emit()
