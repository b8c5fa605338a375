"""A lesson under way, a page at a time: what to do, whether it is done, and the way on."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QFrame, QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from widgets.controls.buttons import icon_button, text_button
from widgets.controls.combo import Combo
from widgets.look import icons, style
from widgets.look.i18n import mark, say, tr
from widgets.look.labels import WrappedLabel, label

_SIGNS = {False: ("circle", "text2"), True: ("check-circle", "ok")}


class LessonStrip(QFrame):
    """Values in, signals out; knows neither labs nor what a step asks for."""

    chosen = Signal(str)
    """Another lesson, by key."""
    back_clicked = Signal()
    next_clicked = Signal()
    show_clicked = Signal()
    """Show me where."""
    close_clicked = Signal()

    def __init__(self, prefix: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName(f"{prefix}.lesson")
        style.set_role(self, "panel")
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Minimum)
        self.choice = Combo(mark("Lesson"), "graduation-cap")
        self.choice.setMinimumWidth(160)
        self.choice.setMaximumWidth(340)
        self.choice.chosen.connect(self.chosen)
        self.choice.setContextMenuPolicy(Qt.ContextMenuPolicy.ActionsContextMenu)
        self.place = label("", "dim")
        self.sign = icons.Sign(*_SIGNS[False], 18)
        self.text = WrappedLabel()
        self.show_me = text_button("Show me where", self.show_clicked.emit, role="link")
        self.back = text_button("Back", self.back_clicked.emit)
        self.next = text_button("Next", self.next_clicked.emit)
        self.close_button = icon_button("x", "Close the lesson", self.close_clicked.emit, size=16)
        parts = {
            "choice": self.choice, "place": self.place, "text": self.text, "where": self.show_me,
            "back": self.back, "next": self.next, "close": self.close_button,
        }  # fmt: skip
        for name, part in parts.items():
            part.setObjectName(f"{prefix}.lesson.{name}")
        self._lay_out()
        say(self, name="Lesson")

    def _lay_out(self) -> None:
        top, below, column = QHBoxLayout(), QHBoxLayout(), QVBoxLayout(self)
        column.setContentsMargins(12, 8, 8, 10)
        column.setSpacing(6)
        top.setSpacing(8)
        top.addWidget(self.choice, 2)
        top.addWidget(self.place)
        top.addStretch(1)
        for part in (self.show_me, self.back, self.next, self.close_button):
            top.addWidget(part)
        below.setSpacing(10)
        below.setContentsMargins(6, 0, 8, 0)
        below.addWidget(self.sign)
        below.addWidget(self.text, 1)
        column.addLayout(top)
        column.addLayout(below)

    def set_lessons(self, lessons: Sequence[tuple[str, str, bool]]) -> None:
        """Offer ``(key, title, whether it has been done)``, in the list and, each by name, in its menu."""
        for old in self.choice.actions():
            self.choice.removeAction(old)
            old.deleteLater()
        for key, title, done in lessons:
            entry = QAction(title, self.choice)
            entry.setObjectName(f"{self.objectName()}.{key}")
            entry.setCheckable(True)
            entry.setChecked(done)
            entry.triggered.connect(partial(self._take, key))
            self.choice.addAction(entry)
        self.choice.set_choices([(key, f"✓ {title}" if done else title) for key, title, done in lessons])

    def _take(self, key: str, *_: object) -> None:
        self.chosen.emit(key)

    def set_page(
        self, key: str, text: str, at: int, of: int, done: bool | None, *, where: bool = False,
        last: bool = False,
    ) -> None:  # fmt: skip
        """Show a page.

        Args:
            key: the lesson's. text: in the language shown. at, of: which page of how many, from 1.
            done: None where there is nothing to do. where: whether there is a control to be shown.
            last: whether there is no way on.
        """
        self.choice.set_key(key)
        self.place.setText(f"{at} / {of}")
        self.text.setText(text)
        style.set_role(self.text, "true" if done and at == of else "")
        self.sign.setVisible(done is not None)
        icons.set_icon(self.sign, *_SIGNS[bool(done)])
        self.show_me.setVisible(where)
        self.back.setEnabled(at > 1)
        self.next.setEnabled(not last)
        style.set_role(self.next, "primary" if done in (True, None) and not last else "")
        words = "" if done is None else tr("done") if done else tr("not yet done")
        self.setAccessibleDescription(f"{text} {words}".strip())


def _demo() -> QWidget:
    strip = LessonStrip("demo")
    strip.set_lessons([("close", "Do two sheets close?", True), ("full", "Which holds most?", False)])
    strip.set_page(
        "close", "Drag Bend to 0 and back to 1. The printed grid never stretches.", 2, 4, True, where=True
    )
    return strip


if __name__ == "__main__":
    from widgets.look import demo

    demo.run(_demo)
