"""The VQ-VAE lab from a person's chair: train, see the codebook, paint, fill."""

from __future__ import annotations

import contextlib
import json

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog

from engines.ground.runner import State
from playground.app import make_window
from playground.shell.session import Session
from tests.app.conftest import Driver
from tests.app.shared import one_window
from tests.conftest import flush_deleted

SMALL = {
    "limit": 96, "hidden": 8, "res_hidden": 4, "n_res": 1, "codes": 16, "dim": 4, "batch": 8, "prior_width": 16,
    "prior_layers": 1,
}  # fmt: skip


@contextlib.contextmanager
def window_of(qtbot, qapp, **remembered):
    """The window with this lab in front, a picture open in its painter."""
    session = Session()
    session.data = {
        "language": "en",
        "tab": "vqvae",
        "labs": {"vqvae": {"preset": "cpu", "config": dict(SMALL)} | remembered},
    }
    window = make_window(qapp, session)
    try:
        window.resize(1440, 900)
        window.show()
        window.furnish()
        driver = Driver(qtbot, window).ready()
        driver.until(lambda: driver.lab.painter.document is not None)
        yield driver
    finally:
        window.close()
        window.deleteLater()
        flush_deleted()


private_home, no_leaks, opened = one_window("vqvae", SMALL, (1440, 900))


@pytest.fixture
def lab(opened) -> Driver:
    """The shared window, a picture open in its painter."""
    driver = opened(SMALL)
    driver.until(lambda: driver.lab.painter.document is not None)
    driver.lab.brush.tool = "pencil"
    driver.lab.brush.resize(1)
    return driver


def paint(lab: Driver) -> None:
    lab.lab.show_page("paint")
    lab.settled()


def test_it_trains_and_shows_three_sheets(lab):
    lab.click("vqvae.play")
    lab.until(lambda: lab.run.step > 5)
    lab.click("vqvae.pause")
    lab.until(lambda: lab.state() is State.PAUSED)
    snapshot = lab.lab.latest
    assert snapshot.originals.shape == snapshot.reconstructions.shape == snapshot.bypassed.shape
    assert (snapshot.originals != snapshot.reconstructions).any()
    lab.click("vqvae.scores.run")
    lab.until(lambda: lab.lab.scoring.busy is False)
    assert "Reconstructions: 46, step" in lab.find("vqvae.scores.verdict").text()
    assert "random weights" in lab.find("vqvae.scores.how").text()  # 96 pictures are too few to learn from
    assert "trained on, too" in lab.find("vqvae.scores.how").text()


@pytest.mark.parametrize("page", ["train", "codebook", "paint"])
def test_the_page_of_last_time_is_shown_again(qtbot, qapp, page):
    with window_of(qtbot, qapp, view={"page": page}) as lab:
        assert lab.lab.save_state()["page"] == page
        assert lab.find("vqvae.page_choice").current() == page
        for name in ("train", "codebook", "paint"):
            assert lab.find(f"vqvae.{name}").isVisible() == (name == page)
        lab.settled()
        assert lab.lab.painter.document.edited == 0


def test_a_page_that_there_is_not_leaves_the_first(lab):
    for view in ({}, {"page": "of another version"}, {"page": 3}):
        lab.lab.restore_state(view)
        assert lab.lab.save_state()["page"] == "train"


def test_a_stroke_changes_codes_and_picture_and_undo_restores_both(lab):
    paint(lab)
    painter = lab.lab.painter
    before, picture = painter.document.codes.copy(), lab.lab.preview.picture.copy()
    lab.lab.brush.choose((int(before[2, 2]) + 1) % 16)
    painter.press((2, 2))
    painter.move([(2, 3), (2, 4)])
    painter.release()
    lab.settled()
    assert (painter.document.codes[2, 2:5] == lab.lab.brush.front).all()
    assert (lab.lab.preview.picture != picture).any()
    lab.click("vqvae.undo")
    lab.settled()
    assert (painter.document.codes == before).all()
    assert (lab.lab.preview.picture == picture).all()
    painter.redo()
    assert (painter.document.codes[2, 2:5] == lab.lab.brush.front).all()


def test_the_picture_after_a_stroke_is_the_decoded_grid(lab):
    paint(lab)
    painter = lab.lab.painter
    lab.lab.brush.choose(3)
    lab.lab.brush.resize(2)
    painter.press((4, 4))
    painter.release()
    lab.settled()
    codes = painter.document.codes
    whole = lab.lab.bridge.runner.ask(lambda e: e.painting.decode(codes)).result(5)
    assert abs(whole.astype(int) - lab.lab.preview.picture).max() <= 1


def test_the_mouse_paints_on_the_canvas(lab):
    paint(lab)
    painter = lab.lab.painter
    canvas = lab.find("vqvae.canvas")
    lab.lab.brush.choose((int(painter.grid[0, 0]) + 1) % 16)
    before = painter.document.edited
    lab.bot.mouseClick(canvas, Qt.MouseButton.LeftButton, pos=canvas.rect().center())
    assert painter.document.edited > before


def test_masking_and_filling_offers_four_ways_and_takes_one(lab):
    paint(lab)
    painter = lab.lab.painter
    lab.click("vqvae.fill")
    assert "Nothing is masked" in lab.notice
    lab.lab.brush.tool = "eraser"
    painter.press((1, 1))
    painter.move([(1, 2), (2, 2)])
    painter.release()
    lab.click("vqvae.fill")
    lab.until(lambda: "prior" in lab.notice.lower())
    lab.run.set_values(phase="prior")
    lab.run.one_step()
    lab.until(lambda: lab.lab.latest.prior_version != "")
    lab.click("vqvae.fill")
    lab.until(lambda: len(lab.lab.inpainting.ways) == 4)
    kept = ~painter.document.mask
    for codes in lab.lab.inpainting.ways:
        assert (codes[kept] == painter.document.codes[kept]).all()
    lab.lab.inpainting.take(2)
    assert (painter.document.codes == lab.lab.inpainting.ways[2]).all()
    assert not painter.document.masked


def test_a_photo_is_opened_and_painted(lab, photos):
    lab.window.drop([str(photos / "turned.jpg")])
    lab.until(lambda: lab.lab.pages.current() == "paint" and lab.lab.painter.original is not None)
    lab.settled()
    assert lab.lab.painter.document.codes.shape == (8, 8)
    lab.lab.encode_file(str(photos / "broken.png"))
    lab.until(lambda: "broken.png" in lab.notice)


def test_blending_ends_on_either_picture(lab):
    paint(lab)
    a = lab.lab.painter.original
    runner = lab.lab.bridge.runner
    b = runner.ask(lambda e: e.held(5)).result(5)
    lab.lab.blending.take(b)
    for way in ("z", "codes"):
        for amount, wanted in ((0.0, a), (1.0, b)):
            lab.lab.blending.blend(amount, way)
            codes = runner.ask(lambda e, p=wanted: e.painting.encode(p)).result(5)
            lab.until(lambda codes=codes: bool((lab.lab.painter.document.codes == codes).all()))


def test_a_painting_of_another_codebook_is_refused_with_a_sentence(lab, tmp_path, monkeypatch):
    paint(lab)
    path = tmp_path / "mine.safetensors"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *a, **k: (str(path), ""))
    lab.click("vqvae.save_painting")
    assert path.is_file()
    lab.window.page.files.open_path(str(path))
    assert not lab.run.building
    play = lab.run
    play.play()
    lab.until(lambda: play.step > 3)
    play.pause()
    lab.until(lambda: lab.state() is State.PAUSED)
    lab.lab.opening.encode_again()
    lab.settled()
    lab.window.page.files.open_path(str(path))
    lab.until(lambda: "codebook" in lab.notice)


def test_codes_are_exported_for_other_programs(lab, tmp_path, monkeypatch):
    paint(lab)
    codes = lab.lab.painter.document.codes
    for name in ("codes.json", "codes.npy"):
        monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *a, p=tmp_path / name, **k: (str(p), ""))
        lab.click("vqvae.save_painting")
    assert (np.load(tmp_path / "codes.npy") == codes).all()
    assert json.loads((tmp_path / "codes.json").read_text())


def test_the_restart_switch_is_live(lab):
    lab.lab.show_page("codebook")
    runner = lab.lab.bridge.runner
    lab.click("vqvae.restart")
    assert not runner.ask(lambda e: e.config.restart).result(5)
    assert lab.lab.bridge.runner is runner


def test_when_the_model_moves_on_the_painter_says_so_and_rereads(lab):
    paint(lab)
    painter = lab.lab.painter
    painter.press((0, 0))
    painter.release()
    codes = painter.document.codes.copy()
    lab.run.play()
    lab.until(lambda: "learnt on" in lab.notice)
    lab.run.pause()
    lab.until(lambda: lab.state() is State.PAUSED)
    version = painter.document.version
    lab.follow("Read the codes anew")
    lab.until(lambda: painter.document.version != version)
    assert (painter.document.codes == codes).all()


def test_painting_a_coarse_code_offers_the_fine_ones_beneath(lab):
    lab.run.set_values(hierarchy=2)
    lab.until(lambda: not lab.run.building and lab.lab.painter.document is not None)
    lab.until(lambda: lab.lab.painter.document is not None and lab.lab.painter.document.levels == 2)
    paint(lab)
    painter = lab.lab.painter
    painter.set_level(-2)
    lab.lab.brush.choose((int(painter.grid[1, 1]) + 1) % 16)
    painter.press((1, 1))
    painter.release()
    assert "fine codes" in lab.notice
    lab.run.set_values(phase="prior")
    lab.run.one_step()
    lab.until(lambda: lab.lab.latest.prior_version != "")
    lab.follow("Choose them anew")
    lab.until(lambda: len(lab.lab.inpainting.ways) == 4)
    top, bottom = painter.document.codes
    for ways in lab.lab.inpainting.ways:
        assert (ways[0] == top).all()
        outside = np.ones_like(bottom, bool)
        outside[2:4, 2:4] = False
        assert (ways[1][outside] == bottom[outside]).all()


def test_a_tools_letter_works_wherever_the_focus_is_and_resets_nothing(lab):
    """R is the noise brush, also right after a click into the palette; it once started the run again."""
    lab.lab.show_page("paint")
    lab.settled()
    runner = lab.lab.bridge.runner
    palette = lab.find("vqvae.palette")
    lab.bot.mouseClick(palette, Qt.MouseButton.LeftButton, pos=palette.rect().center())
    for key, tool in ((Qt.Key.Key_R, "noise"), (Qt.Key.Key_B, "pencil"), (Qt.Key.Key_E, "eraser")):
        lab.bot.keyClick(palette, key)
        lab.until(lambda tool=tool: lab.lab.brush.tool == tool)
    lab.lab.show_page("train")
    lab.bot.keyClick(lab.window, Qt.Key.Key_R)
    assert lab.lab.brush.tool == "eraser"
    assert lab.lab.bridge.runner is runner
