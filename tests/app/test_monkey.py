"""Random acts in the whole window: the seed is in the name, every lab of the registry takes part."""

from __future__ import annotations

import random
from collections.abc import Iterator

import pytest
from PySide6.QtCore import QEventLoop, QPoint, Qt
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QApplication, QDialog, QFileDialog, QMenu, QMessageBox, QWidget

from engines.ground import spec
from engines.ground.runner import State
from playground.app import make_window
from playground.ground import i18n
from playground.lab import REGISTRY
from playground.shell.session import Session
from tests.app.conftest import Driver
from tests.app.test_every_lab import TINY
from tests.conftest import flush_deleted
from widgets.controls.slider import Slider

ACTS = 10  # begun in each lab; --long does a hundred times as many
NEVER = ("file.quit", "view.full")


@pytest.fixture
def app(qtbot, qapp, monkeypatch) -> Iterator[Driver]:
    for name, answer in (
        ("getOpenFileName", ("", "")), ("getOpenFileNames", ([], "")),
        ("getSaveFileName", ("", "")), ("getExistingDirectory", ""),
    ):  # fmt: skip
        monkeypatch.setattr(QFileDialog, name, lambda *a, answer=answer, **k: answer)
    monkeypatch.setattr(QDesktopServices, "openUrl", lambda *a: True)
    monkeypatch.setattr(QMessageBox, "exec", lambda *a: 0)
    session = Session()
    session.data = {"language": "en", "labs": {key: {"config": dict(TINY[key])} for key in TINY}}
    window = make_window(qapp, session)
    window.resize(1280, 800)
    window.show()
    window.furnish(REGISTRY[0].key)
    yield Driver(qtbot, window).ready()
    window.end()
    window.deleteLater()
    flush_deleted()
    i18n.use("en")


class Monkey:
    """What it can do, with whatever is in sight."""

    def __init__(self, app: Driver, seed: int) -> None:
        self.app, self.rng = app, random.Random(seed)

    def act(self) -> None:
        """An action of the table, the shell's or the shown lab's: tabs are among them."""
        rows = [row for row in self.app.window.action_set.rows if row.id not in NEVER]
        self.app.window.action_set[self.rng.choice(rows).id].trigger()

    def slide(self) -> None:
        """A press somewhere on a slider."""
        if sliders := self._seen(Slider):
            slider = self.rng.choice(sliders)
            at = QPoint(self.rng.randrange(max(slider.width(), 1)), slider.height() // 2)
            self.app.bot.mouseClick(slider, Qt.MouseButton.LeftButton, pos=at)

    def set(self) -> None:
        """A live setting; others would make nets that are not small."""
        run = self.app.run
        field = self.rng.choice([f for f in spec.fields(type(run.config)) if f.live])
        if field.kind == "choice":
            run.set_values(**{field.name: self.rng.choice(field.choices)[0]})
        elif field.kind == "bool":
            run.set_values(**{field.name: self.rng.random() < 0.5})
        elif field.kind in ("int", "float"):
            value = self.rng.uniform(field.low or 0.0, min(field.high or 1.0, 50.0))
            run.set_values(**{field.name: round(value) if field.kind == "int" else value})

    def click(self) -> None:
        """A place on the stage, with or without Shift."""
        stage = self.app.window.page.stage  # beside it a button brings the preset, and its large nets
        views = [
            v for v in self._seen(QWidget) if stage.isAncestorOf(v) and not v.children() and v.width() > 8
        ]
        if views:
            view = self.rng.choice(views)
            at = QPoint(self.rng.randrange(view.width()), self.rng.randrange(max(view.height(), 1)))
            shift = self.rng.choice((Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.ShiftModifier))
            self.app.bot.mouseClick(view, Qt.MouseButton.LeftButton, shift, at)

    def key(self) -> None:
        """A bare letter, wherever the focus is."""
        focus = QApplication.focusWidget() or self.app.window
        self.app.bot.keyClick(focus, self.rng.choice("abcdefghijklmnopqrstuvwxyz.0 "))

    def _seen(self, kind: type) -> list[QWidget]:
        page = self.app.window.page
        return [w for w in page.findChildren(kind) if w.isVisible() and w.isEnabled()]

    def many(self, count: int) -> None:
        """So many acts; what opens before the window is closed."""
        acts = (self.act, self.act, self.slide, self.set, self.click, self.key)
        for _ in range(count):
            self.rng.choice(acts)()
            for window in QApplication.topLevelWidgets():
                if isinstance(window, (QDialog, QMenu)) and window.isVisible():
                    window.close()
            QApplication.processEvents(QEventLoop.ProcessEventsFlag.AllEvents, 20)


@pytest.mark.slow
@pytest.mark.timeout(1800)
@pytest.mark.parametrize("seed", [2026])
def test_a_monkey_finds_nothing(app, long, seed):
    """It begins in each lab of the registry in turn, and goes where its acts lead it."""
    monkey = Monkey(app, seed)
    for key in (entry.key for entry in REGISTRY):
        app.window.open(key)
        app.ready()
        monkey.many(ACTS * (100 if long else 1))
    for child in app.window.findChildren(QWidget):
        if child.windowType() == Qt.WindowType.Popup and child.isVisible():
            child.close()
    flush_deleted()
    app.run.pause()
    app.until(lambda: app.state() in (State.PAUSED, State.STARTING))


def test_no_bare_letter_destroys(app):
    """Letters belong to tools of a page; none of the window's may throw a run away."""
    harmless = {"run.toggle", "run.step", "gan.pin", "gan.do.only_d", "gan.do.only_g", "gan.do.slow"}
    harmless |= {"denoise.do.walk", "denoise.do.jump"}
    for key in (entry.key for entry in REGISTRY):
        app.window.open(key)
    bare = {row.id for row in app.window.action_set.rows if len(row.shortcut) == 1 or row.shortcut == "Space"}
    assert {id_ for id_ in bare if not id_.startswith("vqvae.tool.")} <= harmless
