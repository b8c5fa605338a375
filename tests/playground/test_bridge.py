"""What a bridge tells, and what it keeps to itself."""

from __future__ import annotations

from concurrent.futures import Future
from typing import Any

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
