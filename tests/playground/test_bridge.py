"""What a bridge tells, and what it keeps to itself."""

from __future__ import annotations

import threading
from concurrent.futures import Future
from typing import Any

from engines.ground.runner import State
from playground.ground.bridge import Bridge


class Asked:
    """A runner of which one can only ask: the test answers."""

    def __init__(self) -> None:
        self.answer: Future[Any] = Future()

    def ask(self, _work: Any, _key: str | None = None, *, anytime: bool = False) -> Future[Any]:
        return self.answer


def asked(bridge: Bridge, heard: list[Any], anytime: bool) -> Asked:
    runner: Any = Asked()
    bridge.runner = runner
    bridge.ask(lambda _: None, heard.append, heard.append, anytime=anytime)
    return runner


def test_a_look_at_the_engine_that_stands_is_answered(qapp):
    bridge, heard = Bridge(), []
    asked(bridge, heard, anytime=True).answer.set_result("seen")
    qapp.processEvents()
    assert heard == ["seen"]


def test_a_late_look_at_a_replaced_engine_is_dropped(qapp):
    bridge, heard = Bridge(), []
    old = asked(bridge, heard, anytime=True)
    bridge.runner = Asked()  # type: ignore[assignment]
    old.answer.set_result("what is no longer so")
    qapp.processEvents()
    assert heard == []


def test_what_became_of_a_saved_run_is_told_also_when_its_engine_was_replaced(qapp):
    bridge, heard = Bridge(), []
    old = asked(bridge, heard, anytime=False)
    bridge.runner = Asked()  # type: ignore[assignment]
    old.answer.set_exception(problem := OSError("disk full"))
    qapp.processEvents()
    assert heard == [problem]


class Slow:
    """An engine that stands when it is told to."""

    def snapshot(self) -> str:
        return "seen"

    def close(self) -> None:
        pass


def test_a_first_engine_that_never_stood_is_let_go_when_another_is_built(qtbot):
    """Before the first one stands, another preset is chosen: one engine is left, not two."""
    bridge = Bridge()
    waiting, go = threading.Event(), threading.Event()

    def slow(runner: Any) -> Any:
        waiting.set()
        assert go.wait(10)
        runner.report("on", None)
        return Slow()

    first = bridge.start(slow)
    assert waiting.wait(10)
    second = bridge.start(lambda _: Slow())
    assert bridge.runner is second
    qtbot.waitUntil(lambda: bridge.ever_ready)
    go.set()
    qtbot.waitUntil(lambda: first.state is State.CLOSED)
    assert bridge.close()
    assert not first.alive


def test_an_engine_that_stood_unheard_is_let_go_when_its_successor_stands(qtbot):
    """Both stand before the window's thread has looked."""
    bridge = Bridge()
    first = bridge.start(lambda _: Slow())
    while first.state is State.STARTING:
        pass
    second = bridge.start(lambda _: Slow())
    while second.state is State.STARTING:
        pass
    qtbot.waitUntil(lambda: bridge.runner is second)
    qtbot.waitUntil(lambda: not first.alive)
    assert bridge.close()


def test_a_closed_bridge_builds_nothing(qapp):
    bridge = Bridge()
    assert bridge.close()
    built: list[int] = []
    runner = bridge.start(lambda _: built.append(1))
    assert runner.state is State.CLOSED
    assert built == []
