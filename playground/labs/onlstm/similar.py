"""Spans that the model reads as it reads the one that was clicked: asked for, shown, followed."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, Signal

from engines.ground.marks import mark
from engines.onlstm.texts.tokens import joined
from playground.labs.onlstm import jobs
from widgets.frame.panel import Group
from widgets.look.figures import count
from widgets.look.i18n import tr
from widgets.look.labels import WrappedLabel
from widgets.trees.span_rows import SpanRow, SpanRows

if TYPE_CHECKING:
    from engines.onlstm.similar import Found, Like
    from playground.labs.onlstm.lab import OnLstmLab

SELDOM = 3.0  # seconds between refreshes while the model learns: each reads all held-out sentences
HINT = mark("Click a split in the tree to see which other words are read alike.")


class SimilarGroup(Group):
    """A hint, or the words asked about and a few sentences with the spans most like them."""

    picked = Signal(int)

    def __init__(self) -> None:
        super().__init__("Similar gate pattern")
        self.setObjectName("onlstm.similar")
        self._about = WrappedLabel(role="caption")
        self.rows = SpanRows()
        self.rows.setObjectName("onlstm.similar.rows")
        self.rows.picked.connect(self.picked)
        self.body.setSpacing(4)
        self.body.addWidget(self._about)
        self.body.addWidget(self.rows)
        self.show_hint()

    def show_hint(self) -> None:
        """Nothing is asked for."""
        self._show(lambda: tr(HINT), ())

    def show_waiting(self) -> None:
        """The held-out sentences are being read."""
        self._say(lambda: tr("Reading the held-out sentences…"))

    def show_found(self, words: str, length: int, found: Found) -> None:
        """What is read like ``words``, a span of so many units."""
        if found.likes:
            some = mark("Most like: {words}. The same pattern is 1; spans as long have {average} on average.")
            said = partial(tr, some, words=words, average=_figure(found.average))
        else:
            none = mark("No other held-out sentence has {count} words in a row.")
            said = partial(tr, none, count=count(length))
        self._show(said, [_row(like) for like in found.likes])

    def _show(self, about: Callable[[], str], rows: Sequence[SpanRow]) -> None:
        self._say(about)
        self.rows.set_rows(rows)
        self.rows.setVisible(bool(rows))

    def _say(self, about: Callable[[], str]) -> None:
        self._tell = about
        self._about.setText(about())

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.LanguageChange:
            self._about.setText(self._tell())
        super().changeEvent(event)


def _row(like: Like) -> SpanRow:
    before, upto, whole = (joined(like.tokens[:n]) for n in (like.start, like.end, len(like.tokens)))
    span = upto[len(before) :]
    lead = span[: len(span) - len(span.lstrip())]
    return SpanRow(before + lead, span.lstrip(), whole[len(upto) :], _figure(like.alike))


def _figure(alike: float) -> str:
    return f"{max(0.0, alike):.3f}"


class SimilarSpans:
    """Remembers what was clicked and keeps the list true while weights, layer or gate change."""

    def __init__(self, lab: OnLstmLab, group: SimilarGroup) -> None:
        self._lab, self._group = lab, group
        self._text = ""
        self._words: tuple[str, ...] = ()  # of the sentence asked about
        self._span = (0, 0)
        self._found: tuple[Like, ...] = ()
        self._state: object = None  # what the list was made with
        self._next = 0.0
        group.picked.connect(self._follow)

    def choose(self, start: int, end: int) -> None:
        """A node was clicked."""
        parse = self._lab.parse
        if parse is None or end > len(parse.tokens):
            return
        self._text, self._words, self._span = self._lab.sentence, parse.tokens, (start, end)
        self._ask()

    def clear(self) -> None:
        """Another run."""
        self._words, self._found, self._state = (), (), None
        self._group.show_hint()

    def refresh(self) -> None:
        """The sentence, the weights or the choice may be others: ask again, seldom while the model learns."""
        parse = self._lab.parse
        if not self._words or parse is None:
            return
        if parse.tokens != self._words:
            if parse.tokens not in {like.tokens for like in self._found}:  # else it was followed: keep it
                self.clear()
            return
        learning = self._lab.run.playing and time.monotonic() < self._next
        if self._now(parse.step) != self._state and not learning and not self._group.folded:
            self._ask()

    def _now(self, step: int) -> object:
        return self._lab.looks(), step

    def _ask(self) -> None:
        text, words, span = self._text, self._words, self._span
        choice, at, control = self._lab.looks()
        self._next = time.monotonic() + SELDOM

        def take(found: tuple[int, Found] | None) -> None:
            if (words, span) != (self._words, self._span):
                return
            if found is None:
                self._group.show_waiting()
                self._ask()
                return
            step, shown = found
            self._found = shown.likes
            self._state = ((choice, at, control), step)
            asked = joined(words[span[0] : span[1]])
            self._group.show_found(asked, span[1] - span[0], shown)

        self._lab.ask(lambda e: jobs.similar(e, text, span, choice, at, control), take, key="similar")

    def _follow(self, row: int) -> None:
        """Go to a sentence of the list."""
        if row < len(self._found):
            self._lab.show_sentence(self._found[row])
