"""The stroke under the pointer, seen before it is made, from a person's chair."""

from __future__ import annotations

import numpy as np
import pytest
from PySide6.QtCore import QEvent, QPoint, Qt
from PySide6.QtWidgets import QApplication

from engines.ground.runner import State
from tests.app.conftest import Driver
from tests.app.shared import one_window
from tests.app.vqvae.test_lab import SMALL
from tests.widgets.codes.conftest import B, move, spot

private_home, no_leaks, opened = one_window("vqvae", SMALL, (1440, 900))


@pytest.fixture
def lab(opened) -> Driver:
    """The painter with a picture, the pencil in hand, the pointer elsewhere."""
    return painting(opened(SMALL))


def painting(driver: Driver) -> Driver:
    driver.until(lambda: driver.lab.painter.document is not None)
    driver.lab.show_page("paint")
    driver.lab.paint.choose_tool("pencil")
    driver.lab.brush.resize(1)
    driver.settled()
    return driver


def hover(lab: Driver, row: int, col: int) -> None:
    move(lab.find("vqvae.canvas"), spot(lab.find("vqvae.canvas"), row, col), B.NoButton)


def look(lab: Driver, row: int, col: int) -> np.ndarray:
    """Rest on a cell with another code in hand than it has; the picture that is shown for it."""
    grid, seen = lab.lab.painter.grid, []
    lab.lab.foresight.seen.connect(seen.append)
    lab.lab.brush.choose((int(grid[row, col]) + 1) % 16)
    hover(lab, row, col)
    lab.until(lambda: bool(seen) and seen[-1] is not None)
    lab.lab.foresight.seen.disconnect(seen.append)
    assert lab.find("vqvae.canvas").foreseen()
    return seen[-1].picture


def click(lab: Driver, row: int, col: int) -> None:
    canvas = lab.find("vqvae.canvas")
    lab.bot.mouseClick(canvas, Qt.MouseButton.LeftButton, pos=QPoint(spot(canvas, row, col)))
    lab.settled()


def test_a_rest_shows_what_a_click_then_makes_and_nothing_is_painted_by_it(lab):
    painter, preview = lab.lab.painter, lab.lab.preview
    codes, picture = painter.document.codes, preview.picture.copy()
    seen = look(lab, 2, 3)
    assert (seen != picture).any()
    assert (painter.document.codes == codes).all()
    assert (painter.document.edited, painter.document.undo_name) == (0, "")
    assert (lab.lab.sheet() == picture).all()  # what would be exported
    QApplication.sendEvent(lab.find("vqvae.canvas"), QEvent(QEvent.Type.Leave))
    assert not lab.find("vqvae.canvas").foreseen()
    again = look(lab, 2, 3)
    assert (again == seen).all()
    click(lab, 2, 3)
    assert (preview.picture == seen).all()
    assert not lab.find("vqvae.canvas").foreseen()
    painter.undo()
    lab.settled()
    assert (preview.picture == picture).all()
    assert not lab.find("vqvae.canvas").foreseen()  # else one would think that undo did nothing


@pytest.mark.parametrize(
    ("config", "level"), [({"hierarchy": 2}, -2), ({"hierarchy": 2}, -1), ({"quantizer": "fsq"}, -1)]
)
def test_with_two_levels_and_without_a_learnt_codebook_too(opened, config, level):
    lab = painting(opened(SMALL | config))
    lab.lab.painter.set_level(level)
    seen = look(lab, 1, 1)
    click(lab, 1, 1)
    assert (lab.lab.preview.picture == seen).all()


def test_without_codes_there_is_nothing_to_see(opened):
    lab = opened(SMALL | {"quantizer": "none"})
    lab.lab.show_page("paint")
    lab.settled()
    assert lab.lab.painter.document is None
    lab.lab.foresight.rest([(1, 1)])
    lab.settled()
    assert not lab.find("vqvae.canvas").foreseen()


def test_the_next_code_is_seen_where_the_pointer_rests(lab):
    first = look(lab, 4, 4)
    before = lab.lab.brush.front
    lab.bot.keyClick(lab.find("vqvae.canvas"), Qt.Key.Key_BracketRight)
    assert lab.lab.brush.front != before
    seen = []
    lab.lab.foresight.seen.connect(seen.append)
    lab.until(lambda: bool(seen) and seen[-1] is not None)
    assert (seen[-1].picture != first).any()


def test_while_it_learns_too_and_the_run_goes_on(lab):
    lab.run.play()
    lab.until(lambda: lab.run.step > 3)
    for cell in ((1, 1), (5, 2)):
        look(lab, *cell)
    step = lab.run.step
    lab.until(lambda: lab.run.step > step)
    lab.run.pause()
    lab.until(lambda: lab.state() is State.PAUSED)
    assert lab.lab.painter.document.edited == 0


def test_at_an_earlier_step_it_is_seen_with_the_model_of_then(lab):
    lab.run.bridge.runner.step(12)
    lab.until(lambda: lab.run.step == 12 and lab.state() is State.PAUSED)
    painter = lab.lab.painter
    lab.lab.show_page("paint")  # what is untouched is read by the model as it is now
    lab.until(lambda: painter.document.version == lab.lab.latest.version)
    now = look(lab, 3, 3)
    lab.find("vqvae.scrubber").moved.emit(0)
    lab.until(lambda: painter.document.version != lab.lab.latest.version)
    lab.settled()
    hover(lab, 6, 6)
    then = look(lab, 3, 3)
    assert (now != then).any()
    click(lab, 3, 3)
    assert (lab.lab.preview.picture == then).all()
