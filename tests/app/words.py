"""Drives the Words tab as a person would."""

from __future__ import annotations

from typing import Any

from PySide6.QtWidgets import QApplication

from playground.app import make_window
from playground.shell.session import Session
from tests.app.conftest import Driver
from tests.conftest import flush_deleted

TEXT = (
    "阿青在栖霜阁喝茶，栖霜阁的茶很香。老吴也来栖霜阁，老吴喜欢听评弹。阿青说：栖霜阁真好。\n"
    "老吴问阿青：栖霜阁几时开门？阿青笑着回答，栖霜阁天亮就开门。评弹在栖霜阁唱到半夜，老吴听得入迷。\n"
)


class Words(Driver):
    """The window on the Words tab."""

    def ready(self) -> Words:
        self.until(lambda: self.lab.result is not None and self.lab.selection.facts is not None)
        return self

    @property
    def words(self) -> list[str]:
        """All that were found, those hidden by filters too."""
        return self.lab.result.words

    def shown(self) -> list[str]:
        """Those in the table, in its order."""
        return [self.words[i] for i in self.find("words.table").shown_rows()]

    @property
    def counted(self) -> int:
        return self.lab.latest.counted

    def wait_counted(self, before: int) -> None:
        self.until(lambda: self.counted > before and not self.lab.latest.pending)
        self.settled()

    def put(self, text: str) -> None:
        """Replace the text by typing."""
        before = self.counted
        pane = self.find("words.text")
        pane.selectAll()
        pane.insertPlainText(text)
        pane.edited.emit()
        self.wait_counted(before)

    def choose(self, word: str) -> None:
        """Look at a word, as by a click on it in the segmentation."""
        self.find("words.segments").picked.emit(word)
        self.until(lambda: self.lab.selection.facts.word == word)

    def ignore(self, word: str) -> None:
        """Put a word on the ignore list, as by the Delete key in the table."""
        self.find("words.table").ignore_wanted.emit([self.lab.result.row(word)])
        self.until(lambda: word not in self.shown())

    def why_empty(self) -> str:
        """What the table says where there are no words."""
        return self.find("words.table").accessibleDescription()

    def end(self) -> None:
        self.window.close()
        self.window.deleteLater()
        flush_deleted()


def start(qapp: QApplication, qtbot: Any, view: dict[str, Any]) -> Words:
    """The window on the Words tab, with what is remembered of its view, when a word is looked at."""
    session = Session()
    session.data = {"language": "en", "tab": "words", "labs": {"words": {"view": view}}}
    window = make_window(qapp, session)
    window.resize(1440, 900)
    window.show()
    window.furnish()
    return Words(qtbot, window).ready()
