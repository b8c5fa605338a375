"""What moves is taken away: asked for in a sheet, made beside the training, with the settings inside."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from PIL import Image
from PySide6.QtWidgets import QAbstractButton, QFileDialog

from engines.ground import spec
from engines.images.formats import mp4
from playground.shell.session import Session
from tests.app.conftest import SMALL, Driver, at_lab, driven
from tests.app.test_every_lab import TINY
from tests.conftest import flush_deleted


@pytest.fixture
def app(qtbot, qapp) -> Iterator[Driver]:
    session = Session()
    session.data = {"language": "en", "labs": {"gan": {"preset": "cpu", "config": dict(SMALL)}}}
    yield from driven(qtbot, qapp, session)


@pytest.fixture
def codes(qtbot, qapp) -> Iterator[Driver]:
    yield from driven(qtbot, qapp, at_lab("vqvae", TINY["vqvae"]))


@pytest.fixture
def plane(qtbot, qapp) -> Iterator[Driver]:
    yield from driven(qtbot, qapp, at_lab("denoise", TINY["denoise"]))


def take(
    app: Driver, monkeypatch: pytest.MonkeyPatch, path: Path, what: str, kind: str, rate: str
) -> Image.Image:
    """As a person: the action, the choices, the name."""
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(path), ""))
    app.window.action_set.refresh()  # as its menu does when it opens
    key = app.lab.key
    app.window.action_set[f"{key}.film"].trigger()
    combo = app.find(f"{key}.film.what")
    combo.set_key(what)
    app.choose(f"{key}.film.kind", kind)
    app.choose(f"{key}.film.rate", rate)
    app.window.page.notices.clear()
    app.click(f"{key}.film.save")
    app.until(lambda: app.notice == f"Saved as {path.name}.")
    return Image.open(path)


def test_history_walk_and_tour_are_files(app: Driver, tmp_path, monkeypatch) -> None:
    lab = app.settled().lab
    lab.bridge.runner.step(20)
    app.until(lambda: app.run.step == 20 and len(lab.latest.kept) > 1)
    app.settled()

    image = take(app, monkeypatch, tmp_path / "past.webp", "history", "WebP", "6")
    sheets: list[list[np.ndarray]] = []
    lab.ask(lambda engine: engine.pasts.sheets(), sheets.append)
    app.until(lambda: bool(sheets))
    assert image.n_frames == len(sheets[0]) == len(lab.latest.kept)
    image.load()
    assert round(image.info["duration"]) == 167
    np.testing.assert_array_equal(np.asarray(image.convert("RGB")), sheets[0][0])  # 256 pixels wide as it is
    words = json.loads(image.getexif()[0x010E])
    assert spec.from_json(lab.config_type, words["config"]) == (app.run.config, ())
    assert (words["step"], words["pictures"]) == ("20", "history")

    walk = take(app, monkeypatch, tmp_path / "walk.apng", "walk", "APNG", "24")
    walk.load()
    assert 2 < walk.n_frames <= 46  # pictures that are equal are one, shown longer
    assert round(walk.info["duration"]) == 42
    page = take(app, monkeypatch, tmp_path / "tour.png", "tour", "PNG sheet", "12")
    assert page.size[0] % 12 == 0  # 144 pictures, twelve by twelve
    assert page.size[0] == page.size[1]


def test_a_run_without_history_has_nothing_to_take(codes: Driver, tmp_path, monkeypatch) -> None:
    lab = codes.settled().lab
    codes.window.action_set.refresh()
    assert not codes.window.action_set["vqvae.film"].isEnabled()
    codes.click("vqvae.step")
    codes.until(lambda: bool(lab.latest.kept))
    codes.settled()
    image = take(codes, monkeypatch, tmp_path / "past.gif", "history", "GIF", "12")
    words = json.loads(image.info["comment"])
    assert spec.from_json(lab.config_type, words["config"])[0] == codes.run.config
    grid = lab.latest.originals.shape
    scale = image.size[0] // grid[1]
    assert image.size == (grid[1] * scale, 2 * grid[0] * scale)  # through the codes, and past them


def test_samples_on_their_way_are_taken_from_the_denoising_lab(plane: Driver, tmp_path, monkeypatch) -> None:
    plane.settled()
    image = take(plane, monkeypatch, tmp_path / "way.webp", "emerging", "WebP", "24")
    assert 1 < image.n_frames <= 72
    assert json.loads(image.getexif()[0x010E])["pictures"] == "emerging"
    film_with_a_codec(plane, tmp_path / "way.mp4", monkeypatch)


def film_with_a_codec(plane: Driver, path: Path, monkeypatch) -> None:
    """MP4 is offered where there is a codec, and only there."""
    made: list[tuple[np.ndarray, float, str]] = []

    def stand_in(to: Path, frames: np.ndarray, rate: float, words: str) -> None:
        made.append((frames, rate, words))
        to.write_bytes(b"a film")

    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(path), ""))
    for codec in (None, stand_in):
        monkeypatch.setattr(mp4, "codec", lambda codec=codec: codec)
        plane.window.action_set["denoise.film"].trigger()
        kinds = [part.text() for part in plane.find("denoise.film.kind").findChildren(QAbstractButton)]
        assert ("MP4" in kinds) == (codec is not None)
        assert kinds[-1] == "PNG sheet"
        if codec is None:
            plane.find("denoise.film").reject()
            flush_deleted()
    plane.choose("denoise.film.kind", "MP4")
    plane.choose("denoise.film.rate", "24")
    plane.click("denoise.film.save")
    plane.until(lambda: plane.notice == "Saved as way.mp4.")
    assert path.read_bytes() == b"a film"
    (frames, rate, words) = made[0]
    assert frames.ndim == 4
    assert rate == 24
    assert spec.from_json(plane.lab.config_type, json.loads(words)["config"])[0] == plane.run.config
