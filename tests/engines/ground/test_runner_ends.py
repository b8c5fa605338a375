"""A runner ends quickly in every state, and leaves no thread and no job behind."""

from __future__ import annotations

import threading

from engines.ground.runner import Runner, State
from tests.engines.ground.conftest import Counter, Shot, Watch


def test_closing_is_quick_in_every_state_and_cancels_jobs():
    for act in ("starting", "paused", "running"):
        watch = Watch()
        built = threading.Event()

        def build(runner: Runner[Shot], built: threading.Event = built) -> Counter:
            built.set()
            return Counter()

        runner: Runner[Shot] = Runner(build, watch.ring)
        runner.start()
        if act != "starting":
            built.wait(5)
        if act == "running":
            runner.play()
        assert runner.close()
        assert runner.state is State.CLOSED
        assert runner.ask(lambda e: 1).cancelled()


def test_a_build_hears_that_it_is_cancelled():
    entered, ended = threading.Event(), threading.Event()

    def build(runner: Runner[Shot]) -> Counter:
        entered.set()
        runner.cancelled.wait(5)
        ended.set()
        runner.report("half way", 0.5)
        raise AssertionError("report should have raised")

    runner: Runner[Shot] = Runner(build)
    runner.start()
    entered.wait(5)
    assert runner.close()
    assert ended.is_set()
    assert runner.state is State.CLOSED
    assert runner.failure is None


def test_open_and_close_400_times_leaves_no_thread():
    before = threading.active_count()
    for _ in range(400):
        runner: Runner[Shot] = Runner(lambda _: Counter())
        runner.start()
        runner.play()
        assert runner.close()
    assert threading.active_count() == before


def test_never_started_runner_closes_and_refuses():
    runner: Runner[Shot] = Runner(lambda _: Counter())
    waiting = runner.ask(lambda e: 1)
    assert runner.close()
    assert waiting.cancelled()
    assert runner.state is State.CLOSED


def test_a_job_may_close_its_own_runner(start):
    runner, watch = start()
    assert runner.ask(lambda _: runner.close()).result(5) is False  # the thread is still in this job
    watch.until(lambda: runner.state is State.CLOSED)
