"""Features are learned while the run plays, and looked for at once."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from PySide6.QtCore import QObject, Signal

from engines.images.scores.background import Background
from playground.labs.gan.live_features import LiveFeatures


class Run(QObject):
    """What of a run is asked."""

    playing_changed = Signal(bool)
    playing = False

    def play(self, on: bool) -> None:
        self.playing = on
        self.playing_changed.emit(on)


class Work(Background):
    """Nothing is kept; it learns in three pieces."""

    def __init__(self, pieces: int = 3) -> None:
        super().__init__()
        self.left, self.rest = pieces, 0.0

    def advance(self, engine: Any) -> float:
        if self.learning:
            self.left -= 1
        self.learning = self.left > 0
        self.done = self.left == 0
        return self.rest


class Asked:
    """Questions that wait to be answered."""

    def __init__(self) -> None:
        self.waiting: list[tuple[Any, Any, Any]] = []

    def __call__(self, query: Any, then: Any, *, failed: Any) -> None:
        self.waiting.append((query, then, failed))

    def answer(self) -> None:
        query, then, _ = self.waiting.pop(0)
        then(query(None))


@pytest.fixture
def parts(qapp: Any) -> Any:
    made: list[Work] = []

    def make() -> Work:
        made.append(Work())
        return made[-1]

    run, asked = Run(), Asked()
    return LiveFeatures(asked, run, run, make), run, asked, made  # type: ignore[arg-type]


def spin(qtbot: Any, truth: Callable[[], object]) -> None:
    qtbot.waitUntil(lambda: bool(truth()), timeout=5000)


def ended(qtbot: Any, live: LiveFeatures) -> None:
    """The rest is over."""
    spin(qtbot, lambda: not live.resting)


def test_what_is_kept_is_looked_for_at_once_and_learning_waits_for_play(parts: Any, qtbot: Any) -> None:
    live, run, asked, made = parts
    live.begin(pictures=True)
    asked.answer()
    assert made[0].learning
    ended(qtbot, live)
    assert asked.waiting == []
    run.play(True)
    while not made[0].done:
        spin(qtbot, lambda: asked.waiting)
        assert len(asked.waiting) == 1
        asked.answer()
    ended(qtbot, live)
    run.play(False)
    run.play(True)
    assert asked.waiting == []


def test_a_rest_is_kept_and_a_pause_ends_it(parts: Any, qtbot: Any) -> None:
    live, run, asked, made = parts
    run.playing = True
    live.begin(pictures=True)
    made[0].rest = 3600.0
    asked.answer()
    run.play(True)
    assert asked.waiting == []  # it rests


def test_another_run_begins_anew_and_points_have_none(parts: Any, qtbot: Any) -> None:
    live, run, asked, made = parts
    run.playing = True
    live.begin(pictures=True)
    live.begin(pictures=True)
    assert len(made) == 2
    asked.answer()  # of the first, too late
    asked.answer()
    spin(qtbot, lambda: len(asked.waiting) == 1)
    live.begin(pictures=False)
    asked.answer()
    ended(qtbot, live)
    assert asked.waiting == []
    assert len(made) == 2


def test_one_that_fails_is_not_asked_again(parts: Any, qtbot: Any) -> None:
    live, run, asked, _ = parts
    run.playing = True
    live.begin(pictures=True)
    _, _, failed = asked.waiting.pop()
    failed(MemoryError("no room"))
    run.play(True)
    assert asked.waiting == []
