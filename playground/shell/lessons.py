"""Leads through a lab's lessons: which page shows, which steps are true, what is remembered."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from PySide6.QtCore import QObject, Qt, QTimer
from PySide6.QtWidgets import QWidget

from playground.ground import i18n
from playground.ground.lesson import Lesson, LessonText
from playground.lab import Lab
from widgets.frame.lesson_strip import LessonStrip

LOOK = 250  # ms between two looks at what the lab shows


class Lessons(QObject):
    """Pages of a lesson are its question, its steps, its claim.

    While the newest step shows, it is done as long as it is true; whoever goes on takes along what it was
    then, since the next step may well be to take it back, and may go back to read.
    """

    def __init__(self, lab: Lab, page: QWidget) -> None:
        super().__init__(page)
        self.lessons: Sequence[Lesson] = lab.lessons()
        self._lab, self._page = lab, page
        self._texts: dict[str, LessonText] = {}
        self._at = self._farthest = 0
        self._lesson: Lesson | None = None
        self._done: set[str] = set()  # "lesson.step", of those gone through this time
        self._finished: list[str] = []
        self.strip = LessonStrip(lab.key)
        self.strip.hide()
        self.strip.chosen.connect(self.open)
        self.strip.back_clicked.connect(lambda: self._go(self._at - 1))
        self.strip.next_clicked.connect(self._next)
        self.strip.show_clicked.connect(self._show_where)
        self.strip.close_clicked.connect(self.close)
        self._look = QTimer(self, interval=LOOK)
        self._look.timeout.connect(self.look)

    def toggle(self) -> None:
        """Open the first lesson that is not done, or close the one that is open."""
        if self._lesson is not None:
            self.close()
        elif self.lessons:
            left = [lesson for lesson in self.lessons if lesson.key not in self._finished]
            self.open((left or self.lessons)[0].key)

    def open(self, key: str) -> None:
        """Begin a lesson; one that is not there is left alone."""
        found = [lesson for lesson in self.lessons if lesson.key == key]
        if found:
            self._lesson = found[0]
            self._done = {mark for mark in self._done if not mark.startswith(f"{key}.")}
            self._farthest = 0
            self.retell()
            self._go(0)
            self.strip.show()
            self._look.start()

    def close(self) -> None:
        """Put the strip away."""
        self._lesson = None
        self._look.stop()
        self.strip.hide()

    @property
    def open_key(self) -> str:
        """The lesson under way, "" for none."""
        return self._lesson.key if self._lesson is not None else ""

    def retell(self) -> None:
        """Say it in the language shown now."""
        if self.lessons:
            self._texts = self._lab.lesson_texts(i18n.language())
            self._offer()
            if self._lesson is not None:
                self._show()

    def look(self) -> None:
        """Look whether the step that shows is done now; one that was undone is open again."""
        lesson = self._lesson
        if lesson is None or not self._page.isVisible() or not 1 <= self._at <= len(lesson.steps):
            return
        step = lesson.steps[self._at - 1]
        sign = {f"{lesson.key}.{step.key}"}
        done = step.done()
        if done == (sign <= self._done) or (not done and self._at < self._farthest):
            return
        self._done = self._done | sign if done else self._done - sign
        if self._true(lesson) and lesson.key not in self._finished:
            self._finished.append(lesson.key)
            self._offer()
        self._show()

    def state(self) -> dict[str, Any]:
        """What is remembered."""
        return {"done": list(self._finished)}

    def restore(self, state: Mapping[str, Any]) -> None:
        """Put it back; what is unknown is left out."""
        done = state.get("done")
        known = [lesson.key for lesson in self.lessons]
        self._finished = [key for key in known if isinstance(done, list) and key in done]

    # -- pages -----------------------------------------------------------------------------------------

    def _true(self, lesson: Lesson) -> bool:
        return all(f"{lesson.key}.{step.key}" in self._done for step in lesson.steps)

    def _offer(self) -> None:
        titles = self._texts
        self.strip.set_lessons(
            [(one.key, titles[one.key].title, one.key in self._finished) for one in self.lessons]
        )

    def _next(self) -> None:
        lesson = self._lesson
        if lesson is not None and self._at > len(lesson.steps):
            at = self.lessons.index(lesson) + 1
            self.open(self.lessons[at].key)
        else:
            self._go(self._at + 1)

    def _go(self, at: int) -> None:
        self._at, self._farthest = at, max(self._farthest, at)
        self._show()
        self.look()

    def _show(self) -> None:
        lesson = self._lesson
        if lesson is None:
            return
        text, at, pages = self._texts[lesson.key], self._at, len(lesson.steps) + 2
        where, done, words = False, None, text.question
        if 1 <= at <= len(lesson.steps):
            step = lesson.steps[at - 1]
            where, words = bool(step.at), text.steps[step.key]
            done = f"{lesson.key}.{step.key}" in self._done
        elif at > len(lesson.steps):
            done, words = self._true(lesson), text.claim
        last = at == pages - 1 and lesson is self.lessons[-1]
        self.strip.set_page(lesson.key, words, at + 1, pages, done, where=where, last=last)

    def _show_where(self) -> None:
        lesson = self._lesson
        if lesson is None or not 1 <= self._at <= len(lesson.steps):
            return
        target = self._page.findChild(QWidget, lesson.steps[self._at - 1].at)
        if target is not None:
            target.setFocus(Qt.FocusReason.TabFocusReason)  # the ring shows it
