"""One window for the tests of a module; each begins as if it had been opened for it alone."""

from __future__ import annotations

import functools
from collections.abc import Iterator, Mapping
from typing import Any

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from tests.app.conftest import at_lab, driven
from tests.conftest import leakless, new_home


def one_window(
    key: str, config: Mapping[str, Any], size: tuple[int, int] = (1280, 800), *, keep: bool = False
) -> tuple[Any, Any, Any]:
    """Fixtures that a module takes under the names ``private_home``, ``no_leaks`` and what it likes.

    The third, called with that config or another, answers the window: its lab with a new run of it,
    and with the view that it was opened with. With ``keep``, where tests leave nothing in an engine, a run
    that has made no step is as good as new. What a test begins and does not end is found when the window is
    gone. A test that needs settings or saved runs of its own, or a window in which nothing was ever asked
    for, has to open one.
    """

    @pytest.fixture(scope="module", autouse=True)
    def private_home(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
        with pytest.MonkeyPatch.context() as patch:
            patch.setenv("SEVEN_LABS_HOME", str(new_home(tmp_path_factory)))
            yield

    @pytest.fixture(scope="module", autouse=True)
    def no_leaks(qapp: QApplication) -> Iterator[None]:
        with leakless():
            yield

    @pytest.fixture(scope="module")
    def opened(
        request: pytest.FixtureRequest, qapp: QApplication, private_home: None, no_leaks: None
    ) -> Iterator[Any]:
        for driver in driven(QtBot(request), qapp, at_lab(key, dict(config)), size):
            view, preset = driver.settled().lab.save_state(), driver.run.selection.preset.key
            yield functools.partial(driver.afresh, preset, view, keep=keep)

    return private_home, no_leaks, opened
