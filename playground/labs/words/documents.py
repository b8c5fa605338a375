"""Which text the Words lab reads: a sample, files, what was pasted or typed."""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from importlib.resources import files
from pathlib import Path
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtGui import QGuiApplication

from engines.ground.marks import mark
from engines.words import title
from playground.kit.text_source import TextSource
from widgets.look.figures import count
from widgets.look.i18n import tr
from widgets.text.pane import LIMIT

SAMPLES = files("assets") / "samples"
SAMPLE = "sample:"
MINE = "mine"
KEPT = 200_000  # characters of an own text that are kept for next time
RECENT = 6
JOINT = "\0"  # between the paths of several files that are read as one text: no path holds it


def samples() -> dict[str, str]:
    """Titles of the texts that come with the program, by key; the first line of each is its title."""
    found = {}
    for entry in sorted(SAMPLES.iterdir(), key=lambda e: e.name):
        if entry.name.endswith(".txt"):
            with entry.open("r", encoding="utf-8") as file:
                found[SAMPLE + entry.name] = file.readline().strip()
    return found


class Documents(TextSource):
    """The text that is read, and what else there is to read. Shows nothing and counts nothing itself."""

    listed = Signal()
    """There is something else to choose from, or another text is read."""
    opened = Signal(str)
    """A text to show."""
    text_changed = Signal()
    """``text`` is to be counted."""
    files_chosen = Signal(object, str)
    """Paths of files and folders to be read as one text and counted, and the encoding ("" to guess)."""
    several = True

    def __init__(self) -> None:
        super().__init__(mark("Find the words of this text"))
        self._samples = samples()
        self.key = next(iter(self._samples), MINE)
        self.name = ""
        self.text = ""
        """As much as is shown of it; until a file has been read, the text before it."""
        self.waiting = True
        """No text has been sent yet: the first engine is still being built."""
        self.refused = False
        """The file opened last could not be read, and what was before is shown again."""
        self._own = ""  # of last time
        self._before = (self.key, self.name)
        self._recent: list[str] = []
        self._head: str | None = None

    def choices(self) -> list[tuple[str, str, str]]:
        """What there is to read: key, name, a line about it, in the language shown."""
        found = [(key, name, tr("Written for this program")) for key, name in self._samples.items()]
        found += [(key, title(_paths(key)), str(Path(_paths(key)[0]).parent)) for key in self._recent]
        if self.key == MINE:
            found.insert(0, (MINE, tr(self.name), tr("{count} characters", count=count(len(self.text)))))
        return found

    # -- as a source -----------------------------------------------------------------------------------

    def needs_path(self, field: str, value: Any, config: Any) -> str:
        return "dictionary" if (field, value) == ("dictionary", "file") else ""

    def accepts(self, paths: Sequence[str]) -> str:
        """Any file; several and folders are read as one text."""
        if len(paths) > 1 or any(map(os.path.isdir, paths)):
            known = all(map(os.path.exists, paths))
            return tr("Find the words of all these texts together") if known else ""
        return super().accepts(paths)

    def drop(self, paths: Sequence[str]) -> None:
        self.open(JOINT.join(map(str, paths)))

    # -- choosing --------------------------------------------------------------------------------------

    def begin(self) -> None:
        """The first engine stands: read the document of last time, or the first sample."""
        self.waiting = False
        if self.key == MINE and self._own:
            self._read(mark("Own text"), self._own)
        else:
            self.choose(self.key)

    def choose(self, key: str) -> None:
        """Read a document of the list."""
        if key in self._samples:
            text = (SAMPLES / key.removeprefix(SAMPLE)).read_text(encoding="utf-8")
            self._read(self._samples[key], text, key)
        elif key != MINE:
            self.open(key)

    def paste(self) -> None:
        """Read what was copied."""
        if text := QGuiApplication.clipboard().text():
            self._read(mark("Pasted text"), text)
        else:
            self.said.emit("info", tr("There is no text to paste."))

    def open(self, key: str, encoding: str = "") -> None:
        """Read a file or a folder, or several: their paths with ``JOINT`` between them."""
        self._before, self.refused = (self.key, self.name), False
        self.key, self.name = key, title(_paths(key))
        self._recent = [key, *(other for other in self._recent if other != key)][:RECENT]
        self.listed.emit()
        self._choose_files(key, encoding)

    def reread(self, encoding: str) -> bool:
        """Read the file anew in another encoding; returns whether it is a file that is read."""
        if self.key in self._recent:
            self.open(self.key, encoding)
            return True
        self.said.emit("info", tr("Only a file has an encoding. Open one first."))
        return False

    def renew(self) -> None:
        """Have the document that is read counted once more: the engine is a new one, or lost it."""
        if self.key in self._recent:
            self.open(self.key)
        else:
            self.text_changed.emit()

    def back(self) -> None:
        """The file could not be read: the document before it stands, and is counted again."""
        bad = self.key
        if bad not in self._recent or self._head is not None:  # else it was read, and only its count failed
            return
        self._recent.remove(bad)
        (self.key, self.name), self.refused = self._before, True
        if self.key != bad and self.key in self._recent:
            self._choose_files(self.key)
        else:
            self.text_changed.emit()
        self.listed.emit()

    def show(self, name: str, text: str, key: str = MINE) -> None:
        """Another text is shown, which need not be counted: it belongs to a run that was opened."""
        self.name, self.key, self.text, self.refused = name, key, text[:LIMIT], False
        self.opened.emit(text)
        self.listed.emit()

    def _read(self, name: str, text: str, key: str = MINE) -> None:
        self.show(name, text, key)
        self.text_changed.emit()

    def _choose_files(self, key: str, encoding: str = "") -> None:
        self.forget_head()
        self.files_chosen.emit(_paths(key), encoding)

    # -- what becomes of it ----------------------------------------------------------------------------

    def forget_head(self) -> None:
        """A file is shown when its head comes, even if it is the one shown now."""
        self._head = None

    def take_head(self, head: str | None) -> bool:
        """The beginning of the file that was read; returns whether it is news."""
        if head is None or head is self._head:
            return False
        self._head = self.text = head
        return True

    def edit(self, text: str) -> None:
        """The person changed the text: it is theirs now."""
        if text == self.text:
            return
        self.text, self.refused = text, False
        if self.key != MINE:
            self.name, self.key = mark("Own text"), MINE
            self.listed.emit()

    # -- remembering -----------------------------------------------------------------------------------

    def state(self) -> dict[str, Any]:
        """JSON-ready."""
        text = self._own if self.waiting else self.text
        keep = self.key == MINE and len(text) <= KEPT
        return {"document": self.key, "text": text if keep else "", "recent": self._recent}

    def restore(self, state: Mapping[str, Any]) -> None:
        """Before the first engine stands."""
        if isinstance(recent := state.get("recent"), list):
            known = [key for key in recent if isinstance(key, str) and key]
            self._recent = [key for key in known if all(map(os.path.exists, _paths(key)))][:RECENT]
        if isinstance(text := state.get("text"), str):
            self._own = text
        key = state.get("document")
        if key in self._samples or key in self._recent or (key == MINE and self._own):
            self.key = key
        self.listed.emit()


def _paths(key: str) -> list[str]:
    """Of the files that a document is made of."""
    return key.split(JOINT)
