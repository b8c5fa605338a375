"""One picture of any kind, and folders of them."""

from __future__ import annotations

import contextlib
import os
import tempfile
import threading
import zlib
from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PIL import Image

from engines.ground.problem import Cancelled, FileProblem, Problem
from engines.images import folder, load, open_picture, pictures, prepare
from engines.images.square import budget
from tests.engines.images.conftest import noise

LEFT_RED = np.zeros((40, 60, 3), np.uint8)
LEFT_RED[:, :30] = (220, 20, 20)
LEFT_RED[:, 30:] = (20, 20, 220)


def is_left_red(picture: np.ndarray) -> bool:
    left, right = picture[:, :10].mean((0, 1)), picture[:, -10:].mean((0, 1))
    return left[0] > 180 > 80 > left[2] and right[2] > 180 > 80 > right[0]


def photo(path: Path, tone: int = 90, size: tuple[int, int] = (50, 40), **options: object) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    Image.new("RGB", size, (tone, 255 - tone, 128)).save(path, **options)
    return path


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


def bomb(path: Path) -> None:
    """A PNG whose header claims 60,000 x 60,000."""
    photo(path)
    data = bytearray(path.read_bytes())
    data[16:24] = (60_000).to_bytes(4, "big") * 2
    data[29:33] = zlib.crc32(data[12:29]).to_bytes(4, "big")
    path.write_bytes(data)


BROKEN: dict[str, tuple[Callable[[Path], object], str]] = {
    "empty.png": (lambda p: p.write_bytes(b""), "It is empty."),
    "text.png": (lambda p: p.write_text("not a picture at all"), "It is not a picture"),
    "cut.jpg": (lambda p: p.write_bytes(photo(p).read_bytes()[:-200]), "cut short"),
    "cut.png": (
        lambda p: (Image.fromarray(noise(64, 64, 3)).save(p), p.write_bytes(p.read_bytes()[:3000])),
        "cut short",
    ),
    "bomb.png": (bomb, "too many pixels"),
    "pipe.png": (lambda p: os.mkfifo(p), "It is not a file."),
    "link.png": (lambda p: p.symlink_to(p.parent / "nowhere.png"), "It is not"),
}


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


def forbid(*_: object, **__: object) -> None:
    raise PermissionError(13, "Permission denied")


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


def test_a_folder_of_everything(tmp_path):
    for suffix in ("png", "jpg", "webp", "bmp", "gif", "tiff"):
        photo(tmp_path / "deep" / "er" / f"a.{suffix}", size=(30, 70))
    Image.new("RGBA", (33, 20), (1, 2, 3, 4)).save(tmp_path / "alpha.png")
    Image.new("L", (10, 90), 7).save(tmp_path / "grey.png")
    for name, (make, _) in BROKEN.items():
        make(tmp_path / name)
    photo(tmp_path / "IMG_1.PNG")
    (tmp_path / "phone.heic").write_bytes(b"x")
    (tmp_path / "notes.txt").write_text("no one's loss")
    (tmp_path / ".hidden.png").write_text("no one's loss")
    images = load("folder", path=str(tmp_path))
    assert images.pixels.shape == (9, 32, 32, 3)
    assert images.labels is None
    assert images.name == f"Folder {tmp_path.name}"
    reasons = dict(images.skipped)
    assert set(reasons) == {*BROKEN, "phone.heic"}
    for name, (_, reason) in BROKEN.items():
        assert reason in reasons[name]
    assert "PNG or JPEG" in reasons["phone.heic"]


def test_sub_folders_are_classes(tmp_path):
    for name in ("dog", "cat", "emu"):
        for k in range(3):
            photo(tmp_path / name / "some" / f"{k}.png")
    images = load("folder", path=str(tmp_path), size=28, channels=1)
    assert images.label_names == ("cat", "dog", "emu")
    assert images.labels.tolist() == [0] * 3 + [1] * 3 + [2] * 3
    assert images.pixels.shape == (9, 28, 28, 1)


@pytest.mark.parametrize(
    ("names", "expected"),
    [
        (["train/cat/1.png", "test/dog/1.png"], ("cat", "dog")),
        (["cat/1.png", "dog/1.png", "1.png"], ()),
        (["cat/1.png", "cat/2.png"], ()),
        (["1.png"], ()),
        ([f"{k:04}/a.png" for k in range(1000)], tuple(f"{k:04}" for k in range(1000))),
        ([f"{k:04}/a.png" for k in range(1001)], ()),
    ],
)
def test_which_folders_are_classes(names, expected):
    labels, label_names = folder.classes(names)
    assert label_names == expected
    assert (labels is None) == (expected == ())


def test_one_picture_is_a_set(tmp_path):
    photo(tmp_path / "only.png")
    assert len(load("folder", path=str(tmp_path)).pixels) == 1


def test_a_limit_is_spread_over_the_classes(tmp_path):
    for name in ("a", "b"):
        for k in range(20):
            photo(tmp_path / name / f"{k:02}.png", tone=10 * k)
    one, two = (load("folder", path=str(tmp_path), limit=12, seed=3) for _ in range(2))
    assert len(one.pixels) == 12
    assert set(one.labels) == {0, 1}
    assert np.array_equal(one.pixels, two.pixels)


def test_links_that_go_round_are_gone_through_once(tmp_path):
    photo(tmp_path / "a" / "1.png")
    (tmp_path / "a" / "up").symlink_to(tmp_path)
    (tmp_path / "a" / "self").symlink_to(tmp_path / "a")
    assert len(load("folder", path=str(tmp_path)).pixels) == 1


def test_folders_that_will_not_do(tmp_path):
    def sentence(path: object) -> str:
        with pytest.raises(FileProblem) as caught:
            load("folder", path=str(path))
        return str(caught.value)

    empty = tmp_path / "empty"
    empty.mkdir()
    assert sentence(tmp_path / "none") == f"There is no folder {tmp_path / 'none'}."
    assert sentence(empty) == f"There are no pictures in the folder {empty}."
    file = photo(tmp_path / "a.png")
    assert sentence(file) == f"{file} is a file, not a folder."
    assert "There is no folder" in sentence("a\0b")
    (empty / "bad.png").write_text("bad")
    assert sentence(empty) == (
        f"None of the 1 pictures in the folder {empty} can be used. "
        "bad.png: It is not a picture, or not of a kind that can be read."
    )
    with pytest.raises(Problem, match="Choose a file or folder"):
        load("folder")


def test_a_forbidden_folder_is_said(tmp_path, monkeypatch):
    photo(tmp_path / "a.png")
    monkeypatch.setattr(folder.os, "scandir", forbid)
    with pytest.raises(FileProblem, match="no permission to read the folder"):
        load("folder", path=str(tmp_path))


def test_a_forbidden_folder_inside_is_skipped_and_named(tmp_path, monkeypatch):
    photo(tmp_path / "a.png")
    photo(tmp_path / "shut" / "b.png")
    scandir = os.scandir
    monkeypatch.setattr(folder.os, "scandir", lambda p: forbid() if Path(p).name == "shut" else scandir(p))
    images = load("folder", path=str(tmp_path))
    assert len(images.pixels) == 1
    assert images.skipped == (("shut", "There is no permission to read this folder."),)


@contextlib.contextmanager
def powerless() -> Iterator[None]:
    """Root may read everything, so be no one for a while."""
    if not hasattr(os, "geteuid"):
        pytest.skip("this system has no owners of files")
    root = os.geteuid() == 0
    if root:
        os.seteuid(65534)
    try:
        yield
    finally:
        if root:
            os.seteuid(0)


def test_a_really_forbidden_folder_and_file():
    with tempfile.TemporaryDirectory() as place:
        home = Path(place)
        home.chmod(0o755)
        photo(home / "in" / "a.png").chmod(0)
        photo(home / "shut" / "b.png")
        (home / "shut").chmod(0)
        with powerless():
            with pytest.raises(FileProblem, match=r"a\.png: There is no permission to read it"):
                load("folder", path=str(home / "in"))
            with pytest.raises(FileProblem, match="no permission to read the folder"):
                load("folder", path=str(home / "shut"))
            with pytest.raises(FileProblem, match="no permission"):
                open_picture(home / "in" / "a.png", 32, 3)
        (home / "shut").chmod(0o755)


def test_a_name_that_is_no_text_is_shown_with_marks(tmp_path):
    try:
        with open(os.fsencode(tmp_path) + b"/\xff.png", "wb") as file:
            file.write(b"bad")
    except OSError:
        pytest.skip("this system allows only names that are text")
    photo(tmp_path / "a.png")
    assert load("folder", path=str(tmp_path)).skipped[0][0] == "?.png"


def test_a_folder_reports_progress_and_can_be_cancelled(tmp_path):
    for k in range(30):
        photo(tmp_path / f"{k:02}.png")
    told: list[tuple[str, float]] = []
    load("folder", path=str(tmp_path), progress=lambda s, f: told.append((s, f)))
    fractions = [f for _, f in told]
    assert fractions == sorted(fractions)
    assert fractions[-1] == 1.0
    assert len(told) >= 30
    cancel = threading.Event()
    with pytest.raises(Cancelled):
        load(
            "folder",
            path=str(tmp_path),
            cancel=cancel,
            progress=lambda s, f: cancel.set() if f > 0.3 else None,
        )


def test_a_folder_too_large_for_memory_is_said(tmp_path, monkeypatch):
    photo(tmp_path / "a.png")

    def full(*_: object) -> None:
        raise MemoryError

    monkeypatch.setattr(folder.np, "empty", full)
    with pytest.raises(Problem, match="do not fit into memory"):
        load("folder", path=str(tmp_path))


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


def test_scans_of_a_folder_are_scaled_alike(tmp_path):
    for name, top in (("bright", 4095), ("dark", 500)):
        Image.fromarray(np.full((32, 32), top, np.uint16)).save(tmp_path / f"{name}.tif")
    pixels = load("folder", path=str(tmp_path), channels=1).pixels
    assert pixels[0].max() == 255
    assert pixels[1].max() == round(500 / 4095 * 255)


def test_looking_at_the_depth_of_scans_can_be_cancelled(tmp_path, monkeypatch):
    for k in range(20):
        Image.fromarray(np.full((8, 8), 4095, np.uint16)).save(tmp_path / f"{k}.tif")
    cancel, looked = threading.Event(), []
    monkeypatch.setattr(pictures, "depth", lambda path: looked.append(path) or cancel.set() or 12)
    with pytest.raises(Cancelled):
        load("folder", path=str(tmp_path), cancel=cancel)
    assert len(looked) == 1


@pytest.mark.parametrize("beside", ["@eaDir", "__MACOSX", ".thumbnails"])
def test_what_file_servers_put_beside_is_not_learnt(tmp_path, beside):
    photo(tmp_path / "a.png")
    photo(tmp_path / beside / "a.png")
    (tmp_path / "Thumbs.db").write_bytes(b"x")
    photo(tmp_path / "._a.jpg")
    found = load("folder", path=str(tmp_path))
    assert len(found.pixels) == 1
    assert found.skipped == ()


@pytest.mark.parametrize("suffix", ["ppm", "tga"])
def test_plain_formats_are_read(tmp_path, suffix):
    photo(tmp_path / f"a.{suffix}")
    assert len(load("folder", path=str(tmp_path)).pixels) == 1


def test_a_kind_that_only_the_library_knows_is_named(tmp_path):
    photo(tmp_path / "a.png")
    Image.new("RGB", (8, 8)).save(tmp_path / "b.pcx")
    assert [name for name, _ in load("folder", path=str(tmp_path)).skipped] == ["b.pcx"]


def test_a_link_out_of_the_folder_is_not_followed(tmp_path):
    photo(tmp_path / "in" / "a.png")
    photo(tmp_path / "out" / "b.png")
    (tmp_path / "in" / "link").symlink_to(tmp_path / "out", target_is_directory=True)
    found = load("folder", path=str(tmp_path / "in"))
    assert len(found.pixels) == 1
    assert [name for name, _ in found.skipped] == ["link"]
