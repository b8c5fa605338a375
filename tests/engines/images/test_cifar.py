"""CIFAR files in folders and archives, good and bad; an archive is read in place, bounded and not trusted."""

from __future__ import annotations

import contextlib
import gzip
import io
import pickle
import tarfile
import tracemalloc
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from engines.ground.problem import FileProblem
from engines.images import guess, load
from engines.images.formats import cifar
from tests.engines.images.conftest import cifar_bytes, noise
from tests.engines.images.damage import DAMAGE, FUZZ, damaged, problem


def tar(path: Path, members: dict[str, bytes], how: str = "w:gz") -> Path:
    with tarfile.open(path, how) as archive:
        for name, data in members.items():
            info = tarfile.TarInfo(name)
            info.size = len(data)
            archive.addfile(info, io.BytesIO(data))
    return path


def test_cifar_10_is_read_exactly(tmp_path):
    (tmp_path / "data_batch_1.bin").write_bytes(cifar_bytes())
    images = load("file", path=str(tmp_path / "data_batch_1.bin"))
    planes = noise(12, 3072).reshape(12, 3, 32, 32)
    assert np.array_equal(images.pixels, planes.transpose(0, 2, 3, 1))
    assert images.labels.tolist() == [k % 10 for k in range(12)]
    assert images.label_names[3] == "cat"


def test_cifar_100_takes_the_fine_label(tmp_path):
    (tmp_path / "train.bin").write_bytes(cifar_bytes(30, classes=100))
    images = load("file", path=str(tmp_path / "train.bin"), channels=1)
    assert images.labels.tolist() == list(range(30))
    assert len(images.label_names) == 100
    (tmp_path / "fine_label_names.txt").write_text("\n".join(f"thing{k}" for k in range(100)))
    assert load("file", path=str(tmp_path / "train.bin")).label_names[7] == "thing7"


@pytest.mark.parametrize("how", ["w", "w:gz"])
def test_a_folder_and_an_archive_hold_the_same(tmp_path, how):
    batches = {f"cifar-10-batches-bin/data_batch_{k}.bin": cifar_bytes(5, seed=k) for k in (2, 1)}
    archive = tar(tmp_path / "c.tar.gz", {"readme.html": b"<html>", **batches}, how)
    for name, data in batches.items():
        (tmp_path / Path(name).name).write_bytes(data)
    one, two = load("file", path=str(archive)), load("file", path=str(tmp_path))
    assert len(one.pixels) == 10
    assert np.array_equal(one.pixels, two.pixels)
    assert guess(tmp_path) == guess(archive) == "file"


def test_an_archive_writes_nothing_and_follows_no_path(tmp_path):
    tar(tmp_path / "a.tar.gz", {"../../evil.bin": cifar_bytes(3), "/etc/evil.bin": cifar_bytes(3)})
    before = sorted(tmp_path.parent.rglob("*"))
    assert len(load("file", path=str(tmp_path / "a.tar.gz")).pixels) == 6
    assert sorted(tmp_path.parent.rglob("*")) == before


def test_links_in_an_archive_are_passed_over(tmp_path):
    with tarfile.open(tmp_path / "a.tar", "w") as archive:
        for kind in (tarfile.SYMTYPE, tarfile.LNKTYPE, tarfile.FIFOTYPE, tarfile.CHRTYPE):
            info = tarfile.TarInfo("data_batch_1.bin")
            info.type, info.linkname = kind, "/etc/passwd"
            archive.addfile(info)
    assert "holds no CIFAR" in problem(tmp_path / "a.tar")


def test_cifar_files_that_will_not_do(tmp_path):
    whole = cifar_bytes()
    bad = {
        "cut.bin": (whole[:-1], "not made of whole CIFAR records"),
        "label.bin": (b"\xff" + whole[1:], "not made of whole CIFAR records"),
        "empty.bin": (b"", "is empty"),
        "data_batch_1": (pickle.dumps({b"data": 1}), "Python version of CIFAR"),
        "zip.bin": (b"PK\x03\x04" + bytes(100), "not made of whole CIFAR records"),
    }
    for name, (data, reason) in bad.items():
        (tmp_path / name).write_bytes(data)
        assert reason in problem(tmp_path / name), name


def test_a_python_archive_is_refused_unopened(tmp_path):
    class Trap:
        def __reduce__(self) -> tuple:
            return (Path.touch, (tmp_path / "sprung",))

    tar(tmp_path / "cifar-10-python.tar.gz", {"cifar-10-batches-py/data_batch_1": pickle.dumps(Trap())})
    assert "binary version" in problem(tmp_path / "cifar-10-python.tar.gz")
    assert not (tmp_path / "sprung").exists()


def test_mixed_batches_are_refused(tmp_path):
    (tmp_path / "train.bin").write_bytes(cifar_bytes(4, classes=100))
    (tmp_path / "test_batch.bin").write_bytes(cifar_bytes(4))
    assert "mixes" in problem(tmp_path)


@pytest.mark.parametrize("kind", [tarfile.REGTYPE, tarfile.XHDTYPE, tarfile.GNUTYPE_LONGNAME])
def test_an_archive_bomb_is_bounded(tmp_path, monkeypatch, kind):
    """A member, or a header that tarfile reads whole, of 8 GB of zeros as its header says."""
    monkeypatch.setattr(cifar, "MOST_BYTES", 4 << 20)
    info = tarfile.TarInfo("data_batch_1.bin")
    info.type, info.size = kind, 8 << 30
    (tmp_path / "a.tar.gz").write_bytes(gzip.compress(info.tobuf(tarfile.GNU_FORMAT) + bytes(30 << 20), 1))
    tracemalloc.start()
    try:
        said = "more than 4 MB" if kind == tarfile.REGTYPE else "damaged"
        assert said in problem(tmp_path / "a.tar.gz")
        assert tracemalloc.get_traced_memory()[1] < 24 << 20
    finally:
        tracemalloc.stop()


def test_a_sparse_member_is_passed_over(tmp_path):
    info = tarfile.TarInfo("data_batch_1.bin")
    info.type = tarfile.GNUTYPE_SPARSE
    header = bytearray(info.tobuf(tarfile.GNU_FORMAT))
    header[483:495] = b"%011o\0" % (3 << 30)  # the size it would have
    header[148:156] = b"        "
    header[148:156] = b"%06o\0 " % sum(header)
    (tmp_path / "a.tar").write_bytes(header + bytes(2048))
    assert "holds no CIFAR" in problem(tmp_path / "a.tar")


@FUZZ
@given(DAMAGE, st.sampled_from(["bin", "tar", "tar.gz"]))
def test_damaged_cifar_gives_pictures_or_a_file_problem(tmp_path, damage, form):
    path = tmp_path / f"whole.{form}"
    if not path.exists():
        if form == "bin":
            path.write_bytes(cifar_bytes(2))
        else:
            tar(path, {"data_batch_1.bin": cifar_bytes(2)}, "w" if form == "tar" else "w:gz")
    spoiled = tmp_path / f"spoiled.{form}"
    spoiled.write_bytes(damaged(path.read_bytes(), damage))
    with contextlib.suppress(FileProblem):
        assert load("file", path=str(spoiled)).pixels.shape[1:] == (32, 32, 3)
