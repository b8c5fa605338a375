"""Help pages, the sheet of shortcuts, and the word about the program."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QTextBrowser, QVBoxLayout, QWidget

from engines.ground.marks import mark
from playground.ground import paths
from widgets.look import style
from widgets.look.i18n import say, tr


def show_page(parent: QWidget, text: Callable[[], str]) -> None:
    """A lab's help page; ``text`` gives it in the language shown."""
    _Page(parent, mark("About this lab"), text).open()


def show_keys(parent: QWidget, actions: Sequence[QAction]) -> None:
    """All actions that have a shortcut."""

    def table() -> str:
        rows = [
            f"| {a.text()} | {a.shortcut().toString(QKeySequence.SequenceFormat.NativeText)} |"
            for a in actions
            if not a.shortcut().isEmpty()
        ]
        return f"| {tr('Action')} | {tr('Keys')} |\n|---|---|\n" + "\n".join(rows)

    _Page(parent, mark("Keyboard shortcuts"), table).open()


def show_about(parent: QWidget) -> None:
    """Name, version, licences."""
    licences = paths.assets() / "LICENSES"
    names = ", ".join(sorted(p.stem for p in licences.glob("*"))) if licences.is_dir() else ""

    def text() -> str:
        about = tr("**Seven Labs** 0.1: play with eight ideas from kexue.fm. MIT licence.")
        return about + "\n\n" + tr("Licences of what it brings along: {names}.", names=names)

    _Page(parent, mark("About Seven Labs"), text).open()


class _Page(QDialog):
    """A page to read that follows the language while it is open.

    Args:
        title: English, marked. text: gives the page as Markdown, in the language shown.
    """

    def __init__(self, parent: QWidget, title: str, text: Callable[[], str]) -> None:
        super().__init__(parent)
        self._text = text
        style.apply(self)
        self.setObjectName("help.dialog")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.resize(680, 620)
        self._browser = QTextBrowser()
        self._browser.setOpenExternalLinks(True)
        say(self, window=title)
        say(self._browser, name=title)
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        buttons.rejected.connect(self.reject)
        layout = QVBoxLayout(self)
        layout.addWidget(self._browser)
        layout.addWidget(buttons)
        self._write()

    def _write(self) -> None:
        """Where the reader is stays: both languages tell the same in the same order."""
        bar = self._browser.verticalScrollBar()
        place = bar.value() / max(bar.maximum(), 1)
        self._browser.setMarkdown(self._text())
        bar.setValue(round(place * bar.maximum()))

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self._write()
