"""The strip of a lab that reads documents: which one, open, paste; what became of it; its encoding; save."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from widgets.controls.buttons import text_button
from widgets.controls.combo import Combo
from widgets.controls.overflow import Overflow
from widgets.frame.state import StateKind
from widgets.frame.transport import Transport, bar, group
from widgets.look.i18n import mark
from widgets.look.labels import label


class DocumentStrip(Transport):
    """Looks like every lab's strip; Open stands in Play's place, Cancel takes it while there is work.

    What the shell says of steps, speed, seed and device has no place here and is passed over.
    """

    document_chosen = Signal(str)
    paste_clicked = Signal()
    count_clicked = Signal()
    cancel_clicked = Signal()
    encoding_chosen = Signal(str)

    def _make_controls(self) -> None:
        super()._make_controls()
        self._stale = self._busy = False
        self.document = Combo(mark("Document"), "file-text")
        self.document.setFixedWidth(240)
        self.document.chosen.connect(self.document_chosen)
        self.open_text = text_button(
            "Open text",
            self.open_clicked.emit,
            role="primary",
            icon="folder-open",
            tip="Open a file (Ctrl+O)",
        )
        self.count = text_button("Count again", self.count_clicked.emit, role="primary", icon="play-fill")
        self.cancel = text_button("Cancel", self.cancel_clicked.emit, role="primary", icon="x")
        for button in (self.open_text, self.count, self.cancel):
            button.setMinimumWidth(96)
            button.setFixedHeight(32)
        self.count.hide()
        self.cancel.hide()
        self.paste = text_button("Paste", self.paste_clicked.emit, icon="clipboard-text")
        self.paste.setToolTip("")
        self.encoding = Combo(mark("Encoding"))
        self.encoding.setFixedWidth(136)
        self.encoding.chosen.connect(self.encoding_chosen)
        for unused in (self.preset, self.play, self.pause, self.step, self.reset, self.speed, self.seed):
            unused.setParent(self)
            unused.hide()
        self.device.setParent(self)
        self.device.hide()
        self.open.setParent(self)
        self.open.hide()

    def _name_controls(self) -> None:
        super()._name_controls()
        for part in ("document", "count", "cancel", "paste", "encoding"):
            getattr(self, part).setObjectName(f"{self._prefix}.{part}")
        self.open.setObjectName("")
        self.open_text.setObjectName(f"{self._prefix}.open")

    def _lay_out(self) -> None:
        self._encoding_group = group(label(mark("Encoding"), "dim"), self.encoding)
        self.more = Overflow(f"{self._prefix}.more", self)
        line = QHBoxLayout(self)
        line.setContentsMargins(12, 0, 12, 1)
        line.setSpacing(8)
        for widget in (self.document, self.open_text, self.count, self.cancel, self.paste, bar()):
            line.addWidget(widget)
        line.addWidget(self.state, 1)
        self.more.manage(line, [[self._encoding_group]])
        for widget in (bar(), self.save, self.export, self.more.button):
            line.addWidget(widget)

    # documents

    def set_documents(self, documents: Sequence[tuple[str, str, str]]) -> None:
        """Offer ``(key, name, a line about it)``."""
        self.document.set_choices(documents)

    def set_document(self, key: str) -> None:
        """Show which one is open."""
        self.document.set_key(key)

    def set_encodings(self, encodings: Sequence[tuple[str, str]]) -> None:
        """Offer ``(key, name)``."""
        self.encoding.set_choices(encodings)

    def set_encoding(self, key: str) -> None:
        """Show how the file was, or is to be, read."""
        self.encoding.set_key(key)

    def set_encoding_found(self, encoding: str) -> None:
        """What the automatic choice came to, as it is to be shown; "" for nothing to tell."""
        self.encoding.set_suffix(f": {encoding}" if encoding and not self.encoding.key() else "")

    # what happens

    def set_work(self, busy: bool, fraction: float | None = None) -> None:
        """While ``busy``, Cancel stands in Open's place, and the line below tells how much is done."""
        self._busy = busy
        self._show_buttons()
        super().set_fraction(fraction if busy else None)

    def set_stale(self, stale: bool) -> None:
        """The text is too long to be counted while it is typed: offer Count."""
        self._stale = stale
        self._show_buttons()

    def set_said(self, kind: StateKind, word: str, facts: Sequence[str] = ()) -> None:
        """Show the state as a mark and ``word``, and facts beside it, in the language shown."""
        self.state.set_state(kind, word)
        self.state.figures.show_parts(facts)
        self._fit()

    def _show_buttons(self) -> None:
        self.cancel.setVisible(self._busy)
        self.count.setVisible(self._stale and not self._busy)
        self.open_text.setVisible(not self._busy and not self._stale)
        self._fit()

    # what the shell says of runs

    def set_state(self, kind: StateKind, word: str) -> None:
        """A failure and the start are said; at work the lab knows better."""
        if kind in ("failed", "starting"):
            self.state.set_state(kind, word)

    def set_figures(self, step: int, rate: float, elapsed: float) -> None:
        """Steps mean nothing here."""

    def set_fraction(self, fraction: float | None) -> None:
        """See :meth:`set_work`."""

    def set_presets(self, presets: Sequence[tuple[str, str, str]]) -> None:
        """Not offered in this strip."""

    def set_preset(self, key: str, edited: bool = False) -> None:
        """Not shown in this strip."""


def _demo() -> QWidget:
    strip = DocumentStrip("demo")
    strip.set_documents([("a", "hongloumeng.txt", "709,691 characters"), ("b", "The tea house", "a sample")])
    strip.set_encodings([("", "UTF-8, found"), ("gb18030", "GB18030")])
    strip.set_said("done", "Done", ["709,691 characters", "0.09 s"])
    strip.paste_clicked.connect(lambda: strip.set_work(True, 0.4))
    strip.cancel_clicked.connect(lambda: strip.set_work(False))
    return strip


if __name__ == "__main__":
    from widgets.look import demo

    demo.run(_demo)
