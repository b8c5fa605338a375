"""The denoising lab from a person's chair: learn, look, walk, sample, paint, fill."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from PIL import Image
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog

from tests.app.conftest import Driver, at_lab, driven
from tests.app.shared import one_window

NAMES = (
    "method", "sigma", "field", "particles", "walk", "jump", "noise", "mask", "samples", "curves", "dims", "sampler",
)  # fmt: skip
POINTS = {"width": 16, "batch": 32}
FACES = {
    "data": "faces", "size": 8, "limit": 80, "base": 8, "batch": 4, "method": "score", "levels": 3, "walk": 1,
}  # fmt: skip


private_home, no_leaks, opened = one_window("denoise", POINTS)


@pytest.fixture
def lab(opened) -> Driver:
    return opened(POINTS)


@pytest.fixture
def untouched(qtbot, qapp) -> Iterator[Driver]:
    """A window of a test's own, in which nothing was ever asked for."""
    yield from driven(qtbot, qapp, at_lab("denoise", POINTS))


@pytest.fixture
def faces(opened) -> Driver:
    return opened(FACES)


def learned(app: Driver, steps: int) -> Driver:
    app.click("denoise.play")
    app.until(lambda: app.run.step >= steps, 60)
    app.click("denoise.pause")
    return app.settled()


def test_every_part_has_its_name(lab):
    for name in NAMES:
        assert lab.find(f"denoise.{name}") is not None


def test_it_learns_and_what_is_seen_follows(lab):
    view = lab.find("denoise.field")
    lab.until(lambda: view.layer("heat") is not None)
    first = view.layer("heat").values
    learned(lab, 40)
    lab.until(lambda: not np.array_equal(view.layer("heat").values, first))
    assert view.layer("data") is not None
    assert view.layer("samples") is not None
    assert lab.find("denoise.exact").layer("heat") is not None
    lab.until(lambda: lab.find("denoise.distance").text() != "–")
    lab.until(lambda: lab.find("denoise.error.0").text() not in ("", "–"))


def test_noise_turns_eight_spots_into_one_hill(lab):
    lab.choose("denoise.kind", "Exact")
    view, sigma = lab.find("denoise.field"), lab.find("denoise.sigma")

    def middle() -> float:
        heat = view.layer("heat").values
        side = heat.shape[0] // 2
        return float(heat.max() - heat[side, side])

    sigma.set_value(0.1)
    sigma.moved.emit(0.1)
    lab.until(lambda: view.layer("heat") is not None and middle() > 3)
    sigma.set_value(5.0)
    sigma.moved.emit(5.0)
    lab.until(lambda: middle() < 0.01)


def test_play_lets_particles_walk_until_the_person_says_otherwise_and_they_stand_jump_and_are_dropped(
    untouched,
):
    lab = untouched
    lab.click("denoise.play")
    view, walkers = lab.find("denoise.field"), lab.lab.stage.plane.walkers
    lab.until(lambda: walkers.walking)
    lab.click("denoise.walk")
    step = lab.run.step
    lab.until(lambda: lab.run.step > step + 3)
    assert not walkers.walking
    lab.click("denoise.pause")
    lab.settled()
    lab.until(lambda: view.layer("heat") is not None)
    before = walkers.positions()
    lab.click("denoise.walk")
    assert walkers.walking
    view.advance()
    assert (walkers.positions() != before).any()
    lab.click("denoise.walk")
    assert not walkers.walking
    still = walkers.positions()
    lab.click("denoise.jump")
    lab.until(lambda: (walkers.positions() != still).any())
    count = len(walkers.positions())
    view.clicked.emit(0.0, 0.0)
    assert len(walkers.positions()) == count + 40


def test_the_ladder_is_descended_to_its_end_and_stops(lab):
    plane = lab.lab.stage.plane
    lab.click("denoise.descend")
    assert plane.sigma.value() == pytest.approx(plane.sigma.levels()[0])
    assert plane.walkers.walking
    lab.click("denoise.descend")
    assert not plane.descend.isChecked()


def test_three_ways_begin_at_the_same_noise_and_say_what_they_cost(lab):
    lab.choose("denoise.pages", "Ways to sample")
    ways = lab.lab.stage.ways
    lab.until(lambda: len(ways.draws()) == 3, 90)
    for sampler in ("langevin", "sde", "heun"):
        assert "evaluations" in lab.find(f"denoise.ways.{sampler}.scores").text()
        assert lab.find(f"denoise.ways.{sampler}").layer("samples") is not None
    assert lab.find("denoise.quality").height() > 80  # the planes above leave it room to be read
    assert not lab.find("denoise.kind").isVisible()


def test_a_painted_density_is_learned(lab):
    lab.click("denoise.paint")
    easel = lab.find("denoise.easel")
    density = np.zeros((64, 64), np.float32)
    lab.click("denoise.learn")
    lab.until(lambda: "Nothing is painted" in lab.notice)
    density[30:34, 10:54] = 1.0
    easel.set_density(density)
    lab.click("denoise.learn")
    lab.until(lambda: lab.run.config.data == "painted" and not lab.run.building, 60)
    lab.until(lambda: lab.lab.latest.data is not None and lab.lab.latest.step == 0)
    data = lab.lab.latest.data
    assert data[:, 0].std() > 5 * data[:, 1].std()


def test_a_table_that_makes_no_sense_is_one_sentence_and_the_run_stays(lab, tmp_path):
    learned(lab, 3)
    step = lab.run.step
    for text, said in (("x,y\n1,2\nthree,4\n", "line 3"), ("1\n2\n3\n", "one column"), ("", "0 points")):
        path = tmp_path / "points.csv"
        path.write_text(text)
        lab.window.drop([str(path)])
        lab.until(lambda said=said: said in lab.notice, 60)
        assert lab.run.step == step


def test_a_table_of_points_is_learned_and_samples_are_written(lab, tmp_path, monkeypatch):
    rng = np.random.default_rng(0)
    path, out = tmp_path / "points.csv", tmp_path / "out.csv"
    path.write_text("x,y\n" + "".join(f"{x:.4f},{y:.4f}\n" for x, y in rng.normal(3, 2, (200, 2))))
    lab.window.drop([str(path)])
    lab.until(lambda: lab.run.config.data == "table" and not lab.run.building, 60)
    learned(lab, 2)
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *a, **k: (str(out), ""))
    lab.click("denoise.export")
    lab.until(out.exists, 60)
    with out.open() as file:
        rows = list(csv.reader(file))
    assert rows[0] == ["x", "y"]
    assert np.isfinite(np.array(rows[1:], float)).all()
    assert len(rows) == 20_001


def test_without_fourier_features_and_with_paper_mode_there_are_other_runs(lab):
    lab.run.set_preset("untold")
    lab.until(lambda: not lab.run.building and lab.run.config.method == "paper")
    assert lab.find("denoise.dims").isVisible()
    lab.run.set_preset("smooth")
    lab.until(lambda: not lab.run.building and not lab.run.config.fourier)
    lab.run.set_preset("wide")
    lab.until(lambda: not lab.run.building and lab.run.config.step_size > 1)
    lab.until(lambda: "6." in lab.find("denoise.bias").text())


def test_pictures_come_out_of_noise_and_name_their_nearest(faces):
    learned(faces, 4)
    faces.until(lambda: faces.lab.latest.sheet is not None)
    faces.lab.stage.pictures.samples.clicked.emit(2, Qt.KeyboardModifier.NoModifier)
    faces.until(lambda: "Distance" in faces.find("denoise.near.distance").text())
    assert faces.find("denoise.near.nearest").has_pixels()
    assert faces.lab.picture() is not None
    faces.click("denoise.scores.run")
    faces.until(lambda: not faces.lab.scoring.busy, 60)
    assert "Fresh samples" in faces.find("denoise.scores.verdict").text()


def test_pictures_come_by_three_ways_from_the_same_noise(faces):
    faces.choose("denoise.page", "Ways to sample")
    faces.click("denoise.pictures.draw")
    sheets = faces.lab.stage.pictures.ways.sheets
    faces.until(lambda: all(sheet.count() == 8 for sheet in sheets.values()), 60)


def test_both_sides_are_scored_from_the_same_noise(faces):
    faces.choose("denoise.pages", "Compare")
    versus = faces.find("denoise.versus")
    faces.click("denoise.versus.step")
    faces.until(lambda: versus.latest is not None and versus.latest.step == 1, 60)
    faces.click("denoise.versus.score")
    faces.until(lambda: not versus.scoring.busy, 60)
    a, b = (versus.scored.scores()[letter] for letter in "AB")
    assert a.floors == b.floors
    assert (a.count, a.step) == (b.count, b.step)
    assert a.what == "Fresh samples"
    faces.click("denoise.versus.end")


def test_a_picture_of_ones_own_gets_noise_and_loses_it(faces, tmp_path):
    path = tmp_path / "own.png"
    Image.new("RGB", (20, 20), (200, 30, 30)).save(path)
    faces.window.drop([str(path)])
    bench = faces.lab.stage.pictures.bench
    faces.until(lambda: bench.pictures["walked"].has_pixels(), 60)
    assert bench.isVisible()
    assert faces.lab.subject.picture.shape == (8, 8, 3)
    assert "linear" in faces.find("denoise.bench.jumped.error").text()
    said = faces.find("denoise.bench.noisy.error").text()
    faces.find("denoise.noise").set_value(5.0)
    faces.lab.stage.pictures.bench.wanted.emit()
    faces.until(lambda: faces.find("denoise.bench.noisy.error").text() != said)


def test_what_is_not_covered_stays_as_it_is(faces):
    faces.choose("denoise.page", "Fill in")
    canvas = faces.find("denoise.mask")
    faces.until(canvas.has_picture)
    faces.click("denoise.mask.fill")
    faces.until(lambda: "Cover a part" in faces.notice)
    mask = np.zeros((8, 8), bool)
    mask[2:5, 3:6] = True
    canvas.set_masked(mask)
    faces.click("denoise.mask.fill")
    filled = faces.find("denoise.filled")
    faces.until(filled.has_pixels, 60)
    faces.click("denoise.mask.other")
    faces.until(lambda: not filled.has_pixels())


def test_what_was_looked_at_is_looked_at_next_time(lab, qtbot, qapp):
    state = lab.lab.save_state()
    state["plane"]["sigma"], state["plane"]["kind"] = 1.5, "difference"
    lab.lab.restore_state(state | {"pages": ["ways", "fill"]})
    assert lab.lab.save_state()["pages"] == ["ways", "fill"]
    assert lab.find("denoise.sigma").value() == pytest.approx(1.5)
    before = lab.lab.save_state()
    for nonsense in (
        {"plane": {"sigma": "x", "kind": 3, "count": float("nan")}},
        {"pages": [1]},
        {"noise": -1},
    ):
        lab.lab.restore_state(nonsense)
    assert lab.lab.save_state() == before


def test_a_run_is_saved_and_opened_again(lab, tmp_path: Path):
    learned(lab, 6)
    path = tmp_path / "run.safetensors"
    done: list[int] = []
    lab.run.save(path, lambda: done.append(1))
    lab.until(lambda: bool(done))
    step = lab.run.step
    lab.run.open(path)
    lab.until(lambda: not lab.run.building and lab.run.step == step)
    assert lab.lab.latest.step == step


def test_where_other_data_are_learned_nothing_of_the_old_is_called_exact(lab):
    exact = lab.find("denoise.exact")
    lab.lab.paint()
    lab.lab.stage.plane.show_easel(False)
    lab.until(lambda: exact.layer("heat") is not None)
    lab.choose("denoise.pages", "Compare")  # the plane is out of sight: nothing asks for it
    lab.run.set_values(data="moons")
    lab.until(lambda: not exact.names())
    lab.choose("denoise.pages", "Field")
    lab.until(lambda: exact.layer("heat") is not None)
    lab.until(lambda: lab.find("denoise.error.0").text() != "–")  # though nothing plays
