"""A large picture is held once while it is made small, and not at all if it is too large."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from PIL import Image, ImageOps

from engines.ground.problem import FileProblem
from engines.images import load, open_picture, prepare
from engines.images.square import budget
from engines.images.square.shrink import bands
from tests.tools.memory import peak

MB = 1 << 20
SIDE = 4000
MODES = {"L": 16, "P": 16, "RGB": 64, "RGBA": 64, "I;16": 32}
"""Megabytes (of a million) that 4,000 x 4,000 pixels take when they are decoded."""


def picture(path: Path, mode: str, side: int = SIDE, **options: object) -> Path:
    Image.new(mode, (side, side), 1 if mode in ("L", "P", "I;16") else (200, 30, 30, 128)[: len(mode)]).save(
        path, **options
    )
    return path


@pytest.mark.parametrize("mode", MODES)
def test_a_large_picture_is_held_once(tmp_path, mode):
    path = picture(tmp_path / "a.png", mode)
    open_picture(picture(tmp_path / "small.png", mode, 64), 32, 3)
    assert peak(lambda: open_picture(path, 32, 3)) < MODES[mode] * 1_000_000 + 40 * MB


def test_what_would_take_too_much_is_refused_before_it_is_decoded(tmp_path):
    path = picture(tmp_path / "a.png", "RGB", 7100)

    def open_it() -> None:
        with pytest.raises(FileProblem, match=r"too many pixels to be opened safely\. Save it smaller"):
            open_picture(path, 32, 3)

    assert peak(open_it) < 20 * MB
    assert open_picture(picture(tmp_path / "grey.png", "L", 7100), 32, 1).shape == (32, 32, 1)


def test_a_folder_leaves_it_out_and_names_it(tmp_path):
    picture(tmp_path / "large.png", "RGB", 7100)
    picture(tmp_path / "small.png", "RGB", 40)
    found: list[object] = []
    assert peak(lambda: found.append(load("folder", path=str(tmp_path)))) < 20 * MB
    assert [name for name, _ in found[0].skipped] == ["large.png"]
    assert len(found[0].pixels) == 1


@pytest.mark.parametrize(
    ("name", "mode", "options", "bytes_a_pixel"),
    [
        ("a.png", "L", {}, 1),
        ("a.png", "RGB", {}, 4),
        ("a.webp", "RGB", {}, 16),
        ("a.jpg", "RGB", {"quality": 90}, 4),
        ("a.jpg", "RGB", {"progressive": True, "subsampling": 0}, 4 + 6),
        ("a.jpg", "RGB", {"progressive": True, "subsampling": 2}, 4 + 3),
        ("a.tif", "RGB", {}, 8),
    ],
)
def test_what_decoding_holds_is_told_by_the_header(tmp_path, monkeypatch, name, mode, options, bytes_a_pixel):
    path = picture(tmp_path / name, mode, 100, **options)
    with Image.open(path) as image:
        monkeypatch.setattr(budget, "MOST_BYTES", bytes_a_pixel * 10_000)
        assert not budget.is_too_large(image)
        monkeypatch.setattr(budget, "MOST_BYTES", bytes_a_pixel * 10_000 - 1)
        assert budget.is_too_large(image)


def test_turning_a_picture_holds_no_second_one(tmp_path):
    note = Image.Exif()
    note[0x0112] = 6
    path = picture(tmp_path / "a.png", "RGB", exif=note)
    assert peak(lambda: open_picture(path, 32, 3)) < MODES["RGB"] * 1_000_000 + 40 * MB


@pytest.mark.parametrize("turn", range(1, 9))
@pytest.mark.parametrize("size", [(900, 601), (333, 512)])
def test_what_is_turned_in_parts_is_as_if_turned_whole(turn, size):
    rough = np.random.default_rng(1).integers(0, 256, (9, 11, 3), np.uint8)
    image = Image.fromarray(rough).resize(size)
    note = Image.Exif()
    note[0x0112] = turn
    image.info["exif"] = note.tobytes()
    assert np.array_equal(prepare(image, 28, 3), prepare(ImageOps.exif_transpose(image), 28, 3))


@pytest.mark.parametrize("size", [(3001, 2000), (700, 5003), (1501, 997)])
@pytest.mark.parametrize("mode", ["L", "RGB", "RGBA"])
def test_bands_change_no_pixel(size, mode):
    rough = np.random.default_rng(0).integers(0, 256, (20, 30, 4), np.uint8)
    image = Image.fromarray(rough).resize(size).convert(mode)
    flat = image
    if mode == "RGBA":
        flat = Image.new("RGBA", size, "white")
        flat.alpha_composite(image)
        flat = flat.convert("RGB")
    side = min(size)
    left, top = (size[0] - side) / 2, (size[1] - side) / 2
    box = (left, top, left + side, top + side)
    want = flat.resize((64, 64), Image.Resampling.LANCZOS, box=box, reducing_gap=3.0).convert("RGB")
    assert np.array_equal(prepare(image, 64, 3), np.asarray(want))


def test_bands_cover_the_box_once():
    cut = list(bands((3, 5, 3 + 2_000_000, 25), 6))
    assert [(top, bottom) for _, top, _, bottom in cut] == [(5, 11), (11, 17), (17, 23), (23, 25)]
