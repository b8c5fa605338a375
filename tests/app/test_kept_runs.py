"""Kept runs: listed with how far they are, how old, and what they make."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtWidgets import QLabel, QWidget

from engines.ground import checkpoint
from playground.shell.session import Session
from tests.app.conftest import Driver, driven
from tests.conftest import new_home


@pytest.fixture
def alone(qtbot, qapp, session, tmp_path_factory, monkeypatch) -> Iterator[Driver]:
    """A window of a test's own, in a home where no run was ever kept."""
    monkeypatch.setenv("SEVEN_LABS_HOME", str(new_home(tmp_path_factory)))
    session.path = Session().path
    yield from driven(qtbot, qapp, session, (1440, 900))


def test_kept_runs_are_listed_and_one_is_opened(alone, monkeypatch):
    """The long run of before two short trials is still there."""
    app = alone
    monkeypatch.setattr("playground.run.autosave.WORTH_KEEPING", 2)
    app.lab.bridge.runner.step(9)
    app.until(lambda: app.run.step == 9)
    for nz in (10, 12):
        app.run.set_values(nz=nz)
        app.until(lambda: not app.run.building and app.run.step == 0)
        app.lab.bridge.runner.step(3)
        app.until(lambda: app.run.step == 3)
    app.until(lambda: len(app.run.shelf.runs()) == 2)
    assert "run.kept" in {
        action.objectName().removeprefix("action.") for action in app.window.enabled_actions()
    }
    app.window.commands.show_kept()
    popup = app.find("gan.kept")
    assert "step 9" in texts(popup)
    assert "just now" in texts(popup)
    longest = max(app.run.shelf.runs(), key=lambda run: run.steps)
    app.click(f"gan.kept.{longest.path.name}")
    app.until(lambda: app.run.step == 9 and app.run.config.nz == 8)


def test_kept_runs_show_what_they_make(alone, monkeypatch):
    """Also where one of before has no picture, and one is spoilt: these have an empty frame."""
    app = alone
    monkeypatch.setattr("playground.run.autosave.WORTH_KEEPING", 2)
    app.lab.bridge.runner.step(3)
    app.until(lambda: app.run.step == 3)
    runner, shelf = app.lab.bridge.runner, app.run.shelf
    runner.ask(shelf.keep).result(5)
    found = checkpoint.load(shelf.runs()[0].path)
    bare = shelf.room("before", 1)
    checkpoint.save(bare, found.lab, found.meta, found.tensors)
    spoilt = shelf.room("before", 2)
    checkpoint.save(spoilt, found.lab, found.meta, found.tensors, "9x9x3:AAAA")
    app.window.commands.show_kept()
    drawn = app.find(f"gan.kept.{shelf.autosave.path.name}.picture")
    app.until(lambda: not drawn.empty)
    assert all(app.find(f"gan.kept.{path.name}.picture").empty for path in (bare, spoilt))
    app.click(f"gan.kept.{spoilt.name}")
    app.until(lambda: app.run.step == found.meta["step"])
    app.window.page.files.offer_last_run()
    app.until(lambda: app.find("notice.picture").isVisible())
    assert "Your last run" in app.notice


def texts(root: QWidget) -> str:
    return " ".join(label.text() for label in root.findChildren(QLabel))
