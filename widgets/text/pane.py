"""Text to paste, open or type, with its words marked in place, however long it and its lines are."""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import QMimeData, QTimer, Signal
from PySide6.QtGui import QDropEvent, QInputMethodEvent, QKeyEvent, QKeySequence, QResizeEvent, QTextCursor
from PySide6.QtWidgets import QWidget

from widgets.look.i18n import mark, say
from widgets.look.labels import ElidedLabel, rule
from widgets.text import marks as text_marks
from widgets.text.feed import Feed
from widgets.text.mirror import Edit
from widgets.text.surface import TextSurface

LIMIT = 2_000_000  # code points that are shown of a text
_DEBOUNCE = 150  # ms after the last key
_CAPTION = 28
_SHORTENED = mark("The first 2,000,000 characters are shown, to read only")


class TextPane(TextSurface):
    """Places are code points of ``text()``. Spans are asked for what is in sight, when it is painted.

    ``revision()`` grows with every edit; who counts notes it and gives it back with the spans, which then
    stand where they belong although the person has typed on. Spans that an edit touched vanish.
    """

    edited = Signal()  # 150 ms after typing, at once after a paste

    def __init__(self, placeholder: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._whole: str | None = ""  # the text, while the document is filled or has not been asked for it
        self._held: list[QKeyEvent] = []
        self._caret, self._wish, self._dropping = 0, -1, False
        self._strip = ElidedLabel(role="caption", parent=self)
        self._strip.hide()
        self._strip.setContentsMargins(16, 0, 16, 0)
        self._line = rule()
        self._line.setParent(self)
        self._line.hide()
        self._feed = Feed(self)
        self._feed.done.connect(self._filled)
        self._rest = QTimer(self, singleShot=True, interval=_DEBOUNCE)
        self._rest.timeout.connect(self.edited)
        self.document().contentsChange.connect(self._changed)
        self.cursorPositionChanged.connect(self._keep_off_marks)
        say(self, name=mark("Text"), placeholder=placeholder)

    # the text

    def text(self) -> str:
        """The text, exactly as it was set or pasted, also while it is still coming in."""
        if self._whole is None:
            self._whole = self._mirror.text()
        return self._whole

    def set_text(self, text: str) -> None:
        """Show another text, without a signal; nothing to undo, no spans.

        Of more than ``LIMIT`` code points the first are shown, to read only, with a caption that says so.
        """
        self._feed.stop()
        self._held, self._wish = [], -1
        self._rest.stop()
        self._edits.clear()
        self.set_spans(None)
        self.set_selected(0, np.zeros(0, np.int64))
        self.set_caption(_SHORTENED if len(text) > LIMIT else "")
        self.filling = True
        self.document().setUndoRedoEnabled(False)
        self.document().clear()
        self._whole = text[:LIMIT]
        self._feed.start(QTextCursor(self.document()), self._whole)

    def set_caption(self, caption: str) -> None:
        """Show the text to read only, and ``caption`` (English) below it; empty ends both."""
        say(self._strip, text=caption)
        self._strip.setVisible(bool(caption))
        self._line.setVisible(bool(caption))
        self.setReadOnly(bool(caption))
        self.setViewportMargins(0, 0, 0, _CAPTION if caption else 0)

    def caption(self) -> str:
        """What is said below the text, in the language shown."""
        return self._strip.text()

    def _changed(self, place: int, _removed: int, added: int) -> None:
        edit = self._mirror.changed(place, added)
        if self.filling or edit is None:
            return
        self._whole, self._found = None, None
        self._edits.add(edit)
        self._rest.start(_DEBOUNCE)

    def _filled(self) -> None:
        self.filling = False
        if not self.document().isUndoRedoEnabled():
            self.document().setUndoRedoEnabled(not self.isReadOnly())
            self.moveCursor(QTextCursor.MoveOperation.Start)
        else:
            self.setTextCursor(self._feed.cursor)
            self.ensureCursorVisible()
        held, self._held = self._held, []
        for event in held:
            self.keyPressEvent(event)
        if self._wish >= 0:
            self._go(self._wish)
        self.viewport().update()

    # pasting, dropping, copying

    def canInsertFromMimeData(self, source: QMimeData) -> bool:
        return source.hasText() and not source.hasUrls()  # files are for whoever is around us

    def dropEvent(self, event: QDropEvent) -> None:
        """Text dragged here, or within: Qt takes it away and puts it back as one step."""
        self._dropping = True
        super().dropEvent(event)
        self._dropping = False

    def insertFromMimeData(self, source: QMimeData) -> None:
        if self.isReadOnly() or not source.text():
            return
        if self._dropping:
            self.textCursor().insertText("\n".join(text_marks.encode(source.text())))
            return
        self._feed.finish()
        cursor, new = self.textCursor(), source.text()
        before = self.text()
        start, stop = (self._mirror.point(p) for p in (cursor.selectionStart(), cursor.selectionEnd()))
        if len(before) - (stop - start) + len(new) > LIMIT:
            self.set_text(before[:start] + new + before[stop:])
        else:
            self.filling = True
            self._whole, self._found = before[:start] + new + before[stop:], None
            self._edits.add(Edit(start, stop, start + len(new)))
            self._feed.start(cursor, new)
        self._rest.start(0)

    def createMimeDataFromSelection(self) -> QMimeData:
        cursor, data = self.textCursor(), QMimeData()
        start, stop = (self._mirror.point(p) for p in (cursor.selectionStart(), cursor.selectionEnd()))
        data.setText(self.text()[start:stop])
        return data

    def reveal(self, start: int, stop: int) -> None:
        """Scroll to a place and frame it."""
        self._found = (start, stop)
        if self.filling:
            self._wish = start
        else:
            self._go(start)

    def _go(self, point: int) -> None:
        self._wish = -1
        cursor = self.textCursor()
        cursor.setPosition(self._mirror.position(point))
        self.setTextCursor(cursor)
        self.centerCursor()
        self.viewport().update()

    # keys

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if self.filling:
            self._held.append(event.clone())  # played when the text is there
        elif event.matches(QKeySequence.StandardKey.InsertLineSeparator) and not self.isReadOnly():
            self.insertPlainText("\n")  # Qt would insert a character that ends lines for nobody else
        else:
            super().keyPressEvent(event)

    def inputMethodEvent(self, event: QInputMethodEvent) -> None:
        self._feed.finish()
        super().inputMethodEvent(event)

    def _keep_off_marks(self) -> None:
        """The caret jumps over a mark that ends a block: there is nothing to see."""
        cursor = self.textCursor()
        before, self._caret = self._caret, cursor.position()
        if self.filling or not cursor.atBlockEnd() or not text_marks.ends_marked(cursor.block().text()):
            return
        mode = QTextCursor.MoveMode.KeepAnchor if cursor.hasSelection() else QTextCursor.MoveMode.MoveAnchor
        onward = before == cursor.position() - 1 and cursor.block() != self.document().lastBlock()
        cursor.movePosition(
            QTextCursor.MoveOperation.Right if onward else QTextCursor.MoveOperation.Left, mode
        )
        self._caret = cursor.position()
        self.setTextCursor(cursor)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._line.setGeometry(0, self.height() - _CAPTION, self.width(), 1)
        self._strip.setGeometry(0, self.height() - _CAPTION, self.width(), _CAPTION)


def _demo() -> QWidget:
    import re

    text = (
        "贾母少歇一回，自然领着刘姥姥都见识见识。先到了潇湘馆。一进门，只见两边翠竹夹路，土地下苍苔布满，"
        "中间羊肠一条石子漫的路。刘姥姥让出路来与贾母众人走，自己却走土地。琥珀拉着他说道：“姥姥，你上来走，"
        "仔细苍苔滑了。”刘姥姥道：“不相干的，我们走熟了的，姑娘们只管走罢。”\n紫鹃早打起湘帘，贾母等进来坐下。"
        "林黛玉亲自用小茶盘捧了一盖碗茶来奉与贾母。王夫人道：“我们不吃茶，姑娘不用倒了。”林黛玉听说，便命丫头把"
        "自己窗下常坐的一张椅子挪到下首，请王夫人坐了。众人都说𠮷祥😀如意，潇湘馆里笑声不断。\n"
    )
    new, known = "贾母 刘姥姥 潇湘馆 琥珀 紫鹃 林黛玉 王夫人 𠮷祥", "土地 姑娘 石子 见识 丫头 椅子 苍苔 羊肠"
    words = dict.fromkeys(new.split(), 0) | dict.fromkeys(known.split(), 1)
    pane = TextPane(mark("Paste or open Chinese text"))
    pane.set_text(text)

    def count() -> None:
        found = [(m.start(), m.end(), words[m[0]]) for m in re.finditer("|".join(words), pane.text())]
        table = np.array(found, int).reshape(-1, 3)
        pane.set_spans(lambda start, stop: (table[:, 0], table[:, 1], table[:, 2]))

    def choose(start: int, stop: int) -> None:
        word = pane.text()[start:stop]
        places = [m.start() for m in re.finditer(re.escape(word), pane.text())]
        pane.set_selected(len(word), np.array(places))

    pane.edited.connect(count)
    pane.word_clicked.connect(choose)
    count()
    choose(text.index("潇湘馆"), text.index("潇湘馆") + 3)
    return pane


if __name__ == "__main__":
    from widgets.look import demo

    demo.run(_demo)
