"""Disks that are full or slow: nothing is lost, nothing untrue is said, and the window waits for none of it."""

from __future__ import annotations

import os
import threading

import pytest

from engines.ground.runner import State
from playground.ground import i18n

FULL = "No space left on device"


def play_to(app, step: int) -> None:
    app.run.play()
    app.until(lambda: app.run.step >= step)
    app.run.pause()
    app.until(lambda: app.state() is State.PAUSED)
    app.settled()


@pytest.fixture
def full(app, monkeypatch):
    """A run worth keeping, and then no room for anything."""
    monkeypatch.setattr("playground.run.autosave.WORTH_KEEPING", 2)
    play_to(app, 3)
    app.run.autosave.autosave()

    def refuse(*_: object) -> None:
        raise OSError(28, FULL)

    monkeypatch.setattr(os, "fsync", refuse)
    monkeypatch.setattr("playground.shell.closing.close_anyway", lambda *_: True)
    return app


def test_a_change_says_that_the_run_before_could_not_be_kept(full):
    steps = full.run.step
    full.run.set_values(width_g=6)
    full.until(lambda: f"({steps} steps) could not be kept" in full.notice)
    assert FULL in full.notice
    assert full.run.shelf.runs() == []


def test_a_save_says_that_it_failed_and_leaves_the_old_file(full, tmp_path):
    path = tmp_path / "run.safetensors"
    path.write_bytes(b"old")
    full.run.save(path, lambda: pytest.fail("it is not saved"))
    full.until(lambda: f"run.safetensors could not be saved: {FULL}" in full.notice)
    assert path.read_bytes() == b"old"
    assert [p.name for p in tmp_path.glob("*.safetensors*")] == ["run.safetensors"]


def test_an_autosave_says_that_it_failed_and_the_run_goes_on(full):
    full.run.play()
    full.until(lambda: full.state() is State.RUNNING)
    step = full.run.step
    full.run.autosave.autosave()
    full.until(lambda: FULL in full.notice)
    full.until(lambda: full.run.step > step)


def test_tabs_and_languages_turn_without_a_word(full):
    full.window.open("ellipse")
    full.window.open("gan")
    i18n.toggle()
    i18n.toggle()
    full.window.remember()
    full.window.session.flush()
    assert full.lab.key == "gan"


def test_closing_asks_before_the_run_is_lost(full, monkeypatch):
    asked: list[str] = []

    def stay(lost, _parent) -> bool:
        asked.extend(str(error) for error in lost.values())
        return False

    monkeypatch.setattr("playground.shell.closing.close_anyway", stay)
    full.window.close()
    assert len(asked) == 1
    assert FULL in asked[0]
    assert full.window.isVisible()
    assert full.lab.bridge.runner.alive
    monkeypatch.setattr("playground.shell.closing.close_anyway", lambda *_: True)


def test_the_window_s_thread_never_waits_for_a_disk(app, monkeypatch, tmp_path):
    """Tabs, languages, themes, runs kept and saved, the session: all of it is written by other threads."""
    threads: list[threading.Thread] = []
    fsync = os.fsync

    def noted(handle: int) -> None:
        threads.append(threading.current_thread())
        fsync(handle)

    monkeypatch.setattr(os, "fsync", noted)
    monkeypatch.setattr("playground.run.autosave.WORTH_KEEPING", 2)
    play_to(app, 3)
    app.run.save(tmp_path / "run.safetensors")
    app.window.open("ellipse")
    app.window.open("gan")
    i18n.toggle()
    i18n.toggle()
    app.run.set_values(width_g=6)
    app.until(lambda: "is kept" in app.notice and not app.run.building)
    app.window.close()
    assert len(threads) >= 3
    assert threading.main_thread() not in threads
