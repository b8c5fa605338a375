"""A lab made with the house's parts alone, in the time of a coffee: everything that the house promises works."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QDialog, QFileDialog, QTextBrowser

from playground.app import make_window
from playground.ground import i18n
from playground.lab import REGISTRY, Entry
from playground.shell.session import Session
from tests.app.conftest import Driver
from tests.app.ninth.engine import BowlConfig, BowlEngine, open_checkpoint
from tests.app.test_every_lab import (  # the suites that every lab has to pass
    test_every_action_of_the_tab_can_be_asked_for,
    test_everything_that_takes_focus_has_a_name,
    test_it_speaks_both_languages_and_wears_both_themes,
    test_its_state_survives_a_restart,
)
from tests.conftest import flush_deleted

__all__ = (
    "test_every_action_of_the_tab_can_be_asked_for",
    "test_everything_that_takes_focus_has_a_name",
    "test_it_speaks_both_languages_and_wears_both_themes",
    "test_its_state_survives_a_restart",
)


@pytest.fixture
def lab(qtbot, qapp) -> Iterator[Driver]:
    row = Entry("ninth", "Ninth", "circle", "tests.app.ninth.lab")
    REGISTRY.append(row)
    session = Session()
    session.data = {"language": "en", "tab": "ninth"}
    window = make_window(qapp, session)
    window.resize(1280, 800)
    window.show()
    window.furnish()
    yield Driver(qtbot, window).ready()
    window.close()
    window.deleteLater()
    flush_deleted()
    i18n.use("en")
    REGISTRY.remove(row)


@pytest.fixture
def seen(lab: Driver) -> Driver:
    """The suites share a window where they may; one lab has no need to."""
    return lab


def played(lab: Driver, steps: int = 60) -> Driver:
    lab.lab.bridge.runner.step(steps)
    lab.until(lambda: lab.run.step == steps)
    return lab.settled()


def test_it_costs_less_than_two_hundred_lines():
    files = (Path(__file__).parent / "ninth").glob("*.py")
    assert sum(len(p.read_text("utf-8").splitlines()) for p in files) < 200


def test_it_plays_and_draws_picture_and_curve(lab):
    before = lab.lab.picture()
    lab.click("ninth.play")
    lab.until(lambda: lab.run.step >= 60)
    lab.click("ninth.pause")
    lab.settled()
    assert lab.lab.picture() != before
    steps, losses = lab.lab.latest.curves["loss"]
    assert len(steps) > 1
    assert losses[-1] < losses[0]
    lab.until(lambda: lab.lab.curves.plot("loss").range()[0][1] > 10)


def test_the_form_has_its_sliders_and_a_live_one_reaches_the_engine(lab):
    field = lab.window.page.form.row("lr")
    assert field.isVisible()
    runner = lab.lab.bridge.runner
    lab.run.set_values(lr=0.05)
    lab.settled()
    assert runner.ask(lambda e: e.config.lr).result(5) == 0.05
    lab.run.set_values(steepness=20.0)  # not live: another engine
    lab.until(lambda: lab.lab.bridge.runner is not runner and not lab.run.building)


def test_a_saved_run_opens_again_to_the_bit(lab, tmp_path, monkeypatch):
    played(lab)
    path = tmp_path / "run.safetensors"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *a, **k: (str(path), ""))
    lab.click("ninth.save")
    lab.until(path.exists)
    step = lab.run.step
    lab.click("ninth.reset")
    lab.until(lambda: lab.run.step == 0)
    lab.window.drop([str(path)])
    lab.until(lambda: lab.run.step == step)
    again = open_checkpoint(path)
    whole = BowlEngine(BowlConfig())
    for _ in range(step):
        whole.step()
    for one in (again, whole):
        one.step()
    assert np.array_equal(again.at, whole.at)
    assert np.array_equal(again.history.points()["loss"], whole.history.points()["loss"])


def test_it_exports_its_table_and_its_picture(lab, tmp_path, monkeypatch):
    table = tmp_path / "loss.json"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *a, **k: (str(table), ""))
    lab.click("ninth.export")
    assert "no picture yet" in lab.notice
    played(lab)
    lab.click("ninth.export")
    assert len(json.loads(table.read_text())["loss"]) == lab.run.step
    image = lab.lab.picture()
    assert isinstance(image, QImage)
    assert image.width() == 64


def test_presets_device_help_and_language_come_with_the_house(lab):
    lab.run.set_preset("narrow")
    lab.until(lambda: not lab.run.building)
    assert lab.run.config.steepness == 80
    pages = set()
    for language in ("en", "zh"):
        i18n.use(language)
        lab.window.commands.show_help()
        dialog = lab.window.findChild(QDialog, "help.dialog")
        pages.add(dialog.findChild(QTextBrowser).toPlainText())
        dialog.close()
        flush_deleted()
    assert len(pages) == 2
