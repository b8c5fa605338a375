"""The GAN lab on points from a person's chair: one window for all that needs no other run."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QApplication, QFileDialog, QLabel

from engines.gan.plane import queries
from engines.gan.plane.presets import PLANE
from engines.ground.branches import Branches
from engines.ground.runner import State
from playground.ground import i18n
from tests.app.conftest import SMALL, Driver, at_lab, driven

POINTS = {**PLANE.values, "hidden": 8, "depth": 2, "batch": 16, "ema": 0.0}
PICTURES = {"data": "faces", **SMALL}


@pytest.fixture(scope="module")
def window(qapp: QApplication) -> Iterator[Driver]:
    from pytestqt.qtbot import QtBot

    class Request:
        """What a bot wants of a test: nothing that outlives it is registered."""

        node = None

    yield from driven(QtBot(Request()), qapp, at_lab("gan", POINTS))


@pytest.fixture
def lab(window: Driver) -> Driver:
    """The shared window, at rest; tests leave it on points, and start no other run."""
    return seen(window)


@pytest.fixture
def own(qtbot, qapp: QApplication) -> Iterator[Driver]:
    """A window of a test's own, in which it may start other runs."""
    for window in driven(qtbot, qapp, at_lab("gan", POINTS)):
        yield seen(window)


def seen(app: Driver) -> Driver:
    """Wait until both players have been looked at."""
    app.until(lambda: app.find("gan.plane").layer("heat") is not None)
    return app.settled()


def asked(lab: Driver, question):
    return lab.lab.bridge.runner.ask(question).result(5)


def weights(lab: Driver, letter: str) -> dict[str, np.ndarray]:
    def copied(engine):
        return {
            k: v.numpy().copy() for k, v in engine.trainer.tensors().items() if k.startswith(letter + ".")
        }

    return asked(lab, copied)


def equal(a, b) -> bool:
    return all(np.array_equal(a[k], b[k]) for k in a)


def test_both_players_are_seen_and_what_is_seen_follows_training(lab):
    view = lab.find("gan.plane")
    assert set(view.names()) == {"heat", "mesh", "real", "fake", "push"}
    first = view.layer("mesh").nodes
    lab.click("gan.play")
    lab.until(lambda: lab.run.step >= 50)
    lab.click("gan.pause")
    lab.settled()
    lab.until(lambda: view.layer("heat").values.shape == (queries.FINE, queries.FINE))
    lab.settled()
    now = asked(lab, lambda e: queries.look(e, fine=True))
    assert np.array_equal(view.layer("heat").values, now.heat)
    assert np.array_equal(view.layer("mesh").nodes, now.mesh)
    assert not np.array_equal(now.mesh, first)
    assert lab.find("gan.figure.modes").text().endswith("of 8")
    assert lab.find("gan.floor.modes").text() == "8 of 8"
    assert float(lab.find("gan.floor.wasserstein").text()) > 0


def test_each_player_moves_alone_at_a_click(lab):
    step = lab.run.step
    for player, moves, stands in (("d", "D", "G"), ("g", "G", "D")):
        moving, standing = weights(lab, moves), weights(lab, stands)
        lab.click(f"gan.only_{player}")
        lab.settled()
        assert not equal(weights(lab, moves), moving)
        assert equal(weights(lab, stands), standing)
    assert lab.run.step == step


def test_slow_motion_shows_one_move_after_the_other(lab):
    lab.click("gan.slow")
    assert lab.find("gan.speed").isVisible()
    lab.until(lambda: "D has moved" in lab.find("gan.turn").text())
    lab.until(lambda: "G has moved" in lab.find("gan.turn").text())
    assert lab.find("gan.plane").layer("moved") is not None
    assert lab.state() is State.RUNNING
    lab.click("gan.slow")
    step = lab.run.step
    lab.until(lambda: lab.run.step > step + 9)  # at full speed again
    lab.click("gan.pause")
    lab.until(lambda: lab.find("gan.plane").layer("moved") is None and lab.find("gan.turn").text() == "")
    lab.settled()


def test_a_layer_switched_off_is_remembered(lab):
    switch = lab.find("gan.plane.mesh")
    lab.click("gan.plane.mesh")
    assert not lab.find("gan.plane").is_visible("mesh")
    state = lab.lab.save_state()
    assert state["plane"] == {"off": ["mesh"]}
    lab.lab.restore_state({"plane": {"off": ["heat", 3, "x"]}})
    assert lab.find("gan.plane").is_visible("mesh")
    assert switch.isChecked()
    assert not lab.find("gan.plane").is_visible("heat")
    lab.lab.restore_state({"plane": {"off": []}})


def test_pointing_at_noise_shows_what_becomes_of_it_and_back(lab):
    lab.find("gan.noise").hovered.emit(0.5, -0.5)
    lab.until(lambda: lab.find("gan.plane").layer("spot") is not None)
    spot = asked(lab, lambda e: queries.spot(e, 0.5, -0.5))
    assert lab.find("gan.plane").layer("spot").places[0] == pytest.approx(spot.point, abs=1e-6)
    assert "z (0.50, −0.50)" in lab.find("gan.spot").text()
    lab.find("gan.noise").left.emit()
    assert lab.find("gan.plane").layer("spot") is None
    shown = asked(lab, queries.look)
    lab.find("gan.plane").hovered.emit(*shown.fake[7].tolist())
    lab.until(lambda: lab.find("gan.noise").layer("spot") is not None)
    assert lab.find("gan.noise").layer("spot").places[0] == pytest.approx(shown.noise[7], abs=1e-6)


def test_the_loss_is_switched_while_it_runs_and_the_curves_say_when(lab):
    runner = lab.lab.bridge.runner
    lab.click("gan.play")
    step = lab.run.step
    lab.until(lambda: lab.run.step > step)
    lab.run.set_values(loss="lsgan", regulariser="r1")
    lab.until(lambda: [c.field for c in lab.lab.latest.changes] == ["loss", "regulariser"])
    lab.click("gan.pause")
    lab.settled()
    assert lab.lab.bridge.runner is runner
    assert asked(lab, queries.look).centre == 0.5
    lab.run.set_values(loss="ns", regulariser="none")


def test_samples_are_exported_as_a_table_and_the_plane_as_a_picture(lab, tmp_path: Path, monkeypatch):
    for name in ("samples.csv", "plane.png"):
        path = tmp_path / name
        monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *a, path=path, **k: (str(path), ""))
        lab.click("gan.export")
        lab.until(path.exists)
    rows = list(csv.reader((tmp_path / "samples.csv").open()))
    assert rows[0] == ["x", "y"]
    assert len(rows) == 20_001


def test_it_speaks_chinese_on_a_light_ground(lab):
    i18n.use("zh")
    lab.window.theme.set_mode("light")
    lab.click("gan.slow")
    lab.until(lambda: lab.find("gan.turn").text() != "")
    assert not lab.window.grab().isNull()
    lab.click("gan.slow")
    lab.click("gan.pause")
    i18n.use("en")
    lab.settled()


def test_saved_runs_paintings_pictures_and_points_follow_each_other(own: Driver, tmp_path: Path):
    reopen(own, tmp_path / "run.safetensors")
    look_back(own)
    paint(own)
    app, source = own, own.lab.source
    app.run.set_values(**PICTURES)
    app.until(lambda: app.find("gan.samples").isVisible())
    app.settled()
    assert app.find("gan.selected").isVisible()
    assert app.notice == ""
    source.wanted.emit(source.settings("data", "moons", app.run.config, app.window, asked=False))
    app.until(lambda: app.find("gan.plane").isVisible() and not app.run.building)
    app.until(lambda: app.find("gan.plane").layer("heat") is not None)
    assert app.run.config.batch == 256  # what suits points
    assert not app.find("gan.samples").isVisible()
    app.window.action_set.refresh()
    assert not app.window.action_set["gan.pin"].isEnabled()
    assert app.window.action_set["gan.do.only_d"].isEnabled()
    assert app.notice == ""
    app.run.set_values(**PICTURES)
    app.until(lambda: app.find("gan.samples").isVisible())
    source.settings(
        "data", "painted", app.run.config, app.window, asked=False
    )  # there is nothing painted yet
    app.until(lambda: app.find("gan.easel").isVisible())
    assert app.run.config.plane


def look_back(app: Driver) -> None:
    """Show the plane of earlier steps, and go on from one of them."""

    def often(engine):
        engine.branches = Branches(every=20)

    view, line = app.find("gan.plane"), app.lab.stage.plane.timeline
    asked(app, often)
    app.run.bridge.runner.step(49)
    app.until(lambda: app.run.step == 50 and app.state() is State.PAUSED)
    now = np.copy(asked(app, queries.look).mesh)
    app.until(lambda: np.array_equal(view.layer("mesh").nodes, now))
    app.bot.keyClick(app.find("gan.plane.scrubber"), Qt.Key.Key_Home)
    app.until(lambda: not np.array_equal(view.layer("mesh").nodes, now))
    assert line.at() == asked(app, queries.look).step == 0
    app.find("gan.plane.scrubber").moved.emit(app.lab.latest.kept.index(40))
    app.settled()
    then = asked(app, queries.look)
    assert then.step == 40
    app.until(lambda: np.array_equal(view.layer("mesh").nodes, then.mesh))
    app.until(lambda: app.find("gan.figure.modes").text().endswith("of 8"))
    app.click("gan.plane.live")
    app.until(lambda: np.array_equal(view.layer("mesh").nodes, now))
    (content,) = app.lab.points.films()
    assert len(asked(app, lambda engine: list(content.make(engine)))) == len(app.lab.latest.kept)
    line.look_back(40)
    app.click("gan.plane.go_on")
    app.until(lambda: app.run.step == 40 and "Back at step 40" in app.notice)
    app.until(lambda: np.abs(view.layer("mesh").nodes - then.mesh).max() < 1e-2)  # half precision
    app.lab.outdated.emit("kept")  # as if closed


def paint(app: Driver) -> None:
    """Paint a dot, and have it learned."""
    app.click("gan.paint")
    easel = app.find("gan.easel")
    assert easel.isVisible()
    spot = QPoint(easel.width() // 2, easel.height() // 2)
    app.bot.mousePress(easel, Qt.MouseButton.LeftButton, pos=spot)
    app.bot.mouseRelease(easel, Qt.MouseButton.LeftButton, pos=spot)
    app.click("gan.learn")
    app.until(lambda: app.run.config.data == "painted" and not app.run.building)
    app.until(lambda: app.lab.latest.modes == 0)
    assert not easel.isVisible()
    assert app.find("gan.plane").isVisible()
    assert app.find("gan.figure.modes").text() == "–"


def reopen(own: Driver, path: Path) -> None:
    """Save, go on, and open what was saved."""
    own.click("gan.step")
    own.until(lambda: own.run.step == 1)
    saved: list[int] = []
    own.run.save(path, lambda *_: saved.append(1))
    own.until(lambda: bool(saved))
    fake = own.settled().lab.latest.fake
    own.click("gan.step")
    own.until(lambda: own.run.step == 2)
    own.window.page.files.open_path(str(path))
    own.until(lambda: own.run.step == 1)
    assert np.array_equal(own.settled().lab.latest.fake, fake)


def test_the_table_of_architectures_says_before_it_is_asked_that_it_is_of_pictures(lab):
    assert (
        "Choose pictures" in lab.lab.benches.compare.table.controls.findChild(QLabel, "gan.table.said").text()
    )


def test_the_checkerboard_of_points_says_what_it_is_for_and_its_bench_works(lab):
    lab.lab.pages.turn_to("checkerboard")  # as a session that ended there opens
    try:
        lab.click("gan.step")
        lab.until(lambda: all(lab.find(f"gan.board.{way}.figure").text() for way in ("convT", "bilinear")))
        assert "points" in lab.find("gan.board.now").text()
        assert not lab.find("gan.board.as_run").isEnabled()
    finally:
        lab.lab.pages.turn_to("train")
