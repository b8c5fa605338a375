"""The GAN lab's latents from a person's chair: hold, walk, drag, encode, copy."""

from __future__ import annotations

import numpy as np
import pytest
from PySide6.QtCore import Qt

from engines.gan import queries
from engines.ground.runner import State
from tests.app.conftest import SMALL, Driver
from tests.app.shared import one_window

private_home, no_leaks, opened = one_window("gan", SMALL, (1440, 900))


@pytest.fixture
def app(opened) -> Driver:
    """The window, shown, its first lab ready."""
    return opened(SMALL)


def test_clicking_a_sample_selects_it_and_sliders_edit_it(app):
    grid = app.find("gan.samples")
    app.bot.mouseClick(grid, Qt.MouseButton.LeftButton, pos=grid.cell_rect(10).center())
    assert app.lab.subject.index == 10
    app.settled()
    seen: list[np.ndarray] = []
    app.lab.subject.edited.connect(seen.append)
    app.find("gan.latent.0").set_value(3.0)
    app.find("gan.latent.0").moved.emit(3.0)
    engine = app.lab.bridge.runner
    look = queries.Look(10, None, None, 9, queries.Sliders(np.eye(8)[0] * 3))
    plain = engine.ask(lambda e: e.inference.render(e.bank.code(10)[None])[0]).result(5)
    pushed = engine.ask(lambda e: queries.edited(e, look)).result(5)
    app.until(lambda: bool(seen) and bool((seen[-1] == pushed).all()))
    assert (pushed != plain).any()


def test_shift_click_sets_b_and_the_strip_ends_there(app):
    grid = app.find("gan.samples")
    app.bot.mouseClick(
        grid, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.ShiftModifier, grid.cell_rect(21).center()
    )
    assert app.lab.subject.b == 21
    app.settled()  # what was asked before the click is answered
    seen: list[np.ndarray] = []
    app.lab.subject.strip.connect(seen.append)
    app.lab.subject.survey()
    app.until(lambda: bool(seen))
    a, b = (
        app.lab.bridge.runner.ask(lambda e, i=i: e.inference.render(e.bank.code(i)[None])[0]).result(5)
        for i in (0, 21)
    )
    assert abs(seen[-1][0].astype(int) - a).max() <= 1
    assert abs(seen[-1][-1].astype(int) - b).max() <= 1


def test_coordinates_page_through_the_whole_code(app):
    app.run.set_values(nz=20)
    app.until(lambda: not app.run.building)
    app.settled()
    rows = [app.find(f"gan.latent.{k}") for k in range(8)]
    app.choose("gan.mode", "Raw")
    assert [row.caption.text() for row in rows[:2]] == ["1", "2"]
    for _ in range(3):  # there is no page after the third
        app.click("gan.page.next")
    assert app.lab.inspected.sliders.first == 16
    assert rows[0].caption.text() == "17"
    assert [row.isVisibleTo(row.parentWidget()) for row in rows] == [True] * 4 + [False] * 4


def test_a_dropped_photo_is_encoded_and_editable(app, photos):
    app.window.drop([str(photos / "turned.jpg")])
    app.until(lambda: app.lab.subject.z is not None)
    assert app.find("gan.reconstruct").isVisible()
    assert "Error" in app.find("gan.reconstruct.error").text()
    seen: list[np.ndarray] = []
    app.lab.subject.edited.connect(seen.append)
    app.find("gan.latent.0").set_value(2.0)
    app.find("gan.latent.0").moved.emit(2.0)
    app.until(lambda: bool(seen))
    app.click("gan.reconstruct.close")
    assert not app.find("gan.reconstruct").isVisible()


def test_a_broken_photo_is_refused_with_its_name(app, photos):
    app.lab.encode_file(str(photos / "broken.png"))
    app.until(lambda: "broken.png" in app.notice)
    assert app.lab.subject.index == 0


def test_without_encoder_a_photo_offers_to_turn_it_on(app, photos):
    app.run.set_values(ogan=False)
    app.until(lambda: not app.run.building)
    app.lab.encode_file(str(photos / "p0.png"))
    app.until(lambda: "O-GAN" in app.notice)
    app.follow("Turn it on")
    assert app.run.config.ogan


def test_clicking_a_real_picture_reconstructs_it(app):
    grid = app.find("gan.real")
    app.until(lambda: len(app.lab.real_shown) > 0)
    app.bot.mouseClick(grid, Qt.MouseButton.LeftButton, pos=grid.cell_rect(3).center())
    app.until(lambda: app.lab.subject.z is not None)
    real = app.lab.bridge.runner.ask(lambda e: e.real(int(app.lab.real_shown[3]))).result(5)
    assert (app.lab.subject.picture == real).all()


def test_the_animation_walks_and_stops(app):
    app.click("gan.animate")
    walk = app.find("gan.walk")
    app.until(lambda: walk.value() > 0.2)
    app.click("gan.animate")
    at = walk.value()
    app.settled()
    app.settled()
    assert walk.value() == at


def test_the_code_can_be_copied(app, qapp):
    import json

    app.click("gan.copy")
    app.until(lambda: "clipboard" in app.notice)
    assert len(json.loads(qapp.clipboard().text())) == 8


def walk_to_b(app) -> None:
    """Click the last picture of the strip."""
    strip = app.find("gan.between")
    app.bot.mouseClick(strip, Qt.MouseButton.LeftButton, pos=strip.cell_rect(6).center())


def test_a_picture_between_a_and_b_stays_when_a_snapshot_comes(app):
    def image():
        app.settled()
        return app.find("gan.selected").grab().toImage()

    at_a = image()
    walk_to_b(app)
    at_b = image()
    assert at_b != at_a
    app.lab.show(app.lab.latest)
    assert image() == at_b
    app.lab.subject.hold_sample(3)
    assert app.find("gan.walk").value() == 0


def test_between_a_and_b_nothing_says_that_it_is_a(app):
    def score_of(index: int) -> str:
        judge = lambda e: e.inference.score(e.inference.render(e.bank.code(index)[None])[0])  # noqa: E731
        return f"{app.lab.bridge.runner.ask(judge).result(5):+.2f}".replace("-", "−")

    panel, place, score = (app.find(f"gan.{name}") for name in ("inspector", "place", "score"))
    app.run.set_values(score_scale=32.0, lr_d=1e-2)
    app.run.play()
    app.until(lambda: app.run.step > 15)  # by then the critic tells samples apart
    app.run.pause()
    app.until(lambda: app.state() is State.PAUSED)
    assert score_of(0) != score_of(9)
    app.until(lambda: place.text() == "row 1, col 1" and score.text() == score_of(0))
    assert panel.accessibleName() == "Sample A"
    walk_to_b(app)
    assert panel.accessibleName() == "Between A and B"
    app.until(lambda: place.text() == "100 % from A to B")
    assert score.text() == score_of(9)
    app.lab.subject.hold_sample(0)
    assert panel.accessibleName() == "Sample A"
    app.until(lambda: place.text() == "row 1, col 1" and score.text() == score_of(0))


def test_what_stops_half_way_is_told_of_where_it_stopped(app):
    app.click("gan.animate")
    walk, place = app.find("gan.walk"), app.find("gan.place")
    app.until(lambda: walk.value() > 0.2)
    app.click("gan.animate")
    app.until(lambda: place.text() == f"{round(100 * walk.value())} % from A to B")
    assert app.find("gan.inspector").accessibleName() == "Between A and B"
