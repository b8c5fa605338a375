"""Files are written whole or not at all, and what a killed process leaves of one is nothing, or is swept."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from engines.ground import files
from engines.ground.problem import FileProblem

KILLED = """
import os, sys
from engines.ground import files

if sys.argv[2] == "named" and hasattr(os, "O_TMPFILE"):
    del os.O_TMPFILE
os.fsync = lambda handle: os.kill(os.getpid(), 9)
files.write_atomic(sys.argv[1], b"new" * 100_000)
"""


@pytest.fixture(params=["unnamed", "named"])
def way(request, monkeypatch) -> str:
    """Where the system has files without names, and where it has not."""
    if request.param == "named":
        monkeypatch.delattr(os, "O_TMPFILE", raising=False)
    return request.param


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def test_a_file_is_written_and_written_over(tmp_path, way):
    path = tmp_path / "a.json"
    for data in (b"one", b"two" * 100_000):
        files.write_atomic(path, data)
        assert path.read_bytes() == data
    assert names(tmp_path) == ["a.json"]


def test_it_may_be_read_by_whom_the_person_lets(tmp_path, way):
    mask = os.umask(0o027)
    try:
        files.write_atomic(tmp_path / "a", b"x")
    finally:
        os.umask(mask)
    assert (tmp_path / "a").stat().st_mode & 0o777 == 0o640


@pytest.mark.parametrize("call", ["fsync", "replace"])
def test_what_fails_leaves_the_old_file_and_nothing_else(tmp_path, way, monkeypatch, call):
    path = tmp_path / "a"
    path.write_bytes(b"old")

    def full(*_: object, **__: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, call, full)
    with pytest.raises(FileProblem, match="a could not be saved: No space left on device"):
        files.write_atomic(path, b"new")
    assert path.read_bytes() == b"old"
    assert names(tmp_path) == ["a"]


@pytest.mark.parametrize("name", ["名" * 300, "a\0b", "no/such", "", "\udcff"])
def test_names_of_every_kind_are_written_or_refused_with_a_sentence(tmp_path, way, name):
    try:
        files.write_atomic(tmp_path / name, b"x")
    except FileProblem as e:
        said = str(e)
    else:
        said = ""
    if said:
        assert "could not be saved" in said
        assert names(tmp_path) == []
    else:
        assert (tmp_path / name).read_bytes() == b"x"
        assert len(names(tmp_path)) == 1


@pytest.mark.skipif(
    sys.platform != "linux", reason="kills itself, which only this system is sure to do at once"
)
@pytest.mark.parametrize("way", ["unnamed", "named"])
def test_a_process_killed_while_it_writes(tmp_path, way):
    path = tmp_path / "a"
    path.write_bytes(b"old")
    done = subprocess.run([sys.executable, "-c", KILLED, str(path), way])
    assert done.returncode == -9
    assert path.read_bytes() == b"old"
    if way == "unnamed" and hasattr(os, "O_TMPFILE"):
        assert names(tmp_path) == ["a"]
    files.sweep(tmp_path)
    assert names(tmp_path) == ["a"]
