"""Folders of pictures: classes, limits, links, what is skipped and said, what is forbidden."""

from __future__ import annotations

import contextlib
import os
import tempfile
import threading
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from engines.ground.problem import Cancelled, FileProblem, Problem
from engines.images import folder, guess, load, open_picture, pictures
from tests.engines.images.broken import BROKEN, forbid, photo


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


@pytest.mark.parametrize(
    ("names", "expected"),
    [
        (["omniglot/Greek/alpha/1.png", "omniglot/Latin/a/1.png"], ("Greek", "Latin")),
        (["a/b/c/x/1.png", "a/b/c/y/1.png"], ("x", "y")),
        (["data/train/cat/1.png", "data/test/dog/1.png"], ("cat", "dog")),
        (["only/1.png", "only/2.png"], ()),
        (["only/1.png", "only/more/2.png"], ()),
    ],
)
def test_folders_that_all_share_are_no_classes_but_those_inside_may_be(names, expected):
    assert folder.classes(names)[1] == expected


@pytest.mark.parametrize(
    ("names", "said"),
    [
        (["a/1.png", "b/1.png"], ""), (["1.png", "2.png"], "one folder"), (["a/1.png", "2.png"], "only where all"),
        (["a/1.png", "a/2.png"], "do not part"), ([f"{k}/1.png" for k in range(1001)], "more than 1,000"),
        (["train/1.png", "test/2.png"], "do not part"), (["train/a/1.png", "test/b/2.png"], ""),
    ],
)  # fmt: skip
def test_why_there_are_no_classes_is_said(names, said):
    assert said in folder.unlabelled(names)
    assert bool(folder.unlabelled(names)) == (folder.classes(names)[0] is None)


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("digits", b"\0\0\x08\3" + bytes(12), "digits is an IDX file: open that"),
        ("faces.zip", b"PK", "faces.zip is an archive: open that"),
        ("faces.7z", b"7z", "faces.7z is an archive: unpack it first"),
        ("notes.txt", b"words", "There are no pictures in the folder [^,]*$"),
    ],
)
def test_a_folder_without_pictures_says_what_else_could_be_opened(tmp_path, name, content, said):
    (tmp_path / name).write_bytes(content)
    with pytest.raises(FileProblem, match=said):
        load("folder", path=str(tmp_path))


def test_an_archive_of_a_kind_that_is_not_read_is_refused_with_what_to_do(tmp_path):
    path = tmp_path / "faces.rar"
    path.write_bytes(b"Rar!" + bytes(100))
    assert guess(path) == "file"
    with pytest.raises(FileProblem, match="unpack it, and choose the folder"):
        load("file", path=str(path))


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
