"""A lab that nobody has trained yet opens with the run that comes with the program."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace

import pytest

import assets
from engines.ground import spec
from engines.ground.problem import FileProblem
from engines.images import faces
from playground.ground.shelf import KeptRun
from playground.labs.denoise.lab import LAB
from playground.run.ready_start import ReadyStart, spell
from playground.run.selection import Selection
from tests.app.conftest import Driver, at_lab, driven

SHIPPED = Path(assets.__file__).parent / "ready"


@pytest.fixture
def shipped(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("SEVEN_LABS_READY")


@pytest.fixture
def app(qtbot, qapp, shipped) -> Iterator[Driver]:
    yield from driven(qtbot, qapp, at_lab("denoise"))


def test_it_plays_in_the_first_second_goes_on_and_begins_afresh(app: Driver, monkeypatch) -> None:
    app.until(lambda: "Trained before" in app.notice)
    app.settled()
    assert app.run.step == 2500
    assert "step 2,500" in app.notice
    assert app.lab.latest.points is not None  # samples, before anything was trained here
    assert app.run.own_steps == 0
    assert not app.run.autosave.worth_it  # closing now keeps nothing: next time it stands here again

    app.click("denoise.step")
    app.until(lambda: app.run.step == 2501)
    assert app.run.own_steps == 1

    app.follow("Train afresh")
    app.until(lambda: app.run.step == 0 and not app.run.building)
    app.settled()
    assert app.lab.latest.step == 0
    assert app.run.own_steps == 0
    assert "Trained before" not in app.notice

    monkeypatch.setattr(faces, "COUNT", 400)
    app.run.set_preset("faces")  # has a run of its own that comes with the program
    app.until(lambda: "Trained before" in app.notice)
    assert app.run.step == 3600
    assert not app.run.building
    app.click("denoise.play")
    app.until(lambda: "Trained before" not in app.notice)  # what it says is of another step from now on
    app.click("denoise.pause")
    app.run.set_values(levels=3)  # of noise, where the recipe has forty
    app.until(lambda: app.lab.stage.pictures.noise() == 0)  # they come out of noise by themselves
    app.click("denoise.reset")
    app.until(lambda: app.run.step == 0 and not app.run.building)
    assert app.run.config.data == "faces"

    app.run.set_preset("faces")
    app.until(lambda: "Trained before" in app.notice)
    app.click("denoise.play")
    assert "Trained before" not in app.notice  # no news any more, and it lies over the curves
    app.click("denoise.play")


@pytest.fixture
def beginning(qapp) -> SimpleNamespace:
    """A run of the denoising lab about to begin, without a window."""
    lab = LAB()
    run = SimpleNamespace(lab=lab, selection=Selection(lab, "auto"), shelf=SimpleNamespace(last_time=None))
    yield run
    lab.deleteLater()


def test_it_is_for_the_default_recipe_alone(beginning, shipped) -> None:
    start, chosen = ReadyStart(beginning), beginning.selection
    assert start.path() == SHIPPED / "denoise.safetensors"
    for own in ({"seed": 3}, {"lr": 2e-3}):
        chosen.take_default()
        chosen.config = spec.change(chosen.config, **own)
        assert start.path() is None
    chosen.take_preset("moons")
    assert start.path() is None


def test_a_recipe_that_is_chosen_may_have_one(beginning, shipped) -> None:
    start, chosen = ReadyStart(beginning), beginning.selection
    for preset, path in (("faces", SHIPPED / "denoise-faces.safetensors"), ("moons", None), ("cpu", None)):
        chosen.take_preset(preset)
        assert start.of_preset() == path
    chosen.take_preset("faces", seed=3)
    assert start.of_preset() is None


def test_a_run_of_last_time_wins(beginning, shipped) -> None:
    beginning.shelf.last_time = KeptRun(Path("run"), 0.0, 60, "auto")
    assert ReadyStart(beginning).path() is None


def test_a_folder_of_ones_own_takes_its_place(beginning, tmp_path, monkeypatch) -> None:
    monkeypatch.setenv("SEVEN_LABS_READY", os.fspath(tmp_path))
    assert ReadyStart(beginning).path() is None
    own = tmp_path / "denoise.safetensors"
    own.write_bytes(b"")
    assert ReadyStart(beginning).path() == own


def test_one_that_cannot_be_opened_is_passed_over(beginning, shipped, monkeypatch) -> None:
    asked: list[Path | None] = []

    def build(config: object, runner: object, device: str, source: Path | None) -> str:
        asked.append(source)
        if source is not None:
            raise FileProblem("{name} is damaged.", name=source.name)
        return "new"

    monkeypatch.setattr(beginning.lab, "build", build)
    start = ReadyStart(beginning)
    path = start.path()
    assert start.build(None, None, "cpu", path) == "new"
    assert asked == [path, None]
    start.stood(path)
    assert start.steps == 0
    with pytest.raises(FileProblem):  # a person's own file says what is wrong with it
        start.build(None, None, "cpu", Path("own.safetensors"))


@pytest.mark.parametrize(
    ("seconds", "said"), [(35.2, "35 seconds"), (99.4, "99 seconds"), (118, "2 minutes")]
)
def test_time_is_told_as_people_do(seconds: float, said: str) -> None:
    assert spell(seconds) == said
