"""Sheets of sprites: one picture cut into squares, whose size is in its name, its shape or the settings."""

from __future__ import annotations

import numpy as np
import pytest
from PIL import Image

from engines.ground.problem import FileProblem
from engines.images import guess, load
from engines.images.formats.sprites import side_of


def sheet(path, side: int, across: int, down: int, empty: int = 0) -> np.ndarray:
    """Squares of noise, the last ones nothing; returned (n, side, side, 3)."""
    rng = np.random.default_rng(side)
    squares = rng.integers(0, 256, (across * down, side, side, 4), dtype=np.uint8)
    squares[..., 3] = 255
    if empty:
        squares[-empty:] = 0
    rows = squares.reshape(down, across, side, side, 4).swapaxes(1, 2)
    Image.fromarray(rows.reshape(down * side, across * side, 4)).save(path)
    return squares[: len(squares) - empty, ..., :3]


@pytest.mark.parametrize(
    ("name", "size", "side"),
    [
        ("tiles_16x16.png", (64, 48), 16), ("hero 24px.png", (48, 72), 24), ("walk.png", (128, 32), 32),
        ("walk.png", (20, 100), 20), ("all.png", (96, 64), 32), ("1920x1080.png", (1920, 1080), None),
        ("photo.png", (333, 250), None), ("one.png", (32, 32), None), ("tiles_16x24.png", (50, 40), None),
        ("tiles_16x16.png", (70, 50), None), ("2px.png", (8, 8), None), ("0x0.png", (9, 9), None),
    ],
)  # fmt: skip
def test_the_side_is_in_name_shape_or_settings(name, size, side):
    assert side_of(name, size, 32) == side


def test_squares_are_the_pixels_of_the_sheet(tmp_path):
    squares = sheet(tmp_path / "a.png", 32, 4, 3, empty=2)
    images = load("file", path=str(tmp_path / "a.png"))
    assert np.array_equal(images.pixels, squares)
    assert len(load("file", path=str(tmp_path / "a.png"), limit=5).pixels) == 5


def test_small_squares_stay_sharp(tmp_path):
    squares = sheet(tmp_path / "a_16x16.png", 16, 4, 3)
    images = load("file", path=str(tmp_path / "a_16x16.png"))
    assert np.array_equal(images.pixels, squares.repeat(2, 1).repeat(2, 2))


def test_a_sheet_that_cannot_be_cut_says_how_it_could_be(tmp_path):
    Image.new("RGB", (50, 40)).save(tmp_path / "a.png")
    with pytest.raises(FileProblem, match=r"50 x 40 px.*sheet_16x16.png"):
        load("file", path=str(tmp_path / "a.png"))


def test_an_empty_sheet_and_a_damaged_one_are_said(tmp_path):
    Image.new("RGB", (64, 64)).save(tmp_path / "a.png")
    with pytest.raises(FileProblem, match="holds no pictures"):
        load("file", path=str(tmp_path / "a.png"))
    (tmp_path / "b.png").write_bytes((tmp_path / "a.png").read_bytes()[:50])
    with pytest.raises(FileProblem, match="damaged"):
        load("file", path=str(tmp_path / "b.png"))


def test_a_dropped_one_is_still_a_picture_to_look_at(tmp_path):
    sheet(tmp_path / "a.png", 32, 4, 3)
    assert guess(tmp_path / "a.png") == "picture"
