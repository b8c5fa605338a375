"""Icons, characters and shapes."""

from __future__ import annotations

import subprocess
import sys
import threading
import unicodedata
from pathlib import Path

import numpy as np
import pytest
from PIL import ImageFont

from engines.ground.problem import Cancelled, FileProblem, Problem
from engines.images import glyphs, icons, load, shapes
from tests.tools.memory import peak


def dejavu() -> str:
    """A font that is on this machine."""
    try:
        return str(ImageFont.truetype("DejaVuSans.ttf", 16).path)
    except OSError:
        pytest.skip("needs the font DejaVuSans.ttf")


def centred(picture: np.ndarray) -> bool:
    """Whether the ink's box lies in the middle, to a pixel."""
    ink = picture[..., 0] < 255
    rows, columns = np.flatnonzero(ink.any(1)), np.flatnonzero(ink.any(0))
    last = len(ink) - 1
    return abs(rows[0] - (last - rows[-1])) <= 1 and abs(columns[0] - (last - columns[-1])) <= 1


def test_icons_are_distinct_centred_and_not_blank():
    images = load("icons", limit=256, channels=1)
    assert 240 <= len(images.pixels) <= 256
    assert images.pixels.shape[1:] == (32, 32, 1)
    assert len({p.tobytes() for p in images.pixels}) == len(images.pixels)
    assert all(centred(p) for p in images.pixels)
    assert images.pixels.min((1, 2, 3)).max() < 255


def test_icons_have_word_classes():
    images = load("icons", limit=256)
    assert len(images.label_names) == icons.CLASSES + 1
    assert images.label_names[-1] == "other"
    assert "account" in images.label_names
    assert images.labels.shape == (len(images.pixels),)
    assert 0 <= images.labels.min() <= images.labels.max() <= icons.CLASSES


def test_icons_are_the_same_each_time_and_from_the_cache(fresh_cache, monkeypatch):
    first = load("icons", limit=64)
    assert list(fresh_cache.glob("icons-*.npz"))
    monkeypatch.setattr(glyphs.Stamp, "ink", None)  # nothing can be drawn any more
    again = load("icons", limit=64)
    assert np.array_equal(first.pixels, again.pixels)
    assert np.array_equal(first.labels, again.labels)


def test_all_icons_of_three_fonts():
    images = load("icons", size=28, channels=1)
    assert len(images.pixels) > 12_000
    counts = np.bincount(images.labels)
    assert counts[:-1].min() > 50


def test_only_private_code_points_become_icons(monkeypatch):
    """Others are letters, which the fonts have as well."""
    drawn: list[str] = []
    monkeypatch.setattr(icons.Stamp, "ink", lambda stamp, letter: drawn.append(letter))
    with pytest.raises(FileProblem, match="no pictures"):  # as all of them are blank here
        load("icons")
    assert len(drawn) > 12_000
    assert {unicodedata.category(letter) for letter in drawn} == {"Co"}
    assert {ord(letter) >> 16 for letter in drawn} == {0x0, 0xF}  # of both areas


def test_missing_icon_fonts_are_said(monkeypatch):
    monkeypatch.setattr(icons.importlib.util, "find_spec", lambda name: None)
    with pytest.raises(Problem, match="icon fonts are missing"):
        load("icons")


def test_drawing_loads_no_qt():
    code = (
        "import sys; from engines import images; images.load('icons', limit=8); images.load('faces', limit=8);"
        "print([m for m in sys.modules if m.split('.')[0] in ('PySide6', 'qtpy', 'qtawesome', 'torch')])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_characters_of_a_font_file():
    images = load("glyphs", path=dejavu(), limit=120, channels=1)
    assert images.pixels.shape == (120, 32, 32, 1)
    assert images.name == "DejaVu Sans"
    assert all(centred(p) for p in images.pixels)
    assert len({p.tobytes() for p in images.pixels}) == 120
    codes = images.factors["code"]
    assert {chr(c) for c in codes} >= set("ABCdefg123")
    assert not any(0x4E00 <= c < 0xA000 for c in codes)  # the font has none: its "missing" sign is not one


def test_characters_are_cached_until_the_font_changes(tmp_path, monkeypatch):
    font = tmp_path / "font.ttf"
    font.write_bytes(Path(dejavu()).read_bytes())
    first = load("glyphs", path=str(font), limit=20)
    with monkeypatch.context() as patch:
        patch.setattr(glyphs.Stamp, "ink", None)
        assert np.array_equal(load("glyphs", path=str(font), limit=20).pixels, first.pixels)
    font.write_bytes(Path(dejavu()).read_bytes() + b"\0")
    assert np.array_equal(load("glyphs", path=str(font), limit=20).pixels, first.pixels)


def test_chinese_comes_first_where_the_font_has_it():
    path, index = glyphs.system_font()
    if "CJK" not in path:
        pytest.skip("needs a Chinese font on the system")
    images = load("glyphs", limit=30)
    assert index > 0
    assert chr(images.factors["code"][0]) == "啊"


@pytest.mark.parametrize("body", [b"", b"no font", b"\0\1\0\0" + bytes(400), b"OTTO" + bytes(50), b"wOF2aa"])
def test_a_file_that_is_no_font_is_refused(tmp_path, body):
    (tmp_path / "a.ttf").write_bytes(body)
    with pytest.raises(FileProblem, match=r"a\.ttf is not a font"):
        load("glyphs", path=str(tmp_path / "a.ttf"))


def test_a_missing_font_and_a_folder_are_refused(tmp_path):
    with pytest.raises(FileProblem, match="is not there"):
        load("glyphs", path=str(tmp_path / "none.ttf"))
    with pytest.raises(FileProblem, match="is not a font"):
        load("glyphs", path=str(tmp_path))


def test_a_damaged_font_gives_one_kind_of_error(tmp_path):
    whole = bytearray(Path(dejavu()).read_bytes())
    rng = np.random.default_rng(0)
    for k in range(12):
        spoiled = whole[: int(rng.integers(1, len(whole)))] if k % 2 else whole.copy()
        for place in rng.integers(0, len(spoiled), 40):
            spoiled[place] ^= 1 << int(rng.integers(8))
        path = tmp_path / f"{k}.ttf"
        path.write_bytes(spoiled)
        try:
            load("glyphs", path=str(path), limit=10)
        except FileProblem:
            continue


@pytest.fixture
def swollen(tmp_path) -> Path:
    """A font that says its em is 16 units: every character is 128 times as large as it was."""
    data = bytearray(Path(dejavu()).read_bytes())
    for row in range(12, 12 + 16 * int.from_bytes(data[4:6], "big"), 16):
        if data[row : row + 4] == b"head":
            em = int.from_bytes(data[row + 8 : row + 12], "big") + 18
    data[em : em + 2] = (16).to_bytes(2, "big")
    (tmp_path / "swollen.ttf").write_bytes(data)
    return tmp_path / "swollen.ttf"


def test_a_font_of_monstrous_characters_draws_none_of_them(swollen):
    stamp = glyphs.Stamp(swollen, 128)
    assert glyphs.Stamp(dejavu(), 128).ink("M") is not None
    assert peak(lambda: [stamp.ink(c) for c in "MWQ@"]) < 4 << 20  # drawn, an M takes 100 MB
    assert stamp.ink("M") is None


@pytest.mark.parametrize("font", ["swollen", "whole"])
def test_drawing_a_font_asks_often_whether_to_go_on(font, request, monkeypatch):
    path = request.getfixturevalue("swollen") if font == "swollen" else dejavu()
    ink, cancel, drawn = glyphs.Stamp.ink, threading.Event(), []
    monkeypatch.setattr(glyphs.Stamp, "ink", lambda stamp, c: drawn.append(c) or ink(stamp, c))
    with pytest.raises(Cancelled):
        load("glyphs", path=str(path), size=128, cancel=cancel, progress=lambda *_: cancel.set())
    assert len(drawn) <= 17


def test_no_font_at_all_is_said(monkeypatch):
    def none(*_args: object, **_options: object) -> None:
        raise OSError("cannot open resource")

    monkeypatch.setattr(ImageFont, "truetype", none)
    with pytest.raises(Problem, match="No font was found"):
        load("glyphs")


def test_shapes_are_known_and_the_same_each_time():
    one, two = load("shapes", limit=60), load("shapes", limit=60)
    assert np.array_equal(one.pixels, two.pixels)
    assert set(one.factors) == {"kind", "angle", "size", "x", "y", "colour"}
    assert np.array_equal(one.labels, one.factors["kind"])
    assert len(one.label_names) == len(shapes.KINDS)


def test_a_shape_lies_where_its_factors_say():
    factors = shapes.sample(80, 5)
    pixels = shapes.draw(factors, 64)
    for i in np.flatnonzero(factors["kind"] == 0):  # discs: centre and area are exact
        ink = np.abs(pixels[i].astype(int) - shapes.GROUND).sum(-1)
        ink = ink / ink.max()
        centres = (np.arange(64) + 0.5) / 64
        assert (ink.sum(0) @ centres) / ink.sum() == pytest.approx(factors["x"][i], abs=0.01)
        assert (ink.sum(1) @ centres) / ink.sum() == pytest.approx(factors["y"][i], abs=0.01)
        assert ink.sum() / 64**2 == pytest.approx(np.pi * factors["size"][i] ** 2, rel=0.05)


def test_shapes_never_touch_the_border():
    pixels = load("shapes", limit=300).pixels
    border = np.concatenate([pixels[:, 0], pixels[:, -1], pixels[:, :, 0], pixels[:, :, -1]])
    assert np.all(border == shapes.GROUND)
