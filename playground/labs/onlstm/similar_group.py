"""In the inspector: a hint, or the words asked about and a few sentences with the spans most like them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, Signal

from engines.ground.marks import mark
from widgets.frame.panel import Group
from widgets.look.figures import count
from widgets.look.i18n import tr
from widgets.look.labels import WrappedLabel
from widgets.trees.span_rows import SpanRow, SpanRows

if TYPE_CHECKING:
    from engines.onlstm.similar import Found

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

    def about(self) -> str:
        """What is said above the list."""
        return self._about.text()

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
        self._show(said, [SpanRow(*like.parts(), _figure(like.alike)) for like in found.likes])

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


def _figure(alike: float) -> str:
    return f"{max(0.0, alike):.3f}"
