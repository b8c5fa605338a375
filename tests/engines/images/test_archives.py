"""Zip and tar archives of pictures: read in place as a folder is, bounded and not trusted."""

from __future__ import annotations

import io
import tarfile
import threading
import zipfile
from collections.abc import Mapping
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from engines.ground.problem import Cancelled, FileProblem
from engines.images import guess, load
from engines.images.formats import archive

KINDS = ("a.zip", "a.tar", "a.tar.gz", "a.tgz")


def png(tone: int, size: tuple[int, int] = (8, 8), dtype: type = np.uint8) -> bytes:
    out = io.BytesIO()
    Image.fromarray(np.full(size, tone, dtype)).save(out, "PNG")
    return out.getvalue()


def packed(path: Path, files: Mapping[str, bytes]) -> Path:
    if path.suffix == ".zip":
        with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as target:
            for name, data in files.items():
                target.writestr(name, data)
        return path
    with tarfile.open(path, "w" if path.suffix == ".tar" else "w:gz") as tar:
        for name, data in files.items():
            info = tarfile.TarInfo(name)
            info.size = len(data)
            tar.addfile(info, io.BytesIO(data))
    return path


SET = {f"set/{kind}/{k}.png": png(40 * k + at) for at, kind in enumerate(("cat", "dog")) for k in range(5)}


@pytest.fixture(params=KINDS)
def path(request, tmp_path) -> Path:
    return tmp_path / request.param


def test_it_holds_what_the_folder_does(path, tmp_path):
    for name, data in SET.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_bytes(data)
    packed(path, dict(reversed(SET.items())))
    assert guess(path) == "file"
    found, folder = load("file", path=str(path)), load("folder", path=str(tmp_path / "set"))
    assert found.label_names == folder.label_names == ("cat", "dog")
    by_tone = [np.argsort(images.pixels[:, 0, 0, 0]) for images in (found, folder)]
    assert np.array_equal(found.pixels[by_tone[0]], folder.pixels[by_tone[1]])
    assert np.array_equal(found.labels[by_tone[0]], folder.labels[by_tone[1]])


def test_what_cannot_be_used_is_left_out_and_named(path):
    others = {
        "b/broken.png": png(7)[:40], "b/empty.png": b"", "b/phone.heic": b"x", "b/notes.txt": b"no one's loss",
        "__MACOSX/b/._1.png": b"x", ".thumbs/1.png": png(9),
    }  # fmt: skip
    images = load("file", path=str(packed(path, {"b/good.png": png(5)} | others)))
    assert len(images.pixels) == 1
    assert [name for name, _ in images.skipped] == ["b/broken.png", "b/empty.png", "b/phone.heic"]


def test_a_limit_takes_some_from_all_over(path):
    images = load("file", path=str(packed(path, SET)), limit=6)
    assert len(images.pixels) == 6
    assert len(set(images.labels.tolist())) == 2


def test_scans_are_scaled_alike(path):
    files = {"a.png": png(4000, dtype=np.uint16), "b.png": png(2000, dtype=np.uint16)}  # 12 bits of 16
    tones = sorted(load("file", path=str(packed(path, files)), channels=1).pixels[:, 4, 4, 0].tolist())
    assert tones[0] == pytest.approx(125, abs=2)
    assert tones[1] == pytest.approx(249, abs=2)


def test_nothing_is_written_and_no_path_followed(path, tmp_path):
    packed(path, {"../../evil.png": png(3), "/etc/evil.png": png(4)})
    before = sorted(tmp_path.parent.rglob("*"))
    assert len(load("file", path=str(path)).pixels) == 2
    assert sorted(tmp_path.parent.rglob("*")) == before


@pytest.mark.parametrize(
    ("files", "said"),
    [({}, "holds no pictures|damaged|neither"), ({"a.txt": b"x"}, "no pictures|no CIFAR|neither"),
     ({"a.png": b"x"}, "None of the 1 pictures in a")],
)  # fmt: skip
def test_without_a_picture_it_says_so(path, files, said):
    with pytest.raises(FileProblem) as told:
        load("file", path=str(packed(path, files)))
    assert str(told.value)
    if path.suffix == ".zip":
        told.match(said)


def test_a_locked_file_is_named_as_such(tmp_path):
    data = bytearray(packed(tmp_path / "a.zip", {"a.png": png(3), "b.png": png(9)}).read_bytes())
    at = data.index(b"PK\1\2")  # a.png in the directory
    data[at + 8] |= 1
    data[6] |= 1
    (tmp_path / "a.zip").write_bytes(data)
    images = load("file", path=str(tmp_path / "a.zip"))
    assert images.skipped == (("a.png", "It is locked by a password."),)


def test_it_gives_no_more_than_it_may(path, monkeypatch):
    monkeypatch.setattr(archive, "MOST_IN_ALL", 20_000)
    bomb = {f"{k}.png": bytes(15_000) for k in range(8)}  # a few bytes each
    with pytest.raises(FileProblem, match=r"holds more than|None of"):
        load("file", path=str(packed(path, bomb)))


def test_a_member_larger_than_a_picture_may_be_is_left_out(path, monkeypatch):
    monkeypatch.setattr(archive, "MOST", 5_000)
    images = load("file", path=str(packed(path, {"a.png": png(3), "b.png": bytes(9_000)})))
    assert [name for name, _ in images.skipped] == ["b.png"]


def test_it_can_be_cancelled(path):
    cancel = threading.Event()
    cancel.set()
    with pytest.raises(Cancelled):
        load("file", path=str(packed(path, SET)), cancel=cancel)


def test_a_file_without_a_name_is_none(tmp_path):
    data = bytearray(packed(tmp_path / "a.zip", {"a.png": png(3), "b": b""}).read_bytes())
    at = data.index(b"PK\1\2", data.index(b"PK\1\2") + 4)  # of the second in the directory
    data[at + 28 : at + 30] = b"\0\0"
    data[at + 32 : at + 34] = b"\0\0"
    del data[at + 46 : at + 47]
    end = data.index(b"PK\5\6")
    data[end + 12 : end + 16] = (end - data.index(b"PK\1\2")).to_bytes(4, "little")
    (tmp_path / "a.zip").write_bytes(data)
    assert len(load("file", path=str(tmp_path / "a.zip")).pixels) == 1
