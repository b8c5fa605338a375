"""IDX files, good, bad and lying about their size."""

from __future__ import annotations

import contextlib
import gzip
import struct
import tracemalloc

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from engines.ground.problem import FileProblem
from engines.images import load
from engines.images.fit import fit
from engines.images.formats import idx
from tests.engines.images.conftest import idx_bytes, noise, write_mnist
from tests.engines.images.damage import DAMAGE, FUZZ, damaged, problem


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
