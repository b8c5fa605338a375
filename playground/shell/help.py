"""Help pages, the sheet of shortcuts, and the word about the program."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QTextBrowser, QVBoxLayout, QWidget

from playground.ground import paths
from widgets.look import style
from widgets.look.i18n import tr


def show_page(parent: QWidget, text: str) -> None:
    """A lab's help page."""
    _show(parent, tr("About this lab"), text)


def show_keys(parent: QWidget, actions: Sequence[QAction]) -> None:
    """All actions that have a shortcut."""
    rows = [
        f"| {a.text()} | {a.shortcut().toString(QKeySequence.SequenceFormat.NativeText)} |"
        for a in actions
        if not a.shortcut().isEmpty()
    ]
    head = f"| {tr('Action')} | {tr('Keys')} |\n|---|---|\n"
    _show(parent, tr("Keyboard shortcuts"), head + "\n".join(rows))


def show_about(parent: QWidget) -> None:
    """Name, version, licences."""
    text = tr("**Seven Labs** 0.1: play with eight ideas from kexue.fm. MIT licence.")
    licences = paths.assets() / "LICENSES"
    names = ", ".join(sorted(p.stem for p in licences.glob("*"))) if licences.is_dir() else ""
    _show(
        parent,
        tr("About Seven Labs"),
        text + "\n\n" + tr("Licences of what it brings along: {names}.", names=names),
    )


def _show(parent: QWidget, title: str, markdown: str) -> None:
    dialog = QDialog(parent)
    style.apply(dialog)
    dialog.setObjectName("help.dialog")
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    dialog.setWindowTitle(title)
    dialog.resize(680, 620)
    browser = QTextBrowser()
    browser.setAccessibleName(title)
    browser.setOpenExternalLinks(True)
    browser.setMarkdown(markdown)
    buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
    buttons.rejected.connect(dialog.reject)
    layout = QVBoxLayout(dialog)
    layout.addWidget(browser)
    layout.addWidget(buttons)
    dialog.open()
