"""One picture of any kind: formats, modes, depths, turned, cropped, large, broken."""

from __future__ import annotations

import contextlib

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PIL import Image

from engines.ground.problem import FileProblem
from engines.images import open_picture, pictures, prepare
from engines.images.square import budget
from tests.engines.images.broken import BROKEN, forbid, photo
from tests.engines.images.conftest import noise

LEFT_RED = np.zeros((40, 60, 3), np.uint8)
LEFT_RED[:, :30] = (220, 20, 20)
LEFT_RED[:, 30:] = (20, 20, 220)


def is_left_red(picture: np.ndarray) -> bool:
    left, right = picture[:, :10].mean((0, 1)), picture[:, -10:].mean((0, 1))
    return left[0] > 180 > 80 > left[2] and right[2] > 180 > 80 > right[0]


@pytest.mark.parametrize("suffix", ["png", "jpg", "webp", "bmp", "gif", "tiff"])
def test_every_format_opens(tmp_path, suffix):
    Image.fromarray(LEFT_RED).save(tmp_path / f"a.{suffix}")
    picture = open_picture(tmp_path / f"a.{suffix}", 32, 3)
    assert picture.shape == (32, 32, 3)
    assert picture.dtype == np.uint8
    assert is_left_red(picture)


@pytest.mark.parametrize(
    "mode", ["1", "L", "LA", "P", "PA", "RGB", "RGBA", "RGBX", "CMYK", "YCbCr", "HSV", "LAB"]
)
@pytest.mark.parametrize("channels", [1, 3])
def test_every_mode_is_prepared(mode, channels):
    base = Image.fromarray(LEFT_RED)
    image = (
        base.convert("P").convert("PA") if mode == "PA" else base.convert("RGB" if mode == "LAB" else mode)
    )
    if mode == "LAB":
        image = Image.new("LAB", (60, 40), (120, 128, 128))
    assert prepare(image, 28, channels).shape == (28, 28, channels)


@pytest.mark.parametrize("mode", ["RGB", "RGBA", "CMYK", "P", "YCbCr"])
def test_colours_survive_their_mode(mode):
    assert is_left_red(prepare(Image.fromarray(LEFT_RED).convert(mode), 32, 3))


def test_see_through_becomes_white():
    clear = Image.new("RGBA", (20, 20), (0, 0, 0, 0))
    assert prepare(clear, 32, 3).min() == 255
    half = Image.new("RGBA", (20, 20), (0, 0, 0, 128))
    assert np.all(np.abs(prepare(half, 32, 3).astype(int) - 127) <= 1)


def test_a_palette_with_a_clear_colour_becomes_white(tmp_path):
    image = Image.new("P", (20, 20), 0)
    image.putpalette([10, 20, 30, 200, 100, 50])
    image.save(tmp_path / "a.gif", transparency=0)
    assert open_picture(tmp_path / "a.gif", 32, 3).min() == 255


@pytest.mark.parametrize("kind", [np.uint16, np.int32, np.float32])
def test_deep_greys_keep_their_levels(tmp_path, kind):
    levels = np.linspace(0, 1 if kind is np.float32 else 65535, 64 * 64).reshape(64, 64).astype(kind)
    Image.fromarray(levels).save(tmp_path / "a.tiff")
    picture = open_picture(tmp_path / "a.tiff", 64, 1)[..., 0]
    assert picture.min() <= 1
    assert picture.max() >= 254
    assert np.all(np.diff(picture.ravel().astype(int)) >= 0)


def test_a_16_bit_png_keeps_its_levels(tmp_path):
    Image.fromarray(np.full((32, 32), 0x8080, np.uint16)).save(tmp_path / "a.png")
    assert np.all(open_picture(tmp_path / "a.png", 32, 3) == 0x80)


def test_floats_that_are_no_numbers_do_no_harm():
    prepare(Image.fromarray(np.full((8, 8), np.nan, np.float32)), 32, 1)
    prepare(Image.fromarray(np.asarray([[-5, 1e30]], np.float32)), 32, 1)


@pytest.mark.parametrize("suffix", ["jpg", "png", "webp", "tiff"])
@pytest.mark.parametrize("turn", range(1, 9))
def test_exif_rotation_is_undone(tmp_path, suffix, turn):
    undo = {
        2: Image.Transpose.FLIP_LEFT_RIGHT,
        3: Image.Transpose.ROTATE_180,
        4: Image.Transpose.FLIP_TOP_BOTTOM,
        5: Image.Transpose.TRANSPOSE,
        6: Image.Transpose.ROTATE_90,
        7: Image.Transpose.TRANSVERSE,
        8: Image.Transpose.ROTATE_270,
    }
    image = Image.fromarray(LEFT_RED)
    if turn in undo:
        image = image.transpose(undo[turn])
    note = Image.Exif()
    note[0x0112] = turn
    image.save(tmp_path / f"a.{suffix}", exif=note)
    assert is_left_red(open_picture(tmp_path / f"a.{suffix}", 32, 3))


def test_cropped_at_the_centre():
    wide = np.zeros((20, 100, 3), np.uint8)
    wide[:, 40:60] = 255
    assert prepare(Image.fromarray(wide), 20, 3).min() == 255


def test_the_right_size_is_left_alone():
    picture = noise(32, 32, 3)
    assert np.array_equal(prepare(Image.fromarray(picture), 32, 3), picture)


@pytest.mark.parametrize("size", [(1, 1), (1, 500), (3, 2), (500, 7)])
def test_small_and_narrow_pictures(size):
    assert prepare(Image.new("RGB", size, "teal"), 64, 3).shape == (64, 64, 3)


def test_a_large_jpeg_is_decoded_coarsely(tmp_path, monkeypatch):
    photo(tmp_path / "a.jpg", size=(3000, 2000))
    sizes = []
    monkeypatch.setattr(pictures, "prepare", lambda image, *_: sizes.append(image.size))
    open_picture(tmp_path / "a.jpg", 32, 3)
    assert max(sizes[0]) <= 400


@pytest.mark.parametrize("name", BROKEN)
def test_a_broken_picture_says_why(tmp_path, name):
    make, reason = BROKEN[name]
    make(tmp_path / name)
    with pytest.raises(FileProblem, match=reason) as caught:
        open_picture(tmp_path / name, 32, 3)
    assert str(caught.value).startswith(f"{name} was not opened. ")


def test_a_large_picture_between_pillows_two_limits_is_refused(tmp_path, monkeypatch):
    monkeypatch.setattr(budget, "MOST_PIXELS", 1000)
    photo(tmp_path / "a.png")
    with pytest.raises(FileProblem, match="too many pixels"):
        open_picture(tmp_path / "a.png", 32, 3)


def test_missing_forbidden_and_folder(tmp_path, monkeypatch):
    with pytest.raises(FileProblem, match="It is not there"):
        open_picture(tmp_path / "no.png", 32, 3)
    with pytest.raises(FileProblem, match="It is not a file"):
        open_picture(tmp_path, 32, 3)
    with pytest.raises(FileProblem, match="not there"):
        open_picture("a\0b.png", 32, 3)
    photo(tmp_path / "a.png")
    monkeypatch.setattr(pictures, "ordinary", forbid)
    with pytest.raises(FileProblem, match="no permission"):
        open_picture(tmp_path / "a.png", 32, 3)


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.sampled_from(["png", "jpg", "gif", "webp", "bmp", "tiff"]),
    st.floats(0, 1),
    st.lists(st.tuples(st.floats(0, 0.999), st.integers(0, 7)), max_size=6),
)
def test_damage_of_any_kind_gives_a_picture_or_a_file_problem(tmp_path, suffix, kept, flips):
    path = tmp_path / f"whole.{suffix}"
    if not path.exists():
        Image.fromarray(noise(24, 24, 3)).save(path)
    data = bytearray(path.read_bytes()[: int(kept * 4000) + 1])
    for place, bit in flips:
        data[int(place * len(data))] ^= 1 << bit
    spoiled = tmp_path / f"spoiled.{suffix}"
    spoiled.write_bytes(data)
    with contextlib.suppress(FileProblem):
        assert open_picture(spoiled, 32, 3).shape == (32, 32, 3)


@pytest.mark.parametrize("bits", [10, 12, 14, 16])
@pytest.mark.parametrize("suffix", ["tif", "png", "pgm"])
def test_grey_of_a_camera_fills_the_range_that_it_uses(tmp_path, bits, suffix):
    ramp = np.linspace(0, (1 << bits) - 1, 64).astype(np.uint16)
    path = tmp_path / f"scan.{suffix}"
    Image.fromarray(np.broadcast_to(ramp, (64, 64)).copy()).save(path)
    found = open_picture(path, 64, 1)[0, :, 0]
    assert found[0] == 0
    assert found[-1] == 255
    assert pictures.depth(path) == bits
