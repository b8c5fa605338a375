"""IDX and CIFAR files, good and bad, and what a dropped path is."""

from __future__ import annotations

import contextlib
import gzip
import io
import pickle
import struct
import tarfile
import threading
import tracemalloc
from pathlib import Path

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PIL import Image

from engines.ground.problem import Cancelled, FileProblem, Problem
from engines.images import bounded, cifar, guess, idx, load
from engines.images.fit import fit
from tests.engines.images.conftest import cifar_bytes, idx_bytes, noise, write_mnist

FUZZ = settings(max_examples=120, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
DAMAGE = st.tuples(
    st.floats(0, 1),
    st.lists(st.tuples(st.floats(0, 0.999), st.integers(0, 7)), max_size=5),
    st.binary(max_size=3),
)


def damaged(whole: bytes, damage: tuple) -> bytes:
    kept, flips, more = damage
    data = bytearray(whole[: round(kept * len(whole))] + more)
    for place, bit in flips if data else ():
        data[int(place * len(data))] ^= 1 << bit
    return bytes(data)


def problem(path: object, **options: object) -> str:
    with pytest.raises(FileProblem) as caught:
        load("file", path=str(path), **options)
    return str(caught.value)


def tar(path: Path, members: dict[str, bytes], how: str = "w:gz") -> Path:
    with tarfile.open(path, how) as archive:
        for name, data in members.items():
            info = tarfile.TarInfo(name)
            info.size = len(data)
            archive.addfile(info, io.BytesIO(data))
    return path


@pytest.mark.parametrize("packed", [False, True])
def test_idx_is_read_exactly_with_its_labels(tmp_path, packed):
    path = write_mnist(tmp_path, packed=packed)
    images = load("file", path=str(path), size=28, channels=1)
    assert np.array_equal(images.pixels[..., 0], noise(20, 28, 28))
    assert images.labels.tolist() == [k % 10 for k in range(20)]
    assert images.label_names == tuple("0123456789")
    assert images.skipped == ()


def test_idx_28_is_padded_to_32_by_its_ground(tmp_path):
    strokes = np.full((3, 28, 28), 7, np.uint8)
    strokes[:, 4:-4, 4:-4] = 200
    (tmp_path / "a").write_bytes(idx_bytes(strokes))
    pixels = load("file", path=str(tmp_path / "a")).pixels
    assert pixels.shape == (3, 32, 32, 3)
    assert np.array_equal(pixels[:, 2:-2, 2:-2, 1], strokes)
    assert np.all(pixels[:, :2] == 7)
    assert np.all(pixels[:, :, -2:] == 7)


@pytest.mark.parametrize("size", [28, 48, 64, 128])
def test_other_sizes_are_resized(tmp_path, size):
    path = write_mnist(tmp_path)
    assert load("file", path=str(path), size=size, limit=3).pixels.shape == (3, size, size, 3)


def test_idx_of_colour_and_of_oblong_pictures(tmp_path):
    (tmp_path / "a").write_bytes(idx_bytes(noise(4, 20, 30, 3)))
    assert load("file", path=str(tmp_path / "a"), size=48).pixels.shape == (4, 48, 48, 3)


def test_fit_crops_to_the_middle():
    wide = np.zeros((2, 10, 30, 1), np.uint8)
    wide[:, :, 10:20] = 255
    assert fit(wide, 32, 1).min() == 255


def test_labels_of_either_packing_are_found(tmp_path):
    path = write_mnist(tmp_path, packed=True)
    labels = tmp_path / "train-labels-idx1-ubyte.gz"
    (tmp_path / "train-labels-idx1-ubyte").write_bytes(gzip.decompress(labels.read_bytes()))
    labels.unlink()
    assert load("file", path=str(path)).labels is not None


@pytest.mark.parametrize("body", [b"", b"\0\0\x08\x01\0\0", idx_bytes(np.zeros(7, np.uint8))])
def test_labels_that_will_not_do_are_named_and_left_out(tmp_path, body):
    path = write_mnist(tmp_path)
    (tmp_path / "train-labels-idx1-ubyte").write_bytes(body)
    images = load("file", path=str(path))
    assert images.labels is None
    assert images.label_names == ()
    assert images.skipped[0][0] == "train-labels-idx1-ubyte"


def test_idx_files_that_will_not_do(tmp_path):
    whole = idx_bytes(noise(5, 28, 28))
    bad = {
        "empty": (b"", "is empty"),
        "text": (b"hello, I am text" * 40, "neither an IDX file nor"),
        "labels": (idx_bytes(noise(9)), "holds labels"),
        "cut": (whole[:-1], "is cut short: it promises 3936 bytes"),
        "header": (whole[:9], "is cut short"),
        "longer": (whole + b"x", "holds more than its header says"),
        "floats": (idx_bytes(noise(5, 28, 28), kind=13), "other than bytes"),
        "flat": (idx_bytes(noise(5, 28)), "not pictures"),
        "five": (idx_bytes(noise(5, 8, 8, 5)), "not pictures"),
        "none": (idx_bytes(np.zeros((0, 28, 28), np.uint8)), "holds no pictures"),
        "thin": (idx_bytes(np.zeros((5, 28, 0), np.uint8)), "holds no pictures"),
        "cut.gz": (gzip.compress(whole)[:-30], "is cut short or damaged"),
        "sum.gz": (gzip.compress(whole)[:-8] + b"12345678", "is cut short or damaged"),
        "longer.gz": (gzip.compress(whole + b"x"), "holds more than its header says"),
    }
    for name, (data, reason) in bad.items():
        (tmp_path / name).write_bytes(data)
        assert reason in problem(tmp_path / name), name
    assert "is not there" in problem(tmp_path / "missing")
    assert "holds no CIFAR" in problem(tmp_path)


@pytest.mark.parametrize("packed", [False, True])
@pytest.mark.parametrize("count", [13_000_000, 2_500_000, 0xFFFFFFFF])
def test_a_header_that_claims_gigabytes_allocates_nothing(tmp_path, packed, count):
    data = b"\0\0\x08\x03" + struct.pack(">3I", count, 28, 28) + bytes(5000)
    (tmp_path / "liar").write_bytes(gzip.compress(data) if packed else data)
    tracemalloc.start()
    try:
        sentence = problem(tmp_path / "liar")
        assert tracemalloc.get_traced_memory()[1] < 8 << 20
    finally:
        tracemalloc.stop()
    assert "2 GB" in sentence or "cut short" in sentence


def test_a_gzip_bomb_is_unpacked_no_further_than_its_header_says(tmp_path):
    bomb = idx_bytes(noise(2, 28, 28)) + bytes(200 << 20)
    (tmp_path / "bomb.gz").write_bytes(gzip.compress(bomb, 1))
    del bomb
    tracemalloc.start()
    try:
        assert "holds more than its header says" in problem(tmp_path / "bomb.gz")
        assert tracemalloc.get_traced_memory()[1] < 8 << 20
    finally:
        tracemalloc.stop()


@FUZZ
@given(DAMAGE, st.booleans())
def test_damaged_idx_gives_pictures_or_a_file_problem(tmp_path, damage, packed):
    whole = idx_bytes(noise(3, 8, 8))
    (tmp_path / "a").write_bytes(damaged(gzip.compress(whole, mtime=0) if packed else whole, damage))
    with contextlib.suppress(FileProblem):
        assert load("file", path=str(tmp_path / "a")).pixels.shape[1:] == (32, 32, 3)


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
        assert "more than 4 MB" in problem(tmp_path / "a.tar.gz")
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


@FUZZ
@given(st.binary(max_size=700))
def test_any_bytes_are_answered(tmp_path, data):
    path = tmp_path / "any"
    path.write_bytes(data)
    assert guess(path) in {"file", "font", "picture", None}
    with pytest.raises(FileProblem):
        load("file", path=str(path))


def test_forbidden_files_are_said(tmp_path, monkeypatch):
    path = write_mnist(tmp_path)

    def forbid(*_: object) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(bounded, "ordinary", forbid)
    assert "no permission" in problem(path)


def test_reading_can_be_cancelled_and_tells_how_far(tmp_path):
    path = write_mnist(tmp_path, count=6000)
    told: list[float] = []
    load("file", path=str(path), size=48, progress=lambda s, f: told.append(f))
    assert all(0 <= f <= 1 for f in told)
    assert len(told) > 10
    cancel = threading.Event()
    with pytest.raises(Cancelled):
        load("file", path=str(path), cancel=cancel, progress=lambda s, f: cancel.set())


def test_what_a_dropped_path_is(tmp_path):
    Image.new("RGB", (4, 4)).save(tmp_path / "a.png")
    Image.new("RGB", (4, 4)).save(tmp_path / "unnamed", "PNG")
    (tmp_path / "a.otf").write_bytes(b"OTTO")
    (tmp_path / "bare").write_bytes(b"wOF2")
    (tmp_path / "a.txt").write_text("text")
    (tmp_path / "data_batch_1").write_bytes(pickle.dumps({}))
    data = tmp_path / "data"
    data.mkdir()
    mnist = write_mnist(data)
    kinds = {
        tmp_path: "folder",
        data: "file",
        mnist: "file",
        tmp_path / "a.png": "picture",
        tmp_path / "unnamed": "picture",
        tmp_path / "a.otf": "font",
        tmp_path / "bare": "font",
        tmp_path / "data_batch_1": "file",
        tmp_path / "a.txt": None,
        tmp_path / "missing": None,
    }
    assert {path: guess(path) for path in kinds} == kinds
    assert len(load("file", path=str(data)).pixels) == 20


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        ({"source": "none"}, "no picture source"),
        ({"source": "faces", "size": 31}, "31 px are not offered"),
        ({"source": "faces", "channels": 2}, "1 or 3 channels"),
        ({"source": "file"}, "Choose a file"),
    ],
)
def test_arguments_outside_their_choices_are_said(arguments, sentence):
    source = arguments.pop("source")
    with pytest.raises(Problem, match=sentence):
        load(source, **arguments)


def test_real_fashion_mnist(shared):
    path = shared / "fashion-mnist" / "train-images-idx3-ubyte.gz"
    images = load("file", path=str(path), channels=1)
    assert images.pixels.shape == (60_000, 32, 32, 1)
    assert np.bincount(images.labels).tolist() == [6000] * 10
    assert images.pixels.mean() * (32 / 28) ** 2 == pytest.approx(
        72.94, abs=0.01
    )  # its published mean, 0.2860
    assert not images.pixels[:, :2].any()


def test_real_mnist_digits(shared):
    images = load("file", path=str(shared / "mnist-test"), size=28, channels=1)
    assert images.pixels.shape == (10_000, 28, 28, 1)
    assert images.labels[:5].tolist() == [7, 2, 1, 0, 4]


def test_idx_reads_what_it_should():
    assert idx.looks_like(b"\0\0\x08\x03")
    assert not idx.looks_like(b"\x89PNG")
    assert not idx.looks_like(b"")
