"""Looking back on a GAN's earlier steps, and going on from one."""

from __future__ import annotations

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QImage

from engines.ground.branches import Branches
from engines.ground.runner import State
from tests.app.conftest import at_lab, driven
from tests.app.test_every_lab import TINY


@pytest.fixture
def run(app):
    """At step 60, having kept its whole state every twenty steps."""

    def often(engine):
        engine.branches = Branches(every=20)

    app.lab.bridge.ask(often)
    app.run.bridge.runner.step(60)
    app.until(lambda: app.run.step == 60 and app.state() is State.PAUSED)
    return app.settled()


def sheet(app) -> QImage:
    """As it is seen."""
    return app.find("gan.samples").grab().toImage()


def test_the_way_back_shows_sheet_and_sliders_of_then_and_play_goes_on_from_there(run):
    lab, line = run.lab, run.lab.stage.timeline
    now, picture = sheet(run), lab.subject
    seen = []
    picture.edited.connect(lambda found: seen.append(found.copy()))
    run.bot.keyClick(run.find("gan.scrubber"), Qt.Key.Key_Home)
    run.settled()
    assert line.at() == 0
    assert run.find("gan.drawn").text() == "step 0"
    then = sheet(run)
    assert then != now
    first = seen[-1]
    run.find("gan.scrubber").moved.emit(1)  # dragged to step 20
    run.settled()
    assert line.at() == 20
    assert not np.array_equal(seen[-1], first)
    run.click("gan.live")
    run.settled()
    assert sheet(run) == now

    run.find("gan.scrubber").moved.emit(2)
    run.settled()
    assert run.find("gan.go_on").text() == "Go on from 40"
    run.click("gan.go_on")
    run.until(lambda: run.run.step == 40)
    run.settled()
    assert line.at() is None
    assert "Back at step 40" in run.notice
    assert "60 steps" in run.notice
    assert max(lab.latest.kept) == 40
    run.follow("Bring it back")
    run.until(lambda: run.run.step == 60 and not run.run.building)
    run.settled()
    assert 0 in lab.latest.kept
    assert sheet(run) == now


@pytest.fixture
def codes(qtbot, qapp):
    yield from driven(qtbot, qapp, at_lab("vqvae", TINY["vqvae"]))


def test_the_vqvae_lab_shows_the_sheets_of_then(codes):
    codes.run.bridge.runner.step(12)
    codes.until(lambda: codes.run.step == 12 and codes.state() is State.PAUSED)
    codes.settled()

    def seen() -> list[QImage]:
        return [codes.find(f"vqvae.{name}").grab().toImage() for name in ("reconstruction", "bypassed")]

    now = seen()
    codes.bot.keyClick(codes.find("vqvae.scrubber"), Qt.Key.Key_Home)
    codes.settled()
    then = seen()
    assert all(a != b for a, b in zip(then, now, strict=True))
    codes.click("vqvae.live")
    codes.settled()
    assert seen() == now
    paint_with_the_model_of_then(codes)


def paint_with_the_model_of_then(codes):
    lab = codes.lab
    lab.show_page("paint")
    painter, preview = lab.painter, lab.preview
    codes.until(lambda: painter.document is not None and painter.document.version == lab.latest.version)
    fresh = preview.picture.copy()
    codes.find("vqvae.scrubber").moved.emit(0)
    codes.until(lambda: painter.document.version != lab.latest.version)
    assert not np.array_equal(codes.settled().lab.preview.picture, fresh)
    painter.press((0, 0))
    painter.release()
    codes.settled()
    grid, old = painter.grid.copy(), preview.picture.copy()
    assert painter.document.edited
    codes.click("vqvae.live")
    codes.until(lambda: painter.document.version == lab.latest.version)
    codes.settled()
    assert np.array_equal(painter.grid, grid)  # the stroke stays
    assert not np.array_equal(preview.picture, old)
    assert painter.document.undo_name
    lab.show_page("compare")
    assert not codes.find("vqvae.scrubber").isVisible()


def test_the_codebook_of_then_is_shown_with_what_can_be_known_of_it(codes):
    lab, health = codes.lab, codes.find("vqvae.health")
    codes.run.bridge.runner.step(60)
    codes.until(lambda: codes.run.step == 60 and codes.state() is State.PAUSED)
    lab.show_page("codebook")
    codes.settled()
    assert codes.find("vqvae.scrubber").isVisible()

    def seen() -> tuple[QImage, ...]:
        return tuple(codes.find(f"vqvae.{name}").grab().toImage() for name in ("codes", "map", "usage"))

    now, said = seen(), health.text()
    codes.find("vqvae.scrubber").moved.emit(1)
    codes.until(lambda: "step 20" in health.text())
    assert "counted anew over" in health.text()
    then = seen()
    assert all(a != b for a, b in zip(now, then, strict=True))
    codes.run.bridge.runner.step(1)  # the run goes on beneath
    codes.until(lambda: codes.run.step == 61 and codes.state() is State.PAUSED)
    codes.settled()
    assert "step 20" in health.text()
    assert seen()[0] == then[0]
    lab.show_page("train")
    codes.find("vqvae.scrubber").moved.emit(0)
    codes.settled()
    lab.show_page("codebook")  # where it is asked for
    codes.until(lambda: "step 0" in health.text())
    codes.click("vqvae.live")
    codes.settled()
    assert "counted anew" not in health.text()
    assert health.text().startswith(said.split()[0])
