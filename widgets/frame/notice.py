"""One line that says what happened, instead of a dialog that stops everything. It lies over what is there."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal

import numpy as np
from PySide6.QtCore import QEvent, QObject, QPropertyAnimation, QSize, Qt, QTimer
from PySide6.QtGui import QAccessible, QAccessibleEvent
from PySide6.QtWidgets import (
    QApplication,
    QFrame,
    QHBoxLayout,
    QPushButton,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from widgets.controls.buttons import icon_button, text_button
from widgets.look import icons, motion, style
from widgets.look.i18n import again, say, tr
from widgets.look.labels import ElidedLabel
from widgets.look.thumbnail import Thumbnail

Kind = Literal["info", "warn", "error"]
Link = tuple[str, Callable[[], Any]]

HEIGHT = 40
READ, LINKED = 10_000, 20_000  # ms that information shows, without and with something to press
PICTURE = (64, 32)  # logical px
_MOST = 50  # a flood drops the oldest
_SIGNS = {"info": ("info", "accent"), "warn": ("warning", "warn"), "error": ("x-circle", "error")}


@dataclass(frozen=True)
class _Notice:
    kind: Kind
    sentence: str
    links: tuple[Link, ...]
    key: str
    since: float = field(compare=False, default=0.0)
    """When it was posted; for how long it waited behind others counts, too."""

    def read_ms(self) -> int:
        """For how long it shows if it is only information."""
        return LINKED if self.links else READ

    def outlived(self, now: float) -> bool:
        """Whether what it says was news too long ago."""
        return self.kind == "info" and (now - self.since) * 1000 > self.read_ms()


class NoticeBar(QWidget):
    """Shows the newest notice; the others wait behind "2 more". Nothing shows when there is none.

    What is only information leaves by itself when there was time to read it, and does not come back if it
    has waited as long behind others; warnings and errors stay.
    """

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("notice")
        self._waiting: list[_Notice] = []  # the last one shows
        self._face = QFrame()
        self._face.setFixedHeight(HEIGHT)
        self._sign = icons.Sign("info", "accent", 18)
        self._picture = Thumbnail(*PICTURE, close=True)
        self._picture.setObjectName("notice.picture")
        self._picture.hide()
        self._pictures: dict[str, np.ndarray] = {}  # by the key of a notice that waits
        self._text = ElidedLabel()
        self._text.setObjectName("notice.text")
        self._text.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self._links = QHBoxLayout()
        self._links.setSpacing(4)
        self._more = text_button("", self._rotate, role="link")
        self._more.setObjectName("notice.more")
        say(self._more, name="More notices")
        self._close = icon_button("x", "Close", self.dismiss, size=16)
        self._close.setObjectName("notice.close")
        line = QHBoxLayout(self._face)
        line.setContentsMargins(16, 0, 8, 0)
        line.setSpacing(10)
        line.addWidget(self._sign)
        line.addWidget(self._picture)
        line.addWidget(self._text, 1)
        line.addLayout(self._links)
        line.addWidget(self._more)
        line.addWidget(self._close)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self._face, 0, Qt.AlignmentFlag.AlignBottom)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self.setFixedHeight(0)
        self.hide()
        self._place: QWidget | None = None
        self._leave = QTimer(self, singleShot=True)
        self._leave.timeout.connect(self._time_out)
        self._slide = QPropertyAnimation(self, b"maximumHeight", self)
        self._slide.finished.connect(self._settle)

    def lie_over(self, place: QWidget) -> None:
        """Lie at the lower edge of a widget, over what it shows: nothing there changes its size."""
        self._place = place
        self.setParent(place)
        self._slide.valueChanged.connect(lambda _: self._lay())
        place.installEventFilter(self)
        self._lay()

    def _lay(self) -> None:
        if self._place is not None:
            height = min(self.maximumHeight(), HEIGHT)
            self.setGeometry(0, self._place.height() - height, self._place.width(), height)
            self.raise_()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self._place and event.type() == QEvent.Type.Resize:
            self._lay()
        return super().eventFilter(watched, event)

    def _time_out(self) -> None:
        focus = QApplication.focusWidget()
        if self.underMouse() or (focus is not None and self.isAncestorOf(focus)):
            self._leave.start()  # somebody reads it
        elif self._waiting and self._waiting[-1].kind == "info":
            self.dismiss()

    def post(self, kind: Kind, sentence: str, links: Sequence[Link] = (), key: str = "") -> None:
        """Show a notice in front of the others; one with the same ``key`` is replaced.

        Args:
            kind: colour and icon.
            sentence: English, or what ``tr`` made of it: it follows a change of language.
            links: at most two (words, what to do); doing it closes the notice.
        """
        notice = _Notice(kind, sentence, tuple(links)[:2], key, time.monotonic())
        kept = [old for old in self._waiting if not (key and old.key == key) and old != notice]
        self._waiting = [*kept, notice][-_MOST:]
        self._pictures.pop(key, None)  # of another thing
        self._refresh()
        QAccessible.updateAccessibility(QAccessibleEvent(self._text, QAccessible.Event.Alert))

    def show_picture(self, key: str, picture: np.ndarray) -> None:
        """What the notice ``key`` is about: uint8 (h, w, 3), or (h, w) in ink; one that left has none."""
        if any(notice.key == key for notice in self._waiting):
            self._pictures[key] = picture
            self._illustrate()

    def dismiss(self, key: str = "") -> None:
        """Take away the notice called ``key``, or the one that shows."""
        if key and not any(notice.key == key for notice in self._waiting):
            return  # what shows has as much time left as before, however often others ask
        now, showing = time.monotonic(), self._waiting[-1:]
        if key:
            self._waiting = [notice for notice in self._waiting if notice.key != key]
        elif self._waiting:
            self._waiting.pop()
        self._waiting = [n for n in self._waiting if n in showing or not n.outlived(now)]
        self._refresh()

    def clear(self) -> None:
        """Take all away."""
        self._waiting = []
        self._refresh()

    def current(self) -> str:
        """The sentence that shows, as shown; empty when there is none."""
        return again(self._waiting[-1].sentence) if self._waiting else ""

    def count(self) -> int:
        """How many there are, the one that shows included."""
        return len(self._waiting)

    def _rotate(self) -> None:
        if self._waiting:  # else the last one left by itself, and only its bar still slides away
            self._waiting.insert(0, self._waiting.pop())
            self._refresh()

    def _refresh(self) -> None:
        self._leave.stop()
        if self._waiting:
            newest = self._waiting[-1]
            self._fill(newest)
            if newest.kind == "info":
                self._leave.start(newest.read_ms())
        height = HEIGHT if self._waiting else 0
        if height != self._slide.endValue() or self._slide.endValue() is None:
            self._move(height)

    def _illustrate(self) -> None:
        """The picture of the notice that shows, if it has one. Those of notices that have left go."""
        there = {notice.key for notice in self._waiting}
        self._pictures = {key: picture for key, picture in self._pictures.items() if key in there}
        picture = self._pictures.get(self._waiting[-1].key) if self._waiting else None
        self._picture.set_picture(picture)
        self._picture.setVisible(picture is not None)
        self._sign.setVisible(picture is None)

    def _fill(self, notice: _Notice) -> None:
        self._illustrate()
        style.set_role(self._face, f"notice-{notice.kind}")
        icons.set_icon(self._sign, *_SIGNS[notice.kind])
        self._text.setText(again(notice.sentence))
        self._text.setAccessibleName(self._text.text())
        while (item := self._links.takeAt(0)) is not None:
            if (old := item.widget()) is not None:
                old.hide()
                old.deleteLater()
        for at, link in enumerate(notice.links):
            button = self._link(notice, link)
            button.setObjectName(f"notice.link.{at}")
            self._links.addWidget(button)
        others = len(self._waiting) - 1
        self._more.setVisible(others > 0)
        self._more.setText(tr("{count} more", count=others))
        self._more.setAccessibleName(self._more.text())

    def _link(self, notice: _Notice, link: Link) -> QPushButton:
        words, act = link

        def follow() -> None:
            self._waiting = [other for other in self._waiting if other is not notice]
            self._refresh()
            act()

        return text_button(again(words), follow, role="link")

    def _move(self, height: int) -> None:
        self._slide.stop()
        self._slide.setStartValue(self.height() if self.isVisible() else 0)
        self._slide.setEndValue(height)
        self._slide.setDuration(motion.duration(motion.SLIDE))
        self.setMinimumHeight(0)
        self._appear()
        self._slide.start()

    def _appear(self) -> None:
        if self.parentWidget() is not None:  # else it would be a window of its own
            self.show()

    def _settle(self) -> None:
        height = HEIGHT if self._waiting else 0
        self.setFixedHeight(height)
        self._lay()
        if height:
            self._appear()
        else:
            self.hide()

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.ParentChange and self._waiting:
            self._appear()
        return super().event(event)

    def sizeHint(self) -> QSize:
        return QSize(400, HEIGHT)

    def minimumSizeHint(self) -> QSize:
        return QSize(0, 0)

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.LanguageChange and self._waiting:
            self._fill(self._waiting[-1])
        super().changeEvent(event)


def _demo() -> QWidget:
    page = QWidget()
    column = QVBoxLayout(page)
    info, warn, error = NoticeBar(), NoticeBar(), NoticeBar()
    info.post("info", "The model has trained 640 steps since you opened this.", [("Encode again", list)])
    warn.post("info", "Autosaved at step 3,000.")
    warn.post("info", "A new version is here.")
    warn.post("warn", "3 files are not pictures and were skipped.", [("Show them", list)])
    error.post(
        "error",
        "Out of memory at batch 256. The run is kept, and this sentence goes on for longer than the window.",
        [("Use 128", list), ("Details", list)],
    )
    for bar in (info, warn, error):
        column.addWidget(bar)
    column.addStretch()
    return page


if __name__ == "__main__":
    from widgets.look import demo

    demo.run(_demo)
