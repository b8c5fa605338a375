"""A second run beside the lab's own: it makes room, says what is wrong, and ends with the lab."""

from __future__ import annotations

from collections.abc import Iterator
from types import SimpleNamespace
from typing import Any

import pytest
from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtWidgets import QWidget

from engines.ground.compare.passing import Passing
from engines.ground.problem import Finished, Problem
from playground.ground.bridge import Bridge
from playground.kit.compare.sideline import Sideline

LAST = 5


class Own(QObject):
    """The lab's own run, as far as a sideline looks at it."""

    playing_changed = Signal(bool)

    def __init__(self) -> None:
        super().__init__()
        self.bridge, self.playing = Bridge(self), False

    def toggle(self) -> None:
        self.playing = not self.playing
        self.playing_changed.emit(self.playing)


class Counter(Passing):
    """Counts to five."""

    config = None

    def __init__(self) -> None:
        self.count = 0

    def step(self) -> None:
        if self.count == LAST:
            raise Finished("All is counted.")
        self.count += 1

    def snapshot(self) -> Any:
        return SimpleNamespace(step=self.count)

    def close(self) -> None:
        self.count = -1


def build(_: Any) -> Any:
    return Counter()


@pytest.fixture
def own(qtbot) -> Iterator[Own]:
    run = Own()
    yield run
    assert run.bridge.close()


def made(qtbot: Any, own: Own, build: Any) -> tuple[Sideline, list[int]]:
    line = Sideline("side", own, build)  # type: ignore[arg-type]
    qtbot.addWidget(line)
    steps: list[int] = []
    line.shown.connect(lambda snapshot: steps.append(snapshot.step))
    return line, steps


def said(line: Sideline) -> str:
    return line.findChild(QWidget, "side.said").text()


def press(qtbot: Any, line: Sideline, part: str) -> None:
    qtbot.mouseClick(line.findChild(QWidget, f"side.{part}"), Qt.MouseButton.LeftButton)


def test_it_steps_plays_to_the_end_and_is_ended(qtbot, own):
    line, steps = made(qtbot, own, lambda: build)
    assert not line.alive
    press(qtbot, line, "step")
    qtbot.waitUntil(lambda: steps[-1:] == [1])
    press(qtbot, line, "play")
    qtbot.waitUntil(lambda: steps[-1] == LAST and not line.playing)
    assert said(line) == "All is counted."
    runner = line.bridge.runner
    assert runner is not None
    press(qtbot, line, "end")
    qtbot.waitUntil(lambda: not runner.alive)
    assert not line.alive
    assert said(line) == ""
    press(qtbot, line, "step")  # it begins anew
    qtbot.waitUntil(lambda: steps[-1] == 1)


def test_only_one_plays(qtbot, own):
    line, _ = made(qtbot, own, lambda: build)
    line.set_facts(lambda: "Facts")
    own.toggle()
    press(qtbot, line, "play")
    assert (line.playing, own.playing) == (True, False)
    qtbot.waitUntil(lambda: not line.playing)  # at its end
    line.end()
    own.toggle()
    line.one_step()
    assert not own.playing
    qtbot.waitUntil(lambda: said(line) == "Facts · The run itself is paused meanwhile.")
    line.play()
    own.toggle()
    assert not line.playing
    qtbot.waitUntil(lambda: said(line) == "Facts")


def test_what_is_refused_is_said_and_may_be_tried_again(qtbot, own):
    answers: list[Any] = [Problem("Not {what}.", what="now"), "thread", build]

    def choose() -> Any:
        answer = answers.pop(0)
        if isinstance(answer, Problem):
            raise answer
        return refuse if answer == "thread" else answer

    def refuse(_: Any) -> Any:
        raise Problem("It cannot be built.")

    line, steps = made(qtbot, own, choose)
    press(qtbot, line, "play")
    assert said(line) == "Not now."
    assert not line.playing
    press(qtbot, line, "play")
    qtbot.waitUntil(lambda: said(line) == "It cannot be built.")
    assert not line.playing
    press(qtbot, line, "step")
    qtbot.waitUntil(lambda: steps[-1:] == [1])
    assert said(line) == ""


def test_it_ends_with_the_labs_own(qtbot, own):
    line, _ = made(qtbot, own, lambda: build)
    line.play()
    runner = line.bridge.runner
    assert runner is not None
    assert own.bridge.close()
    assert not runner.alive
    line.play()  # a late wish of a window that has closed
    assert not line.alive
