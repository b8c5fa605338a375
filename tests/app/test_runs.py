"""Runs: saved, opened, kept, failing, and ending."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pytest

from engines.gan.config import GanConfig
from engines.ground import checkpoint, spec
from engines.ground.problem import Halt
from engines.ground.runner import State
from playground.app import make_window
from playground.shell.session import Session
from tests.app.conftest import SMALL, Driver, driven
from tests.app.shared import one_window
from tests.conftest import new_home

private_home, no_leaks, opened = one_window("gan", SMALL, (1440, 900))


@pytest.fixture
def app(opened) -> Driver:
    """The shared window."""
    return opened(SMALL)


@pytest.fixture
def alone(qtbot, qapp, session, tmp_path_factory, monkeypatch) -> Iterator[Driver]:
    """A window of a test's own, in a home where no run was ever kept."""
    monkeypatch.setenv("SEVEN_LABS_HOME", str(new_home(tmp_path_factory)))
    session.path = Session().path
    yield from driven(qtbot, qapp, session, (1440, 900))


def play_to(app, step: int) -> None:
    app.run.play()
    app.until(lambda: app.run.step >= step)
    app.run.pause()
    app.until(lambda: app.state() is State.PAUSED)
    app.settled()


def test_save_and_open_is_the_same_run(app, tmp_path):
    play_to(app, 3)
    path = tmp_path / "run.safetensors"
    done: list[int] = []
    app.run.save(path, lambda: done.append(1))
    app.until(lambda: bool(done))
    step = app.settled().run.step
    state = app.lab.bridge.runner.ask(lambda e: e.state()[1]).result(5)
    app.run.reset()
    app.until(lambda: app.run.step == 0 and not app.run.building)
    app.window.page.files.open_path(str(path))
    app.until(lambda: app.run.step == step)
    again = app.lab.bridge.runner.ask(lambda e: e.state()[1]).result(5)
    trained = [k for k in state if not k.startswith("basis")]  # directions are looked up anew when asked for
    assert [k for k in trained if not np.array_equal(state[k], again[k])] == []


def test_an_opened_run_brings_its_settings(app, tmp_path):
    path = tmp_path / "run.safetensors"
    done: list[int] = []
    app.run.save(path, lambda: done.append(1))
    app.until(lambda: bool(done))
    app.run.set_values(width_g=5)
    app.until(lambda: not app.run.building)
    app.window.page.files.open_path(str(path))
    app.until(lambda: app.run.config.width_g == SMALL["width_g"])
    app.until(lambda: app.window.page.form.values()["width_g"] == SMALL["width_g"])


@pytest.mark.parametrize("kind", ["other lab", "cut", "nothing", "version"])
def test_a_file_that_is_no_run_of_this_lab_is_refused(app, tmp_path, kind):
    path = tmp_path / "thing.safetensors"
    if kind == "other lab":
        checkpoint.save(path, "vqvae", {"config": {}}, {})
    elif kind == "version":
        meta = {"version": 99, "config": {}, "step": 1, "curves": {}, "device": "cpu"}
        checkpoint.save(path, "gan", meta, {})
    elif kind == "cut":
        path.write_bytes(b"123456789")
    runner = app.lab.bridge.runner
    app.window.page.files.open_path(str(path))
    app.until(lambda: "thing.safetensors" in app.notice)
    assert app.lab.bridge.runner is runner
    assert runner.ask(lambda e: 1).result(5) == 1


def test_a_change_that_starts_again_keeps_the_run_and_brings_it_back(alone, monkeypatch):
    app = alone
    monkeypatch.setattr("playground.run.autosave.WORTH_KEEPING", 2)
    play_to(app, 3)
    step = app.run.step
    app.run.set_values(width_g=6)
    app.until(lambda: "kept" in app.notice)
    app.until(lambda: app.run.shelf.runs() != [])
    app.follow("Bring it back")
    app.until(lambda: app.run.step == step and app.run.config.width_g == SMALL["width_g"])


def test_a_run_brought_back_keeps_its_clock(app, tmp_path):
    path = tmp_path / "run.safetensors"
    play_to(app, 3)
    app.lab.bridge.runner.ask(lambda e: setattr(e, "seconds", 2097.0)).result(5)
    done: list[int] = []
    app.run.save(path, lambda: done.append(1))
    app.until(lambda: bool(done))
    app.window.page.files.open_path(str(path))
    app.until(lambda: "34:57" in app.find("gan.progress").text())
    play_to(app, app.run.step + 1)
    assert app.lab.bridge.runner.elapsed > 2097.0


def test_the_last_run_is_offered_at_the_next_start(alone, qapp, qtbot, monkeypatch):
    app = alone
    monkeypatch.setattr("playground.run.autosave.WORTH_KEEPING", 2)
    play_to(app, 3)
    step = app.run.step
    app.window.close()
    again = make_window(qapp, Session())
    again.show()
    again.furnish()
    other = Driver(qtbot, again).ready()
    assert "kept" in other.notice
    other.follow("Continue it")
    other.until(lambda: other.run.step == step)
    again.close()
    again.deleteLater()


class OutOfMemoryError(RuntimeError):
    """Named as torch's."""


def test_out_of_memory_offers_a_smaller_batch_and_keeps_the_run(app, monkeypatch):
    monkeypatch.setattr("playground.run.autosave.WORTH_KEEPING", 2)
    play_to(app, 3)
    step = app.run.step

    def burst(_):
        raise OutOfMemoryError("CUDA out of memory")

    app.lab.bridge.runner.ask(lambda e: setattr(e, "step", lambda: burst(e))).result(5)
    app.run.play()
    app.until(lambda: app.state() is State.FAILED)
    app.until(lambda: "Out of memory at batch 4" in app.notice)
    app.follow("Use 2")
    app.until(lambda: app.state() is State.PAUSED and app.run.step >= step)
    assert app.lab.bridge.runner.ask(lambda e: e.config.batch).result(5) == 2
    play_to(app, step + 2)


def test_a_build_out_of_memory_is_tried_again_with_its_own_settings(app, monkeypatch):
    build = app.lab.build

    def burst(config, *rest):
        if config.batch > 8:
            raise OutOfMemoryError("CUDA out of memory")
        return build(config, *rest)

    monkeypatch.setattr(app.lab, "build", burst)
    app.run.set_values(batch=16, nz=12)
    app.until(lambda: "Out of memory at batch 16" in app.notice)
    assert app.run.config.batch == 4
    app.follow("Use 8")
    app.until(lambda: not app.run.building and app.lab.bridge.runner.state is State.PAUSED)
    assert (app.run.config.batch, app.run.config.nz) == (8, 12)


def test_a_halt_pauses_and_says_why(app):
    def halt():
        raise Halt("{term} is not a number any more.", term="G's loss")

    app.lab.bridge.runner.ask(lambda e: setattr(e, "step", halt)).result(5)
    app.click("gan.play")
    app.until(lambda: "not a number" in app.notice)
    app.until(lambda: app.state() is State.PAUSED)
    assert not app.run.playing


def test_a_failing_engine_leaves_the_app_alive(app):
    def boom():
        raise RuntimeError("boom")

    app.lab.bridge.runner.ask(lambda e: setattr(e, "step", boom)).result(5)
    app.click("gan.play")
    app.until(lambda: "boom" in app.notice)
    assert "Stopped" in app.find("gan.state").accessibleName() or app.state() is State.FAILED
    app.click("gan.play")
    app.until(lambda: app.state() is State.RUNNING)
    app.click("gan.pause")


def test_every_field_beyond_its_limits_is_refused_with_its_name(app):
    before = app.run.config
    heard: list[tuple[str, str]] = []
    app.run.rejected.connect(lambda name, sentence: heard.append((name, sentence)))
    for field in spec.fields(GanConfig):
        low, high = field.low or 0, field.high or 0
        beyond = {
            "float": [low - 1, high * 2 + 1, float("nan"), float("inf"), "x", None],
            "int": [low - 1, high + 1, 1.5, "x", None, 10**40],
            "bool": ["maybe", 2, None],
            "choice": ["nonsense", None, -1],
            "text": [3, None],
            "path": [3, "a\0b"],
        }[field.kind]
        for value in beyond:
            heard.clear()
            assert not app.run.set_values(**{field.name: value}), (field.name, value)
            assert heard[0][0] == field.name
            assert field.title in heard[0][1]
    assert app.run.config == before


def test_every_field_at_its_limits_is_taken(app):
    """Taken by config and form; whether such a net can be built is the engine's own property test."""
    for field in spec.fields(GanConfig):
        ends = [field.low, field.high] if field.low is not None else [c[0] for c in field.choices]
        for value in ends:
            config = spec.change(app.run.config, **{field.name: value})
            app.window.page.form.set_values(spec.values(config))
            if field.name != "seed":
                assert app.window.page.form.values()[field.name] == pytest.approx(value), field.name


def test_settings_files_come_and_go(app, tmp_path):
    path = tmp_path / "mine.json"
    path.write_text(
        spec.to_json(spec.change(app.run.config, lr_g=0.003)).replace('"lr_g"', '"new": 1, "lr_g"')
    )
    app.window.page.files.open_settings(path)
    assert app.run.config.lr_g == pytest.approx(0.003)
    assert "new" in app.notice
    path.write_text("[]")
    for _ in range(3):
        app.window.drop([str(path)])
    assert "not a settings file" in app.notice
    path.write_text(spec.to_json(app.run.config))
    app.window.drop([str(path)])
    assert app.notice == ""  # what was said of the file opened before is over, and did not pile up


def test_export_writes_a_png_with_the_settings_inside(app, tmp_path, monkeypatch):
    from PIL import Image
    from PySide6.QtWidgets import QFileDialog

    path = tmp_path / "sheet.png"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *a, **k: (str(path), ""))
    app.click("gan.export")
    picture = Image.open(path)
    assert picture.size == (512, 512)
    assert '"version"' in picture.text["config"]


def test_a_saved_run_from_the_command_line_opens(app, tmp_path, capsys):
    from engines.gan.__main__ import main

    path = tmp_path / "cli.safetensors"
    options = [f"--{k.replace('_', '-')}={v}" for k, v in SMALL.items()]
    assert main(["--preset", "cpu", "--data", "faces", "--steps", "3", "--out", str(path), *options]) == 0
    app.window.page.files.open_path(str(path))
    app.until(lambda: app.run.step == 3)
