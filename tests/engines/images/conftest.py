"""What the tests of picture sources share."""

from __future__ import annotations

import gzip
import struct
from pathlib import Path

import numpy as np
import pytest

SHARED = Path(__file__).resolve().parents[4] / "shared" / "data" / "images"


@pytest.fixture(autouse=True)
def fresh_cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Each test has a cache of its own, empty."""
    home = tmp_path / "own-home"
    monkeypatch.setenv("SEVEN_LABS_HOME", str(home))
    return home / "cache" / "images"


@pytest.fixture
def shared() -> Path:
    """The folder of real pictures, which is not part of the product."""
    if not SHARED.is_dir():
        pytest.skip(f"needs the real pictures in {SHARED}")
    return SHARED


def idx_bytes(array: np.ndarray, kind: int = 8) -> bytes:
    """An array of bytes as an IDX file."""
    lengths = struct.pack(f">{array.ndim}I", *array.shape)
    return bytes((0, 0, kind, array.ndim)) + lengths + array.tobytes()


def noise(*shape: int, seed: int = 0) -> np.ndarray:
    """Random bytes."""
    return np.random.default_rng(seed).integers(0, 256, shape, dtype=np.uint8)


def write_mnist(folder: Path, count: int = 20, side: int = 28, packed: bool = False) -> Path:
    """A little set in MNIST's form; returns the file of pictures."""
    pictures, labels = noise(count, side, side), np.arange(count, dtype=np.uint8) % 10
    for name, array in (("train-images-idx3-ubyte", pictures), ("train-labels-idx1-ubyte", labels)):
        data = idx_bytes(array)
        path = folder / (name + ".gz" if packed else name)
        path.write_bytes(gzip.compress(data) if packed else data)
    return folder / ("train-images-idx3-ubyte" + (".gz" if packed else ""))


def cifar_bytes(count: int = 12, classes: int = 10, seed: int = 0) -> bytes:
    """Records of CIFAR-10 or CIFAR-100 in binary form."""
    pixels = noise(count, 3072, seed=seed)
    labels = [np.arange(count) % 10] if classes == 10 else [np.arange(count) % 20, np.arange(count) % 100]
    return np.column_stack([*(k.astype(np.uint8) for k in labels), pixels]).tobytes()
