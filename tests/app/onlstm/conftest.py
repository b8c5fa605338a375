"""Drives the ON-LSTM tab as a person would: small, on English, one window a test."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from PySide6.QtWidgets import QApplication

from playground.app import make_window
from playground.ground import i18n
from playground.shell.session import Session
from tests.app.conftest import Driver
from tests.conftest import flush_deleted

SMALL = {"sentences": 60, "emb": 12, "hidden": 12, "chunk": 3, "batch": 8, "steps": 40, "eval_every": 10}


def start(qapp: QApplication, qtbot: Any, **config: Any) -> Driver:
    session = Session()
    values = {**SMALL, **config}
    session.data = {
        "language": "en",
        "tab": "onlstm",
        "labs": {"onlstm": {"preset": "english", "config": values}},
    }
    window = make_window(qapp, session)
    window.resize(1440, 900)
    window.show()
    window.furnish()
    return ready(Driver(qtbot, window))


def ready(driver: Driver) -> Driver:
    driver.until(lambda: driver.lab.latest is not None and not driver.run.building)
    driver.until(lambda: driver.lab.reading.drawn is not None)
    return driver.settled()


def end(driver: Driver) -> None:
    driver.window.close()
    driver.window.deleteLater()
    flush_deleted()


@pytest.fixture
def lab(qtbot: Any, qapp: QApplication) -> Iterator[Driver]:
    driver = start(qapp, qtbot)
    yield driver
    end(driver)
    i18n.use("en")


def say(lab: Driver, text: str) -> None:
    """Type a sentence and wait for its tree."""
    lab.lab.stage.set_sentence(text)
    lab.settled()


def trained(lab: Driver) -> None:
    lab.click("onlstm.play")
    lab.until(lambda: lab.lab.latest.finished and not lab.run.playing)
    lab.settled()
