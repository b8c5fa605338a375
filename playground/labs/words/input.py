"""How a text reaches the counting engine, and which revision of the pane each count was made of."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtGui import QGuiApplication

from engines.ground.marks import mark
from widgets.look.i18n import tr

if TYPE_CHECKING:
    from engines.words import WordsEngine
    from playground.labs.words.lab import WordsLab

LIVE = 200_000  # characters up to which a text is counted while it is typed
PASTED = 1000  # characters more or less at once: not typed but pasted, and counted however long the text is


class Sending:
    """Sends the pane's text, or the path of a file; remembers (generation, revision) of what was sent."""

    def __init__(self, lab: WordsLab) -> None:
        self._lab = lab
        self._sent: list[tuple[int, int]] = []
        self.length = 0
        """Of the text sent last."""

    # -- which text was it -----------------------------------------------------------------------------

    def forget(self) -> None:
        """Another engine, which has counted nothing."""
        self._sent = []

    def note(self, generation: int) -> None:
        """The engine's text of this generation is what the pane shows now."""
        self._sent.append((generation, self._lab.stage.text.revision()))

    def newest(self) -> int | None:
        """The revision sent last."""
        return self._sent[-1][1] if self._sent else None

    def counted(self, generation: int) -> int:
        """The revision that a count was made of; 0 if none is known."""
        revision = next((r for g, r in reversed(self._sent) if g <= generation), 0)
        self._sent = [(g, r) for g, r in self._sent if g >= generation] or self._sent[-1:]
        return revision

    # -- sending ---------------------------------------------------------------------------------------

    def edited(self) -> None:
        """The pane's text changed: count it at once, or offer to where that would take long."""
        if self.newest() == self._lab.stage.text.revision():
            return  # sent already
        self._lab.documents.edited()
        length = len(self._lab.stage.text.text())
        if length <= LIVE or abs(length - self.length) > PASTED:
            self.text()
        else:
            self._lab.strip.set_stale(True)

    def text(self) -> None:
        """Send the pane's text, as it is now."""
        lab = self._lab
        lab.strip.set_stale(False)
        text, revision, name = lab.stage.text.text(), lab.stage.text.revision(), lab.documents.name
        self.length = len(text)

        def work(engine: WordsEngine) -> int:
            engine.set_text(text, name)
            return engine.generation

        lab.ask(work, lambda generation: self._sent.append((generation, revision)), key="text")
        lab.run.work()

    def file(self, path: str, encoding: str = "") -> None:
        """Let the engine read and count a file; its head is shown when it has been read."""
        self._lab.forget_head()
        self._lab.strip.set_stale(False)
        self._lab.ask(lambda e: e.set_file(path, encoding), key="text")
        self._lab.run.work()

    def paste(self) -> None:
        """Put what was copied in place of the text."""
        text = QGuiApplication.clipboard().text()
        if text:
            self._lab.documents.show(mark("Pasted text"), text)
            self.text()
        else:
            self._lab.notice("info", tr("There is no text to paste."))
