"""The whole program, small: the GAN lab with tiny nets on few pictures."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PIL import Image
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QDialog, QWidget

from engines.ground.runner import State
from playground.app import make_window
from playground.ground import i18n
from playground.lab import Lab
from playground.shell.session import Session
from playground.shell.window import MainWindow
from tests.conftest import flush_deleted

SMALL = {"limit": 96, "width_g": 4, "width_d": 4, "nz": 8, "batch": 4, "selfmod_hidden": 4, "lr_d": 1e-4}


class Driver:
    """Acts on the window as a person would, by object names."""

    def __init__(self, qtbot: Any, window: MainWindow) -> None:
        self.bot, self.window = qtbot, window

    @property
    def lab(self) -> Lab:
        assert self.window.current is not None
        return self.window.current

    @property
    def run(self) -> Any:
        return self.lab.run

    def find(self, name: str) -> Any:
        found = self.window.findChild(QWidget, name)
        assert found is not None, f"no widget {name}"
        return found

    def click(self, name: str) -> None:
        self.bot.mouseClick(self.find(name), Qt.MouseButton.LeftButton)

    def choose(self, name: str, title: str) -> None:
        """Press the part of a switch that says ``title``."""
        from PySide6.QtWidgets import QAbstractButton

        part = next(b for b in self.find(name).findChildren(QAbstractButton) if b.text() == title)
        self.bot.mouseClick(part, Qt.MouseButton.LeftButton)

    def until(self, truth: Callable[[], bool], seconds: float = 30) -> None:
        self.bot.waitUntil(truth, timeout=round(seconds * 1000))

    def ready(self) -> Driver:
        """Wait until an engine stands and has been looked at."""
        self.until(lambda: self.lab.latest is not None and not self.run.building)
        return self

    def settled(self) -> Driver:
        """Wait until the engine's thread has done all that was asked, and the window has heard of it."""
        done: list[int] = []
        self.lab.bridge.ask(lambda _: 0, done.append)
        bridge = self.lab.bridge
        self.until(lambda: bool(done) and bridge.runner.latest.empty and bridge.quiet)
        return self

    def afresh(
        self, preset: str, view: Mapping[str, Any], config: Mapping[str, Any], *, keep: bool = False
    ) -> Driver:
        """The shown lab as it was when it was opened: a run at step 0 of this recipe, this view, no notice.

        ``keep`` the engine, if it has made no step with it.
        """
        run, page = self.run, self.window.page
        for window in QApplication.topLevelWidgets():
            if isinstance(window, QDialog):
                window.close()
        run.pause()
        before = run.config
        run.restore(preset, dict(config))
        if not keep or run.step or run.config != before or run.building:
            heard: list[str] = []
            told = self.lab.noticed.connect(lambda *notice: heard.append(notice[3]))
            kept = run.autosave.worth_it and self.lab.bridge.runner.alive
            self.lab.latest = None
            run.open(None, adopt=False)
            self.until(lambda: "kept" in heard or not kept)  # else that is said in the middle of the test
            self.lab.noticed.disconnect(told)
        self.ready().settled()
        self.lab.restore_state(view)
        page.notices.clear()
        flush_deleted()
        self.window.activateWindow()  # keys go to it again, after windows that lay over it
        return self.settled()

    @property
    def notice(self) -> str:
        return self.window.page.notices.current()

    def follow(self, text: str) -> None:
        """Click a link of the notice."""
        from PySide6.QtWidgets import QAbstractButton

        links = [b for b in self.window.page.notices.findChildren(QAbstractButton) if b.text() == text]
        assert links, f"no link {text} in: {self.notice}"
        self.bot.mouseClick(links[0], Qt.MouseButton.LeftButton)

    def state(self) -> State:
        return self.lab.bridge.runner.state


def driven(
    qtbot: Any, qapp: QApplication, session: Session, size: tuple[int, int] = (1280, 800)
) -> Iterator[Driver]:
    """A window with these settings, shown, its lab ready; closed at the end, for fixtures to yield from."""
    window = make_window(qapp, session)
    window.resize(*size)
    window.show()
    window.furnish()
    yield Driver(qtbot, window).ready()
    window.close()
    window.deleteLater()
    flush_deleted()
    i18n.use("en")


def at_lab(key: str, config: dict[str, Any] | None = None) -> Session:
    """Settings of last time: this tab, with this config."""
    session = Session()
    session.data = {"language": "en", "tab": key, "labs": {key: {"config": dict(config or {})}}}
    return session


@pytest.fixture
def session() -> Session:
    """Settings of last time: tiny nets."""
    session = Session()
    session.data = {"language": "en", "labs": {"gan": {"preset": "cpu", "config": dict(SMALL)}}}
    return session


@pytest.fixture
def app(qtbot, qapp: QApplication, session: Session) -> Iterator[Driver]:
    """The window, shown, its first lab ready."""
    yield from driven(qtbot, qapp, session, (1440, 900))


@pytest.fixture
def photos(tmp_path: Path) -> Path:
    """A folder as people have them: sizes, modes, a rotated one, broken ones."""
    folder = tmp_path / "my-photos"
    folder.mkdir()
    rng = np.random.default_rng(0)
    for i, (mode, size) in enumerate(
        (("RGB", (80, 60)), ("RGBA", (33, 90)), ("L", (40, 40)), ("P", (50, 31)))
    ):
        pixels = rng.integers(0, 256, (size[1], size[0], 3), dtype=np.uint8)
        Image.fromarray(pixels).convert(mode).save(folder / f"p{i}.png")
    photo = Image.fromarray(rng.integers(0, 256, (48, 64, 3), dtype=np.uint8))
    exif = photo.getexif()
    exif[0x0112] = 6
    photo.save(folder / "turned.jpg", exif=exif)
    (folder / "broken.png").write_bytes((folder / "p0.png").read_bytes()[:60])
    (folder / "empty.jpg").write_bytes(b"")
    (folder / "notes.png").write_text("no picture")
    return folder
