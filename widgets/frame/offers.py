"""Things that can be had: each says what it is, how large and under which licence before it is taken."""

from __future__ import annotations

import functools
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from PySide6.QtCore import QPoint, Qt, QTimer, Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from widgets.controls.buttons import icon_button, text_button
from widgets.look import style
from widgets.look.i18n import say
from widgets.look.labels import ElidedLabel, WrappedLabel, label, rule
from widgets.look.thumbnail import Thumbnail

_WIDE = 560  # logical px
_TOP = 52  # below the window's top, as the list of actions
_PICTURE = (96, 48)  # logical px


@dataclass(frozen=True)
class Offer:
    """One thing, already in the language shown.

    Attributes:
        key: what it is called when it is taken.
        title, facts: its name, and figures beside it.
        about, licence: a sentence each.
        source: where it comes from, a link. take: what the button says.

    Licence and source may be empty.
    """

    key: str
    title: str
    facts: str
    about: str
    licence: str
    source: str
    take: str


class Offers(QFrame):
    """A pop-up for one time; a press beside it, Escape or the cross closes it, and nothing has happened.

    Args:
        title, note, other: the head, what to know of all offers, and the button of another way; English.
        offers: one under the other.
        pictured: whether there is room for a picture of each; see :meth:`show_picture`.
        name: the object name; its parts are called ``<name>.<key>``, ``<name>.<key>.source``,
            ``<name>.other`` and ``<name>.close``.
    """

    taken = Signal(str)
    source_wanted = Signal(str)
    other_clicked = Signal()

    def __init__(
        self,
        title: str,
        offers: Sequence[Offer],
        note: str,
        other: str,
        name: str,
        parent: QWidget | None = None,
        *,
        pictured: bool = False,
    ) -> None:
        super().__init__(parent, Qt.WindowType.Popup)
        self._pictures = {offer.key: Thumbnail(*_PICTURE) for offer in offers} if pictured else {}
        self.setObjectName(name)
        style.set_role(self, "popup")
        say(self, name=title)
        close = icon_button("x", "Close", self.close, size=16)
        close.setObjectName(f"{name}.close")
        head, foot = QHBoxLayout(), QHBoxLayout()
        head.addWidget(label(title, "title"), 1)
        head.addWidget(close)
        about = WrappedLabel(role="caption")
        say(about, text=note)
        button = text_button(other, functools.partial(self._leave, ""))
        button.setObjectName(f"{name}.other")
        foot.setSpacing(16)
        foot.addWidget(about, 1)
        foot.addWidget(button, 0, Qt.AlignmentFlag.AlignVCenter)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 8, 12, 12)
        column.setSpacing(8)
        column.addLayout(head)
        for offer in offers:
            column.addWidget(rule())
            column.addLayout(self._beside(offer.key, self._row(offer)))
        column.addWidget(rule())
        column.addLayout(foot)

    def _row(self, offer: Offer) -> QVBoxLayout:
        name = self.objectName()
        line, below = QHBoxLayout(), QHBoxLayout()
        line.setSpacing(10)
        take = text_button(offer.take, functools.partial(self._leave, offer.key), role="soft")
        take.setObjectName(f"{name}.{offer.key}")
        take.setAccessibleName(f"{offer.title}: {offer.take}")
        line.addWidget(label(offer.title, "title"))
        line.addWidget(ElidedLabel(offer.facts, "dim"), 1)
        line.addWidget(take)
        if offer.source:
            source = text_button(
                offer.source, functools.partial(self.source_wanted.emit, offer.key), role="link"
            )
            source.setObjectName(f"{name}.{offer.key}.source")
            below.setSpacing(0)
            below.addWidget(label("From", "dim"))
            below.addWidget(source)
            below.addStretch(1)
        row = QVBoxLayout()
        row.setSpacing(2)
        row.addLayout(line)
        row.addWidget(WrappedLabel(offer.about))
        if offer.licence:
            row.addWidget(WrappedLabel(offer.licence, "dim"))
        row.addLayout(below)
        return row

    def show_picture(self, key: str, picture: np.ndarray) -> None:
        """What an offer looks like: uint8 (h, w, 3), or (h, w) in ink. Of one that is not there: nothing."""
        if key in self._pictures:
            self._pictures[key].set_picture(picture)

    def _beside(self, key: str, row: QVBoxLayout) -> QVBoxLayout | QHBoxLayout:
        if key not in self._pictures:
            return row
        picture, both = self._pictures[key], QHBoxLayout()
        picture.setObjectName(f"{self.objectName()}.{key}.picture")
        both.setSpacing(14)
        both.addWidget(picture, 0, Qt.AlignmentFlag.AlignVCenter)
        both.addLayout(row, 1)
        return both

    def _leave(self, key: str) -> None:
        self.close()
        if key:
            self.taken.emit(key)
        else:
            self.other_clicked.emit()

    def showEvent(self, event: QShowEvent) -> None:
        """Appear in the upper middle of the parent's window, as high as the texts are at its width."""
        self.setFixedWidth(_WIDE)
        self._fit()
        if (parent := self.parentWidget()) is not None:
            window = parent.window()
            self.move(window.mapToGlobal(QPoint((window.width() - self.width()) // 2, _TOP)))
        super().showEvent(event)
        QTimer.singleShot(0, self, self._fit)  # only what is seen knows its font and its width

    def _fit(self) -> None:
        layout = self.layout()
        assert layout is not None
        layout.activate()
        self.setFixedHeight(layout.totalMinimumSize().height())


def _demo() -> QWidget:
    from widgets.frame.empty import EmptyState

    page = EmptyState("download-simple", "Things that can be had", "Show them")
    style.set_role(page, "stage")
    offers = [
        Offer(
            key, title, facts, "English of six kinds. A parser drew the trees from tags checked by hand.",
            "Trees: CC BY 4.0. Texts: CC BY (studies, court), CC BY-SA (lives, travel).",
            "github.com/amir-zeldes/gum", take,
        )
        for key, title, facts, take in (
            ("gum", "GUM", "4,483 sentences, 85,647 words", "Download 3 MB"),
            ("craft", "CRAFT", "29,903 sentences, 685,283 words", "Use"),
        )
    ]  # fmt: skip

    def show() -> None:
        popup = Offers("Treebanks", offers, "They come from GitHub.", "Open a file…", "demo.offers", page)
        popup.taken.connect(print)
        popup.show()

    page.button_clicked.connect(show)
    return page


if __name__ == "__main__":
    from widgets.look import demo

    demo.run(_demo)
