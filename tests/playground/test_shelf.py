"""Kept runs: nothing is moved, nothing lost, and long ones outlive short ones."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import pytest

from engines.ground.problem import FileProblem
from playground.ground.shelf import KEEP, Shelf


class Run:
    """An engine with something to save."""

    def __init__(self, count: int, full: bool = False) -> None:
        self.count, self._full = count, full

    def save(self, path: Path) -> None:
        if self._full:
            raise FileProblem("{name} could not be saved: {reason}.", name=path.name, reason="disk full")
        path.write_text(str(self.count))


def read(run: Any) -> str:
    assert run is not None
    return run.path.read_text()


@pytest.fixture
def shelf(tmp_path, monkeypatch) -> Shelf:
    monkeypatch.setenv("SEVEN_LABS_HOME", str(tmp_path))
    return Shelf("gan")


def test_what_the_session_before_kept_stays_beside_ours(shelf):
    assert shelf.last_time is None
    shelf.keep(Run(900))
    assert read(shelf.last_time) == "900"
    again = Shelf("gan")
    for count in (60, 70):
        again.keep(Run(count))
        assert read(again.last_time) == "900"
        assert read(again.autosave) == str(count)
    assert len(again.runs()) == 2
    assert read(Shelf("gan").last_time) == "70"


def test_a_full_disk_takes_nothing_away(shelf):
    shelf.keep(Run(900))
    again = Shelf("gan")
    with pytest.raises(FileProblem):
        again.keep(Run(60, full=True))
    assert read(again.last_time) == "900"
    assert read(Shelf("gan").last_time) == "900"


def test_a_kill_between_the_new_file_and_the_end_of_the_old_leaves_both_offered(shelf):
    shelf.keep(Run(100))
    Run(200).save(shelf.room("auto", 200))  # and the process ends here
    assert read(Shelf("gan").last_time) == "200"


def test_long_runs_outlive_short_ones(shelf):
    Run(40_000).save(shelf.room("before", 40_000))
    for count in range(50, 50 + 3 * KEEP):
        Run(count).save(shelf.room("before", count))
    steps = [run.steps for run in shelf.runs()]
    assert len(steps) == KEEP
    assert max(steps) == 40_000
    assert 50 + 3 * KEEP - 1 in steps  # the newest is there too


def test_names_of_earlier_versions_are_offered(shelf):
    old = shelf.room("auto", 1).parent / "autosave.safetensors"
    old.write_text("old")
    os.utime(old, (1e9, 1e9))
    again = Shelf("gan")
    assert read(again.last_time) == "old"
    assert again.last_time is not None
    assert again.last_time.steps is None
