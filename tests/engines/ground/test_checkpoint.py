"""Checkpoints: round trips, damage of every kind, and a process killed while saving."""

from __future__ import annotations

import os
import random
import subprocess
import sys
import zipfile

import numpy as np
import pytest

from engines.ground import checkpoint
from engines.ground.problem import FileProblem

META = {"step": 7, "config": {"lr": 1e-3}, "name": "名字"}


def tensors() -> dict[str, np.ndarray]:
    rng = np.random.default_rng(0)
    return {
        "w": rng.normal(size=(5, 7)).astype(np.float32),
        "rng": rng.integers(0, 255, 40).astype(np.uint8),
        "scalar": np.float32(3).reshape(()),
        "empty": np.zeros((0, 3), np.int64),
    }


@pytest.fixture
def saved(tmp_path):
    path = tmp_path / "run.safetensors"
    checkpoint.save(path, "gan", META, tensors())
    return path


def test_round_trip_is_exact(saved):
    found = checkpoint.load(saved, "gan")
    assert found.meta == META
    for key, value in tensors().items():
        np.testing.assert_array_equal(found.tensors[key], value)
        assert found.tensors[key].dtype == value.dtype


def test_no_part_file_stays(saved):
    assert [p.name for p in saved.parent.iterdir()] == ["run.safetensors"]


@pytest.mark.parametrize("percent", range(0, 100, 7))
def test_cut_short(saved, percent):
    data = saved.read_bytes()
    saved.write_bytes(data[: len(data) * percent // 100])
    with pytest.raises(FileProblem, match=r"run\.safetensors"):
        checkpoint.load(saved)


def test_every_flipped_bit_is_noticed(saved):
    data = saved.read_bytes()
    rng = random.Random(0)
    for _ in range(300):
        damaged = bytearray(data)
        at = rng.randrange(len(data))
        damaged[at] ^= 1 << rng.randrange(8)
        saved.write_bytes(bytes(damaged))
        try:
            found = checkpoint.load(saved)
        except FileProblem:
            continue
        # a bit of the padding spaces in the header may flip between two whites without changing a thing
        assert found.meta == META
        assert all(np.array_equal(found.tensors[k], v) for k, v in tensors().items())


def test_a_pickle_is_named_and_not_opened(tmp_path):
    import pickle

    plain, torchs = tmp_path / "a.pt", tmp_path / "b.pt"
    plain.write_bytes(pickle.dumps({"step": 3}))
    with zipfile.ZipFile(torchs, "w") as archive:
        archive.writestr("archive/data.pkl", pickle.dumps({"step": 3}))
    for path in (plain, torchs):
        with pytest.raises(FileProblem, match="is a pickle: it is not opened"):
            checkpoint.load(path)


def test_a_file_says_of_which_lab_it_is(saved, tmp_path):
    assert checkpoint.lab_of(saved) == "gan"
    other = tmp_path / "other.safetensors"
    for content in (b"", b"x" * 100, saved.read_bytes()[:40]):
        other.write_bytes(content)
        assert checkpoint.lab_of(other) is None
    assert checkpoint.lab_of(tmp_path / "missing") is None
    assert checkpoint.lab_of(tmp_path) is None


def test_other_lab_version_program_and_size_are_told_apart(saved, tmp_path, monkeypatch):
    with pytest.raises(FileProblem, match="another lab"):
        checkpoint.load(saved, "vqvae")
    monkeypatch.setattr(checkpoint, "VERSION", 2)
    with pytest.raises(FileProblem, match="format 1"):
        checkpoint.load(saved)
    monkeypatch.undo()
    monkeypatch.setattr(checkpoint, "LIMIT", 10)
    with pytest.raises(FileProblem, match="too large"):
        checkpoint.load(saved)
    monkeypatch.undo()
    from safetensors.numpy import save_file

    save_file({"a": np.zeros(3)}, tmp_path / "other.safetensors", metadata={"format": "pt"})
    with pytest.raises(FileProblem, match="not a checkpoint of this program"):
        checkpoint.load(tmp_path / "other.safetensors")


@pytest.mark.parametrize(
    "data",
    [b"", b"\x00" * 8, (10 << 30).to_bytes(8, "little") + b"{}", b"PK\x03\x04" + b"x" * 500, b"\xff" * 4096],
)
def test_not_a_checkpoint_at_all(tmp_path, data):
    path = tmp_path / "x.safetensors"
    path.write_bytes(data)
    with pytest.raises(FileProblem, match=r"x\.safetensors"):
        checkpoint.load(path)


def test_missing_and_folder(tmp_path):
    with pytest.raises(FileProblem, match="nothing"):
        checkpoint.load(tmp_path / "nothing.safetensors")
    with pytest.raises(FileProblem):
        checkpoint.load(tmp_path)


def test_saving_where_one_cannot_leaves_the_old_file(saved, monkeypatch):
    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(FileProblem, match="No space left"):
        checkpoint.save(saved, "gan", {}, {})
    monkeypatch.undo()
    assert checkpoint.load(saved).meta == META
    assert len(list(saved.parent.iterdir())) == 1
    with pytest.raises(FileProblem):
        checkpoint.save(saved.parent / "no" / "folder.safetensors", "gan", {}, {})


KILLER = """
import itertools, os, random, signal, sys, time
import numpy as np
from engines.ground import checkpoint

path, rng = sys.argv[1], random.Random(1)
for _ in range(100):
    child = os.fork()
    if child == 0:
        for i in itertools.count():
            checkpoint.save(path, "gan", {"i": i}, {"w": np.full(250_000, i, np.float32)})
    while not os.path.exists(path):
        time.sleep(0.001)
    time.sleep(rng.uniform(0.002, 0.03))
    os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)
    found = checkpoint.load(path, "gan")
    assert (found.tensors["w"] == found.meta["i"]).all()
print("readable")
"""


@pytest.mark.slow
@pytest.mark.skipif(not hasattr(os, "fork"), reason="kills forked children, which this system has not")
def test_killed_100_times_while_saving_leaves_no_unreadable_file(tmp_path):
    """One interpreter forks a child that saves without end, kills it at a random moment, and reads."""
    path = tmp_path / "run.safetensors"
    done = subprocess.run([sys.executable, "-c", KILLER, str(path)], capture_output=True, text=True)
    assert done.stdout.strip() == "readable", done.stderr
