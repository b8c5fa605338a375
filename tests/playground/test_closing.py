"""The end: engines that hang are waited for together, not one after the other."""

from __future__ import annotations

import pytest

from playground.ground import bridge as bridges
from playground.ground.bridge import Bridge
from playground.shell import closing


class Clock:
    """A time that passes only when somebody waits."""

    now = 100.0

    def monotonic(self) -> float:
        return self.now


class Hangs:
    """An engine's line, or its runner, that takes all the time it is given."""

    alive = True

    def __init__(self, clock: Clock) -> None:
        self.clock, self.given = clock, []

    def tell_to_close(self) -> None:
        assert not self.given, "all are told before one is waited for"

    def close(self, timeout: float) -> bool:
        self.given.append(timeout)
        self.clock.now += timeout
        return False


@pytest.fixture
def clock(monkeypatch) -> Clock:
    found = Clock()
    monkeypatch.setattr(closing, "time", found)
    monkeypatch.setattr(bridges, "time", found)
    return found


def test_all_labs_have_two_seconds_together(clock):
    hanging = {key: Hangs(clock) for key in "abc"}
    closing.end_all(hanging)
    assert [h.given for h in hanging.values()] == [[2.0], [0.0], [0.0]]


def test_so_have_all_runners_of_a_lab(clock, qapp):
    bridge = Bridge()
    leaving = [Hangs(clock) for _ in range(3)]
    for runner in leaving:
        bridge.release(runner)
    assert not bridge.close(1.5)
    assert sorted(h.given for h in leaving) == [[0.0], [0.0], [1.5]]
