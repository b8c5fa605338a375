"""A list of words to edit, a word a line."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QPlainTextEdit, QVBoxLayout, QWidget

from widgets.look import style
from widgets.look.i18n import mark, say
from widgets.look.labels import WrappedLabel


class WordSheet(QDialog):
    """A sheet over the window; deletes itself when it is closed.

    Args:
        title, note: English, translated.
        words: shown sorted.
    """

    saved = Signal(object)
    """The words, a frozenset; not told when the person cancels."""

    def __init__(self, title: str, note: str, words: Iterable[str], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        style.apply(self)
        say(self, window=title)
        self.resize(320, 420)
        about = WrappedLabel()
        say(about, text=note)
        self._text = QPlainTextEdit("\n".join(sorted(words)))
        say(self._text, name=title)
        both = QDialogButtonBox.StandardButton
        buttons = QDialogButtonBox(both.Save | both.Cancel)
        for button, text in ((both.Save, mark("Save")), (both.Cancel, mark("Cancel"))):
            say(buttons.button(button), text=text, name=text)
        buttons.accepted.connect(self._save)
        buttons.rejected.connect(self.close)
        self.finished.connect(self.deleteLater)
        column = QVBoxLayout(self)
        column.addWidget(about)
        column.addWidget(self._text, 1)
        column.addWidget(buttons)

    def set_name(self, name: str) -> None:
        """Object name of the sheet; that of its text is ``<name>.text``."""
        self.setObjectName(name)
        self._text.setObjectName(f"{name}.text")

    def _save(self) -> None:
        self.saved.emit(frozenset(self._text.toPlainText().split()))
        self.close()


def _demo() -> QWidget:
    return WordSheet(mark("Ignore list"), mark("These words are never shown."), ["老吴", "阿青", "栖霜阁"])


if __name__ == "__main__":
    from widgets.look import demo

    demo.run(_demo)
