"""The Words lab's strip: which document is read, and what became of it."""

from __future__ import annotations

from PySide6.QtCore import QEvent

from engines.ground.marks import mark
from engines.words import ENCODINGS, WordsSnapshot
from playground.labs.words.documents import Documents
from widgets.frame.document_strip import DocumentStrip
from widgets.look.figures import count
from widgets.look.i18n import tr


class WordsStrip(DocumentStrip):
    """Lists the documents, and lets the person choose among them or paste another."""

    def __init__(self, documents: Documents) -> None:
        super().__init__("words")
        self._documents = documents
        self.set_encodings([("", mark("Auto")), *((e, e.upper()) for e in ENCODINGS)])
        self.document_chosen.connect(documents.choose)
        self.paste_clicked.connect(documents.paste)
        self.encoding_chosen.connect(self._reread)
        documents.listed.connect(self._list)
        self._list()

    def _list(self) -> None:
        self.set_documents(self._documents.choices())
        self.set_document(self._documents.key)

    def _reread(self, encoding: str) -> None:
        if not self._documents.reread(encoding):
            self.set_encoding("")

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self._list()

    def show_work(self, snapshot: WordsSnapshot) -> None:
        """How far the count under way is, if one is."""
        busy = snapshot.pending and bool(snapshot.stage)
        self.set_work(busy, snapshot.fraction)
        if busy:
            self.set_said("running", tr(snapshot.stage))

    def show_outcome(self, snapshot: WordsSnapshot) -> None:
        """How long the text is, how long its count took, how its file was read."""
        n, result = snapshot.characters, snapshot.result
        facts = [tr("1 character") if n == 1 else tr("{count} characters", count=count(n))]
        if result is not None:
            facts.append(tr("{seconds} s", seconds=f"{result.summary.seconds:.2f}"))
        if snapshot.counted == snapshot.generation:
            self.set_said("done", tr("Done"), facts)
        else:
            self.set_said("paused", tr("Not counted"), facts)
        mixed = "," in snapshot.encoding  # of several files: more than has room
        self.set_encoding_found(tr("mixed") if mixed else snapshot.encoding.upper())
