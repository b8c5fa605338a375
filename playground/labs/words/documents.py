"""Which text the Words lab reads: a sample, a file, what was pasted or typed."""

from __future__ import annotations

from collections.abc import Mapping
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject

from engines.ground.marks import mark
from widgets.look.figures import count
from widgets.look.i18n import tr

if TYPE_CHECKING:
    from engines.words import WordsSnapshot
    from playground.labs.words.lab import WordsLab

SAMPLE = "sample:"
MINE = "mine"
KEPT = 200_000  # characters of an own text that are kept for next time
RECENT = 6


def samples() -> list[tuple[str, str]]:
    """(key, title) of the texts that come with the program; the first line of each is its title."""
    found = []
    for entry in sorted((files("assets") / "samples").iterdir(), key=lambda e: e.name):
        if entry.name.endswith(".txt"):
            with entry.open("r", encoding="utf-8") as file:
                found.append((SAMPLE + entry.name, file.readline().strip()))
    return found


class Documents(QObject):
    """The strip's list of documents, and what the pane shows."""

    def __init__(self, lab: WordsLab) -> None:
        super().__init__(lab)
        self._lab = lab
        self.name = ""
        self.waiting = True
        """No text has been sent yet: the first engine is still being built."""
        self._samples = dict(samples())
        self._key = next(iter(self._samples), MINE)
        self._own = ""
        self.refused = False
        """The file opened last could not be read, and what was before is shown again."""
        self._before = (self._key, self.name)
        self._recent: list[str] = []
        self.offer()

    def offer(self) -> None:
        """Show what there is to choose."""
        choices = [(key, name, tr("Written for this program")) for key, name in self._samples.items()]
        choices += [(path, Path(path).name, str(Path(path).parent)) for path in self._recent]
        if self._key == MINE:
            n = tr("{count} characters", count=count(len(self._lab.stage.text.text())))
            choices.insert(0, (MINE, tr(self.name), n))
        self._lab.strip.set_documents(choices)
        self._lab.strip.set_document(self._key)

    # -- choosing --------------------------------------------------------------------------------------

    def begin(self) -> None:
        """The first engine stands: read the document of last time, or the first sample."""
        self.waiting = False
        if self._key == MINE and self._own:
            self.show(mark("Own text"), self._own)
            self._lab.sending.text()
        else:
            self.choose(self._key)

    def choose(self, key: str) -> None:
        """Read a document of the list."""
        if key in self._samples:
            text = (files("assets") / "samples" / key.removeprefix(SAMPLE)).read_text(encoding="utf-8")
            self.show(self._samples[key], text, key)
            self._lab.sending.text()
        elif key != MINE:
            self.open(key)

    def open(self, path: str, encoding: str = "") -> None:
        """Read a file."""
        self._before, self.refused = (self._key, self.name), False
        self._key, self.name = path, Path(path).name
        self._recent = [path, *(p for p in self._recent if p != path)][:RECENT]
        self.offer()
        self._lab.sending.file(path, encoding)

    def send(self) -> None:
        """Let the engine have the document that is shown: it is a new one, or lost it."""
        if self._key in self._recent:
            self.open(self._key)
        else:
            self._lab.sending.text()

    def back(self) -> None:
        """The file could not be read: the document before it stands, and is counted again."""
        bad = self._key
        if bad in self._recent:
            self._recent.remove(bad)
            (self._key, self.name), self.refused = self._before, True
            if self._key != bad and self._key in self._recent:
                path = self._key
                self._lab.sending.file(path)
            else:
                self._lab.sending.text()
            self.offer()

    def reread(self, encoding: str) -> None:
        """Read the file anew in another encoding."""
        if self._key in self._recent:
            self.open(self._key, encoding)
        else:
            self._lab.notice("info", tr("Only a file has an encoding. Open one first."), key="encoding")
            self._lab.strip.set_encoding("")

    # -- showing ---------------------------------------------------------------------------------------

    def show(self, name: str, text: str, key: str = MINE) -> None:
        """Put a text into the pane."""
        self.refused = False
        self.name, self._key = name, key
        self._lab.stage.text.set_text(text)
        self.offer()

    def show_file(self, snapshot: WordsSnapshot) -> None:
        """The head of a file, as far as it can be read in a window."""
        assert snapshot.text_head is not None
        self._lab.stage.text.set_text(snapshot.text_head)
        if not snapshot.whole:
            self._lab.stage.text.set_caption(mark("The first 2,000,000 characters are shown, to read only"))

    def edited(self) -> None:
        """The person changed the text: it is theirs now."""
        self.refused = False
        if self._key != MINE:
            self.name, self._key = mark("Own text"), MINE
            self.offer()

    # -- remembering -----------------------------------------------------------------------------------

    def state(self) -> dict[str, Any]:
        """JSON-ready."""
        text = self._lab.stage.text.text() if self._key == MINE else ""
        return {
            "document": self._key,
            "text": text[:KEPT] if len(text) <= KEPT else "",
            "recent": self._recent,
        }

    def restore(self, state: Mapping[str, Any]) -> None:
        """Before the first engine stands."""
        if isinstance(recent := state.get("recent"), list):
            self._recent = [p for p in recent if isinstance(p, str) and Path(p).is_file()][:RECENT]
        if isinstance(text := state.get("text"), str):
            self._own = text
        key = state.get("document")
        known = set(self._samples) | set(self._recent) | ({MINE} if self._own else set())
        if key in known:
            self._key = key
        self.offer()
