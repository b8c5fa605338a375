"""The GAN lab's benches from a person's chair, in one window: checkerboard, Dirac-GAN, scores."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from PySide6.QtCore import QPoint, Qt

from engines.gan import quality
from engines.images.scores import learning
from engines.images.scores.learning import known


def test_benches_are_walked_through(app, monkeypatch):
    checkerboard(app)
    dirac(app)
    remembered(app)
    scores(app)
    monkeypatch.setattr(learning, "STEPS", 3)
    learned(app, monkeypatch)


def checkerboard(app: Any) -> None:
    app.choose("gan.page_choice", "Checkerboard")
    page, board = app.lab.benches.board, app.find("gan.board.map")
    assert "Ratio 4" in app.find("gan.board.ratio").text()
    cards = {way: app.find(f"gan.board.{way}") for way in ("convT", "nearest", "bilinear", "pixelshuffle")}
    app.until(lambda: all(card.has_pixels() for card in cards.values()))

    # the brush: on the map, and on the strip
    app.bot.mouseMove(board, board.cell_rect(4, 5).center().toPoint())
    assert board.marked() == (4, 5)
    assert "inputs 1 × 2" in app.find("gan.board.pixel").text()
    assert app.find("gan.board.strip").lit() == [2, 3]
    app.find("gan.board.strip").setFocus()
    app.bot.keyClick(app.find("gan.board.strip"), Qt.Key.Key_Right)
    assert board.marked() == (4, 6)

    # other settings, other weights: other figures
    def figures() -> list[str]:
        return [app.find(f"gan.board.{way}.figure").text() for way in cards]

    before = figures()
    app.click("gan.board.again")
    app.settled()
    assert figures() != before
    app.bot.keyClick(app.find("gan.board.kernel").slider, Qt.Key.Key_Right)
    assert "divides kernel 4" in app.find("gan.board.ratio").text()
    assert len(np.unique(board.counts()[2:-2, 2:-2])) == 1
    app.click("gan.board.as_run")
    assert page.stack().layers == 3

    # the live meter follows the run while the page shows, and begins anew with it
    app.click("gan.play")
    app.until(lambda: len(page.readings()) > 1 and page.readings()[-1].step > 0)
    app.click("gan.pause")
    app.settled()
    assert [r.step for r in page.readings()] == sorted({r.step for r in page.readings()})
    assert "generated ×" in app.find("gan.board.now").text()
    runner = app.lab.bridge.runner
    app.click("gan.reset")
    app.until(lambda: app.lab.bridge.runner is not runner and not app.run.building)
    app.until(lambda: [r.step for r in page.readings()] == [0])
    app.choose("gan.page_choice", "Train")
    app.click("gan.step")
    app.until(lambda: app.run.step == 1)
    app.settled()
    assert [r.step for r in page.readings()] == [0]  # nobody looks, nobody asks


def dirac(app: Any) -> None:
    app.choose("gan.page_choice", "Dirac-GAN")
    page, plane = app.lab.benches.dirac, app.find("gan.dirac.plane")
    app.until(lambda: page.race.time > 0.3)
    assert page.running()

    # another game, its sliders and its sentence
    assert not app.find("gan.dirac.weight").isEnabled()
    app.click("gan.dirac.choose.gp")
    assert "arrives" in app.find("gan.dirac.shows").text()
    slope = app.find("gan.dirac.centre")
    slope.set_value(1.0)
    slope.moved.emit(1.0)
    assert "slope of 1.00" in app.find("gan.dirac.shows").text()
    assert page.race.systems["gp"].centre == 1.0

    # the start, by hand: time stands while the hand holds it, and runs on when it lets go
    spot = plane.room().center().toPoint()
    app.bot.mousePress(plane, Qt.MouseButton.LeftButton, pos=spot)
    assert not page.running()
    assert page.race.time == 0
    app.bot.mouseMove(plane, spot - QPoint(20, 0))
    theta = page.race.start.theta
    assert theta.real < 0
    app.bot.mouseRelease(plane, Qt.MouseButton.LeftButton, pos=spot - QPoint(20, 0))
    app.until(lambda: page.race.time > 0.3)

    # all five stand below, and the end is the end
    page.race.advance(4000)
    app.until(lambda: not page.running())
    assert page.race.time == pytest.approx(60)
    assert np.abs(np.hypot(*page.race.trail("gp")[-1]) - 1) < 0.05
    for kind, view in page.small.items():
        np.testing.assert_allclose(view.layer("trail").paths[:, 0], page.race.trail(kind), atol=1e-6)
    app.click("gan.dirac.again")
    assert page.race.time < 1
    assert page.race.start.theta == theta
    app.choose("gan.page_choice", "Train")
    assert not page.running()


def remembered(app: Any) -> None:
    state = app.lab.save_state()
    app.lab.benches.board.overlap.set_stack(kernel=2, stride=4, layers=1)
    assert "hit by nothing" in app.find("gan.board.ratio").text()
    app.lab.pages.turn_to("checkerboard")
    app.lab.restore_state(state)
    assert app.lab.save_state() == state
    app.lab.restore_state({"dirac": {"kind": "no", "weights": {"qp": -1}, "centre": "x"}})
    assert app.lab.save_state() == state
    app.lab.restore_state({"page": "nowhere", "board": {"kernel": "x", "layers": 99, "stride": 3}})
    assert (app.lab.benches.board.stack().stride, app.lab.benches.board.stack().layers) == (3, 3)


def scores(app: Any) -> None:
    """Found piece by piece, beside what real pictures reach; and stopped."""
    assert not app.find("gan.scores.verdict").isVisible()
    app.click("gan.scores.run")
    assert app.find("gan.scores.run").text() == "Stop (0 %)"
    app.click("gan.scores.run")
    assert app.find("gan.scores.run").text() == "Score samples"
    app.settled()
    assert app.lab.inspected.scores.scores() is None

    app.click("gan.scores.run")
    app.until(lambda: app.lab.inspected.scores.scores() is not None)
    found = app.lab.inspected.scores.scores()
    assert found.count == app.lab.bridge.runner.ask(lambda e: len(e.deck.train)).result(5) // 2
    assert float(app.find("gan.scores.coverage.floor").text()) == pytest.approx(
        found.floors["coverage"], abs=0.01
    )
    assert f": {found.count}, step" in app.find("gan.scores.verdict").text()
    assert found.faults() != ()  # nothing has been learnt
    runner = app.lab.bridge.runner
    app.click("gan.reset")
    app.until(lambda: app.lab.bridge.runner is not runner and not app.run.building)
    assert not app.find("gan.scores.verdict").isVisible()
    app.run.set_values(limit=40)
    app.until(lambda: app.lab.bridge.runner is not runner and not app.run.building)
    app.settled()
    app.click("gan.scores.run")
    app.until(lambda: "Scores need 64 pictures" in app.notice)
    assert app.find("gan.scores.run").text() == "Score samples"


def learned(app: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """Of enough pictures it is learned first what to compare by, and that is told."""
    runner, said = app.lab.bridge.runner, []
    app.run.set_values(limit=2 * learning.FEW)
    app.until(lambda: app.lab.bridge.runner is not runner and not app.run.building)
    app.settled()
    group, button = app.lab.inspected.scores, app.find("gan.scores.run")
    show = group.show_progress

    def shown(done: float | None, **how: bool) -> None:
        show(done, **how)
        said.append(button.text())

    monkeypatch.setattr(group, "show_progress", shown)
    app.click("gan.scores.run")
    app.until(lambda: not app.lab.scoring.busy)
    assert any("Learning features" in text for text in said)
    assert "tell the classes" in app.find("gan.scores.how").text()
    assert "% right" in app.find("gan.scores.how").text()

    # and what is measured by itself is compared by it from now on
    monkeypatch.setattr(quality, "EVERY", 2)
    curves = app.find("gan.curves")
    curves.make()
    step = app.run.step
    while app.run.step < step + 4:
        before = app.run.step
        app.click("gan.step")
        app.until(lambda before=before: app.run.step > before)
        app.settled()
    seen = app.lab.latest
    assert seen.features.task == "classes"
    assert len(seen.curves["distance.learned"][0]) >= 2
    curves.redraw()
    plot = curves.plot("samples")
    assert plot.note.text() == "learned features"
    assert "classes" in plot.note.toolTip()
    app.until(lambda: "by learned features" in app.find("gan.scores.live").text())

    # another run on the same pictures begins with it
    runner = app.lab.bridge.runner
    app.click("gan.reset")
    app.until(lambda: app.lab.bridge.runner is not runner and not app.run.building)
    app.until(lambda: app.lab.bridge.runner.ask(lambda e: known(e.deck)).result(5) is not None)
    app.click("gan.step")
    app.until(lambda: app.run.step == 1)
    app.click("gan.step")
    app.until(lambda: app.lab.latest.step == 2)
    assert "distance.learned" in app.lab.latest.curves
    assert "distance" not in app.lab.latest.curves
