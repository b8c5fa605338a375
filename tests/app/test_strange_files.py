"""Files that are not for the lab shown, and what could not be fetched: each with a way out."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest
from PIL import Image

from engines.ground.problem import NotFetched
from playground.ground import i18n
from playground.shell.session import Session


def test_a_run_of_another_lab_is_opened_there_on_a_click(app, tmp_path):
    app.click("gan.step")
    app.until(lambda: app.run.step == 1)
    path = tmp_path / "run.safetensors"
    done: list[int] = []
    app.run.save(path, lambda: done.append(1))
    app.until(lambda: bool(done))
    app.window.open("ellipse")
    app.ready()
    app.window.drop([str(path)])
    assert app.notice == "run.safetensors is of the lab GAN."
    app.follow("Open it there")
    assert app.lab.key == "gan"
    app.until(lambda: app.run.step >= 1 and not app.run.building)


@pytest.mark.parametrize("name", ["net.pt", "NET.PTH", "model.ckpt"])
def test_a_pickle_is_not_opened_and_said_why(app, tmp_path, name):
    (tmp_path / name).write_bytes(b"\x80\4K\1.")
    app.window.drop([str(tmp_path / name)])
    assert app.notice == f"{name} is a pickle: it is not opened, for it could run any program."


@pytest.mark.skipif(sys.platform != "linux", reason="names are bytes on Linux only")
def test_a_folder_with_a_name_of_other_bytes_trains_and_the_run_is_kept(app, tmp_path, monkeypatch):
    monkeypatch.setattr("playground.run.autosave.WORTH_KEEPING", 2)
    folder = Path(os.fsdecode(os.fsencode(tmp_path) + b"/\xff\xfe"))
    folder.mkdir()
    for k in range(6):
        Image.new("RGB", (32, 32), (40 * k, 9, 9)).save(folder / f"{k}.png")
    app.window.drop([str(folder)])
    app.until(lambda: app.run.config.data == "folder" and not app.run.building)
    app.click("gan.play")
    app.until(lambda: app.run.step > 3)
    app.window.open("ellipse")
    app.window.open("gan")
    i18n.toggle()
    i18n.toggle()
    assert app.window.close()
    app.until(lambda: bool(app.run.shelf.runs()))
    app.until(lambda: Session().lab("gan")["config"]["path"] == str(folder))


def test_without_a_network_a_file_of_one_s_own_is_offered(app, monkeypatch):
    def unreachable(*_):
        raise NotFetched("{title} could not be downloaded.", title="MNIST")

    monkeypatch.setattr("engines.images.downloads.load", unreachable)
    asked: list[str] = []
    monkeypatch.setattr(app.lab.source, "ask_path", lambda kind, *_: asked.append(kind) or "")
    app.run.set_values(data="mnist")
    app.until(lambda: "MNIST could not be downloaded" in app.notice)
    app.follow("Open a file of your own…")
    assert asked == ["file"]
