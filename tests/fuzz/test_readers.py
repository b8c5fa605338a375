"""Every reader meets files that lie, files that are none, and names that are strange: one typed error each."""

from __future__ import annotations

import os
import threading
from pathlib import Path

import pytest

from engines.ground.problem import Problem
from tests.fuzz.readers import Reader, readers
from tests.fuzz.trial import run

READERS = readers()
NAMES = [reader.name for reader in READERS]
MUTANTS = 12


@pytest.fixture(params=READERS, ids=NAMES)
def reader(request) -> Reader:
    return request.param


@pytest.fixture(scope="module")
def good(tmp_path_factory) -> dict[str, Path]:
    """A good file for each reader."""
    made: dict[str, Path] = {}
    for reader in READERS:
        made[reader.name] = reader.make(tmp_path_factory.mktemp("good"))
    return made


@pytest.mark.filterwarnings("ignore:Truncated File Read", "ignore:Corrupt EXIF", "ignore:Tag data larger")
def test_spoiled_files_are_read_or_refused_with_a_sentence(reader, tmp_path, long):
    mutants = 2000 if long else MUTANTS
    report = run(reader, tmp_path, range(mutants))
    assert report.wrong == []
    assert report.opened + report.refused == mutants
    assert all(report.said)


def within(seconds: float, reader: Reader, path: Path) -> BaseException | None:
    """What reading ends in; fails if it does not end. A reader that hangs must not hang the suite."""
    found: list[BaseException | None] = []

    def work() -> None:
        try:
            reader.read(path)
        except BaseException as e:
            found.append(e)
        else:
            found.append(None)

    thread = threading.Thread(target=work, daemon=True, name="ThreadPoolExecutor-reader")
    thread.start()
    thread.join(seconds)
    assert not thread.is_alive(), f"{reader.name} waits for ever"
    return found[0]


@pytest.mark.parametrize("kind", ["pipe", "device", "folder", "missing", "long name"])
def test_what_is_no_file_is_refused_at_once(reader, good, tmp_path, kind):
    path = tmp_path / good[reader.name].name
    if kind == "pipe":
        os.mkfifo(path)
    elif kind == "device":
        path.symlink_to("/dev/zero")
    elif kind == "folder":
        path.mkdir()
    elif kind == "long name":
        path = tmp_path / ("长" * 300 + path.name)
    error = within(20, reader, path)
    assert isinstance(error, Problem), error
    assert str(error)


def test_a_name_of_other_bytes_is_read_like_any(reader, good, tmp_path):
    source = good[reader.name]
    path = Path(os.fsdecode(os.fsencode(tmp_path) + b"/\xff\xfe" + os.fsencode(source.name)))
    path.write_bytes(source.read_bytes())
    assert within(60, reader, path) is None
