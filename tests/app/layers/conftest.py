"""One window for all tests of this folder; each begins with a fresh drawing of the preset it asks for."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from tests.app.conftest import at_lab, driven
from tests.app.layers.hands import Layers
from tests.conftest import leakless


@pytest.fixture(scope="package", autouse=True)
def private_home(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Settings and saved runs of that window."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("SEVEN_LABS_HOME", str(tmp_path_factory.mktemp("home")))
        yield


@pytest.fixture(scope="package", autouse=True)
def no_leaks(qapp: QApplication) -> Iterator[None]:
    """After the last test the window is gone, with all that its runs began."""
    with leakless():
        yield


@pytest.fixture(scope="package")
def opened(
    request: pytest.FixtureRequest, qapp: QApplication, private_home: None, no_leaks: None
) -> Iterator[Layers]:
    """The window."""
    for driver in driven(QtBot(request), qapp, at_lab("layers", {"batch": 4}), (1440, 900)):
        yield Layers(driver.bot, driver.window)


@pytest.fixture
def lab(opened: Layers) -> Layers:
    """The window with its first drawing, as it is when the tab is opened."""
    return opened.afresh()
